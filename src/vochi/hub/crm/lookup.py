"""Who calls, as the CRM knows him: asked while the phone rings, so bounded, and remembered."""

import asyncio

from django.core.cache import cache
from pydantic import JsonValue

from vochi.core.frozen import Frozen
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.courier import outside
from vochi.hub.crm import keys
from vochi.hub.crm.bitrix import client
from vochi.hub.crm.models import Crm
from vochi.hub.crm.settings import users_of
from vochi.hub.text import plain

#: Seconds that a pop-up waits, and that an answer is good for.
PATIENCE, REMEMBERED = 1.5, 300


class Known(Frozen):
    """Whom the CRM knows by a number: `url` opens his card there; `owner` is who is responsible for
    him, as he is called there, `extension` his one, empty when he has none here. `found` false:
    nobody (or no answer in time).
    """

    found: bool = False
    name: str = ""
    kind: str = ""
    url: str = ""
    extension: str = ""
    owner: str = ""


def is_wanted(company: int) -> bool:
    """Whether who calls is to be asked of a CRM now."""
    return _asked(company) is not None


def of(who: Asker, number: str) -> Known:
    """Ask Bitrix24. Raises Refused 404 when the company does not want that, and for a number of
    which the asker sees nothing.
    """
    crm = _asked(who.company)
    if crm is None:
        raise Refused(404, "not_found")
    calls = seen.calls(who.company, who.sight).filter(client=number)
    cards = seen.clients(who.company, who.sight)
    if not who.sight.is_all and not (
        calls.exists() or cards.filter(phones__number=number).exists()
    ):
        raise Refused(404, "not_found")
    key = f"crm/{crm.pk}/{number}"
    kept = cache.get(key)
    if kept is None:
        kept = asyncio.run(_ask(crm, number))
        cache.set(key, kept, REMEMBERED if kept.found else 30)
    known: Known = kept
    return known


def _asked(company: int) -> Crm | None:
    crm = Crm.objects.of(company).filter(kind="bitrix", is_on=True, paused_at=None).first()
    return crm if crm is not None and crm.facts.get("lookups") else None


async def _ask(crm: Crm, number: str) -> Known:
    try:
        async with asyncio.timeout(PATIENCE), outside() as web:
            token, _ = await keys.fresh(web, crm)
            answer = await client.call(
                web, keys.base_of(crm.host), token, "telephony.externalCall.searchCrmEntities",
                {"PHONE_NUMBER": number}, seconds=PATIENCE,
            )  # fmt: skip
    except TimeoutError:
        return Known()
    found = answer.result if answer.is_ok and isinstance(answer.result, list) else []
    return _known(crm, found[0]) if found else Known()


def _known(crm: Crm, entity: JsonValue) -> Known:
    if not isinstance(entity, dict):
        return Known()
    kind, number = str(entity.get("CRM_ENTITY_TYPE", "")), entity.get("CRM_ENTITY_ID")
    page = {"CONTACT": "contact", "COMPANY": "company", "LEAD": "lead"}.get(kind)
    base = keys.base_of(crm.host)
    owner, users = entity.get("ASSIGNED_BY_ID"), crm.facts.get("users", ())
    extension = next((e for e, user in users_of(crm).items() if user == owner), "")
    return Known(
        found=True, name=plain(entity.get("NAME"), 120), kind=page or "",
        url=f"{base}/crm/{page}/details/{number}/" if page and isinstance(number, int) else "",
        extension=extension,
        owner=next((plain(u.get("name"), 80) for u in users if u.get("id") == owner), ""),
    )  # fmt: skip
