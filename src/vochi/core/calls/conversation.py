"""One conversation: its entries in, its call out."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from vochi.core.calls.announced import find_announced
from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.calls.reading import Reading
from vochi.core.calls.row import Moment, Row, read_row

#: A row read late may look this much younger than the death of the engine that wrote it.
_LATE = 1.0


@dataclass(slots=True)
class Conversation:
    """All entries of one conversation, kept in the order of the journal; each counts once."""

    rows: list[Row] = field(default_factory=list)
    recordings: list[Entry] = field(default_factory=list)
    messages: list[Entry] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """Take a `cel`, `recording` or `message` entry, in any order."""
        if entry.seq in self.seen:
            return
        self.seen.add(entry.seq)
        if entry.kind == "recording":
            insort(self.recordings, entry, key=lambda each: each.seq)
        elif entry.kind == "message":
            insort(self.messages, entry, key=lambda each: each.seq)
        elif (row := read_row(entry)) is not None:
            insort(self.rows, row, key=lambda each: each.when.seq)

    def absorb(self, other: "Conversation") -> None:
        """Take all that another one has."""
        self.seen |= other.seen
        self.rows = sorted(self.rows + other.rows, key=lambda each: each.when.seq)
        self.recordings = sorted(self.recordings + other.recordings, key=lambda each: each.seq)
        self.messages = sorted(self.messages + other.messages, key=lambda each: each.seq)

    @property
    def linked_id(self) -> str | None:
        """The id that its call bears; None while it is no call."""
        announced = find_announced(self.rows)
        return announced.row.linked_id if announced else None

    def call(self, deaths: Sequence[Moment]) -> Call | None:
        """The call, given when the engine died or was stopped (any moments, in order)."""
        announced = find_announced(self.rows)
        if announced is None:
            return None
        reading = Reading(self.rows, self.recordings, announced)
        if reading.has_life and (death := _death_of(self.rows, deaths)) is not None:
            cut = not reading.is_over
            reading = Reading(self.rows, self.recordings, announced, death, is_cut=cut)
        return reading.call()


def _death_of(rows: Sequence[Row], deaths: Sequence[Moment]) -> Moment | None:
    """The death of the engine that this conversation cannot have outlived: nothing does.

    So a death with rows after it is of another engine, before this conversation.
    """
    last = rows[-1].when
    return next((death for death in deaths if not _is_later(last, death)), None)


def _is_later(row: Moment, death: Moment) -> bool:
    if row.seq < death.seq:
        return False
    if row.boot != death.boot:
        return row.at > death.at
    return row.mono > death.mono + _LATE and row.at > death.at - timedelta(seconds=_LATE)
