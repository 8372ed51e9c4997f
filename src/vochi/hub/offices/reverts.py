"""A version that the box took back by itself (B04): the office in force becomes the one it runs."""

import json
import logging

from django.db import transaction

from vochi.core.office.document import Secrets
from vochi.core.office.problem import Problem
from vochi.core.wording import say
from vochi.hub.companies.models import Company
from vochi.hub.link.models import LinkEntry
from vochi.hub.offices import outcomes, services, signatures
from vochi.hub.offices.current import current, current_number, office
from vochi.hub.offices.models import OfficeVersion, SipSecret
from vochi.hub.offices.seal import unseal

log = logging.getLogger("vochi.hub.offices")


def settle(company: int) -> None:
    """When the newest version is one that the box took back: publish what it went back to, so that
    the next change does not begin from what failed. What is published by itself so is not taken
    back by another publication: two wrong ones would go on for ever.
    """
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company)
        number = current_number(company)
        told = _told(company, number)
        if told is None:
            return
        back_to, problem = told
        row = OfficeVersion.objects.of(company).filter(number=number).first()
        if row is None or _is_automatic(row) or not _exists(company, back_to):
            return
        language = outcomes.language_of_company(company)
        reason = say(problem.code, problem.facts, language) if problem else ""
        now = current(company)
        document = signatures.as_signed_today(now, office(company, back_to))
        services.publish(
            company, document, None, reason[:500], Secrets(passwords=_passwords(company, back_to)),
            restored_from=back_to,
        )  # fmt: skip
    log.warning("version %s was taken back to %s", number, back_to)


def _told(company: int, number: int) -> tuple[int, Problem | None] | None:
    """What the box went back to from a version, and why; None: it has not."""
    rows = LinkEntry.objects.of(company).filter(kind="office").order_by("-id")
    for text in rows.values_list("body", flat=True)[:50]:
        body = json.loads(text)
        if body.get("version") == number:
            back_to = body.get("reverted_to")
            if not isinstance(back_to, int):
                return None
            return back_to, next(iter(outcomes.problems_in(body)), None)
    return None


def _is_automatic(row: OfficeVersion) -> bool:
    return row.author_id is None and row.author_name == "" and row.restored_from is not None


def _exists(company: int, version: int) -> bool:
    return OfficeVersion.objects.of(company).filter(number=version).exists()


def _passwords(company: int, back_to: int) -> dict[str, str]:
    """Passwords as they were when `back_to` ran, of accounts that have others since."""
    found = {}
    for row in SipSecret.objects.of(company).exclude(past="[]"):
        since = [sealed for version, sealed in json.loads(row.past) if version > back_to]
        if since:
            found[row.account] = unseal(since[0])
    return found
