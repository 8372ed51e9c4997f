"""Calls of the office to its own numbers: out over one line, in again over another."""

from collections.abc import Callable

from vochi.lab.gsm.routing import BUSY, MOST_HOPS, Routing
from vochi.lab.gsm.switchboard import Switchboard
from vochi.lab.numbers import read_dialled
from vochi.lab.side import Side
from vochi.lab.voice import Voice

#: SIP answers for how a call between two lines ended; anything else is 503.
_REFUSED = {"BUSY": 486, "NOANSWER": 480}


class Crossing:
    """`other_end` makes the side that comes in again, by its number and line."""

    def __init__(
        self,
        routing: Routing,
        switchboard: Switchboard,
        other_end: Callable[[str, str], Side],
    ) -> None:
        self._routing = routing
        self._switchboard = switchboard
        self._other_end = other_end
        self._pairs: dict[int, Side] = {}

    def is_one(self, dialled: str) -> bool:
        """The office calls one of its own numbers."""
        number = read_dialled(dialled)
        return number is not None and self._routing.line_of(number) is not None

    def answered(self, side: Side) -> None:
        """The call out of the office was answered: so was the one into it."""
        other = self._pairs.get(id(side))
        if other is not None:
            side.answered_at = other.answered_at = side.clock()
            self._switchboard.answered(other)

    async def bridge(self, side: Side, voice: Voice) -> None:
        """Until the call is over; raises Gone when its channel is."""
        routing, line = self._routing, side.line
        number = read_dialled(side.number) or ""
        card = routing.card(line)
        caller = card.number if card is not None else side.caller
        route = routing.route(number, routing.line_of(number))
        told = "BUSY" if route.cause == BUSY else "NOANSWER"
        for _ in range(MOST_HOPS):
            if route.cause is not None:
                break
            if route.line is None:
                # Its network sends it on to somebody outside.
                told = await voice.dial(f"Local/{route.number}@incoming/n", caller)
                break
            other = self._pairs[id(side)] = self._other_end(route.number, route.line)
            other.voice = voice
            self._switchboard.tell(other, "begun", caller)
            try:
                told = await voice.dial(
                    routing.device(route.line, route.number),
                    routing.shown(route.line, caller),
                    hears=routing.is_heard(route.line, line),
                    is_heard=routing.is_heard(line, route.line),
                )
            finally:
                del self._pairs[id(side)]
                other.ended_at, other.cause = other.clock(), BUSY if told == "BUSY" else 16
                self._switchboard.ended(other)
            at_line = routing.card(route.line)
            busy = None if at_line is None else at_line.forwards.get("busy")
            if told != "BUSY" or busy is None:
                break
            route = routing.route(busy.to, routing.line_of(busy.to))
        if told == "ANSWER":
            await voice.hang_up()
        else:
            await voice.refuse(_REFUSED.get(told, 503))
