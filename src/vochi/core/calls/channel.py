"""The channels and dials of one conversation, replayed from its rows."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.row import Row

#: Rows of one moment are written one after another.
_AT_ONCE = timedelta(milliseconds=50)


@dataclass(slots=True)
class Channel:
    """What one channel lived through. `cause` is Q.850, `source` the channel that hung up.

    `number` is the first number that it bore: the caller's, or whom a line was told to call.
    `is_bridged`: it was connected with somebody, be it with music.

    `is_origin`: it began the conversation or joined it from outside, nobody dialled it.
    `is_summoned`: we rang it first (click to call), it did not call us.
    """

    unique_id: str
    name: str
    began: datetime
    is_origin: bool
    is_summoned: bool = False
    answered: datetime | None = None
    ended: datetime | None = None
    cause: int | None = None
    source: str = ""
    dial_status: str = ""
    number: str = ""
    interrupted: bool = False
    is_bridged: bool = False
    is_in_bridge: bool = False

    @property
    def endpoint(self) -> Endpoint | None:
        """The phone or line; None for Local and other channels, which are hidden."""
        return Endpoint.of_channel(self.name)

    @property
    def hung_up_itself(self) -> bool:
        """The far end of this very channel ended it."""
        return self.ended is not None and self.source == self.name


@dataclass(slots=True)
class Dial:
    """One execution of Dial: whom it asked, and which channels that made."""

    owner: str
    began: datetime
    asked: tuple[str, ...]
    reached: dict[str, str] = field(default_factory=dict)
    ended: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Endpoints for which Asterisk made no channel; not yet told while the dial begins."""
        if self.ended is None:
            return ()
        return tuple(name for name in self.asked if name not in self.reached)


class Channels:
    """All channels and dials after the rows, in the order in which they appeared."""

    def __init__(self, rows: Sequence[Row], times: Mapping[int, datetime]) -> None:
        self.by_id: dict[str, Channel] = {}
        self.dials: list[Dial] = []
        # After an attended transfer channels live on under another linked id, and no row says
        # which: the end of one linked id tells nothing until all have ended.
        self._alive: set[str] = set()
        self._gone: set[str] = set()
        for row in rows:
            self._take(row, times[row.when.seq])

    def is_over(self) -> bool:
        """Every channel has ended."""
        return all(channel.ended is not None for channel in self.by_id.values())

    def summon(self, unique_ids: Iterable[str]) -> None:
        """These were rung to make a call, not to take one."""
        for unique_id in unique_ids:
            self.by_id[unique_id].is_origin = self.by_id[unique_id].is_summoned = True

    def ask(self, but: AbstractSet[str]) -> None:
        """What else we rang first was asked to come to a call that others had begun."""
        for channel in self.by_id.values():
            if channel.is_summoned and channel.unique_id not in but:
                channel.is_origin = False

    def interrupt(self, at: datetime) -> None:
        """The engine is gone: what still lived ended then."""
        for channel in self.by_id.values():
            if channel.ended is None:
                channel.ended = max(at, channel.began)
                channel.interrupted = True
        for dial in self.dials:
            dial.ended = dial.ended or max(at, dial.began)

    def _take(self, row: Row, at: datetime) -> None:
        channel = self.by_id.get(row.unique_id) or self._appear(row, at)
        if Endpoint.of_channel(row.channel) is not None:
            channel.name = row.channel
        if row.number and not channel.number:
            channel.number = row.number
        if row.linked_id not in self._gone:
            self._alive.add(row.linked_id)
        match row.event:
            case "ANSWER":
                channel.answered = channel.answered or min(at, channel.ended or at)
            case "BRIDGE_ENTER":
                channel.is_bridged = channel.is_in_bridge = True
            case "BRIDGE_EXIT":
                channel.is_in_bridge = False
            case "APP_START" if row.application == "Dial":
                self._dial(channel.unique_id, row.arguments, at)
            case "APP_END" if row.application == "Dial":
                self._end_dials(channel.unique_id, at)
            case "HANGUP":
                self._hang_up(channel, row, at)
            case "CHAN_END":
                self._end(channel, at)
            case "LINKEDID_END":
                self._alive.discard(row.linked_id)
                self._gone.add(row.linked_id)
                if not self._alive:
                    for other in self.by_id.values():
                        self._end(other, at)

    def _dial(self, owner: str, arguments: str, at: datetime) -> None:
        """A Dial begins, or goes on: what runs beside it interrupts it for CEL, 0.1 s long."""
        last = next((dial for dial in reversed(self.dials) if dial.owner == owner), None)
        asked = endpoints_asked(arguments)
        goes_on = (
            last is not None
            and last.ended is not None
            and last.asked == asked
            and (
                at - last.ended <= _AT_ONCE
                or self.by_id[owner].is_in_bridge
                or any(self.by_id[each].ended is None for each in last.reached.values())
            )
        )
        if last is not None and goes_on:
            last.ended = None
        else:
            self.dials.append(Dial(owner, at, asked))

    def _appear(self, row: Row, at: datetime) -> Channel:
        is_origin = row.unique_id == row.linked_id
        channel = Channel(
            unique_id=row.unique_id,
            name=row.channel,
            began=at,
            is_origin=is_origin,
            # a channel that calls us begins at what it dialled, one that we ring at `s`
            is_summoned=is_origin and row.event == "CHAN_START" and row.exten == "s",
        )
        self.by_id[row.unique_id] = channel
        endpoint = channel.endpoint
        if endpoint is not None and not is_origin:
            for dial in reversed(self.dials):
                if dial.ended is None and endpoint.name in dial.asked:
                    dial.reached.setdefault(endpoint.name, channel.unique_id)
                    break
        return channel

    def _hang_up(self, channel: Channel, row: Row, at: datetime) -> None:
        cause = row.extra.get("hangupcause", "")
        channel.cause = int(cause) if cause.isascii() and cause.isdigit() else None
        channel.source = row.extra.get("hangupsource", "")
        channel.dial_status = row.extra.get("dialstatus", "")
        self._end(channel, at)

    def _end(self, channel: Channel, at: datetime) -> None:
        if channel.ended is None:
            channel.ended = at
            self._end_dials(channel.unique_id, at)

    def _end_dials(self, owner: str, at: datetime) -> None:
        for dial in self.dials:
            if dial.owner == owner and dial.ended is None:
                dial.ended = at


def extension_of(channel: str) -> str:
    """The extension of a phone's channel; empty for lines and all others."""
    endpoint = Endpoint.of_channel(channel)
    return (endpoint.extension or "") if endpoint is not None else ""


def endpoints_asked(arguments: str) -> tuple[str, ...]:
    """`PJSIP/101&PJSIP/+375...@a1-1&Local/102@dev,30,tT` -> (101, a1-1): PJSIP endpoints only."""
    asked = []
    for target in arguments.partition(",")[0].split("&"):
        technology, _, resource = target.partition("/")
        if technology == "PJSIP" and resource:
            number, at, endpoint = resource.partition("@")
            asked.append(endpoint if at and "/" not in number else resource.partition("/")[0])
    return tuple(dict.fromkeys(asked))
