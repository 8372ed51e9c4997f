"""The hub: people, clients, call log, desk and API over Django; one of them serves many boxes."""

import os

from vochi.home import Home


def boot(home: Home) -> None:
    """Make Django ready in this process for the hub of `home`; later calls do nothing.

    After it `vochi.hub.service` can be imported. Raises RuntimeError when the process already
    serves another home: Django has one set of settings per process.
    """
    import django  # noqa: PLC0415 - importing the package must stay free for those who only boot
    from django.conf import settings  # noqa: PLC0415

    from vochi.hub.place import ensure_secret_key  # noqa: PLC0415

    if settings.configured and home.root != settings.HOME.root:
        raise RuntimeError(f"this process already serves {settings.HOME.root}")
    ensure_secret_key(home)
    os.environ["VOCHI_HOME"] = str(home.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "vochi.hub.settings"
    django.setup()
