"""Who wants no texts that nobody asked for: kept as marks, in one commit with what he wrote."""

from vochi.box.scribe import Scribe
from vochi.core.gsm.entries import SmsIn
from vochi.core.gsm.stopping import wish_of
from vochi.core.numbers import is_e164
from vochi.core.office.upkeep import SmsPolicy

_MARK = "sms.stop:"


class Stops:
    """`load` first."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe
        self._numbers: set[str] = set()

    async def load(self) -> None:
        """What the journal says."""
        self._numbers = set(await self._scribe.read(lambda journal: journal.marks(_MARK)))

    def __contains__(self, number: str) -> bool:
        return number in self._numbers

    def marks(self, message: SmsIn, policy: SmsPolicy) -> dict[str, str | None]:
        """What must become durable with a message; nothing unless it stops or starts something."""
        wish = wish_of(message.text, policy) if is_e164(message.sender) else None
        if wish is None:
            return {}
        stopped = message.came_at.isoformat() if wish == "stop" else None
        return {_MARK + message.sender: stopped}

    def take(self, marks: dict[str, str | None]) -> None:
        """They are durable."""
        for key, value in marks.items():
            number = key.removeprefix(_MARK)
            if value is None:
                self._numbers.discard(number)
            else:
                self._numbers.add(number)
