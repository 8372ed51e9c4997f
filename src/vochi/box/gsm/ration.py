"""How many entries gateways may have written: one gone mad must not fill the disk."""

from vochi.box.clock import Clock

_BURST, _REFILL = 60.0, 10.0


class Ration:
    """So many at once for each name, and one more in so many seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> bool:
        """Whether one more may be written, which is then counted."""
        now = self._clock.mono()
        left, since = self._left.get(name, (_BURST, now))
        left = min(_BURST, left + (now - since) / _REFILL)
        self._left[name] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def forget(self, name: str) -> None:
        """There is no such thing any more."""
        self._left.pop(name, None)
