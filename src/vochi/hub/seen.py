"""Rows that a limited account sees (S24): `Sight` as filters of the database.

Every list, file, event and change goes through one of these, so that what is not seen is absent.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import Sight
from vochi.hub.calls.models import Call, CallTag, Thread
from vochi.hub.clients.models import Client, Listing, Note, Phone
from vochi.hub.link.models import CommandRow, Recording, VoiceMessage
from vochi.hub.messages.models import Sms, SmsAsk, SmsThread
from vochi.hub.promises.models import Promise, PromiseTag


def tags(sight: Sight) -> list[tuple[str, str]]:
    """Tags of calls that are seen: of people, of departments, of owners of voicemail (`s`)."""
    return [
        *(("p", extension) for extension in sorted(sight.extensions)),
        *(("d", number) for number in sorted(sight.departments)),
        *(("s", number) for number in sorted(sight.extensions | sight.departments)),
    ]


def has_part(company: int, sight: Sight, call: Combinable) -> Exists:
    """Whether somebody of the sight had part in the call of this id."""
    return Exists(CallTag.objects.of(company).filter(part_of(sight), call_id=call))


def part_of(sight: Sight) -> Q:
    """Tags that say that somebody of the sight had part in their call."""
    return (
        Q(kind="p", value__in=sight.extensions)
        | Q(kind="d", value__in=sight.departments)
        | Q(kind="s", value__in=sight.extensions | sight.departments)
    )


def calls(company: int, sight: Sight) -> QuerySet[Call]:
    """Calls that are seen."""
    rows = Call.objects.of(company)
    return rows if sight.is_all else rows.filter(has_part(company, sight, OuterRef("pk")))


def recordings(company: int, sight: Sight) -> QuerySet[Recording]:
    """Recordings of calls that are seen."""
    rows = Recording.objects.of(company)
    return rows if sight.is_all else rows.filter(_of_call(company, sight))


def voice_messages(company: int, sight: Sight) -> QuerySet[VoiceMessage]:
    """Messages that were left in calls that are seen."""
    rows = VoiceMessage.objects.of(company)
    return rows if sight.is_all else rows.filter(_of_call(company, sight))


def clients(company: int, sight: Sight) -> QuerySet[Client]:
    """Cards of those with whom somebody of the sight was in touch, who are his, or that he made."""
    rows = Client.objects.of(company)
    if sight.is_all:
        return rows
    phones = Phone.objects.of(company).filter(client=OuterRef("pk"))
    touched = phones.filter(_in_touch(company, sight, OuterRef("number")))
    return rows.filter(_is_own(company, sight) | Exists(touched))


def notes(company: int, sight: Sight) -> QuerySet[Note]:
    """Notes that somebody of the sight wrote."""
    rows = Note.objects.of(company)
    return rows if sight.is_all else rows.filter(account__in=own_accounts(company, sight))


def listings(company: int, sight: Sight) -> QuerySet[Listing]:
    """Entries of lists: of cards and numbers that are seen, or that somebody of the sight made."""
    rows = Listing.objects.of(company)
    if sight.is_all:
        return rows
    seen = clients(company, sight).values("pk")
    return rows.filter(
        Q(account__in=own_accounts(company, sight))
        | Q(client__in=seen)
        | Q(_number_seen(company, sight, OuterRef("number")), client=None)
    )


def messages(company: int, sight: Sight) -> QuerySet[Sms]:
    """SMS that somebody of the sight asked for, of calls that are seen, and what numbers wrote
    after somebody of the sight had been in touch with them, or whose card is his.
    """
    rows = Sms.objects.of(company)
    if sight.is_all:
        return rows
    asked = SmsAsk.objects.of(company).filter(
        uid=OuterRef("uid"), account__in=own_accounts(company, sight)
    )
    of_call = Thread.objects.of(company).filter(
        has_part(company, sight, OuterRef("root")), linked_id=OuterRef("call")
    )
    came = Q(_number_seen(company, sight, OuterRef("number"), OuterRef("at")), direction="in")
    return rows.filter(Exists(asked) | (~Q(call="") & Exists(of_call)) | came)


def threads(company: int, sight: Sight) -> QuerySet[SmsThread]:
    """Threads in which some message is seen."""
    rows = SmsThread.objects.of(company)
    if sight.is_all:
        return rows
    seen = messages(company, sight).filter(number=OuterRef("number")).exclude(origin="doctor")
    return rows.filter(Exists(seen))


def commands(company: int, sight: Sight) -> QuerySet[CommandRow]:
    """Commands: a limited account knows its own."""
    rows = CommandRow.objects.of(company)
    return rows if sight.is_all else rows.filter(account=sight.account)


def short_numbers(sight: Sight) -> list[str]:
    """Extensions and departments of the sight: one plan, each somebody's."""
    return sorted(sight.extensions | sight.departments)


def promises(company: int, sight: Sight) -> QuerySet[Promise]:
    """Promises in whose calls somebody of the sight had part, or that somebody of it is to keep."""
    rows = Promise.objects.of(company)
    if sight.is_all:
        return rows
    tagged = PromiseTag.objects.of(company).filter(
        promise=OuterRef("pk"), kind="e", value__in=short_numbers(sight)
    )
    return rows.filter(Exists(tagged) | (Q(owner__in=sight.people) & ~Q(owner="")))


def own_accounts(company: int, sight: Sight) -> QuerySet[Account]:
    """Accounts of people of the sight, and the one that looks."""
    people = Q(person__in=sight.people) & ~Q(person="")
    return Account.scoped.of(company).filter(people | Q(pk=sight.account)).values("pk")  # type: ignore[return-value]


def _of_call(company: int, sight: Sight) -> Exists:
    named = Thread.objects.of(company).filter(
        has_part(company, sight, OuterRef("root")),
        box=OuterRef("box"),
        linked_id=OuterRef("unique_id"),
    )
    return Exists(named)


def _in_touch(company: int, sight: Sight, number: Combinable, until: Combinable | None = None) -> Q:
    """Somebody of the sight had a call with the number, or wrote to it; by `until` already."""
    called = Call.objects.of(company).filter(
        has_part(company, sight, OuterRef("pk")), client=number
    )
    wrote = SmsAsk.objects.of(company).filter(
        number=number, account__in=own_accounts(company, sight)
    )
    if until is not None:
        called, wrote = called.filter(started_at__lte=until), wrote.filter(at__lte=until)
    return Q(Exists(called)) | Q(Exists(wrote))


def _number_seen(
    company: int, sight: Sight, number: Combinable, until: Combinable | None = None
) -> Q:
    cards = Client.objects.of(company).filter(_is_own(company, sight)).values("pk")
    owned = Phone.objects.of(company).filter(number=number, client__in=cards)
    return _in_touch(company, sight, number, until) | Q(Exists(owned))


def _is_own(company: int, sight: Sight) -> Q:
    named = Q(responsible__in=sight.people) & ~Q(responsible="")
    return named | Q(made_by__in=own_accounts(company, sight))
