"""Lists of promises as far as they are seen, read along indexes a page at a time, and figures."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vochi.core.schedule import zone_of
from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.sight import Sight
from vochi.hub.answer import Refused
from vochi.hub.clients.services import read as read_number
from vochi.hub.offices.current import current
from vochi.hub.promises.models import Promise, PromiseTag
from vochi.hub.promises.outs import outs
from vochi.hub.promises.schemas import PromiseFigures, PromiseFilter, PromiseOut, PromisePage

#: Figures of a list are counted no farther.
_COUNTED = 10_000
#: Of so many departments and people each one's own index is read; of more, the list itself.
_MANY = 40


def page(who: Asker, wanted: PromiseFilter) -> PromisePage:
    """One page: open ones by the clock, over ones the newest first."""
    is_over = wanted.state != "open"
    rows = _filtered(who, wanted)
    at = "closed_at" if is_over else "due_at"
    if wanted.cursor:
        moment, row, _ = cursors.read(wanted.cursor)
        beyond = "lt" if is_over else "gt"
        rows = rows.filter(
            Q(**{f"{at}__{beyond}": moment}) | Q(**{at: moment, f"pk__{beyond}": row})
        )
    sign = "-" if is_over else ""
    order = (f"{sign}{at}", f"{sign}id")
    found = list(_heads(who, rows, wanted, order))
    found.sort(key=lambda row: (getattr(row, at), row.pk), reverse=is_over)
    last = found[wanted.limit - 1] if len(found) > wanted.limit else None
    return PromisePage(
        items=outs(who.company, found[: wanted.limit]),
        next=cursors.write(getattr(last, at), last.pk) if last else None,
    )


def one(who: Asker, promise: int) -> Promise:
    """A promise that the asker sees. Raises Refused 404."""
    row = seen.promises(who.company, who.sight).filter(pk=promise).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def open_for(
    company: int, numbers: Iterable[str], sight: Sight, client: int | None = None
) -> tuple[PromiseOut, ...]:
    """Open promises to whoever has one of these numbers, or this card, as far as they are seen."""
    numbers = [number for number in numbers if number]
    tagged = PromiseTag.objects.of(company).filter(kind="n", value__in=numbers, state="open")
    of_them = Q(pk__in=tagged.values("promise")) | Q(subject__in=[f"n{n}" for n in numbers])
    if client is not None:
        of_them |= Q(subject=f"c{client}")
    rows = seen.promises(company, sight).filter(of_them, state="open").order_by("due_at", "id")
    return outs(company, rows)


def figures(who: Asker) -> PromiseFigures:
    """The figures of what the asker sees."""
    now = timezone.now()
    office = current(who.company)
    midnight = now.astimezone(zone_of(office.company)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    monday = midnight - timedelta(days=midnight.weekday())
    rows = seen.promises(who.company, who.sight)
    waiting = rows.filter(state="open")
    return PromiseFigures(
        open=_count(waiting),
        mine=_count(waiting.filter(_owned_by(who, "me"))),
        nobody=_count(waiting.filter(_owned_by(who, "nobody"))),
        late=_count(waiting.filter(due_at__lt=now)),
        kept=_count(rows.filter(state="kept", closed_at__gte=monday)),
        closed=_count(rows.filter(state="closed", how="hand", closed_at__gte=monday)),
        today=_count(rows.filter(_since(midnight))),
    )


def _count(rows: QuerySet[Promise]) -> int:
    return rows.order_by()[:_COUNTED].count()


def _since(at: datetime) -> Q:
    return Q(state__in=["kept", "closed"], closed_at__gte=at) & ~Q(how="unwanted")


def _owned_by(who: Asker, owner: str) -> Q:
    if owner == "me":
        return Q(owner=who.account.person) & ~Q(owner="")
    if owner == "nobody":  # whoever left owns nothing
        people = [person.id for person in current(who.company).people]
        return Q(owner="") | ~Q(owner__in=people)
    return Q(owner=owner)


def _filtered(who: Asker, wanted: PromiseFilter) -> QuerySet[Promise]:
    rows = seen.promises(who.company, who.sight)
    if wanted.state == "over":
        rows = rows.filter(_since(wanted.since or timezone.now() - timedelta(days=1)))
    else:
        rows = rows.filter(state=wanted.state)
        if wanted.since and wanted.state != "open":
            rows = rows.filter(closed_at__gte=wanted.since)
    if wanted.owner:
        rows = rows.filter(_owned_by(who, wanted.owner))
    if wanted.client:
        rows = rows.filter(subject=f"c{wanted.client}")
    if wanted.number:
        number = read_number(who.company, wanted.number)
        tagged = PromiseTag.objects.of(who.company).filter(kind="n", value=number)
        rows = rows.filter(pk__in=tagged.values("promise"))
    return rows


def _heads(
    who: Asker, rows: QuerySet[Promise], wanted: PromiseFilter, order: tuple[str, str]
) -> list[Promise]:
    """The first of what is seen. Of a department, and of a narrow sight, read along the index of
    each of its short numbers, since the list itself may be long and theirs far down in it.
    """
    most = wanted.limit + 1
    company, sight = who.company, who.sight
    named: list[tuple[str, str]] = []
    if wanted.department:
        named = [("d", wanted.department)]
    elif not sight.is_all:
        named = [("e", number) for number in seen.short_numbers(sight)]
    if not named or len(named) > _MANY or wanted.number or wanted.client:
        if wanted.department:
            rows = rows.filter(_tagged(company, named))
        return list(rows.order_by(*order)[:most])
    found: dict[int, Promise] = {}
    sign = "-" if order[0].startswith("-") else ""
    for kind, value in named:
        of_it = rows.filter(tags__company=company, tags__kind=kind, tags__value=value)
        if wanted.state != "over":
            of_it = of_it.filter(tags__state=wanted.state)
        for row in of_it.order_by(f"{sign}tags__at", f"{sign}tags__promise")[:most]:
            found[row.pk] = row
    if not sight.is_all and not wanted.department:
        own = rows.filter(owner__in=sight.people).exclude(owner="")
        for row in own.order_by(*order)[:most]:
            found[row.pk] = row
    return list(found.values())


def _tagged(company: int, named: list[tuple[str, str]]) -> Exists:
    kind = named[0][0]
    values = [value for _, value in named]
    return Exists(
        PromiseTag.objects.of(company).filter(
            promise=OuterRef("pk"), kind=kind, value__in=values
        )
    )  # fmt: skip
