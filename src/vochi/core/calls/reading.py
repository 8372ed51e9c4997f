"""What the rows of one conversation say, read once from the first to the last."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from vochi.core.calls.announced import (
    Announced,
    agents,
    client_channels,
    last_end,
    read_lines,
    read_path,
    read_recordings,
)
from vochi.core.calls.call import Call, CallState, Talk
from vochi.core.calls.channel import Channels
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.leg import is_ringing, read_legs
from vochi.core.calls.result import read_result
from vochi.core.calls.row import Moment, Row
from vochi.core.calls.talk import Talks
from vochi.core.calls.timeline import true_times


class Reading:
    """Reads rows (not empty, in order). `death`: when the engine died under what still lived.

    `is_cut`: the call itself still lived then, not only a phone that had yet to hang up.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        recordings: Sequence[Entry],
        announced: Announced,
        death: Moment | None = None,
        *,
        is_cut: bool = False,
    ) -> None:
        moments = [row.when for row in rows]
        self._rows, self._recordings, self._announced = rows, recordings, announced
        self._is_cut = is_cut
        self._times = true_times([*moments, death] if death else moments)
        self._channels = Channels(rows, self._times)
        if death is not None:
            self._channels.interrupt(self._times[death.seq])
        self._channels.summon(agents(announced, self._channels))
        self._clients = client_channels(announced, self._channels)
        self._talks = Talks(
            self._clients,
            self._channels.by_id,
            is_internal=announced.direction == "internal",
        )
        self._talks.replay(rows, self._times)
        self._legs = read_legs(self._channels, self._talks.who)
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
        announced = self._announced
        began = self._began()
        now = self._ended or max(self._times.values())
        talks = self._talks.talks(now)
        result, reason = read_result(
            announced.direction, self._legs, has_talked=bool(talks), is_cut=self._is_cut,
            said=last_end(self._rows),
        ) if self._ended else (None, None)  # fmt: skip
        lines = read_lines(self._rows, self._times)
        people = _people(talks)
        return Call(
            linked_id=announced.row.linked_id,
            direction=announced.direction,
            state=self._state(),
            result=result,
            client=announced.client,
            client_name=announced.row.name if announced.direction != "out" else "",
            number=announced.number,
            line=self._line(lines[-1].line if lines and lines[-1].why is None else None),
            office_version=announced.office,
            started_at=began,
            answered_at=talks[0].began_at if talks else None,
            ended_at=self._ended,
            waited=max(0.0, ((talks[0].began_at if talks else now) - began).total_seconds()),
            talked=sum(talk.seconds for talk in talks),
            employee=max(people, key=lambda each: people[each]) if people else None,
            first_employee=next(iter(people), None),
            last_employee=_last(talks),
            legs=self._legs,
            talks=talks,
            path=read_path(self._rows, self._times),
            lines_tried=lines,
            recordings=read_recordings(self._rows, self._recordings),
            end_reason=reason,
        )

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
