"""Making a link to a CRM: keys in, who is there, where it tells us of clicks."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.courier import outside
from vochi.hub.crm import keys
from vochi.hub.crm.amo import client as amo
from vochi.hub.crm.bitrix import client as bitrix
from vochi.hub.crm.keys import Keys
from vochi.hub.crm.models import Crm
from vochi.hub.crm.schemas import AmoIn, BegunOut, BitrixIn
from vochi.hub.crm.step import Answer
from vochi.hub.hooks.address import target_of
from vochi.hub.text import digits, plain

T = TypeVar("T")
_NAME = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")
_AMO = (".amocrm.ru", ".amocrm.com", ".kommo.com")
_EVENTS = ("ONEXTERNALCALLSTART", "ONEXTERNALCALLBACKSTART", "ONAPPUNINSTALL")
#: Pages of people that are read; 50 (Bitrix24) or 250 (amoCRM) on each.
_PAGES = 20


def begin(who: Asker, body: BitrixIn) -> BegunOut:
    """Keep the keys of an application; where its owner lets us in. Raises Refused 422
    `crm_portal`, `crm_secret_needed`.
    """
    who.must(Role.ADMINISTRATOR)
    host = portal_of(body.portal)
    row = _row(who, "bitrix", host)
    had = keys.keys_of(row)
    secret = body.client_secret or (had.client_secret if had.client_id == body.client_id else "")
    if not secret:
        raise Refused(422, "crm_secret_needed")
    state = secrets.token_urlsafe(16)
    begun = Keys(client_id=body.client_id, client_secret=secret)
    Crm.objects.of(who.company).filter(pk=row.pk).update(
        sealed=keys.sealed(begun), host=host, is_on=False, expires_at=None,
        facts=row.facts | {"state": state, "client_id": body.client_id},
    )  # fmt: skip
    record(who.company, "crm_begun", who.account, "crm/bitrix", who.address, host=host)
    asked = urlencode({"client_id": body.client_id, "response_type": "code", "state": state})
    return BegunOut(
        authorize=f"{keys.base_of(host)}/oauth/authorize/?{asked}",
        redirect=f"{settings.PUBLIC_URL}/integrations/bitrix", state=state,
    )  # fmt: skip


def land(who: Asker, landed: str) -> Crm:
    """Let in: the code becomes tokens. Raises Refused 404, 422 `crm_code`, 502."""
    who.must(Role.ADMINISTRATOR)
    row = Crm.objects.of(who.company).filter(kind="bitrix").first()
    if row is None:
        raise Refused(404, "not_found")
    code, state = _code(landed)
    if state and state != row.facts.get("state"):
        raise Refused(422, "crm_code")
    known = keys.keys_of(row)
    fields = {"grant_type": "authorization_code", "code": code}
    answer = _now(lambda web: keys.ask(web, row, known, fields))
    _must_be_let_in(answer)
    keys.store(row, known, answer)
    told = answer.result if isinstance(answer.result, dict) else {}
    user = told.get("user_id")
    return _linked(who, row, int(str(user)) if str(user).isdigit() else None)


def link_amo(who: Asker, body: AmoIn) -> Crm:
    """Link an account by a long-lived token, or by keys and a code. Raises Refused 422
    `crm_portal`, `crm_code`; 502 `crm_unreachable`.
    """
    who.must(Role.ADMINISTRATOR)
    host = portal_of(body.portal, _AMO)
    row = _row(who, "amo", host)
    known = Keys(client_id=body.client_id, client_secret=body.client_secret, redirect=body.redirect)
    if body.token is None:
        if not (body.client_id and body.client_secret and body.code):
            raise Refused(422, "crm_code")
        fields = {"grant_type": "authorization_code", "code": body.code}
        asked = Crm(company_id=who.company, kind="amo", host=host)
        answer = _now(lambda web: keys.ask(web, asked, known, fields))
        _must_be_let_in(answer)
        Crm.objects.of(who.company).filter(pk=row.pk).update(host=host)
        keys.store(row, known, answer)
    else:
        token = body.token
        answer = _now(lambda web: amo.get(web, keys.base_of(host), token, "/api/v4/account"))
        _must_be_let_in(answer)
        lasting = keys.sealed(Keys(access=token))
        Crm.objects.of(who.company).filter(pk=row.pk).update(
            host=host, sealed=lasting, expires_at=None
        )
    return _linked(who, row, None)


def read_users(crm: Crm) -> Answer:
    """Who is there, with his internal number; kept with the link."""

    async def ask(web: httpx.AsyncClient) -> tuple[Answer, list[JsonValue]]:
        token, why = await keys.fresh(web, crm)
        if not token:
            return why, []
        base = keys.base_of(crm.host)
        found: list[JsonValue] = []
        for page in range(_PAGES):
            if crm.kind == "bitrix":
                query: JsonValue = {"FILTER": {"ACTIVE": True}, "start": page * 50}
                answer = await bitrix.call(web, base, token, "user.get", query)
                rows = answer.result
            else:
                path = f"/api/v4/users?limit=250&page={page + 1}"
                answer = await amo.get(web, base, token, path)
                held = answer.result.get("_embedded") if isinstance(answer.result, dict) else None
                rows = held.get("users") if isinstance(held, dict) else []
            if not answer.is_ok:
                return answer, []
            part = rows if isinstance(rows, list) else []
            found += part
            if len(part) < (50 if crm.kind == "bitrix" else 250):
                break
        return answer, found

    answer, found = _now(ask)
    if answer.is_ok:
        users = [user for each in found if (user := _user(each)) is not None]
        with transaction.atomic():
            rows = Crm.objects.of(crm.company_id).select_for_update().filter(pk=crm.pk)
            rows.update(facts=rows.get().facts | {"users": users})
    return answer


def bind(crm: Crm) -> None:
    """Ask Bitrix24 to tell us of clicks and forms, where it can reach us."""
    if not settings.PUBLIC_URL or crm.kind != "bitrix":
        return
    handler = f"{settings.PUBLIC_URL}/api/v1/crm/bitrix/{crm.door}"

    async def ask(web: httpx.AsyncClient) -> bool:
        token, _ = await keys.fresh(web, crm)
        all_bound = bool(token)
        for event in _EVENTS:
            answer = await bitrix.call(
                web, keys.base_of(crm.host), token, "event.bind",
                {"event": event, "handler": handler},
            )  # fmt: skip
            is_there = "already" in answer.said.lower()
            all_bound = all_bound and (answer.is_ok or is_there)
        return all_bound

    bound = _now(ask)
    with transaction.atomic():
        rows = Crm.objects.of(crm.company_id).select_for_update().filter(pk=crm.pk)
        rows.update(facts=rows.get().facts | {"events": bound})


def try_it(crm: Crm) -> Answer:
    """Ask the CRM who we are."""

    async def ask(web: httpx.AsyncClient) -> Answer:
        token, why = await keys.fresh(web, crm)
        if not token:
            return why
        base = keys.base_of(crm.host)
        if crm.kind == "bitrix":
            return await bitrix.call(web, base, token, "app.info", {})
        return await amo.get(web, base, token, "/api/v4/account")

    return _now(ask)


def portal_of(typed: str, ends: tuple[str, ...] = ()) -> str:
    """A portal as people paste it: its name, or (in a network that was opened) its address."""
    text = typed.strip().lower()
    parts = urlsplit(text if "//" in text else f"https://{text}")
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(422, "crm_portal") from None
    if _is_address(host):
        target_of(f"http://{parts.netloc}/")  # refuses what nobody opened
        return f"http://{host}:{port or 80}"
    if ends and "." not in host:
        host += ends[0]
    if not _NAME.match(host) or port or (ends and not host.endswith(ends)):
        raise Refused(422, "crm_portal")
    target_of(f"https://{host}/")
    return host


def _linked(who: Asker, row: Crm, user: int | None) -> Crm:
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        rows = Crm.objects.of(who.company).filter(pk=row.pk)
        fresh = rows.get()
        facts = fresh.facts | {"state": ""}
        if user is not None and not facts.get("default_user"):
            facts["default_user"] = user
        maker = who.account.name or who.account.login
        rows.update(
            facts=facts, is_on=True, failures=0, failing_since=None, rest_until=None,
            paused_at=None, last_why="", last_answer="", maker=maker,
        )  # fmt: skip
        record(who.company, "crm_linked", who.account, f"crm/{row.kind}", who.address,
               host=fresh.host)  # fmt: skip
    linked = Crm.objects.of(who.company).get(pk=row.pk)
    read_users(linked)
    bind(linked)
    return Crm.objects.of(who.company).get(pk=row.pk)


def _row(who: Asker, kind: str, host: str) -> Crm:
    row, is_new = Crm.objects.of(who.company).get_or_create(
        company_id=who.company, kind=kind,
        defaults={"host": host, "is_on": False, "since": timezone.now(),
                  "door": secrets.token_urlsafe(24)},
    )  # fmt: skip
    if not is_new and row.host != host:
        # Another portal knows nothing of what the one before was told.
        row.facts = {}
        row.since = timezone.now()
        row.save(update_fields=["facts", "since"])
    return row


def _code(landed: str) -> tuple[str, str]:
    """The code in an address that somebody pasted, or the code itself."""
    text = landed.strip()
    if "code=" not in text:
        return text, ""
    query = parse_qs(urlsplit(text).query or text.partition("?")[2] or text)
    code = query.get("code", [""])[0]
    if not code:
        raise Refused(422, "crm_code")
    return code, query.get("state", [""])[0]


def _must_be_let_in(answer: Answer) -> None:
    if answer.is_ok:
        return
    if answer.why in {"auth", "wrong"}:
        raise Refused(422, "crm_code", said=answer.said)
    raise Refused(502, "crm_unreachable", why=answer.why)


def _user(held: JsonValue) -> dict[str, JsonValue] | None:
    if not isinstance(held, dict):
        return None
    identity = held.get("ID", held.get("id"))
    if not str(identity).isdigit():
        return None
    names = [held.get("NAME"), held.get("LAST_NAME"), held.get("name")]
    name = " ".join(each for each in names if isinstance(each, str) and each)
    inner = held.get("UF_PHONE_INNER")
    return {"id": int(str(identity)), "name": plain(name, 80),
            "extension": digits(str(inner))[:8] if inner else ""}  # fmt: skip


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _now(what: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    async def run() -> T:
        async with outside() as web:
            return await what(web)

    return asyncio.run(run())
