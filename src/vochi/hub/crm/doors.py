"""What Bitrix24 tells us: clicks on numbers and forms that ask for a call. Nobody is logged in
there: the address holds a secret, and the body must hold the application's own.
"""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.courier import outside
from vochi.hub.crm import clicks, keys
from vochi.hub.crm.bitrix import client
from vochi.hub.crm.models import Crm
from vochi.hub.promises import services as promises
from vochi.hub.text import plain

_FIELD = re.compile(r"^([a-z]+)\[([A-Za-z_]+)\]$")
#: The CRM says a form again when our answer was lost; so many are remembered.
_REMEMBERED = 100
Parts = dict[str, dict[str, str]]


def told(door: str, form: Mapping[str, str], body: bytes, address: str) -> str:
    """Take an event; what it was. Raises Refused 404 for a wrong address, 403 `not_ours` for who
    does not know the application's token.
    """
    crm = Crm.everything.filter(door=door, kind="bitrix").first()
    if crm is None or not crm.is_on or len(door) < 20:
        raise Refused(404, "not_found")
    event, parts = _parts(form, body)
    _must_be_ours(crm, parts.get("auth", {}))
    data = parts.get("data", {})
    match event:
        case "ONEXTERNALCALLSTART":
            _start(crm, data, address)
        case "ONEXTERNALCALLBACKSTART":
            _callback(crm, data, parts, address)
        case "ONAPPUNINSTALL":
            Crm.objects.of(crm.company_id).filter(pk=crm.pk).update(
                paused_at=timezone.now(), last_why="auth"
            )
        case _:
            return "ignored"
    return "taken"


def _start(crm: Crm, data: dict[str, str], address: str) -> None:
    foreign, user = data.get("CALL_ID", "")[:120], data.get("USER_ID", "")
    if not crm.facts.get("clicks", True) or not foreign or not user.isdigit():
        return
    typed = data.get("PHONE_NUMBER_INTERNATIONAL") or data.get("PHONE_NUMBER", "")
    clicks.click(crm, foreign, int(user[:15]), typed, address)


def _callback(crm: Crm, data: dict[str, str], parts: Parts, address: str) -> None:
    number = clicks.number_of(crm, data.get("PHONE_NUMBER", ""))
    how = crm.facts.get("callbacks", "promise")
    if not number or how == "off":
        return
    key = hashlib.sha256(json.dumps([number, parts.get("", {}).get("ts", "")]).encode()).hexdigest()
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=crm.company_id)
        rows = Crm.objects.of(crm.company_id).filter(pk=crm.pk)
        row = rows.get()
        seen = list(row.facts.get("forms", ()))
        if key in seen:
            return
        rows.update(facts=row.facts | {"forms": [*seen, key][-_REMEMBERED:]})
        if how == "promise":
            promises.ask(crm.company_id, number, text=plain(data.get("TEXT", ""), 300))
    if how == "call":
        try:
            clicks.ring(crm, str(crm.facts.get("callback_extension", "")), number, address)
        except Refused:
            # Nobody could be rung: it must not be lost for that.
            with transaction.atomic():
                promises.ask(crm.company_id, number, text=plain(data.get("TEXT", ""), 300))


def _must_be_ours(crm: Crm, auth: dict[str, str]) -> None:
    known = keys.keys_of(crm)
    given = auth.get("application_token", "")
    if known.application:
        if not hmac.compare_digest(known.application.encode(), given.encode()):
            raise Refused(403, "not_ours")
        return
    # It is told first with the first event: whoever brings it proves with a token that our
    # application at our portal takes.
    fits = hmac.compare_digest(known.member.encode(), auth.get("member_id", "").encode())
    if not given or not known.member or not fits or not _is_app(crm, known, auth):
        raise Refused(403, "not_ours")
    kept = keys.Keys(**known.__dict__ | {"application": given[:100]})
    Crm.objects.of(crm.company_id).filter(pk=crm.pk).update(sealed=keys.sealed(kept))


def _is_app(crm: Crm, known: keys.Keys, auth: dict[str, str]) -> bool:
    async def ask() -> object:
        async with outside() as web:
            answer = await client.call(
                web,
                keys.base_of(crm.host),
                auth.get("access_token", ""),
                "app.info",
                {},
                seconds=5.0,
            )
            return answer.result if answer.is_ok else None

    told = asyncio.run(ask())
    code = told.get("CODE") if isinstance(told, dict) else None
    return isinstance(code, str) and hmac.compare_digest(code.encode(), known.client_id.encode())


def _parts(form: Mapping[str, str], body: bytes) -> tuple[str, Parts]:
    """`data[PHONE_NUMBER]=...` as PHP writes it, or the same in JSON."""
    parts: Parts = {"": {}}
    try:
        read = json.loads(body) if body[:1] == b"{" else None
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        for name, held in read.items():
            if isinstance(held, dict):
                parts[name] = {str(k): str(v)[:500] for k, v in held.items()}
            else:
                parts[""][name] = str(held)[:500]
    for key, value in form.items():
        found = _FIELD.match(key)
        if found:
            parts.setdefault(found[1], {})[found[2]] = value[:500]
        else:
            parts[""][key] = value[:500]
    return parts[""].get("event", "").upper(), parts
