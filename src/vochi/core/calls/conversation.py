"""One conversation: its entries in, its call out."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from vochi.core.calls.announced import Announced, find_announced
from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.calls.reading import Files, Reading
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
    _announced: Announced | Literal[False] | None = None

    def add(self, entry: Entry, row: Row | None = None) -> None:
        """Take a `cel`, `recording` or `message` entry, in any order; `row` if already read."""
        if entry.seq in self.seen:
            return
        self.seen.add(entry.seq)
        if entry.kind == "recording":
            insort(self.recordings, entry, key=lambda each: each.seq)
        elif entry.kind == "message":
            insort(self.messages, entry, key=lambda each: each.seq)
        elif (row := row or read_row(entry)) is not None:
            insort(self.rows, row, key=lambda each: each.when.seq)
            if row.event in {"V_CALL", "V_TEST"} or self.rows[0] is row:
                self._announced = None

    def absorb(self, other: "Conversation") -> None:
        """Take all that another one has."""
        self.seen |= other.seen
        self._announced = None
        self.rows = sorted(self.rows + other.rows, key=lambda each: each.when.seq)
        self.recordings = sorted(self.recordings + other.recordings, key=lambda each: each.seq)
        self.messages = sorted(self.messages + other.messages, key=lambda each: each.seq)

    @property
    def announced(self) -> Announced | None:
        """What it is announced as; None while it is no call."""
        if self._announced is None:
            self._announced = find_announced(self.rows) or False
        return self._announced or None

    @property
    def linked_id(self) -> str | None:
        """The id that its call bears; None while it is no call."""
        announced = self.announced
        return announced.row.linked_id if announced else None

    def call(self, deaths: Sequence[Moment]) -> Call | None:
        """The call, given when the engine died or was stopped (any moments, in order)."""
        announced = self.announced
        if announced is None:
            return None
        files = Files(self.recordings, self.messages)
        reading = Reading(self.rows, files, announced)
        if reading.has_life and (death := _death_of(self.rows, deaths)) is not None:
            cut = not reading.is_over
            reading = Reading(self.rows, files, announced, death, is_cut=cut)
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
