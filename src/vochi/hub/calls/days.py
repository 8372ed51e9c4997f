"""Days that are over as sets of bits: any combination of filters without looking at each call.

A bit for each call of a day (UTC) in the order of the log; a filter is a set, several filters are
their intersection. A year of a thousand calls an hour is read so in milliseconds, also where
nothing is found. Sets are thrown away with every change of their day and built again by the
worker; a day without sets is searched call by call, so nothing is ever wrong, only slower.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from vochi.hub.calls.models import Call, CallTag, DaySet
from vochi.hub.link.models import Box

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STEP: Final = timedelta(microseconds=1)
#: The day of moment 0; microseconds of a day.
_FIRST: Final = _EPOCH.toordinal()
_DAY: Final = 86_400_000_000
#: Kind of the set that tells which calls the bits are of.
CALLS: Final = "#"
#: Kinds that hold something of every call instead of a bit: what its client is found by (see
#: `sieves.Words`), how long it was talked and waited (`sieves.Length`, eight bytes each).
WORDS, TALKED, WAITED = "C", "X", "Y"
#: Lengths, in seconds, that sets are kept of; others are looked at call by call.
EDGES: Final = (1, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 3600)
_TALKED: Final = [("T", str(edge)) for edge in EDGES]
_WAITED: Final = [("W", str(edge)) for edge in EDGES]
#: Sets of these kinds of CallTag are kept. Numbers (`n`, `v`) are rare enough for their own index.
TAGS: Final = ("p", "d", "t", "m", "b", "s")
#: Columns of Call that sets are kept of.
COLUMNS: Final = (
    "direction", "result", "line", "has_recording", "source", "score", "talked", "waited",
    "client_words",
)  # fmt: skip
#: Nobody waits long for a build that holds the boxes' rows: so many days at once.
AT_ONCE: Final = 4


def micros(at: datetime) -> int:
    """A moment as the sets hold it."""
    return (at - _EPOCH) // _STEP


def begins(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)


def day_of(at: datetime) -> date:
    """The day of a moment."""
    return at.astimezone(UTC).date()


def day_at(at: int) -> date:
    """The day of a moment as the sets hold it."""
    return date.fromordinal(_FIRST + at // _DAY)


def forget(company: int, at: Iterable[datetime]) -> None:
    """Calls that began then have changed: their days are to be built anew.

    Whoever changes a column of Call or a CallTag says so here, in the same transaction.
    """
    today = timezone.now().date()
    # Today has no sets yet, and most calls that change are today's.
    over = {day for day in map(day_of, at) if day < today}
    if over:
        DaySet.objects.of(company).filter(day__in=over).delete()


def missing(company: int, most: int = 10_000) -> list[date]:
    """Days that are over and have no sets, newest first."""
    rows = Call.objects.of(company).order_by("started_at", "id")
    first = rows.values_list("started_at", flat=True).first()
    if first is None:
        return []
    known = set(DaySet.objects.of(company).filter(kind=CALLS).values_list("day", flat=True))
    found: list[date] = []
    day, last = timezone.now().date() - timedelta(days=1), day_of(first)
    while day >= last and len(found) < most:
        if day not in known:
            found.append(day)
        day -= timedelta(days=1)
    return found


def build_missing(company: int, most: int = AT_ONCE) -> int:
    """Build some of the days that have no sets; how many there were."""
    found = missing(company, most)
    for day in found:
        build(company, day)
    return len(found)


@transaction.atomic
def build(company: int, day: date) -> None:
    """Build the sets of a day. No call is written meanwhile: who writes holds the box's row."""
    list(Box.objects.of(company).select_for_update().order_by("pk").values_list("pk", flat=True))
    since = begins(day)
    span = {"started_at__gte": since, "started_at__lt": since + timedelta(days=1)}
    calls = Call.objects.of(company).filter(**span).order_by("started_at", "id")
    made = Making()
    for number, at, *columns in calls.values_list("id", "started_at", *COLUMNS):
        made.add(number, at, columns)
    tags = CallTag.objects.of(company).filter(kind__in=TAGS, **span)
    for call, kind, value in tags.values_list("call_id", "kind", "value"):
        made.tag(call, kind, value)
    DaySet.objects.of(company).filter(day=day).delete()
    DaySet.objects.add_all(
        [
            DaySet(company_id=company, day=day, kind=kind, value=value, bits=bits)
            for kind, value, bits in made.sets()
        ]
    )


class Making:
    """The sets of one day while its calls are told, in the order of the log."""

    def __init__(self) -> None:
        self._ids, self._times = array("q"), array("q")
        self._places: dict[int, int] = {}
        self._talked, self._waited = array("d"), array("d")
        self._words: list[str] = []
        self._have: dict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, number: int, at: datetime, columns: Sequence[Any]) -> None:
        """The next call and its `COLUMNS`."""
        place = self._places[number] = len(self._ids)
        self._ids.append(number)
        self._times.append(micros(at))
        talked, waited, words = columns[-3:]
        self._talked.append(talked)
        self._waited.append(waited)
        self._words.append(words)
        for each in _columns(*columns[:-1]):
            self._have[each].append(place)

    def tag(self, number: int, kind: str, value: str) -> None:
        """One of `TAGS` that a call has; of calls that were not added nothing is kept."""
        if number in self._places:
            self._have[kind, value].append(self._places[number])

    def sets(self) -> Iterator[tuple[str, str, bytes]]:
        """Kind, value, bits of each set, that of the calls themselves first."""
        yield CALLS, "", self._ids.tobytes() + self._times.tobytes()
        yield TALKED, "", self._talked.tobytes()
        yield WAITED, "", self._waited.tobytes()
        yield WORDS, "", pack_words(self._words)
        size = (len(self._ids) + 7) // 8
        for (kind, value), places in sorted(self._have.items()):
            bits = bytearray(size)
            for place in places:
                bits[place >> 3] |= 1 << (place & 7)
            yield kind, value, bytes(bits)


def _columns(  # noqa: PLR0917 - as they stand in the query
    direction: str, result: str, line: str, has_recording: bool, source: str,
    score: int | None, talked: float, waited: float,
) -> list[tuple[str, str]]:  # fmt: skip
    found = [("D", direction), ("E", result)]
    if line:
        found.append(("L", line))
    if has_recording:
        found.append(("R", ""))
    if source:
        found.append(("S", source))
    if score is not None:
        found.append(("G", str(score)))
    found += _TALKED[: bisect_right(EDGES, talked)]
    found += _WAITED[: bisect_right(EDGES, waited)]
    return found


def split(bits: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """Ids and times of the calls of a day, in the order of its bits."""
    half = len(bits) // 2
    ids, times = array("q"), array("q")
    ids.frombytes(bits[:half])
    times.frombytes(bits[half:])
    return ids, times


def pack_words(said: Sequence[str]) -> bytes:
    """Which of the different lines each call has, four bytes a call, then these lines."""
    lines: dict[str, int] = {}
    which = array("I", [lines.setdefault(each.replace("\n", " "), len(lines)) for each in said])
    return which.tobytes() + "\n".join(lines).encode()


def unpack_words(packed: bytes, calls: int) -> tuple[Sequence[int], str]:
    """Which line each of so many calls has, and the lines."""
    which = array("I")
    which.frombytes(packed[: calls * which.itemsize])
    return which, packed[calls * which.itemsize :].decode()
