"""One conversation: its entries in, its call out."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vochi.core.calls.announced import (
    Announced,
    client_channels,
    find_announced,
    last_end,
    read_lines,
    read_path,
    read_recordings,
)
from vochi.core.calls.call import Call, CallState, Leg, Talk
from vochi.core.calls.channel import Channels
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.leg import read_legs
from vochi.core.calls.result import read_result
from vochi.core.calls.row import Moment, Row, read_row
from vochi.core.calls.talk import Talks
from vochi.core.calls.timeline import true_times

#: A row read late may look this much younger than the death of the engine that wrote it.
_LATE = 1.0


@dataclass(slots=True)
class Conversation:
    """All entries of one conversation, kept in the order of the journal; each counts once."""

    rows: list[Row] = field(default_factory=list)
    recordings: list[Entry] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        """Take a `cel` or `recording` entry, in any order."""
        if entry.seq in self.seen:
            return
        self.seen.add(entry.seq)
        if entry.kind == "recording":
            insort(self.recordings, entry, key=lambda each: each.seq)
        elif (row := read_row(entry)) is not None:
            insort(self.rows, row, key=lambda each: each.when.seq)

    def absorb(self, other: "Conversation") -> None:
        """Take all that another one has."""
        self.seen |= other.seen
        self.rows = sorted(self.rows + other.rows, key=lambda each: each.when.seq)
        self.recordings = sorted(self.recordings + other.recordings, key=lambda each: each.seq)

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
        moments = [row.when for row in self.rows]
        times = true_times(moments)
        channels = Channels(self.rows, times)
        death = None if channels.is_over() else _death_of(self.rows, deaths)
        if death is not None:
            times = true_times([*moments, death])
            channels = Channels(self.rows, times)
            channels.interrupt(times[death.seq])
        talks = Talks(
            client_channels(announced, channels),
            channels.by_id,
            is_internal=announced.direction == "internal",
        )
        talks.replay(self.rows, times)
        if channels.is_over():
            talks.close(max(each.ended for each in channels.by_id.values() if each.ended))
        return _Reading(self, announced, channels, talks, times, is_cut=death is not None).call()


@dataclass(slots=True)
class _Reading:
    conversation: Conversation
    announced: Announced
    channels: Channels
    talks: Talks
    times: dict[int, datetime]
    is_cut: bool

    def call(self) -> Call:
        rows, announced = self.conversation.rows, self.announced
        began = next(
            self.times[row.when.seq]
            for row in rows
            if announced.row.linked_id in (row.linked_id, row.unique_id)
        )
        is_over = self.channels.is_over()
        ended = max(each.ended for each in self.channels.by_id.values() if each.ended) if (
            is_over
        ) else None  # fmt: skip
        now = ended or max(self.times.values())
        talks = self.talks.talks(now)
        legs = read_legs(self.channels, frozenset(each.unique_id for each in self.talks.intervals))
        result, reason = read_result(
            announced.direction, legs, has_talked=bool(talks), is_cut=self.is_cut,
            said=last_end(rows),
        ) if is_over else (None, None)  # fmt: skip
        lines = read_lines(rows, self.times)
        people = _people(talks)
        return Call(
            linked_id=announced.row.linked_id,
            direction=announced.direction,
            state=self._state(legs),
            result=result,
            client=announced.client,
            client_name=announced.row.name if announced.direction != "out" else "",
            number=announced.number,
            line=self._line(legs, lines[-1].line if lines else None),
            office_version=announced.office,
            started_at=began,
            answered_at=talks[0].began_at if talks else None,
            ended_at=ended,
            waited=_seconds(began, talks[0].began_at if talks else now),
            talked=sum(talk.seconds for talk in talks),
            employee=max(people, key=lambda each: people[each]) if people else None,
            first_employee=next(iter(people), None),
            last_employee=_last(talks),
            legs=legs,
            talks=talks,
            path=read_path(rows, self.times),
            lines_tried=lines,
            recordings=read_recordings(rows, self.conversation.recordings),
            end_reason=reason,
        )

    def _state(self, legs: Sequence[Leg]) -> CallState:
        if self.channels.is_over():
            return "ended"
        if self.talks.is_open:
            return "talking"
        if self.talks.is_on_hold:
            return "held"
        if not self.talks.intervals or any(leg.rang_at and is_ringing(leg) for leg in legs):
            return "ringing"
        # between the last word and the hanging up, rows tell nothing of waiting
        return "held" if self.talks.held else "talking"

    def _line(self, legs: Sequence[Leg], tried: str | None) -> str | None:
        match self.announced.direction:
            case "in":
                endpoint = Endpoint.of_channel(self.announced.row.channel)
                named = endpoint.name if endpoint and endpoint.kind == "line" else None
                return self.announced.said.get("line") or named
            case "out":
                carried = (
                    leg.endpoint
                    for leg in legs
                    if Endpoint(name=leg.endpoint).kind == "line" and leg.answered_at
                )
                return next(carried, tried)
            case "internal":
                return None


def is_ringing(leg: Leg) -> bool:
    """A phone that rings now, or a line on which the far end does."""
    return leg.rang_at is not None and leg.answered_at is None and leg.ended_at is None


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


def _people(talks: Sequence[Talk]) -> dict[str, float]:
    """Seconds by extension, in the order in which they first talked."""
    people: dict[str, float] = {}
    for talk in talks:
        extension = Endpoint(name=talk.endpoint).extension
        if extension is not None:
            people[extension] = people.get(extension, 0.0) + talk.seconds
    return people


def _last(talks: Sequence[Talk]) -> str | None:
    extensions = (Endpoint(name=talk.endpoint).extension for talk in reversed(talks))
    return next((each for each in extensions if each is not None), None)


def _seconds(since: datetime, until: datetime) -> float:
    return max(0.0, (until - since).total_seconds())
