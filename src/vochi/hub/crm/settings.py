"""Settings of a link as its steps want them."""

from typing import Any

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.companies.models import Company
from vochi.hub.crm.amo import steps as amo
from vochi.hub.crm.bitrix import steps as bitrix
from vochi.hub.crm.models import Crm
from vochi.hub.offices.current import current
from vochi.hub.text import digits


def users_of(crm: Crm) -> dict[str, int]:
    """Extension -> user there: by hand, else as the CRM says his internal number is."""
    found = {
        str(user["extension"]): int(user["id"])
        for user in crm.facts.get("users", ())
        if user.get("extension")
    }
    by_hand: dict[str, Any] = crm.facts.get("people", {})
    return found | {extension: int(user) for extension, user in by_hand.items() if user}


def lines_of(crm: Crm) -> dict[str, tuple[str, str]]:
    """Our line -> its number there and its name: the number that clients dial, else our own id."""
    return {
        line.id: (digits(getattr(line, "number", "") or "") or line.id, line.name or line.id)
        for line in current(crm.company_id).lines
    }


def bitrix_rules(crm: Crm) -> bitrix.Rules:
    """The rules of a link to Bitrix24."""
    facts = crm.facts
    return bitrix.Rules(
        users=users_of(crm), default_user=facts.get("default_user"),
        create=facts.get("create", "in"), show=bool(facts.get("show", True)),
        records=bool(facts.get("records", True)), lines=lines_of(crm),
        known_lines=frozenset(map(str, facts.get("lines", ()))),
    )  # fmt: skip


def amo_rules(crm: Crm, *, links: bool) -> amo.Rules:
    """The rules of a link to amoCRM; `links`: recordings can be reached from outside."""
    facts = crm.facts
    language = Company.objects.values_list("language", flat=True).get(pk=crm.company_id)
    spoken: Language = "be" if language == "be" else "en" if language == "en" else "ru"
    results = {
        each: say(f"crm.result.{each}", {}, spoken)
        for each in ("answered", "missed", "busy", "no_line", "failed", "refused", "interrupted",
                     "no_answer")
    }  # fmt: skip
    return amo.Rules(
        users=users_of(crm), default_user=facts.get("default_user"),
        unsorted=facts.get("create", "in"), links=links and bool(facts.get("records", True)),
        results=results,
    )  # fmt: skip
