"""Who is calling a client back now, so that no two do: a row that only one can have."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow
from vochi.hub.promises.models import Claim, Promise
from vochi.hub.promises.subjects import Subject, subjects_of
from vochi.hub.promises.telling import tell

#: A phone rings the manager that long, then the client; a call that never begins is let go.
HELD = timedelta(seconds=60)


def claim(who: Asker, subject: Subject, extension: str, name: str) -> None:
    """He is called by the asker now. Inside a transaction that holds the company. Raises Refused
    409 `being_called`: somebody else is (`extension`, `name`, where the asker may know).
    """
    now = timezone.now()
    rows = Claim.objects.of(who.company).filter(subject=subject.key)
    held = rows.first()
    if held is not None and held.until > now and held.account_id != who.account.pk:
        raise _being_called(who, held.extension, held.name)
    living = Call.objects.of(who.company).exclude(state="ended")
    for row in living.filter(client__in=subject.numbers):
        call = CallRow.model_validate_json(row.row)
        them = call.employee or call.caller
        if them is not None and them.extension == extension:
            continue
        is_seen = seen.calls(who.company, who.sight).filter(pk=row.pk).exists()
        if them is not None and is_seen:
            raise _being_called(who, them.extension, them.name)
        raise Refused(409, "being_called")
    rows.delete()
    Claim.objects.add(
        who.company, subject=subject.key, account=who.account, extension=extension,
        name=name, at=now, until=now + HELD,
    )  # fmt: skip


def _being_called(who: Asker, extension: str, name: str) -> Refused:
    if not who.sight.sees_extension(extension):
        return Refused(409, "being_called")
    return Refused(409, "being_called", extension=extension, name=name)


def end(company: int, numbers: Iterable[str]) -> None:
    """A call with these numbers is over: nobody is calling them any more."""
    if not Claim.objects.of(company).exists():
        return
    keys = [subject.key for subject in subjects_of(company, numbers)]
    if Claim.objects.of(company).filter(subject__in=keys).delete()[0]:
        tell(company, Promise.objects.of(company).filter(subject__in=keys, state="open"))


def drop(who: Asker, subject: str) -> None:
    """The asker is not calling him."""
    rows = Claim.objects.of(who.company).filter(subject=subject, account=who.account)
    if rows.delete()[0]:
        tell(who.company, Promise.objects.of(who.company).filter(subject=subject, state="open"))


def told(company: int, subject: Subject) -> None:
    """Desks see who is calling him."""
    tell(company, Promise.objects.of(company).filter(subject=subject.key, state="open"))


def expire(company: int, now: datetime) -> None:
    """Who never called is not calling."""
    over = Claim.objects.of(company).filter(until__lte=now)
    if not over.exists():
        return
    with transaction.atomic():
        keys = list(over.values_list("subject", flat=True))
        over.delete()
        tell(company, Promise.objects.of(company).filter(subject__in=keys, state="open"))
