"""Calls over the networks as they go on: sent on from card to card, told to modems.

Forwarding acts as in a network: unconditional, unreachable and busy before the call comes to the
gateway; busy again when the office refuses it so; no reply after its seconds.
"""

import asyncio
from dataclasses import dataclass
from typing import Literal, Protocol

from vochi.lab.gsm.card import CallMoment, Forwarding, Slot
from vochi.lab.gsm.routing import BUSY, Route, Routing
from vochi.lab.side import Side
from vochi.lab.tasks import Tasks

#: Seconds of talk, and Q.850 for what the network lost (temporary failure).
_DROPS_AFTER, _LOST = 2.0, 41
#: Seconds in which a network finds the next card: a real one pages it for longer. Without any, the
#: office would hear of the call that comes before it hears of the one that went.
_PAGES = 0.3


class Bringing(Protocol):
    """What the calls of the lab do for the networks."""

    async def originate(
        self, side: Side, device: str, caller_id: str, tone: int, dialled: str = ""
    ) -> None:
        """Let a side call a device."""
        ...

    async def leave(self, side: Side) -> None:
        """Let go of the channel of a side; the side goes on."""
        ...

    async def close(self, side: Side, cause: int) -> None:
        """The side is over."""
        ...

    async def echo(self, endpoint: str) -> None:
        """Let whoever talks over an endpoint of the lab hear himself."""
        ...


@dataclass(frozen=True)
class Caller:
    """Who calls; `name` is what his network sends as his name, `dialled` goes as Diversion."""

    number: str
    name: str
    tone: int
    dialled: str = ""


class Switchboard:
    """`calls` is set before the first call."""

    calls: Bringing

    def __init__(self, routing: Routing, tasks: Tasks) -> None:
        self._routing = routing
        self._tasks = tasks
        self._callers: dict[int, Caller] = {}
        self._told: dict[int, tuple[Slot, CallMoment]] = {}

    async def bring(self, side: Side, caller: Caller, line: str | None) -> None:
        """Bring a call of somebody outside to a line, or wherever it is sent on to."""
        self._callers[id(side)] = caller
        await self._go(side, self._routing.route(side.number, line, side))

    async def _go(self, side: Side, route: Route) -> None:
        caller = self._callers[id(side)]
        side.line = route.line
        if route.cause is not None:
            await self.calls.close(side, route.cause)
            return
        device = f"Local/{route.number}@incoming/n"
        if route.line is not None:
            self._routing.carriers.carry(route.line, side)
            device = self._routing.device(route.line, route.number)
        self.tell(side, "begun", caller.number)
        card = self._routing.card(route.line)
        if card is not None and "no_reply" in card.forwards:
            self._tasks.spawn(self._unless_answered(side, card.forwards["no_reply"]))
        number = self._routing.shown(route.line, caller.number)
        shown = caller_id(caller.name if number == caller.number else "", number)
        await self.calls.originate(side, device, shown, caller.tone, caller.dialled)

    def diverts(self, side: Side, cause: int) -> bool:
        """`Watcher`: whether a call that was refused with a cause is sent on; then it is."""
        card = self._routing.card(side.line)
        if cause != BUSY or side.answered_at is not None or id(side) not in self._callers:
            return False
        if card is None or "busy" not in card.forwards:
            return False
        self._tasks.spawn(self._send_on(side, card.forwards["busy"]))
        return True

    async def _unless_answered(self, side: Side, where: Forwarding) -> None:
        line = side.line
        await asyncio.sleep(where.seconds)
        if side.live and side.answered_at is None and side.line == line:
            await self._send_on(side, where)

    async def _send_on(self, side: Side, where: Forwarding) -> None:
        side.note(side.party, f"is sent on to {where.to}")
        self.tell(side, "ended")
        side.line = None
        await self.calls.leave(side)
        await asyncio.sleep(_PAGES)
        if not side.live:
            return
        line = self._routing.line_of(where.to)
        await self._go(side, self._routing.route(where.to, line, side))

    async def _drop(self, side: Side) -> None:
        await asyncio.sleep(_DROPS_AFTER)
        if side.live and side.voice is not None:
            side.note(side.party, "loses the network")
            await side.voice.hang_up(_LOST)

    def begun(self, side: Side) -> None:
        """`Watcher`: the office calls over a line."""
        self.tell(side, "begun", side.number)

    def answered(self, side: Side) -> None:
        """`Watcher`."""
        self.tell(side, "talking")
        if self._routing.has(side.line, "echo"):
            endpoint = self._routing.carriers.endpoint(side.line or "")
            self._tasks.spawn(self.calls.echo(endpoint))
        if self._routing.has(side.line, "drops"):
            self._tasks.spawn(self._drop(side))

    def ended(self, side: Side) -> None:
        """`Watcher`."""
        self.tell(side, "ended")
        self._callers.pop(id(side), None)

    def tell(
        self, side: Side, state: Literal["begun", "talking", "ended"], number: str = ""
    ) -> None:
        """What the modem of its line learns of a call."""
        radio = self._routing.radio
        if state == "begun":
            slot = self._routing.slot(side.line)
            if slot is not None:
                moment = CallMoment("in" if side.role == "calls" else "out", "begun", number)
                self._told[id(side)] = (slot, moment)
                radio.call_changed(slot, moment)
            return
        known = self._told.pop(id(side), None)
        if known is None:
            return
        slot, moment = known
        if state == "talking":
            moment = moment._replace(state="talking")
            self._told[id(side)] = (slot, moment)
        else:
            talked = 0.0
            if side.answered_at is not None:
                talked = (side.ended_at or side.clock()) - side.answered_at
            moment = moment._replace(state="ended", cause=side.cause or 16, talked=talked)
        radio.call_changed(slot, moment)


def caller_id(name: str, number: str) -> str:
    """As Asterisk reads a caller id: any text of one line may be the name."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{number}>' if name else f"<{number}>" if number else ""
