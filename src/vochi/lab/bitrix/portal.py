"""A portal: its users, its application, tokens that end, limits, and events that it sends."""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from vochi.lab.bitrix.telephony import Telephony
from vochi.lab.bitrix.wrong import Wrong
from vochi.lab.site import Asked, Said, Site, open_site

CLIENT_ID = "local.6667fc928a50a9.70414732"
CLIENT_SECRET = "ZeKyeYIgy2NsHZqsIHY6GfG1VemulatorOfBitrix24"  # noqa: S105 - of the emulator
MEMBER = "a223c6b9410f85df78e9377d6c4f7213"
APPLICATION = "51610fefc120afg4b628cc82d6298cce"


@dataclass
class Portal:
    """`clock` gives seconds. `lives` is how long an access token does. Users are `{ID, NAME,
    LAST_NAME, UF_PHONE_INNER, ACTIVE}`. A bucket of `burst` requests refills `per_second`.
    """

    clock: Callable[[], float] = time.time
    lives: int = 3600
    burst: int = 50
    per_second: float = 2.0
    site: Site = field(init=False)
    telephony: Telephony = field(init=False)
    users: list[dict[str, Any]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    refresh: str = ""
    tokens: dict[str, float] = field(default_factory=dict)
    handlers: dict[str, str] = field(default_factory=dict)
    is_paid: bool = True
    refreshed: int = 0

    def __post_init__(self) -> None:
        """Lay the site and the telephony."""
        self.site = Site(self.handle)
        self.telephony = Telephony(self)
        self._level, self._at = 0.0, self.clock()

    @property
    def url(self) -> str:
        """Where it is."""
        return self.site.url

    def add_user(self, number: int, name: str, inner: str = "", *, active: bool = True) -> None:
        """Employ somebody."""
        first, _, last = name.partition(" ")
        self.users.append(
            {"ID": str(number), "NAME": first, "LAST_NAME": last, "ACTIVE": active,
             "UF_PHONE_INNER": inner or None}
        )  # fmt: skip

    def user(self, fields: dict[str, Any]) -> int:
        """The user that a request names. Raises Wrong."""
        if not fields.get("USER_ID") and not fields.get("USER_PHONE_INNER"):
            raise Wrong(400, "ERROR_CORE", "USER_ID or USER_PHONE_INNER should be set")
        for each in self.users:
            named = str(each["ID"]) == str(fields.get("USER_ID", ""))
            inner = fields.get("USER_PHONE_INNER") and (
                each["UF_PHONE_INNER"] == fields["USER_PHONE_INNER"]
            )
            if (named or (inner and not fields.get("USER_ID"))) and each["ACTIVE"]:
                return int(each["ID"])
        raise Wrong(400, "ERROR_CORE", "User is not found or is not active")

    def code(self) -> str:
        """An administrator lets the application in: a code, good once."""
        made = secrets.token_hex(20)
        self.codes.add(made)
        return made

    def end_tokens(self) -> None:
        """All access tokens end now."""
        self.tokens.clear()

    # --- answering ---------------------------------------------------------------------------

    def handle(self, asked: Asked) -> Said:
        """Answer a request as the portal and its OAuth server do."""
        began = self.clock()
        try:
            with self.site.lock:
                if asked.path == "/oauth/token/":
                    return _json(200, self._token(asked.form | asked.query))
                result = self._method(asked)
        except Wrong as wrong:
            headers = {"Retry-After": "2"} if wrong.status == 429 else {}
            body = {"error": wrong.code, "error_description": wrong.words}
            return _json(wrong.status, body, headers)
        return _json(200, {"result": result, "time": _times(began, self.clock())})

    def _method(self, asked: Asked) -> Any:
        path = asked.path.removeprefix("/rest/").removesuffix(".json")
        fields = _fields(asked)
        if not asked.path.startswith("/rest/"):
            raise Wrong(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
        parts = path.split("/")
        method = parts[-1].lower()
        self._pour()
        if not self.is_paid:
            raise Wrong(402, "PAYMENT_REQUIRED", "Payment required")
        if len(parts) == 3:  # an inbound webhook: /rest/<user>/<key>/<method>
            if method in _APPLICATION_ALONE:
                raise Wrong(403, "WRONG_AUTH_TYPE",
                            "Current authorization type is denied for this method")  # fmt: skip
        else:
            self._let_in(str(fields.get("auth", "")))
        match method:
            case "user.get":
                start = int(fields.get("start") or 0)
                active = [user for user in self.users if user["ACTIVE"]]
                return active[start : start + 50]
            case "app.info":
                return {"ID": 3, "CODE": CLIENT_ID, "VERSION": 1, "STATUS": "L", "INSTALLED": True}
            case "event.bind":
                event = str(fields.get("event", "")).upper()
                handler = str(fields.get("handler", ""))
                if not handler.startswith(("https://", "http://")):
                    raise Wrong(400, "ERROR_EVENT_BINDING", "Unable to set event handler")
                if self.handlers.get(event) == handler:
                    raise Wrong(400, "ERROR_EVENT_BINDING",
                                "Unable to set event handler: Handler already binded")  # fmt: skip
                self.handlers[event] = handler
                return True
            case _:
                return self.telephony.method(method, fields)

    def _let_in(self, token: str) -> None:
        if not token:
            raise Wrong(401, "NO_AUTH_FOUND", "Wrong authorization data")
        ends = self.tokens.get(token)
        if ends is None or ends <= self.clock():
            raise Wrong(401, "expired_token", "The access token provided has expired.")

    def _token(self, fields: dict[str, str]) -> dict[str, Any]:
        if fields.get("client_id") != CLIENT_ID or fields.get("client_secret") != CLIENT_SECRET:
            raise Wrong(401, "invalid_client", "Application not found or wrong secret")
        match fields.get("grant_type"):
            case "authorization_code" if fields.get("code") in self.codes:
                self.codes.discard(fields["code"])
            case "refresh_token" if self.refresh and fields.get("refresh_token") == self.refresh:
                self.refreshed += 1
            case _:
                raise Wrong(400, "invalid_grant", "The grant is not valid")
        access, self.refresh = secrets.token_hex(16), secrets.token_hex(16)
        self.tokens[access] = self.clock() + self.lives
        return {
            "access_token": access, "refresh_token": self.refresh, "expires_in": self.lives,
            "expires": int(self.clock()) + self.lives, "scope": "telephony,user,crm",
            "domain": "oauth.bitrix.info", "server_endpoint": "https://oauth.bitrix.info/rest/",
            "status": "L", "client_endpoint": f"{self.url}/rest/", "member_id": MEMBER,
            "user_id": 1,
        }  # fmt: skip

    def _pour(self) -> None:
        now = self.clock()
        self._level = max(0.0, self._level - (now - self._at) * self.per_second) + 1
        self._at = now
        if self._level > self.burst:
            self._level -= 1
            raise Wrong(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")

    # --- telling -----------------------------------------------------------------------------

    def click(self, user: int, number: str, **more: str) -> tuple[str, int]:
        """A user clicks a number: the call is registered here, and whoever listens is told.

        The id of the call, and the status that the listener answered with.
        """
        call = self.telephony.begin_click(user, number)
        data = {
            "PHONE_NUMBER": number, "PHONE_NUMBER_INTERNATIONAL": number, "EXTENSION": "",
            "USER_ID": str(user), "CALL_LIST_ID": "0", "LINE_NUMBER": "", "IS_MOBILE": "0",
            "CALL_ID": call, "CRM_ENTITY_TYPE": "CONTACT", "CRM_ENTITY_ID": "797",
        }  # fmt: skip
        return call, self.tell("ONEXTERNALCALLSTART", data, **more)

    def form(self, number: str, text: str = "", **more: str) -> int:
        """A visitor of a page asks for a call; the status that the listener answered with."""
        data = {"PHONE_NUMBER": number, "TEXT": text, "VOICE": "ruinternalfemale",
                "CRM_ENTITY_TYPE": "LEAD", "CRM_ENTITY_ID": "5785", "LINE_NUMBER": ""}  # fmt: skip
        return self.tell("ONEXTERNALCALLBACKSTART", data, **more)

    def tell(self, event: str, data: dict[str, str], **auth: str) -> int:
        """Tell an event as PHP writes forms; `auth` replaces what proves that it is ours."""
        access = secrets.token_hex(16)
        self.tokens[access] = self.clock() + self.lives
        proof = {
            "access_token": access, "expires_in": str(self.lives), "scope": "telephony",
            "domain": "firma.bitrix24.by", "server_endpoint": "https://oauth.bitrix.info/rest/",
            "status": "L", "client_endpoint": f"{self.url}/rest/", "member_id": MEMBER,
            "application_token": APPLICATION,
        } | auth  # fmt: skip
        fields = {"event": event, "event_handler_id": "1055", "ts": str(int(self.clock()))}
        fields |= {f"data[{key}]": value for key, value in data.items()}
        fields |= {f"auth[{key}]": value for key, value in proof.items()}
        answer = httpx.post(
            self.handlers[event], content=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"}, timeout=10,
            trust_env=False,
        )  # fmt: skip
        return answer.status_code


_APPLICATION_ALONE = frozenset(
    {"telephony.externalcall.register", "telephony.externalcall.finish",
     "telephony.externalline.add"}
)  # fmt: skip


def _fields(asked: Asked) -> dict[str, Any]:
    if asked.headers.get("content-type", "").startswith("application/json"):
        try:
            read = json.loads(asked.body or b"{}")
        except ValueError:
            raise Wrong(400, "INVALID_REQUEST", "Invalid JSON") from None
        return read if isinstance(read, dict) else {}
    return dict(asked.form | asked.query)


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> Said:
    return Said(status, json.dumps(body).encode(), headers=headers or {})


def _times(began: float, ended: float) -> dict[str, Any]:
    return {"start": began, "finish": ended, "duration": ended - began, "processing": 0,
            "operating_reset_at": int(ended) + 600, "operating": 0}  # fmt: skip


@contextmanager
def open_portal(**settings: Any) -> Iterator[Portal]:
    """A portal on a free port of loopback."""
    portal = Portal(**settings)
    with open_site(portal.site):
        yield portal
