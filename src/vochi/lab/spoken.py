"""Was this very sound file heard, and where? Told by its picture of time and pitch.

Each 10 ms of sound becomes loudness in a few bands; a file was heard where its picture lies on
that of the hearing (Pearson's correlation). The line's companding, its level and the echo of a
frame hardly change the picture; another phrase, or the same one in another language, has another.
"""

import array
import functools
import io
import math
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

from vochi.lab.tones import RATE, Samples
from vochi.voice import Sound

HOP = RATE // 100
WINDOW = 2 * HOP
#: Hz: where vowels and consonants differ within the band of a telephone.
BANDS = (250, 400, 600, 850, 1200, 1650, 2200, 2900)
#: A match is nearer to 1 than this: over a-law 0.97 and more. Other phrases stay below 0.9, but
#: for one that holds the same word, as 'няма месца' holds 'месца'.
ENOUGH = 0.93
#: The hearing is looked at twice, half a step apart: a picture that is off by more looks unlike.
_SHIFTS = (0, HOP // 2)
#: Silence put around a hearing, samples.
_AROUND = RATE // 10
#: About -56 dBFS in one band: below it all is silence.
_FLOOR = 2_500.0
#: How far a starving machine moves words by breaks of the sound, in rows; a break must explain more
#: than so much unlikeness.
_SLIP, _BREAK = 20, 80.0


@dataclass(frozen=True)
class Found:
    """The best place of a file in a hearing: second of its beginning, likeness -1..1."""

    at: float
    likeness: float

    @property
    def is_certain(self) -> bool:
        """It was said, whole."""
        return self.likeness >= ENOUGH


@dataclass(frozen=True)
class Picture:
    """Loudness (log) by time, then by band, one row after another."""

    values: "array.array[float]"

    @property
    def rows(self) -> int:
        """How many hundredths of a second."""
        return len(self.values) // len(BANDS)


@dataclass(frozen=True)
class Listening:
    """What somebody heard, ready to be searched."""

    pictures: tuple[Picture, ...]

    def find(self, file: Picture, *, broken: bool = False) -> Found:
        """Where the file is most likely; likeness -1 when there is no room for it.

        `broken`: its words may be further apart by short breaks of the sound.
        """
        found = []
        for shift, seen in zip(_SHIFTS, self.pictures, strict=True):
            best = _find(seen, file)
            likeness = _likeness(_joined(seen, file, best), file) if broken else best.likeness
            found.append(Found(best.at + (shift - _AROUND) / RATE, likeness))
        return max(found, key=lambda each: each.likeness)


def listen(sound: Samples) -> Listening:
    """Take a hearing in; a frame may be missing where it begins or ends with the words."""
    silence = array.array("h", bytes(2 * _AROUND))
    whole = silence + sound + silence
    return Listening(tuple(picture(whole[shift:]) for shift in _SHIFTS))


def picture(sound: Sequence[int]) -> Picture:
    """The picture of 8 kHz sound."""
    values = array.array("d")
    silence = array.array("d", [math.log10(_FLOOR)] * len(BANDS))
    for start in range(0, len(sound) - WINDOW + 1, HOP):
        block = sound[start : start + WINDOW]
        if sum(map(mul, block, block)) < _FLOOR * WINDOW:
            values.extend(silence)
            continue
        for cosine, sine in _tables():
            power = sum(map(mul, block, cosine)) ** 2 + sum(map(mul, block, sine)) ** 2
            values.append(math.log10(max(_FLOOR, power)))
    return Picture(values)


def _find(hearing: Picture, file: Picture) -> Found:
    width, best = len(BANDS), Found(0.0, -1.0)
    size = file.rows * width
    mean = sum(file.values) / size if size else 0.0
    wanted = array.array("d", (value - mean for value in file.values))
    norm = math.sqrt(sum(map(mul, wanted, wanted)))
    if not norm:
        return best
    sums, squares = _running(hearing.values)
    for row in range(hearing.rows - file.rows + 1):
        begin, end = row * width, row * width + size
        total = sums[end] - sums[begin]
        spread = squares[end] - squares[begin] - total * total / size
        if spread <= 1e-6 * size:
            continue
        likeness = sum(map(mul, wanted, hearing.values[begin:end])) / (norm * math.sqrt(spread))
        if likeness > best.likeness:
            best = Found(row * HOP / RATE, likeness)
    return best


def _joined(hearing: Picture, file: Picture, found: Found) -> Picture:
    """The rows that were heard for those of the file, around where it was found, without breaks."""
    width = len(BANDS)
    base = round(found.at * RATE / HOP)
    places = range(max(0, base - _SLIP), min(hearing.rows - file.rows, base + _SLIP) + 1)
    if found.likeness < 0 or not places:
        return Picture(array.array("d"))
    heard = hearing.values[base * width : (base + file.rows) * width]
    quieter = (sum(file.values) - sum(heard)) / len(heard)
    costs = dict.fromkeys(places, 0.0)
    came: list[dict[int, int]] = []
    for row in range(file.rows):
        wanted = file.values[row * width : (row + 1) * width]
        best = min(places, key=costs.__getitem__)
        came.append({p: p if costs[p] <= costs[best] + _BREAK else best for p in places})
        costs = {
            place: min(costs[place], costs[best] + _BREAK)
            + sum(
                (value - other - quieter) ** 2
                for value, other in zip(
                    wanted,
                    hearing.values[(place + row) * width : (place + row + 1) * width],
                    strict=True,
                )
            )
            for place in places
        }
    place, rows = min(places, key=costs.__getitem__), list[int]()
    for row in reversed(range(file.rows)):
        rows.append(place + row)
        place = came[row][place]
    joined = array.array("d")
    for row in reversed(rows):
        joined.extend(hearing.values[row * width : (row + 1) * width])
    return Picture(joined)


def _likeness(heard: Picture, file: Picture) -> float:
    return _find(heard, file).likeness


@functools.lru_cache(maxsize=512)
def picture_of(file: Path | Sound) -> Picture:
    """The picture of what Asterisk plays as it is."""
    with wave.open(str(file) if isinstance(file, Path) else io.BytesIO(file.data)) as sound:
        samples: Samples = array.array("h")
        samples.frombytes(sound.readframes(sound.getnframes()))
    return picture(samples)


@functools.cache
def _tables() -> tuple[tuple["array.array[float]", "array.array[float]"], ...]:
    """Cosine and sine of each band under a Hann window, scaled to the mean square of a tone."""
    tables = []
    for band in BANDS:
        turns = [2 * math.pi * band * n / RATE for n in range(WINDOW)]
        shape = [(1 - math.cos(2 * math.pi * n / WINDOW)) * math.sqrt(2) / WINDOW
                 for n in range(WINDOW)]  # fmt: skip
        tables.append(
            (
                array.array("d", (w * math.cos(t) for w, t in zip(shape, turns, strict=True))),
                array.array("d", (w * math.sin(t) for w, t in zip(shape, turns, strict=True))),
            )
        )
    return tuple(tables)


def _running(values: Sequence[float]) -> tuple["array.array[float]", "array.array[float]"]:
    sums, squares = array.array("d", [0.0]), array.array("d", [0.0])
    total = square = 0.0
    for value in values:
        total += value
        square += value * value
        sums.append(total)
        squares.append(square)
    return sums, squares
