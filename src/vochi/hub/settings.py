"""Django's settings, all of them derived from the home (`$VOCHI_HOME`)."""

import os
from datetime import timedelta

from vochi.hub import place

HOME = place.home_of_process()
HOME_SETTINGS = HOME.settings()
WEB_DIST = place.web_dist()

SECRET_KEY = place.read_secret_key(HOME)
DEBUG = False
# The address of a box on a network is not known beforehand: `doors.HostMiddleware` lets in
# addresses and this machine's own names, and refuses foreign names (DNS rebinding).
ALLOWED_HOSTS = ["*"]
KNOWN_HOSTS = tuple(filter(None, os.environ.get("VOCHI_HOSTS", "").split(",")))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "axes",
    "ninja",
    "vochi.hub.companies",
    "vochi.hub.accounts",
    "vochi.hub.offices",
    "vochi.hub.link",
    "vochi.hub.calls",
    "vochi.hub.clients",
    "vochi.hub.messages",
    "vochi.hub.gateways",
    "vochi.hub.start",
    "vochi.hub.moves",
    "vochi.hub.desk",
    "vochi.hub.hooks",
    "vochi.hub.people",
    "vochi.hub.promises",
    "vochi.hub.reports",
    "vochi.hub.notices",
    "vochi.hub.crm",
    "vochi.hub.privacy",
    "vochi.hub.phonebook",
]

MIDDLEWARE = [
    "vochi.hub.doors.HostMiddleware",
    "vochi.hub.doors.HeadersMiddleware",
    "vochi.hub.doors.PackMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "vochi.hub.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": place.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "ru"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"

# --- who comes in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "vochi.hub.accounts.door.DoorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_SESSION_REMEMBER = True
# Wrong passwords are axes' business (below), which says for how long the door is closed; this
# bounds wrong codes of the second factor, and guessing one password for many logins. A whole
# office sits behind one address and comes in together after a power cut.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,30/900s/key"}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Vochi"

# Ten wrong passwords for one login from one address close that pair for a quarter of an hour;
# locking the login alone would let a stranger lock an employee out of his own desk.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "vochi.hub.accounts.door.locked_out"
AXES_CLIENT_IP_CALLABLE = "vochi.hub.accounts.door.address_of"
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "vochi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vochi.hub.api.csrf_failure"
# SESSION_COOKIE_SECURE is set per answer by `doors.HeadersMiddleware`: the same hub is reached by
# http on the office's own network and by https through a front.

SECURE_CONTENT_TYPE_NOSNIFF = True
NINJA_NUM_PROXIES = 0

# A push of 500 entries with wave forms in it; recordings are streamed and not bound by this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
MEDIA_ROOT = HOME.hub / "media"

#: Networks of our own that webhooks may go to; none unless the box's administrator names some.
HOOK_NETWORKS = HOME_SETTINGS.hook_networks
#: Where bots and the owners of Bitrix24 portals are asked; some have such servers of their own.
TELEGRAM_API = HOME_SETTINGS.telegram_api.rstrip("/")
BITRIX_OAUTH = HOME_SETTINGS.bitrix_oauth.rstrip("/")
#: Where the world outside reaches this hub; empty: nowhere.
PUBLIC_URL = HOME_SETTINGS.public_url.rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "vochi": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS = ["axes.W003"]
