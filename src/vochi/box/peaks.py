"""The shape of a recording to draw: the loudest sample of each of some 400 pieces, per side."""

import mmap
from itertools import pairwise
from pathlib import Path

#: 16-bit samples, 8 kHz, client left and employee right.
RATE = 8000
FRAME = 4
_POINTS = 400
# Pure Python must not hold the interpreter for seconds over an hour of talk: a piece of more
# frames than this is looked at in even steps, which hardly ever misses its loudest syllable.
_LOOKED_AT = 2000


def read_peaks(raw: Path, points: int = _POINTS) -> list[list[int]]:
    """`[[left 0..255, right 0..255], ...]` of a headerless file; at most `points` pairs."""
    frames = raw.stat().st_size // FRAME
    if not frames:
        return []
    count = min(points, frames)
    edges = [frames * i // count for i in range(count + 1)]
    with (
        raw.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
        memoryview(data) as whole,
        whole[: frames * FRAME] as cut,
        cut.cast("h") as samples,
    ):
        return [
            [_loudest(samples, begin, end, side) for side in (0, 1)]
            for begin, end in pairwise(edges)
        ]


def _loudest(samples: "memoryview[int]", begin: int, end: int, side: int) -> int:
    step = max(1, (end - begin) // _LOOKED_AT)
    # Slices with a step of a memoryview are views; tolist copies at C speed.
    piece = samples[2 * begin + side : 2 * end : 2 * step].tolist()
    return min(255, max(*piece, -min(piece)) * 255 // 32767)
