"""What people ask of privacy: a look at what would go with a person, and letting him go."""

import re
import secrets
import uuid

from django.db import transaction
from django.utils import timezone

from vochi.core.office.read import write_office
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles, pseudonym
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.clients.models import Note
from vochi.hub.messages.models import Sms
from vochi.hub.offices.current import current
from vochi.hub.privacy import erasing, holds, orders, sounds
from vochi.hub.privacy.archives import must_mean_it
from vochi.hub.privacy.finding import Found, find
from vochi.hub.privacy.models import Erasure
from vochi.hub.privacy.schemas import (
    EraseIn,
    ErasePreview,
    ErasureOut,
    ErasuresOut,
    HoldOut,
    PrivacyPersonIn,
)


def preview(who: Asker, body: PrivacyPersonIn) -> ErasePreview:
    """What would go with a person, and why he may not. Raises Refused 403, 404, 422."""
    who.must(Role.ADMINISTRATOR)
    found = find(who.company, body.client, body.number)
    calls = list(Call.objects.of(who.company).filter(pk__in=found.calls))
    recordings, messages = sounds.of_calls(who.company, calls)
    numbers = sorted(found.person.numbers)
    notes = Note.objects.of(who.company).filter(client=found.person.client)
    refused = _refusal(who.company, found)
    hold = _hold(who.company, found)
    return ErasePreview(
        name=found.title or None, numbers=tuple(numbers), confirm=found.confirm,
        calls=len(calls), recordings=sum(1 for each in recordings if each.stored_at),
        seconds=sum(each.seconds for each in recordings if each.stored_at),
        messages=len(messages),
        sms=Sms.objects.of(who.company).filter(number__in=numbers).count(),
        notes=notes.count() if found.person.client else 0,
        deeds=erasing.deeds_about(who.company, found.person), other=0,
        refused=refused.body.code if refused else None,
        refused_text=say(refused.body.code, refused.body.facts, language_of(who.account))
        if refused else None,
        hold=hold,
    )  # fmt: skip


def erase(who: Asker, body: EraseIn) -> ErasureOut:
    """Begin to erase a person; the owner alone. Raises Refused 403, 404, 409 `held`, `in_office`,
    `in_call`, `being_erased`, 422 `typed_wrong`.
    """
    must_mean_it(who, body.password, Role.OWNER)
    found = find(who.company, body.client, body.number)
    refused = _refusal(who.company, found)
    if refused is not None:
        raise refused
    if _plain(body.typed) != _plain(found.confirm):
        raise Refused(422, "typed_wrong")
    alias = pseudonym(
        found.person.numbers, "".join(secrets.choice("0123456789") for _ in range(12))
    )
    with transaction.atomic():
        row = Erasure.objects.add(
            who.company, uid=uuid.uuid4().hex, pseudonym=alias, account=who.account,
            author=who.account.name, at=timezone.now(), sealed=erasing.sealed(found, alias),
        )  # fmt: skip
        record(who.company, "person_erasing", who.account, f"erasure/{row.pk}", who.address)
    return out(row)


def erasures(who: Asker) -> ErasuresOut:
    """Who was erased, newest first; nobody can tell from it who that was."""
    who.must(Role.ADMINISTRATOR)
    rows = Erasure.objects.of(who.company).order_by("-id")[:200]
    return ErasuresOut(items=tuple(out(row) for row in rows))


def out(row: Erasure) -> ErasureOut:
    """An erasure as the API tells it."""
    return ErasureOut(
        id=row.pk, state=row.state, tag=f"#{row.pseudonym[-4:]}", author=row.author,
        at=row.at, finished_at=row.finished_at, counts=row.counts,
        waiting=orders.waiting_boxes(row) if row.state == "waiting" else (),
    )  # fmt: skip


def _plain(text: str) -> str:
    return (
        " ".join(text.casefold().split())
        if not text.startswith("+")
        else re.sub(r"[^0-9+]", "", text)
    )


def _hold(company: int, found: Found) -> HoldOut | None:
    held = holds.Held(company)
    hold = held.of_client(found.person.client, found.person.numbers)
    if hold is None:
        for row in Call.objects.of(company).filter(pk__in=found.calls).iterator(chunk_size=500):
            hold = held.of(holds.about(company, row))
            if hold is not None:
                break
    return holds.out(company, hold) if hold else None


def _refusal(company: int, found: Found) -> Refused | None:
    """Why he may not be erased now."""
    hold = _hold(company, found)
    if hold is not None:
        return Refused(409, "held", reason=hold.reason)
    document = write_office(current(company))
    for number in sorted(found.person.numbers):
        if Eraser(Needles(numbers=(number,), pseudonym="+0000000000")).touches(document):
            return Refused(409, "in_office", number=number)
    open_calls = Call.objects.of(company).filter(pk__in=found.calls).exclude(state="ended")
    if open_calls.exists():
        return Refused(409, "person_in_call")
    for row in Erasure.objects.of(company).exclude(state="done"):
        if row.sealed and erasing.needles_of(row)[1].numbers & found.person.numbers:
            return Refused(409, "being_erased")
    return None
