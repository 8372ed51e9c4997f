"""The line planner (B03): legs of the log by operator, and what each number of lines would lose."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from vochi.core.gsm.operators import profile_of
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line, SipTrunk
from vochi.core.office.operators import same_operator
from vochi.core.planner.plan import TARGET, plan
from vochi.core.planner.wish import Leg
from vochi.hub.offices.current import current
from vochi.hub.reports import keeping
from vochi.hub.reports.models import Fact, PlanRow
from vochi.hub.reports.report import begins
from vochi.hub.reports.schemas import GroupPlan, PlannerOut

#: Weeks that are looked at, as many of them as have at most `_MOST` legs: an office is as it was
#: lately, and reckoning shall not keep a small box busy for long.
_WEEKS, _MOST = 13, 60_000


@dataclass
class _Group:
    lines: list[Line]
    legs: list[Leg] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    handed: int = 0

    @property
    def channels(self) -> int:
        return sum(line.channels for line in self.lines)


def today(company: int) -> PlannerOut:
    """The plan of today, reckoned once a day and office."""
    office = current(company)
    day = timezone.now().astimezone(keeping.zone_of(company)).date()
    kept = PlanRow.objects.of(company).filter(day=day, office=office.version).first()
    if kept is not None:
        return PlannerOut.model_validate_json(kept.body)
    made = _make(company, office, day)
    with transaction.atomic():
        PlanRow.objects.of(company).delete()
        PlanRow.objects.of(company).get_or_create(
            company_id=company,
            defaults={"day": day, "office": office.version, "body": made.model_dump_json()},
        )
    return made


def forget(company: int) -> None:
    """The log was made anew: so is the plan, when it is asked for."""
    PlanRow.objects.of(company).delete()


def _make(company: int, office: Office, day: date) -> PlannerOut:
    groups = _groups(office)
    since = _fill(company, groups, day)
    hours = (day - since).days * 24.0
    return PlannerOut(
        day=day,
        since=since,
        target=TARGET,
        groups=tuple(_told(office, group, hours) for group in groups),
    )


def _groups(office: Office) -> list[_Group]:
    """SIM cards and analogue lines of one operator together, each trunk alone."""
    found: list[_Group] = []
    for line in office.lines:
        mine = next(
            (
                group
                for group in found
                if group.lines[0].kind == line.kind
                and not isinstance(line, SipTrunk)
                and same_operator(group.lines[0].operator, line.operator)
            ),
            None,
        )
        if mine is None:
            found.append(_Group([line]))
        else:
            mine.lines.append(line)
    return found


def _fill(company: int, groups: list[_Group], day: date) -> date:
    """Give the groups their legs of whole weeks before `day`; the first day looked at."""
    zone = keeping.zone_of(company)
    rows = Fact.objects.of(company).exclude(legs="")
    oldest = rows.filter(day__gte=day - timedelta(weeks=_WEEKS)).order_by("day")
    first = oldest.values_list("day", flat=True).first() or day
    weeks = min(_WEEKS, max((day - first).days // 7, 1))
    found = list(
        rows.filter(day__gte=day - timedelta(weeks=weeks), day__lt=day)
        .order_by("-started_at").values_list("id", "day", "direction", "legs")[:_MOST]
    )  # fmt: skip
    since = day - timedelta(weeks=weeks)
    if len(found) == _MOST:
        weeks = max((day - found[-1][1]).days // 7, 1)
        since = day - timedelta(weeks=weeks)
    by_line = {line.id: group for group in groups for line in group.lines}
    offsets: dict[date, float] = {}
    for number, at, direction, legs in found:
        if at < since:
            continue
        if at not in offsets:
            # The clock on the wall, as if it were UTC: the hour of the week is people's own.
            noon = begins(at, zone) + timedelta(hours=12)
            offset = noon.astimezone(zone).utcoffset() or timedelta(0)
            offsets[at] = offset.total_seconds()
        for leg in legs.split(";"):
            line, way, began, ended = leg.split(" ")
            if line in by_line:
                span = (float(began) + offsets[at], float(ended) + offsets[at])
                is_handed = way == "o" and direction == "in"
                _put(by_line[line], number, way, span, is_handed=is_handed)
    return since


def _put(group: _Group, call: int, way: str, span: tuple[float, float], *, is_handed: bool) -> None:
    began, ended = span
    if way == "!":
        group.refused.append(began)
    else:
        group.legs.append(Leg(began, max(ended, began), way == "i", call))
        group.handed += is_handed


def _told(office: Office, group: _Group, hours: float) -> GroupPlan:
    first = group.lines[0]
    profile = profile_of(office, first.operator)
    fees = [
        line.tariff.month_fee
        for line in group.lines
        if isinstance(line, GsmLine) and line.tariff is not None
    ]
    return GroupPlan(
        operator=first.name if isinstance(first, SipTrunk) else first.operator,
        names=tuple(line.name for line in group.lines),
        kind=first.kind,
        plan=plan(group.legs, group.refused, group.channels, hours),
        handed=group.handed / max(hours / 168, 1 / 168),
        fee=min(fees, default=None),
        currency=profile.currency if profile else "BYN",
        is_chained=_is_chained(group.lines),
    )


def _is_chained(lines: list[Line]) -> bool:
    """Whether whoever finds one SIM card busy comes to another one of ours."""
    cards = [line for line in lines if isinstance(line, GsmLine)]
    if len(cards) < 2:
        return True
    return sum(any(f.reason in {"busy", "always"} for f in card.forwards) for card in cards) >= (
        len(cards) - 1
    )
