"""What promises hear of calls and cards, inside the transaction that changes them."""

from collections.abc import Iterable
from datetime import datetime

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.promises.contact import Contact
from vochi.hub.calls.schemas import CallRow
from vochi.hub.promises import claims, contacts
from vochi.hub.promises.derive import derive, drop_subjects, hold, rebuild
from vochi.hub.promises.models import ContactRow, Promise, PromiseTag, WordRow
from vochi.hub.promises.subjects import subjects_of

_MANY = 500


def written(company: int, row: CallRow, call: FoldedCall) -> None:
    """A call is new in the log, or another than it was; those that live mean nothing yet."""
    if call.state != "ended" or call.direction == "internal":
        return
    contact = contacts.read(company, row, call)
    rows = ContactRow.objects.of(company).filter(call=row.id)
    body = rows.values_list("body", flat=True).first()
    had = Contact.model_validate_json(body) if body else None
    if had is None and contact is None:
        claims.end(company, [row.client.number])  # his own phone was not lifted, for instance
    if had == contact:
        return
    hold(company)
    if contact is None:
        rows.delete()
    else:
        fields = {
            "number": contact.number, "until": contact.places[1],
            "body": contact.model_dump_json(),
        }  # fmt: skip
        if had is None:
            ContactRow.objects.add(company, call=row.id, **fields)
        else:
            rows.update(**fields)
    both = [each for each in (had, contact) if each is not None]
    numbers = {each.number for each in both}
    claims.end(company, numbers)
    since = min(each.places[0] for each in both)
    is_new_talk = had is None and contact is not None and contact.missed_at is None
    if is_new_talk and not _is_owed(company, numbers, since):
        return  # nearly every call: nothing was owed to him
    derive(company, numbers, since)


def _is_owed(company: int, numbers: set[str], since: datetime) -> bool:
    """Whether a promise to the client was open at some time from then on."""
    keys = [subject.key for subject in subjects_of(company, numbers)]
    rows = Promise.objects.of(company).filter(subject__in=keys)
    newest = rows.order_by("-opened_at").values("settled").first()
    if newest is None:
        return False
    settled = newest["settled"]
    return settled is None or settled >= since


def dropped(company: int, calls: tuple[int, ...]) -> None:
    """These are no calls any more, or are about to be folded anew."""
    for start in range(0, len(calls), _MANY):
        _drop(company, calls[start : start + _MANY], few=len(calls) <= _MANY)


def _drop(company: int, calls: tuple[int, ...], *, few: bool) -> None:
    rows = ContactRow.objects.of(company).filter(call__in=calls)
    numbers = set(rows.values_list("number", flat=True))
    if not numbers:
        return
    hold(company)
    rows.delete()
    if few:
        derive(company, numbers)
        return
    # Everything is folded anew: what stands goes at once, but for what people said.
    tags = PromiseTag.objects.of(company).filter(kind="n", value__in=numbers)
    standing = Promise.objects.of(company).filter(pk__in=tags.values("promise"))
    drop_subjects(company, set(standing.values_list("subject", flat=True)))
    said = WordRow.objects.of(company).filter(number__in=numbers)
    rebuild(company, set(said.values_list("number", flat=True)))


def cards_changed(company: int, numbers: Iterable[str]) -> None:
    """These numbers are another client's now, or he is on other lists, or another is responsible
    for him.
    """
    rebuild(company, numbers)
