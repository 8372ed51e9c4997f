"""What the rows of one conversation say, read once from the first to the last."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from vochi.core.calls.announced import (
    Announced,
    agents,
    callers,
    client_channels,
    last_end,
    read_lines,
    read_path,
    read_recordings,
)
from vochi.core.calls.call import Call, CallState, Mark, Parked, Talk, Transferred
from vochi.core.calls.carried import read_carried, read_payers, stand_ins
from vochi.core.calls.channel import Channels
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.leg import is_ringing, read_legs
from vochi.core.calls.lived import (
    by_event,
    listening,
    read_callback,
    read_conferences,
    read_limit,
    read_listeners,
    read_marks,
    read_messages,
    read_score,
    read_skipped,
    read_source,
    read_steps,
    read_tags,
)
from vochi.core.calls.moves import read_moves
from vochi.core.calls.park import PARKING, read_parks
from vochi.core.calls.result import read_result
from vochi.core.calls.row import Moment, Row
from vochi.core.calls.talk import Talks
from vochi.core.calls.timeline import true_times


class Files(NamedTuple):
    """Entries of files that belong to the conversation."""

    recordings: Sequence[Entry]
    messages: Sequence[Entry]


class Reading:
    """Reads rows (not empty, in order). `death`: when the engine died under what still lived.

    `is_cut`: the call itself still lived then, not only a phone that had yet to hang up.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        files: Files,
        announced: Announced,
        death: Moment | None = None,
        *,
        is_cut: bool = False,
    ) -> None:
        moments = [row.when for row in rows]
        self._rows, self._files, self._announced = rows, files, announced
        self._is_cut = is_cut
        self._times = true_times([*moments, death] if death else moments)
        self._channels = Channels(rows, self._times)
        if death is not None:
            self._channels.interrupt(self._times[death.seq])
        self._channels.summon(agents(announced, self._channels))
        self._channels.ask(but=callers(announced, self._channels))
        self._events = by_event(rows)
        self._clients = client_channels(announced, self._channels)
        self._talks = Talks(
            self._clients,
            self._channels.by_id,
            is_internal=announced.direction == "internal",
            silent=listening(self._events),
        )
        self._talks.replay(rows, self._times)
        self._legs = read_legs(self._channels, self._talks.who | self._listened())
        self._ended = self._end()
        if self._ended is not None:
            self._talks.close(self._ended)

    @property
    def is_over(self) -> bool:
        """The client is gone, or everybody is."""
        return self._ended is not None

    @property
    def has_life(self) -> bool:
        """Some channel has not ended."""
        return not self._channels.is_over()

    def call(self) -> Call:
        """The call."""
        announced, events, times = self._announced, self._events, self._times
        began = self._began()
        now = self._ended or max(times.values())
        payers = read_payers(self._channels, events.get("V_LINE", ()))
        talks = self._talks.talks(now, stand_ins(self._channels, payers))
        result, reason = read_result(
            announced.direction, self._legs, has_talked=bool(talks), is_cut=self._is_cut,
            said=last_end(events.get("V_END", ())),
        ) if self._ended else (None, None)  # fmt: skip
        lines = read_lines(events.get("V_LINE", ()), times)
        people = _people(talks, now)
        channels = self._channels.by_id
        moves = read_moves(events, times, channels, talks)
        parks = self._parks(talks)
        client = announced.client
        return Call(
            linked_id=announced.row.linked_id,
            direction=announced.direction,
            state=self._state(),
            result=result,
            client=client,
            client_name=announced.row.name if announced.direction != "out" else "",
            number=client if announced.direction == "out" else announced.number,
            line=self._line(lines[-1].line if lines and lines[-1].why is None else None),
            office_version=announced.office,
            started_at=began,
            answered_at=talks[0].began_at if talks else None,
            ended_at=self._ended,
            waited=max(0.0, ((talks[0].began_at if talks else now) - began).total_seconds()),
            talked=_together(talks, now),
            employee=max(people, key=lambda each: people[each]) if people else None,
            first_employee=next(iter(people), None),
            last_employee=_last(talks),
            legs=self._legs,
            talks=talks,
            path=read_path(events.get("V_NODE", ()), times),
            lines_tried=lines,
            recordings=read_recordings(events.get("V_REC", ()), self._files.recordings),
            end_reason=reason,
            skipped=read_skipped(events, times),
            steps=read_steps(events, times),
            parks=parks,
            transfers=moves,
            marks=self._marks(parks, moves),
            messages=read_messages(events, self._files.messages),
            tags=read_tags(events),
            source=read_source(events),
            score=read_score(events),
            callback_asked_at=read_callback(events, times),
            listeners=read_listeners(events),
            limit=read_limit(events),
            carried=read_carried(self._channels, announced.numbering, payers, moves, now),
            conferences=read_conferences(
                events, times, {each: channel.ended for each, channel in channels.items()}
            ),
            via=announced.via,
        )

    def _listened(self) -> frozenset[str]:
        """Channels that listened in: their calls came to what they were for."""
        silent = listening(self._events)
        channels = self._channels.by_id
        return frozenset(each for each in silent if channels[each].answered is not None)

    def _parks(self, talks: Sequence[Talk]) -> tuple[Parked, ...]:
        if not (self._events.keys() & PARKING):
            return ()
        rows = [row for row in self._rows if row.event in PARKING]
        parks = read_parks(rows, self._times, talks, ended=self._ended)
        if self._is_cut:  # nobody has hung up on a slot: the engine took it away
            parks = tuple(
                each.model_copy(update={"how": None})
                if each.how == "abandoned" and each.ended_at == self._ended
                else each
                for each in parks
            )
        return parks

    def _marks(self, parks: Sequence[Parked], moves: Sequence[Transferred]) -> tuple[Mark, ...]:
        marks = read_marks(self._events, self._times)
        marks += [
            Mark(at=at, what="held" if is_held else "unheld", by=by)
            for at, is_held, by in self._talks.holds
        ]
        marks += [Mark(at=each.began_at, what="parked", by=each.by or None) for each in parks]
        marks += [
            Mark(at=each.at, what="moved", by=each.by or None)
            for each in moves
            if each.why is None and each.kind in {"blind", "attended", "pull"}
        ]
        return tuple(sorted(marks, key=lambda each: each.at))

    def _began(self) -> datetime:
        linked_id = self._announced.row.linked_id
        return next(
            self._times[row.when.seq]
            for row in self._rows
            if linked_id in (row.linked_id, row.unique_id)
        )

    def _end(self) -> datetime | None:
        """When the call was over for the client; others may take a while to hang up."""
        has_talked = bool(self._talks.intervals)
        left = self._ends(self._clients) if has_talked or self._announced.direction != "out" else ()
        if left and not self._goes_on():
            return max(left)
        ends = self._ends(self._channels.by_id)
        return max(ends) if ends else None

    def _ends(self, unique_ids: Iterable[str]) -> tuple[datetime, ...]:
        """When all of them ended; nothing as long as one lives."""
        ends = tuple(self._channels.by_id[each].ended for each in unique_ids)
        return tuple(end for end in ends if end) if all(ends) else ()

    def _goes_on(self) -> bool:
        """Others talk or are being connected: the caller handed his call over and left."""
        return (
            self._talks.is_open
            or any(is_ringing(leg) for leg in self._legs)
            or any(each.ended is None for each in self._channels.dials)
        )

    def _state(self) -> CallState:
        if self.is_over:
            return "ended"
        if self._talks.is_open:
            return "talking"
        if self._talks.is_on_hold:
            return "held"
        if not self._talks.intervals or any(is_ringing(leg) for leg in self._legs):
            return "ringing"
        # between the last word and the hanging up, rows tell nothing of waiting
        return "held" if self._talks.held else "talking"

    def _line(self, tried: str | None) -> str | None:
        match self._announced.direction:
            case "in":
                endpoint = Endpoint.of_channel(self._announced.row.channel)
                named = endpoint.name if endpoint and endpoint.kind == "line" else None
                return self._announced.said.get("line") or named
            case "out":
                carried = (
                    leg.endpoint
                    for leg in self._legs
                    if Endpoint(name=leg.endpoint).kind == "line" and leg.answered_at
                )
                return next(carried, tried)
            case "internal":
                return None


def _people(talks: Sequence[Talk], now: datetime) -> dict[str, float]:
    """Seconds by extension, in the order in which they first talked."""
    by_extension: dict[str, list[Talk]] = {}
    for talk in talks:
        if talk.employee is not None:
            by_extension.setdefault(talk.employee, []).append(talk)
    return {extension: _together(each, now) for extension, each in by_extension.items()}


def _together(talks: Sequence[Talk], now: datetime) -> float:
    """Seconds in which at least one of the talks went on."""
    if len(talks) == 1:
        return talks[0].seconds
    seconds, reached = 0.0, None
    for began, ended in sorted((talk.began_at, talk.ended_at or now) for talk in talks):
        since = began if reached is None else max(began, reached)
        seconds += max(0.0, (ended - since).total_seconds())
        reached = ended if reached is None else max(ended, reached)
    return seconds


def _last(talks: Sequence[Talk]) -> str | None:
    return next((talk.employee for talk in reversed(talks) if talk.employee is not None), None)
