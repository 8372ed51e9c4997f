"""Who speaks to the port and is none of ours: counted in constant memory, answered seldom."""

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from vochi.gateways.base import Stranger

Kind = Literal["unknown_id", "wrong_password", "garbage", "flood"]

#: Answers to one address: a GoIP-32 whose lines all have a wrong password is answered at once.
_BURST, _PER_SECOND = 40.0, 4.0
#: Answers to all addresses together: they may be forged, and we are nobody's amplifier.
_BURST_OF_ALL, _PER_SECOND_OF_ALL = 100.0, 20.0
#: Addresses kept in mind; the one longest unheard makes room.
_MOST = 256
#: An address is told of at once, then so seldom; of all of them together not oftener than this.
_TELL_EVERY = 60.0
_TELL_BURST, _TELL_PER_SECOND = 10.0, 0.1


@dataclass
class _Bucket:
    burst: float
    rate: float
    level: float
    at: float = 0.0

    def take(self, now: float) -> bool:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


@dataclass
class _Seen:
    bucket: _Bucket
    waiting: "Counter[Kind]" = field(default_factory=Counter)
    names: dict[Kind, str] = field(default_factory=dict)
    told_at: float | None = None


class Strangers:
    """Use: `met` for every such datagram; what it gives is to be told, `total` is for figures."""

    def __init__(self) -> None:
        self.total: Counter[Kind] = Counter()
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._all = _Bucket(_BURST_OF_ALL, _PER_SECOND_OF_ALL, _BURST_OF_ALL)
        self._telling = _Bucket(_TELL_BURST, _TELL_PER_SECOND, _TELL_BURST)

    def met(
        self, host: str, kind: Kind, name: str, now: float
    ) -> tuple[bool, tuple[Stranger, ...]]:
        """Count one datagram: whether it may be answered, and what to tell now."""
        seen = self._seen.get(host)
        if seen is None:
            if len(self._seen) >= _MOST:
                self._seen.popitem(last=False)
            seen = self._seen[host] = _Seen(_Bucket(_BURST, _PER_SECOND, _BURST, now))
        self._seen.move_to_end(host)
        answer = seen.bucket.take(now)
        if not answer:
            kind, name = "flood", ""
        self.total[kind] += 1
        seen.waiting[kind] += 1
        seen.names[kind] = name[:40]
        return answer and self._all.take(now), self._tell(host, seen, now)

    def _tell(self, host: str, seen: _Seen, now: float) -> tuple[Stranger, ...]:
        if seen.told_at is not None and now - seen.told_at < _TELL_EVERY:
            return ()
        if not self._telling.take(now):
            return ()
        seen.told_at = now
        told = tuple(
            Stranger(address=host, kind=kind, name=seen.names[kind], count=count)
            for kind, count in seen.waiting.items()
        )
        seen.waiting.clear()
        seen.names.clear()
        return told
