"""Tones in 16-bit 8 kHz sound: made, and found again by Goertzel's filter.

Frequencies are multiples of 60 Hz: over a window of 50 ms (400 samples) such tones are orthogonal,
so one never looks like another.
"""

import array
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

RATE = 8000
WINDOW = 400
#: A window holds a tone when this share of its energy lies at the frequency; a-law leaves > 0.95
#: of a clean tone, MP3 > 0.8, two tones mixed at one level 0.5 each.
SHARE = 0.3
#: Below this mean square (about -50 dBFS) a window is silence, whatever its shape.
SILENCE = 10_000.0


Samples: TypeAlias = "array.array[int]"


@dataclass(frozen=True)
class Stretch:
    """A tone without a break, in seconds from the start of the sound."""

    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.ended - self.began


@dataclass(frozen=True)
class Presence:
    """Where in a sound one tone is. A break of one window (50 ms) does not split a stretch."""

    tone: int
    length: float
    stretches: tuple[Stretch, ...]
    level: float

    @property
    def seconds(self) -> float:
        """Total length of the tone."""
        return sum(stretch.seconds for stretch in self.stretches)

    @property
    def longest_gap(self) -> float:
        """Longest break between the first and the last sound of the tone, 0 when there is none."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return max((after.began - before.ended for before, after in pairs), default=0.0)


def find(sound: Sequence[int], tone: int) -> Presence:
    """Where `tone` (Hz) is in `sound`; `level` is dBFS of its windows, -inf when absent."""
    step = WINDOW / RATE
    stretches: list[Stretch] = []
    began: float | None = None
    last = 0.0
    power = 0.0
    windows = 0
    for index, (energy, at_tone) in enumerate(_windows(sound, tone)):
        at = index * step
        if energy > SILENCE and at_tone > SHARE * energy:
            power += energy
            windows += 1
            if began is None:
                began = at
            elif at - last > 1.5 * step:
                stretches.append(Stretch(began, last))
                began = at
            last = at + step
    if began is not None:
        stretches.append(Stretch(began, last))
    level = 10 * math.log10(power / windows / 32768**2) if windows else -math.inf
    return Presence(tone, len(sound) / RATE, tuple(stretches), level)


def loudness(sound: Sequence[int]) -> float:
    """RMS of the whole sound in dBFS; -inf for silence."""
    if not sound:
        return -math.inf
    square = sum(sample * sample for sample in sound) / len(sound)
    return 10 * math.log10(square / 32768**2) if square else -math.inf


def _windows(sound: Sequence[int], tone: int) -> Iterator[tuple[float, float]]:
    """Mean square of each whole window, and of its part at `tone`."""
    turn = 2 * math.cos(2 * math.pi * tone / RATE)
    for start in range(0, len(sound) - WINDOW + 1, WINDOW):
        block = sound[start : start + WINDOW]
        energy = sum(sample * sample for sample in block) / WINDOW
        if energy <= SILENCE:
            yield energy, 0.0
            continue
        one = two = 0.0
        for sample in block:
            one, two = sample + turn * one - two, one
        magnitude = one * one + two * two - turn * one * two
        yield energy, 2 * magnitude / (WINDOW * WINDOW)


def make(tone: int, seconds: float, level: float = -12.0) -> Samples:
    """A sine of `level` dBFS (RMS), with edges of 5 ms so that it does not click."""
    peak = 32768 * math.sqrt(2) * 10 ** (level / 20)
    count = int(seconds * RATE)
    edge = RATE // 200
    return array.array(
        "h",
        (
            int(
                peak
                * min(1.0, index / edge, (count - index) / edge)
                * math.sin(2 * math.pi * tone * index / RATE)
            )
            for index in range(count)
        ),
    )


def read(raw: bytes, channels: int = 1) -> tuple[Samples, ...]:
    """Samples of raw 16-bit little-endian sound, one array per channel."""
    whole = len(raw) - len(raw) % (2 * channels)
    samples = array.array("h")
    samples.frombytes(raw[:whole])
    if samples.itemsize != 2:
        raise AssertionError("a short is not 16 bits here")
    return tuple(samples[channel::channels] for channel in range(channels))
