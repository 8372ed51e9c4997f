"""A report of a period: sums of its days, each of which opens its calls."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.offices.current import current
from vochi.hub.reports import days, keeping, rebuild, tally
from vochi.hub.reports.schemas import CallReportOut, DayRow, HourCell, ReportRow, Slowest, Sums
from vochi.hub.reports.tally import BACK, SPEED, Totals

#: The longest period: beyond, nobody compares anything.
LONGEST = 3 * 366

#: Which calls a counter counts, as a filter of the log.
FILTERS = {
    "came": "direction=in",
    "answered": "direction=in&result=answered",
    "missed": "direction=in&result=missed",
    "turned": "direction=in&figure=turned",
    "went": "direction=out",
    "got": "direction=out&result=answered",
    "inside": "direction=internal",
    "back": "figure=back:o",
    "himself": "figure=back:i",
    "open": "figure=back:n",
    "closed": "figure=back:c",
    "hidden": "figure=back:h",
    **{f"back{place}": f"figure=within:{place}" for place in range(len(BACK) + 1)},
    **{
        f"speed{place}": "direction=in&result=answered"
        + (f"&waited_from={SPEED[place - 1]}" if place else "")
        + (f"&waited_to={SPEED[place]}" if place < len(SPEED) else "")
        for place in range(len(SPEED) + 1)
    },
}
PEOPLE_FILTERS = {
    "came": "direction=in&figure=spoke:{key}",
    "went": "figure=made:{key}",
    "got": "result=answered&figure=made:{key}",
    "missed": "figure=missed:{key}",
}
_HOURLY = ("came", "answered", "missed", "went")


def of_period(who: Asker, first: date, last: date) -> CallReportOut:
    """The report of the days `first` to `last`. Raises Refused 422 `bad_report_period`."""
    size = (last - first).days + 1
    if size < 1 or size > LONGEST or first.year < 1990 or last.year > 2200:
        raise Refused(422, "bad_report_period")
    company, sight = who.company, who.sight
    before_last = first - timedelta(days=1)
    before_first = first - timedelta(days=size)
    found = days.by_day(company, first, last, sight)
    total = tally.total(found.values())
    before = tally.total(days.by_day(company, before_first, before_last, sight).values())
    zone = keeping.zone_of(company)
    since, until = begins(first, zone), begins(last + timedelta(days=1), zone)
    office = current(company)
    people = {person.extension: person.name for person in office.people}
    departments = {each.number: each.name for each in office.departments}
    lines = {line.id: line.name for line in office.lines}
    return CallReportOut(
        first=first,
        last=last,
        before_first=before_first,
        before_last=before_last,
        since=since,
        until=until,
        zone=str(zone),
        is_ready=rebuild.is_whole(company),
        is_limited=not sight.is_all,
        total=Sums(
            now=tally.named(total.get(("a", ""))), before=tally.named(before.get(("a", "")))
        ),
        slowest=_slowest(found.values()),
        filters=FILTERS,
        people_filters=PEOPLE_FILTERS,
        speed=SPEED,
        back=BACK,
        step=_step(size),
        days=_days(found, first, last, zone),
        hours=_hours(found),
        people=_rows("p", total, before, people, lambda _: ""),
        departments=_rows("d", total, before, departments, lambda key: f"department={key}"),
        lines=_rows("l", total, before, lines, lambda key: f"line={key}"),
        sources=_rows("s", total, before, {}, lambda key: f"source={quote(key)}"),
    )


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in the zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _slowest(each: Iterable[Totals]) -> Slowest | None:
    found = [one["x", ""] for one in each if ("x", "") in one]
    longest = max(found, default=None)
    return Slowest(seconds=longest[0], call=int(longest[1])) if longest else None


def _step(size: int) -> str:
    return "day" if size <= 62 else "week" if size <= 190 else "month"


def _days(found: dict[date, Totals], first: date, last: date, zone: ZoneInfo) -> tuple[DayRow, ...]:
    """Days, of a long period weeks or months: a point for each, also where nobody called."""
    step = _step((last - first).days + 1)
    rows: list[DayRow] = []
    at = first
    while at <= last:
        after = min(_after(at, step), last + timedelta(days=1))
        sums = tally.empty()
        day = at
        while day < after:
            for place, amount in enumerate(found.get(day, {}).get(("a", ""), ())):
                sums[place] += amount
            day += timedelta(days=1)
        rows.append(
            DayRow(
                first=at,
                last=after - timedelta(days=1),
                since=begins(at, zone),
                until=begins(after, zone),
                now=_few(sums),
            )
        )
        at = after
    return tuple(rows)


def _after(day: date, step: str) -> date:
    if step == "day":
        return day + timedelta(days=1)
    if step == "week":
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _hours(found: dict[date, Totals]) -> tuple[HourCell, ...]:
    cells: dict[tuple[int, int], list[tally.Sums]] = defaultdict(list)
    for day, totals in found.items():
        for (kind, key), sums in totals.items():
            if kind == "h":
                cells[day.isoweekday(), int(key)].append(sums)
    return tuple(
        HourCell(
            weekday=weekday,
            hour=hour,
            now=_few(tally.added(lists)),
            where=f"figure=weekday:{weekday},hour:{hour},outside",
        )
        for (weekday, hour), lists in sorted(cells.items())
    )


def _few(sums: tally.Sums) -> dict[str, float]:
    named = tally.named(sums)
    return {name: named[name] for name in _HOURLY}


def _rows(
    kind: str,
    total: Totals,
    before: Totals,
    names: dict[str, str],
    where: Callable[[str], str],
) -> tuple[ReportRow, ...]:
    keys = [key for each, key in total if each == kind]
    rows = [
        ReportRow(
            key=key,
            name=names.get(key, key),
            where=where(key),
            now=tally.named(total[kind, key]),
            before=tally.named(before.get((kind, key))),
        )
        for key in keys
    ]
    return tuple(sorted(rows, key=lambda row: (-row.now["came"] - row.now["went"], row.key)))
