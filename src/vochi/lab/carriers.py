"""What the lines of the networks carry: a SIM card one call, a trunk as many as it has channels."""

from typing import Literal

from vochi.lab.behaviour import REFUSALS
from vochi.lab.places import Outside
from vochi.lab.side import Side

#: What can be wrong with a line: it refuses every call of the office with that SIP answer; it is
#: not registered; it dies silently with the next call (`lab.mute`); its calls break off now;
#: `dial_tone`: its gateway was never told whom to call: it answers itself and waits for digits.
Fault = Literal["busy", "unavailable", "no_room", "unregistered", "silent", "cut", "dial_tone"]


class Carriers:
    """Lines by id, and the calls on them in both directions."""

    def __init__(self, outside: Outside) -> None:
        self._sims = {sim.account: sim for sim in outside.sims}
        self._trunks = {trunk.id: trunk for trunk in outside.trunks}
        self._sides: dict[str, list[Side]] = {}
        self.faults: dict[str, Fault] = {}

    def fault(self, line: str) -> int | None:
        """SIP code with which a line that is out of order refuses; None: it works."""
        return REFUSALS.get(self.faults.get(line, ""))

    def living(self, line: str) -> list[Side]:
        """Calls on the line now."""
        return [side for side in self._sides.get(line, []) if side.live and side.line == line]

    def line_of(self, number: str) -> str | None:
        """The line that has the number, None: none has."""
        for sim in self._sims.values():
            if sim.number == number:
                return sim.account
        for trunk in self._trunks.values():
            if number in trunk.numbers:
                return trunk.id
        return None

    def endpoint(self, line: str) -> str:
        """Name in the lab's Asterisk."""
        return (self._sims.get(line) or self._trunks[line]).endpoint

    def is_peer(self, line: str) -> bool:
        """A trunk whose operator knows the office by its address: nobody registers."""
        return line in self._trunks and not self._trunks[line].office_registers

    def carry(self, line: str, side: Side) -> None:
        """Count a call on the line, as long as it lives."""
        others = [each for each in self.living(line) if each is not side]
        self._sides[line] = [*others, side]

    def has_room(self, line: str) -> bool:
        """Whether one more call fits."""
        return len(self.living(line)) < self.room(line)

    def room(self, line: str) -> int:
        """How many calls the line carries at once; 1 for what is no trunk."""
        return self._trunks[line].channels if line in self._trunks else 1

    def refusal(self, line: str) -> int:
        """SIP code for a call from the office that does not fit."""
        return 503 if line in self._trunks else self._sims[line].busy_code
