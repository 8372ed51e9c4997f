"""Legal holds: what nobody may remove. They win over every rule and over every erasing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.clients.models import Client, Phone
from vochi.hub.offices.current import current
from vochi.hub.privacy.models import Hold
from vochi.hub.privacy.schemas import HoldIn, HoldOut


@dataclass(frozen=True)
class About:
    """A conversation as holds see it."""

    call: int
    numbers: frozenset[str]
    departments: frozenset[str]
    at: datetime


class Held:
    """All holds of a company as they stand."""

    def __init__(self, company: int) -> None:
        self._holds = list(Hold.objects.of(company).filter(ended_at=None).order_by("id"))
        cards = [hold.client for hold in self._holds if hold.client is not None]
        self._numbers: dict[int, set[str]] = {}
        phones = Phone.objects.of(company).filter(client__in=cards)
        for client, number in phones.values_list("client", "number"):
            self._numbers.setdefault(client, set()).add(number)

    def of(self, it: About) -> Hold | None:
        """The hold that keeps a conversation, None when it may go."""
        return next((hold for hold in self._holds if self._covers(hold, it)), None)

    def of_client(self, client: int | None, numbers: frozenset[str]) -> Hold | None:
        """The hold on a card, or on a card that has one of the numbers."""
        for hold in self._holds:
            if (
                hold.kind == "client"
                and hold.client is not None
                and (hold.client == client or self._numbers.get(hold.client, set()) & numbers)
            ):
                return hold
        return None

    def _covers(self, hold: Hold, it: About) -> bool:
        match hold.kind:
            case "call":
                return hold.call == it.call
            case "client":
                return bool(self._numbers.get(hold.client or 0, set()) & it.numbers)
            case "department" if hold.department not in it.departments:
                return False
            case _:
                return (hold.since is None or it.at >= hold.since) and (
                    hold.until is None or it.at < hold.until
                )


def every(who: Asker, *, client: int | None = None, call: int | None = None) -> tuple[HoldOut, ...]:
    """Holds that stand, newest first; of a card or a call alone when asked for it."""
    if client is None and call is None:
        who.must(Role.ADMINISTRATOR)
    rows = Hold.objects.of(who.company).filter(ended_at=None).order_by("-id")
    if client is not None and not seen.clients(who.company, who.sight).filter(pk=client).exists():
        return ()
    if call is not None and not seen.calls(who.company, who.sight).filter(pk=call).exists():
        return ()
    if client is not None:
        rows = rows.filter(client=client)
    if call is not None:
        rows = rows.filter(call=call)
    return tuple(out(who.company, row) for row in rows[:1000])


def covering(who: Asker, call: int) -> tuple[HoldOut, ...]:
    """The hold that keeps this call, whatever it was put on."""
    row = Call.objects.of(who.company).filter(pk=call).first()
    found = Held(who.company).of(about(who.company, row)) if row else None
    return (out(who.company, found),) if found else ()


def about(company: int, row: Call) -> About:
    """A call as holds see it."""
    tags = CallTag.objects.of(company).filter(call_id=row.pk, kind__in=["d", "n"])
    named = list(tags.values_list("kind", "value"))
    return About(
        row.pk,
        frozenset({row.client, *(value for kind, value in named if kind == "n")}),
        frozenset(value for kind, value in named if kind == "d"),
        row.started_at,
    )


def add(who: Asker, body: HoldIn) -> HoldOut:
    """Put a hold. Raises Refused 403, 404 `no_such_client`, `no_such_call`, `no_such_department`,
    422 `bad_period`.
    """
    who.must(Role.ADMINISTRATOR)
    company = who.company
    if body.since and body.until and body.since >= body.until:
        raise Refused(422, "bad_period")
    match body.kind:
        case "client":
            if not Client.objects.of(company).filter(pk=body.client or 0).exists():
                raise Refused(404, "no_such_client")
        case "call":
            if not Call.objects.of(company).filter(pk=body.call or 0).exists():
                raise Refused(404, "no_such_call")
        case "department":
            if body.department not in {d.number for d in current(company).departments}:
                raise Refused(404, "no_such_department")
        case "period":
            if body.since is None or body.until is None:
                raise Refused(422, "bad_period")
    with transaction.atomic():
        row = Hold.objects.add(
            company, kind=body.kind, reason=body.reason, account=who.account,
            author=who.account.name, at=timezone.now(),
            client=body.client if body.kind == "client" else None,
            call=body.call if body.kind == "call" else None,
            department=body.department if body.kind == "department" else "",
            since=body.since if body.kind in {"department", "period"} else None,
            until=body.until if body.kind in {"department", "period"} else None,
        )  # fmt: skip
        record(company, "hold_put", who.account, _subject(row), who.address,
               kind=row.kind, reason=row.reason)  # fmt: skip
    return out(company, row)


def end(who: Asker, hold: int) -> None:
    """Lift a hold. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = Hold.objects.of(who.company).filter(pk=hold, ended_at=None).first()
        if row is None:
            raise Refused(404, "not_found")
        row.ended_at, row.ended_by = timezone.now(), who.account.name
        row.save(update_fields=["ended_at", "ended_by"])
        record(who.company, "hold_lifted", who.account, _subject(row), who.address,
               kind=row.kind, reason=row.reason)  # fmt: skip


def _subject(row: Hold) -> str:
    match row.kind:
        case "client":
            return f"client/{row.client}"
        case "call":
            return f"call/{row.call}"
        case "department":
            return f"departments/{row.department}"
        case _:
            return "privacy"


def out(company: int, row: Hold) -> HoldOut:
    """A hold as the API tells it."""
    card = Client.objects.of(company).filter(pk=row.client).first() if row.client else None
    department = next(
        (d.name for d in current(company).departments if d.number == row.department), None
    )
    return HoldOut(
        id=row.pk, kind=row.kind, client=row.client, call=row.call,
        client_name=(card.title or None) if card else None,
        department=row.department or None, department_name=department, since=row.since,
        until=row.until, reason=row.reason, author=row.author, at=row.at,
    )  # fmt: skip
