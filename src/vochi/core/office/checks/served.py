"""Every class of number that an outbound scheme routes has a line that can carry it.

A class without a route is refused aloud, and so is a route that names no lines: both are choices.
"""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES, Country
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem, warning
from vochi.core.office.routing import route

_DIGITS = {"X": "5", "Z": "5", "N": "5", "!": "55555"}


def check_served(office: Office) -> Iterator[Problem]:
    """Routes whose lines are all paused or unsigned: nobody gets through."""
    country = COUNTRIES.get(office.company.country)
    if country is None:
        return
    numbers = _numbers(country)
    for index, scheme in enumerate(office.outbound):
        told: set[int] = set()
        for number in numbers:
            routed = route(office, scheme.id, number)
            dead = routed.refused is None and not routed.lines and bool(routed.unusable)
            if dead and routed.number not in told:
                told.add(routed.number)
                yield warning(
                    "route.no_living_line",
                    f"outbound/{index}/routes/{routed.number - 1}/lines",
                    scheme=scheme.name,
                    route=str(routed.number),
                    lines=", ".join(line for line, _ in routed.unusable),
                )


def _numbers(country: Country) -> tuple[str, ...]:
    """A number of each range of the country, and one abroad."""
    return (*(f"+{_of(each.pattern)}" for each in country.ranges), "+48501234567", "+79161234567")


def _of(pattern: str) -> str:
    found: list[str] = []
    inside: str | None = None
    for letter in pattern:
        if letter == "[":
            inside = ""
        elif letter == "]":
            found.append((inside or "0")[0])
            inside = None
        elif inside is not None:
            inside += letter
        else:
            found.append(_DIGITS.get(letter, letter))
    return "".join(found)
