"""The door: sessions, tokens, lock-out. Nobody passes without an account of one company."""

import hashlib
import math
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from vochi.hub.accounts import visits
from vochi.hub.accounts.areas import SAFE, area_of, opens, takes
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.factor import must_have_factor
from vochi.hub.accounts.models import Account, ApiToken
from vochi.hub.accounts.sight import denied
from vochi.hub.answer import Refused

COOKIE = "vochi"


def digest(secret: str) -> str:
    """The hash of a token or key. They are random and long, so plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The address that asks, as the server saw it; a proxy's word counts only in uvicorn, which
    knows the proxies it trusts.
    """
    return str(request.META.get("REMOTE_ADDR") or "")


def by_token(token: str, method: str, path: str, address: str) -> Asker | None:
    """The asker of an API token. Raises Refused 403 `scope_needed` where it does not open."""
    if not token or not token.isascii():
        return None
    row = ApiToken.everything.select_related("account").filter(digest=digest(token)).first()
    if row is None or not row.account.is_active:
        return None
    now = timezone.now()
    if row.expires_at is not None and row.expires_at <= now:
        return None
    scopes = frozenset(row.scopes.split())
    area = area_of(path)
    if not opens(scopes, area, method):
        how = "read" if method in SAFE else "write"
        raise Refused(403, "scope_needed", scope=how if area is None else f"{area}:{how}")
    if row.used_at is None or (now - row.used_at).total_seconds() > 60:
        ApiToken.everything.filter(pk=row.pk).update(used_at=now)
    return let_in(row.account, method, path, address, scopes=scopes)


def by_session_key(key: str, path: str, address: str) -> Asker | None:
    """The asker of a session cookie, for those who answer without Django's own handler."""
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    if isinstance(user, Account) and user.is_active:
        must_have_factor(user, path)
        return let_in(user, "GET", path, address, session=key)
    return None


def let_in(
    account: Account,
    method: str,
    path: str,
    address: str,
    *,
    scopes: frozenset[str] | None = None,
    session: str = "",
) -> Asker:
    """The asker, if his own role does not take this away. Raises Refused 403 `right_needed`."""
    lacking = denied(account)
    if lacking:
        area = area_of(path)
        right = takes(lacking, area, method) if area else None
        if right is not None:
            raise Refused(403, "right_needed", right=right)
    return Asker(account, address, scopes, lacking, session)


class TokenDoor(HttpBearer):
    """`Authorization: Bearer <api token>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Asker | None:
        """Look the token up by its hash."""
        return by_token(token, request.method or "GET", request.path, address_of(request))


class SessionDoor(APIKeyCookie):
    """The session of a browser; changes need the CSRF token beside it."""

    param_name = COOKIE

    def authenticate(self, request: HttpRequest, key: str | None) -> Asker | None:  # noqa: ARG002
        """Take the account that Django's session middleware found."""
        user = request.user
        if not (isinstance(user, Account) and user.is_active):
            return None
        address = address_of(request)
        visits.note(user, request, address)
        must_have_factor(user, request.path)
        session = request.session.session_key or ""
        return let_in(user, request.method or "GET", request.path, address, session=session)


class DoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's rules of this house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by those inside, never by a stranger."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that everybody here reckons with."""
        return address_of(request)


def locked_out(
    request: HttpRequest,  # noqa: ARG001
    original_response: HttpResponse | None = None,  # noqa: ARG001
    credentials: dict[str, Any] | None = None,  # noqa: ARG001
) -> HttpResponse:
    """What axes answers when there were too many wrong passwords."""
    from django.conf import settings  # noqa: PLC0415 - axes imports this while settings load

    minutes = math.ceil(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return JsonResponse(
        {
            "status": 429,
            "code": "locked_out",
            "detail": "too many wrong passwords",
            "facts": {"minutes": minutes},
        },
        status=429,
    )
