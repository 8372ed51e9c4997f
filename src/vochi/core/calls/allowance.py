"""How much of a day's minutes is used: what the dialplan counted, and the calls that live now.

The dialplan gives each call what is left when it begins. Several calls of one person at one time
would each get all of it, so whoever watches them asks here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vochi.core.office.document import Office
from vochi.core.office.sim_limits import day_minutes, month_minutes

_MINUTE = 60


@dataclass(frozen=True)
class LiveLeg:
    """A line's leg that talks: since when (epoch), for whom, over what; `route` as in `day/`."""

    channel: str
    payer: str
    line: str
    route: str
    is_abroad: bool
    since: int


@dataclass(frozen=True)
class Reached:
    """A limit that is used up: `what` as in V_LIMIT, `who` an extension or a line."""

    what: str
    who: str
    minutes: int
    legs: tuple[LiveLeg, ...]


def reached(  # noqa: PLR0917 - what is known at a moment
    office: Office,
    day: str,
    counted: Mapping[str, int],
    legs: Iterable[LiveLeg],
    now: int,
    months: Mapping[str, int] | None = None,
) -> tuple[Reached, ...]:
    """Limits that are used up on `day` (yyyymmdd); `counted` is the family `day` of the store,
    `months` seconds of each line in the month of its SIM card.
    """
    living = tuple(legs)
    seconds = {key: held for key, held in counted.items() if key.endswith(f".{day}")}
    talking: dict[str, list[LiveLeg]] = {}
    for leg in living:
        for key in _keys(leg, day):
            talking.setdefault(key, []).append(leg)
            seconds[key] = seconds.get(key, 0) + max(now - leg.since, 0)
    found = []
    for key in sorted(seconds):
        what, who, minutes = _limit(office, key.removesuffix(f".{day}"))
        if minutes and seconds[key] >= minutes * _MINUTE:
            found.append(Reached(what, who, minutes, tuple(talking.get(key, ()))))
    return (*found, *_months(office, months or {}, living, now))


def _months(
    office: Office, months: Mapping[str, int], legs: tuple[LiveLeg, ...], now: int
) -> Iterator[Reached]:
    for line in office.lines:
        most = month_minutes(line)
        mine = tuple(leg for leg in legs if leg.line == line.id)
        seconds = months.get(line.id, 0) + sum(max(now - leg.since, 0) for leg in mine)
        if most is not None and seconds >= most * _MINUTE:
            yield Reached("line_month", line.id, most, mine)


def _keys(leg: LiveLeg, day: str) -> tuple[str, ...]:
    keys = [f"{leg.line}.{day}"]
    if leg.payer:
        keys += [f"{leg.payer}.{day}", f"{leg.payer}.{leg.route}.{day}"]
        keys += [f"{leg.payer}.abroad.{day}"] if leg.is_abroad else []
    return tuple(keys)


def _limit(office: Office, name: str) -> tuple[str, str, int | None]:
    """`180` -> day, `180.abroad`, `180.all.2` -> route, `a1-1` -> line; minutes, None: no limit."""
    limits = office.policy.limits
    who, _, of = name.partition(".")
    if not who[:1].isdigit():
        line = next((each for each in office.lines if each.id == who), None)
        return "line", who, limits.line_minutes if line is None else day_minutes(office, line)
    if not of:
        return "day", who, limits.person_minutes
    if of == "abroad":
        return "abroad", who, limits.abroad_minutes
    scheme, _, number = of.rpartition(".")
    for each in office.outbound:
        if each.id == scheme and number.isdigit() and 0 < int(number) <= len(each.routes):
            return "route", who, each.routes[int(number) - 1].minutes
    return "route", who, None
