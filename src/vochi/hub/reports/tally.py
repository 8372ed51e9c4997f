"""Facts summed up: the one place that says what counts as what. Pure but for the shape of facts."""

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from pydantic_core import from_json

#: Seconds till an answer, and minutes till a missed client was reached, that sums are kept of.
SPEED = (5, 10, 20, 30, 60)
BACK = (5, 15, 60, 240)
#: What is summed. `came` calls in: `answered`, `missed`, or `turned` away (no_line, refused, cut
#: off by a fault...) or still going. `went` out, of these `got` somebody. `inside` calls. `talk`
#: seconds; `wait` seconds of the answered. `back` we reached who was missed, `himself` he got
#: through, `open` neither, `closed` nobody need, `hidden` nobody can. Of a person:
#: `came` are calls in that he talked in, `went` those that he made,
#: `missed` those that rang at him while he was free.
COUNTERS = (
    "came", "answered", "missed", "turned", "went", "got", "inside", "talk", "wait", "back",
    "himself", "open", "hidden",
    *(f"speed{n}" for n in range(len(SPEED) + 1)),
    *(f"back{n}" for n in range(len(BACK) + 1)),
    "closed",  # the last, for sums that were kept before it was
)  # fmt: skip
_AT = {name: place for place, name in enumerate(COUNTERS)}
#: Columns of a Fact that are summed, in the order of `Row`.
COLUMNS = (
    "id", "hour", "direction", "result", "line", "source", "departments", "caller", "spoke",
    "free", "people", "waited", "talked", "back", "back_after",
)  # fmt: skip


class Row(NamedTuple):
    """A fact as it is summed."""

    id: int
    hour: int
    direction: str
    result: str
    line: str
    source: str
    departments: str
    caller: str
    spoke: str
    free: str
    people: dict[str, float]
    waited: float
    talked: float
    back: str
    back_after: int | None


Sums = list[float]
#: (kind, key) -> sums; see `models.Rollup`.
Totals = dict[tuple[str, str], Sums]


def empty() -> Sums:
    """Nothing of anything."""
    return [0] * len(COUNTERS)


def tally(rows: Iterable[Row]) -> Totals:
    """Sum up the calls of a day, or of days that shall not be told apart."""
    totals: Totals = defaultdict(empty)
    for row in rows:
        one = _of_call(row)
        keys = [("a", ""), ("h", str(row.hour))]
        keys += [("d", number) for number in row.departments.split(",") if number]
        keys += [("l", row.line)] if row.line and row.direction != "internal" else []
        keys += [("s", row.source)] if row.source else []
        for key in keys:
            sums = totals[key]
            for place, amount in one:
                sums[place] += amount
        _people(row, totals)
        if row.direction == "in":
            # Not a sum: the longest wait, and whose it was.
            totals["x", ""] = max(totals.get(("x", ""), [-1.0, 0]), [row.waited, row.id])
    return dict(totals)


def total(each: Iterable[Totals]) -> Totals:
    """Sums of sums, but for the longest wait."""
    by_key: dict[tuple[str, str], list[Sums]] = defaultdict(list)
    for totals in each:
        for key, sums in totals.items():
            if key[0] != "x":
                by_key[key].append(sums)
    return {key: added(lists) for key, lists in by_key.items()}


def added(lists: Iterable[Sums]) -> Sums:
    """Sums added up; zeros at their ends may lack."""
    found = [sum(column) for column in zip_longest(*lists, fillvalue=0)]
    return found + [0] * (len(COUNTERS) - len(found))


def named(sums: Sums | None) -> dict[str, float]:
    """Sums by name."""
    have = sums or []
    return dict(zip(COUNTERS, [*have, *([0] * (len(COUNTERS) - len(have)))], strict=True))


def bucket(value: float, edges: tuple[int, ...]) -> int:
    """Which part a value is in: below the first edge 0, from the last on `len(edges)`."""
    return sum(value >= edge for edge in edges)


def _of_call(row: Row) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = [(_AT["talk"], row.talked)]
    if row.direction == "internal":
        return [(_AT["inside"], 1)]
    if row.direction == "out":
        found.append((_AT["went"], 1))
        return [*found, (_AT["got"], 1)] if row.result == "answered" else found
    found.append((_AT["came"], 1))
    if row.result == "answered":
        found += [(_AT["answered"], 1), (_AT["wait"], row.waited)]
        found.append((_AT[f"speed{bucket(row.waited, SPEED)}"], 1))
    elif row.result == "missed":
        found.append((_AT["missed"], 1))
        found.append((_AT[_BACK.get(row.back, "open")], 1))
        if row.back == "o" and row.back_after is not None:
            found.append((_AT[f"back{bucket(row.back_after, _SECONDS)}"], 1))
    else:
        found.append((_AT["turned"], 1))
    return found


_BACK = {"o": "back", "i": "himself", "n": "open", "c": "closed", "h": "hidden"}
_SECONDS = tuple(minutes * 60 for minutes in BACK)


def _people(row: Row, totals: Totals) -> None:
    if row.direction != "internal":
        for extension, seconds in row.people.items():
            sums = totals["p", extension]
            sums[_AT["talk"]] += seconds
            if row.direction == "in":
                sums[_AT["came"]] += 1
    if row.direction == "out" and row.caller:
        sums = totals["p", row.caller]
        sums[_AT["went"]] += 1
        sums[_AT["got"]] += row.result == "answered"
    for extension in filter(None, row.free.split(",")):
        totals["p", extension][_AT["missed"]] += 1


def write(totals: Totals) -> str:
    """Sums as `Rollup.body` holds them."""
    return json.dumps(
        {kind + key: _trimmed(sums) for (kind, key), sums in sorted(totals.items())},
        separators=(",", ":"),
    )


def read(body: str) -> Totals:
    """What `write` wrote."""
    # A year is a million figures: `json` would take twice as long.
    return {(name[0], name[1:]): sums for name, sums in from_json(body).items()}


def _trimmed(sums: Sums) -> Sums:
    """Whole numbers where they are, without zeros at the end."""
    found = [int(each) if each == int(each) else round(each, 3) for each in sums]
    while found and not found[-1]:
        found.pop()
    return found
