"""Who heard whom: talk intervals from channels entering and leaving bridges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vochi.core.calls.call import Talk
from vochi.core.calls.channel import Channel
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.row import Row

#: Optimising a Local channel away moves a phone between bridges: no gap in what people hear.
_BLINK = timedelta(milliseconds=300)


@dataclass(slots=True)
class _Interval:
    unique_id: str
    endpoint: str
    began: datetime
    ended: datetime | None = None


@dataclass(slots=True)
class Talks:
    """Replays bridges; `clients` are the unique ids of the client's side of the call.

    A talk needs a client's channel and another phone or line in the same bridge (or in bridges
    that Local channels tie together), and the client not listening to music. Inside, where the
    caller may hand over and leave, who came first of those in a bridge stands for him. `held` is
    True while a client who has talked waits for somebody: parked, with music, in a scheme.
    `silent` are channels that only listen. `holds` are the moments at which a client was put on
    hold and taken back, with the extension that talked to him.
    """

    clients: frozenset[str]
    channels: Mapping[str, Channel]
    is_internal: bool = False
    silent: frozenset[str] = frozenset()
    held: bool = False
    holds: list[tuple[datetime, bool, str | None]] = field(default_factory=list)
    intervals: list[_Interval] = field(default_factory=list)
    _bridge: dict[str, str] = field(default_factory=dict)
    _holding: set[str] = field(default_factory=set)
    _music: set[str] = field(default_factory=set)
    _heard_by: set[str] = field(default_factory=set)

    def replay(self, rows: Sequence[Row], times: Mapping[int, datetime]) -> None:
        """Take all rows in order."""
        for row in rows:
            at = times[row.when.seq]
            if self._move(row, at):
                self._listen(at)
            if row.unique_id in self.clients:
                self._wait(row)

    def close(self, at: datetime) -> None:
        """Nobody talks any more."""
        self.held = False
        for interval in self.intervals:
            interval.ended = interval.ended or max(at, interval.began)

    def talks(self, now: datetime, stand_ins: Mapping[str, str]) -> tuple[Talk, ...]:
        """The intervals; an open one has lasted until `now`.

        `stand_ins` are unique ids of lines at whose far end an employee was looked for.
        """
        return tuple(
            Talk(
                began_at=each.began,
                ended_at=each.ended,
                endpoint=each.endpoint,
                seconds=max(0.0, ((each.ended or now) - each.began).total_seconds()),
                employee=stand_ins.get(each.unique_id) or Endpoint(name=each.endpoint).extension,
            )
            for place, each in enumerate(self.intervals)
            if not self._is_echo(place)
        )

    @property
    def who(self) -> frozenset[str]:
        """Unique ids of all that ever heard each other."""
        talked = {each.unique_id for each in self.intervals}
        return frozenset(talked | self._heard_by) if talked else frozenset()

    @property
    def is_on_hold(self) -> bool:
        """A client is in a bridge and hears music there, or is parked."""
        return bool(self.intervals) and any(
            unique_id in self._music or self._room(bridge) in self._holding
            for unique_id, bridge in self._bridge.items()
            if unique_id in self.clients
        )

    @property
    def is_open(self) -> bool:
        """Somebody talks with the client."""
        return any(each.ended is None for each in self.intervals)

    def _unhold(self, unique_id: str, at: datetime) -> None:
        is_back = unique_id in self._music and unique_id in self.clients
        if is_back and self.holds and self.holds[-1][1]:
            self.holds.append((at, False, self.holds[-1][2]))
        self._music.discard(unique_id)

    def _talker(self) -> str | None:
        """The extension of who talks now."""
        talking = (each for each in reversed(self.intervals) if each.ended is None)
        extensions = (Endpoint(name=each.endpoint).extension for each in talking)
        return next((each for each in extensions if each is not None), None)

    def _is_echo(self, place: int) -> bool:
        """Music stops a moment before everybody hangs up: nobody has talked again."""
        each = self.intervals[place]
        return (
            each.ended is not None
            and each.ended - each.began <= _BLINK
            and any(before.unique_id == each.unique_id for before in self.intervals[:place])
        )

    def _move(self, row: Row, at: datetime) -> bool:
        match row.event:
            case "BRIDGE_ENTER":
                bridge = row.extra.get("bridge_id", "")
                self._bridge[row.unique_id] = bridge
                self._unhold(row.unique_id, at)
                if row.extra.get("bridge_technology") == "holding_bridge":
                    self._holding.add(bridge)
            case "BRIDGE_EXIT":
                # while a channel is swapped it may enter the next bridge before it leaves this
                if self._bridge.get(row.unique_id) == row.extra.get("bridge_id", ""):
                    del self._bridge[row.unique_id]
            case "HANGUP" | "CHAN_END":
                self._bridge.pop(row.unique_id, None)
                self._unhold(row.unique_id, at)
            case "LINKEDID_END":
                for unique_id in list(self._bridge):
                    ended = self.channels[unique_id].ended
                    if ended is not None and ended <= at:
                        del self._bridge[unique_id]
            case "STREAM_BEGIN" if "class" in row.extra:
                if row.unique_id in self.clients and self.is_open:
                    self.holds.append((at, True, self._talker()))
                self._music.add(row.unique_id)
            case "STREAM_END":
                self._unhold(row.unique_id, at)
            case _:
                return False
        return True

    def _listen(self, at: datetime) -> None:
        heard = self._heard()
        for each in self.intervals:
            if each.ended is None and each.unique_id not in heard:
                each.ended = at
        talking = {each.unique_id for each in self.intervals if each.ended is None}
        for unique_id in sorted(heard - talking):
            self._begin(unique_id, at)
        if heard:
            self.held = False

    def _begin(self, unique_id: str, at: datetime) -> None:
        for each in reversed(self.intervals):
            if each.unique_id == unique_id and each.ended and at - each.ended <= _BLINK:
                each.ended = None
                return
        endpoint = self.channels[unique_id].endpoint
        if endpoint is not None:
            self.intervals.append(_Interval(unique_id, endpoint.name, at))

    def _heard(self) -> set[str]:
        """Channels of others that share a room with a client."""
        rooms: dict[str, list[str]] = {}
        for unique_id, bridge in self._bridge.items():
            if (
                unique_id not in self._music
                and unique_id not in self.silent
                and self.channels[unique_id].endpoint is not None
            ):
                rooms.setdefault(self._room(bridge), []).append(unique_id)
        heard: set[str] = set()
        for room, present in rooms.items():
            if room not in self._holding:
                others = set(present) - self._client_side(present)
                heard |= others
                self._heard_by |= set(present) if others else set()
        return heard

    def _client_side(self, present: list[str]) -> set[str]:
        clients = self.clients.intersection(present)
        if clients:
            return set(clients)
        if self.is_internal and len(present) > 1:
            return {min(present, key=lambda each: (self.channels[each].began, each))}
        return set(present)

    def _room(self, bridge: str) -> str:
        """The bridge that stands for all that Local channels tie to `bridge`."""
        room, found = {bridge}, [bridge]
        while found:
            here = found.pop()
            ends = {
                _other_end(self.channels[each].name) for each, at in self._bridge.items()
                if at == here
            }  # fmt: skip
            for each, at in self._bridge.items():
                if at not in room and self.channels[each].name in ends - {None}:
                    room.add(at)
                    found.append(at)
        return min(room)

    def _wait(self, row: Row) -> None:
        """What a client's channel does when nobody talks with him any more."""
        if not self.intervals or self.is_open:
            return
        if row.event in {"APP_START", "STREAM_BEGIN", "PARK_START"} or row.event.startswith("V_"):
            self.held = True


def _other_end(name: str) -> str | None:
    if not name.startswith("Local/") or name[-2:] not in {";1", ";2"}:
        return None
    return name[:-1] + ("2" if name.endswith("1") else "1")
