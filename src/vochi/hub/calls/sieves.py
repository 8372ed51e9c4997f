"""What is asked of the calls of a day one by one, of the few that its sets have left."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vochi.hub.calls import days


class Sieve(Protocol):
    """`kind`: the set of the day that is read for it."""

    @property
    def kind(self) -> str:
        """The kind of DaySet that it looks into."""

    def of(self, ids: Sequence[int], packed: bytes) -> Callable[[int], bool]:
        """Whether it lets the call at a place of the day through."""


@dataclass(frozen=True)
class Length:
    """Calls that were talked or waited (`kind`) from `least` up to before `most` seconds."""

    kind: str
    least: float | None
    most: float | None

    def of(self, ids: Sequence[int], packed: bytes) -> Callable[[int], bool]:  # noqa: ARG002
        """Whether the call was so long."""
        took = array("d")
        took.frombytes(packed)
        least = 0.0 if self.least is None else self.least
        most = float("inf") if self.most is None else self.most
        return lambda place: least <= took[place] < most


@dataclass(frozen=True)
class Words:
    """Calls whose client is found by any of these texts, folded as `client_words` is."""

    parts: tuple[str, ...]
    kind: str = days.WORDS

    def of(self, ids: Sequence[int], packed: bytes) -> Callable[[int], bool]:
        """Whether the call says one of them; a day in which nothing does is not looked into."""
        which, text = days.unpack_words(packed, len(ids))
        if not any(part in text for part in self.parts):
            return lambda _: False
        lines = text.split("\n")
        return lambda place: any(part in lines[which[place]] for part in self.parts)


def through(
    sieves: Sequence[Sieve], ids: Sequence[int], packed: Mapping[str, bytes], bits: int
) -> Iterator[int]:
    """Places of the bits that all sieves let through, newest first."""
    asked = [sieve.of(ids, packed.get(sieve.kind, b"")) for sieve in sieves]
    for place in places(bits):
        if all(each(place) for each in asked):
            yield place


def places(bits: int) -> Iterator[int]:
    """Places of bits, the highest first."""
    while bits:
        place = bits.bit_length() - 1
        yield place
        bits ^= 1 << place
