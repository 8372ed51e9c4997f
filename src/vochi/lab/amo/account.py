"""An account of amoCRM: https://www.amocrm.ru/developers/content/crm_platform/calls-api."""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from vochi.lab.site import Asked, Said, Site, open_site

CLIENT_ID = "6a2d4741-0000-4000-8000-92277723dcea"
CLIENT_SECRET = "PZp1wm7VpAUBvpTzADj4CRHjmuvRR4PwVS7EqVemulator"  # noqa: S105 - of the emulator
REDIRECT = "https://office.example.com/integrations/amo"


class Wrong(Exception):  # noqa: N818 - an answer, not a fault
    """Answered with `status` and what the API says then."""

    def __init__(self, status: int, title: str, detail: str = "", **more: Any) -> None:
        super().__init__(f"{status} {title} {detail}")
        self.status = status
        self.body = {"title": title, "type": f"https://httpstatus.es/{status}",
                     "status": status, "detail": detail} | more  # fmt: skip


@dataclass
class Account:
    """`contacts` are those with a phone: number -> id. `calls` were taken, `unsorted` made.

    More than `per_second` requests in a second are refused (429).
    """

    clock: Callable[[], float] = time.time
    lives: int = 86400
    per_second: int = 7
    site: Site = field(init=False)
    contacts: dict[str, int] = field(default_factory=dict)
    users: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    unsorted: list[dict[str, Any]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    tokens: dict[str, float] = field(default_factory=dict)
    refresh: str = ""
    refreshed: int = 0
    refused: int = 0
    _lately: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the site."""
        self.site = Site(self.handle)

    @property
    def url(self) -> str:
        """Where it is."""
        return self.site.url

    def code(self) -> str:
        """A code of the integration's page, good once."""
        made = f"def502{secrets.token_hex(40)}"
        self.codes.add(made)
        return made

    def lasting(self) -> str:
        """A long-lived token."""
        made = f"eyJ0{secrets.token_hex(60)}"
        self.tokens[made] = self.clock() + 5 * 365 * 86400
        return made

    def handle(self, asked: Asked) -> Said:
        """Answer a request."""
        try:
            with self.site.lock:
                if asked.path == "/oauth2/access_token":
                    return _json(200, self._token(_body(asked)))
                self._count()
                self._let_in(asked)
                return _json(200, self._api(asked))
        except Wrong as wrong:
            return _json(wrong.status, wrong.body)

    def _api(self, asked: Asked) -> dict[str, Any]:
        match asked.method, asked.path:
            case "GET", "/api/v4/account":
                return {"id": 28805383, "name": "Фирма", "subdomain": "firma"}
            case "GET", "/api/v4/users":
                return {"_total_items": len(self.users), "_embedded": {"users": self.users}}
            case "POST", "/api/v4/calls":
                return self._add_calls(_rows(asked))
            case "POST", "/api/v4/leads/unsorted/sip":
                return self._add_unsorted(_rows(asked))
            case _:
                raise Wrong(404, "Not Found")

    def _add_calls(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        taken: list[dict[str, Any]] = []
        errors: list[dict[str, Any]] = []
        for place, row in enumerate(rows):
            request = str(row.get("request_id", place))
            _must_hold(row, request, {"direction": str, "duration": int, "source": str,
                                      "phone": str})  # fmt: skip
            if row["direction"] not in {"inbound", "outbound"}:
                raise _invalid(request, "direction", "The value you selected is not a valid choice")
            if row.get("call_status", 4) not in range(1, 8):
                raise _invalid(request, "call_status", "This value is not valid")
            entity = self.contacts.get(str(row["phone"]))
            if entity is None:
                errors.append({"request_id": request, "title": "Entity not found", "status": 263,
                               "detail": "There is no entity with this phone number"})  # fmt: skip
                continue
            same = (c for c in self.calls if row.get("uniq") and c["uniq"] == row["uniq"])
            known = next(same, None)
            call = known or row | {"id": 8648775 + len(self.calls), "entity_id": entity}
            if known is None:
                self.calls.append(call)
            taken.append({"id": call["id"], "entity_id": entity, "entity_type": "contact",
                          "account_id": 28805383, "request_id": request})  # fmt: skip
        return {"_total_items": len(taken), "errors": errors, "_embedded": {"calls": taken}}

    def _add_unsorted(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        made: list[dict[str, Any]] = []
        for place, row in enumerate(rows):
            request = str(row.get("request_id", place))
            _must_hold(row, request, {"source_name": str, "source_uid": str, "metadata": dict})
            _must_hold(
                row["metadata"], request,
                {"from": str, "phone": str, "called_at": int, "duration": int,
                 "service_code": str, "uniq": str},
            )  # fmt: skip
            uid = secrets.token_hex(30)
            self.unsorted.append(row | {"uid": uid})
            made.append({"uid": uid, "account_id": 28805383, "request_id": request,
                         "_embedded": {"contacts": [], "leads": [], "companies": []}})  # fmt: skip
        return {"_total_items": len(made), "_embedded": {"unsorted": made}}

    def _let_in(self, asked: Asked) -> None:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        ends = self.tokens.get(token)
        if ends is None or ends <= self.clock():
            raise Wrong(401, "Unauthorized", "Token has expired")

    def _count(self) -> None:
        now = self.clock()
        self._lately = [at for at in self._lately if now - at < 1] + [now]
        if len(self._lately) > self.per_second:
            self.refused += 1
            raise Wrong(429, "Too many requests")

    def _token(self, fields: dict[str, Any]) -> dict[str, Any]:
        known = (fields.get("client_id"), fields.get("client_secret"), fields.get("redirect_uri"))
        if known != (CLIENT_ID, CLIENT_SECRET, REDIRECT):
            raise Wrong(400, "Bad Request", "Check the `client_id` parameter",
                        hint="Client authentication failed")  # fmt: skip
        match fields.get("grant_type"):
            case "authorization_code" if fields.get("code") in self.codes:
                self.codes.discard(str(fields["code"]))
            case "refresh_token" if self.refresh and fields.get("refresh_token") == self.refresh:
                self.refreshed += 1
            case _:
                raise Wrong(400, "Bad Request", "Authorization code has expired or been revoked",
                            hint="Token has been revoked")  # fmt: skip
        access, self.refresh = f"eyJ0{secrets.token_hex(60)}", f"def502{secrets.token_hex(60)}"
        self.tokens[access] = self.clock() + self.lives
        return {"token_type": "Bearer", "expires_in": self.lives, "access_token": access,
                "refresh_token": self.refresh}  # fmt: skip


def _body(asked: Asked) -> dict[str, Any]:
    try:
        read = json.loads(asked.body or b"{}")
    except ValueError:
        raise Wrong(400, "Bad Request", "Invalid JSON") from None
    return read if isinstance(read, dict) else {}


def _rows(asked: Asked) -> list[dict[str, Any]]:
    try:
        read = json.loads(asked.body)
    except ValueError:
        raise Wrong(400, "Bad Request", "Invalid JSON") from None
    if not isinstance(read, list) or not read or not all(isinstance(each, dict) for each in read):
        raise Wrong(400, "Bad Request", "Request body must be an array")
    return read


def _must_hold(row: dict[str, Any], request: str, wanted: dict[str, type]) -> None:
    for name, kind in wanted.items():
        if name not in row:
            raise _invalid(request, name, "This field is missing")
        if not isinstance(row[name], kind):
            raise _invalid(request, name, f"This value should be of type {kind.__name__}")


def _invalid(request: str, path: str, detail: str) -> Wrong:
    errors = [{"code": "FieldMissing", "path": path, "detail": detail}]
    faults = [{"request_id": request, "errors": errors}]
    return Wrong(400, "Bad Request", "Request validation failed", **{"validation-errors": faults})


def _json(status: int, body: Any) -> Said:
    kind = "application/hal+json" if status == 200 else "application/problem+json"
    return Said(status, json.dumps(body, ensure_ascii=False).encode(), kind)


@contextmanager
def open_account(**settings: Any) -> Iterator[Account]:
    """An account on a free port of loopback."""
    account = Account(**settings)
    with open_site(account.site):
        yield account
