"""Work on a sound that is kept: a part of it, faded, levelled by EBU R128, and measured.

Loudness is measured, the gain worked out and put on, and what came out measured again: a limiter
takes a little of loud speech, which the next pass gives back.
"""

import array
from dataclasses import dataclass
from typing import Final

from vochi.voice.conversion import LOUDNESS, PEAK, trimmed
from vochi.voice.fault import VoiceFault
from vochi.voice.sound import RATE, Sound, of_samples
from vochi.voice.transcoder import louder, meter

#: dBTP. Between two samples the wave may be higher than both; what a-law makes of it is a click.
TRUE_PEAK: Final = -2.0
#: Noise is not made a voice: no more is added than this, dB.
_MOST: Final = 40.0
_NEAR: Final = 0.3
_PASSES: Final = 5
#: A block of the meter is 0.4 s: what is shorter has no loudness.
_UNMEASURED: Final = -69.9
_HEADER: Final = 44
#: A cut in the middle of a wave clicks: so many seconds of fade are there anyway.
_SOFT: Final = 0.005


@dataclass(frozen=True)
class Level:
    """`loudness` in LUFS, None for what is too short or too quiet to have one; `peak` in dBTP."""

    loudness: float | None
    peak: float


@dataclass(frozen=True)
class Cut:
    """Seconds: what stays of a sound (`end` None: to its end), and how long it fades."""

    start: float = 0.0
    end: float | None = None
    fade_in: float = 0.0
    fade_out: float = 0.0


def level_of(sound: Sound) -> Level:
    """How loud a kept sound is."""
    return _measured(sound.data[_HEADER:])


def edit(sound: Sound, cut: Cut, *, is_trimmed: bool = False, is_levelled: bool = False) -> Sound:
    """The part of a kept sound, the same edit of the same sound gives the same bytes.

    `is_trimmed`: silence at both ends goes. Raises VoiceFault `sound.bad_cut`,
    `sound.nothing_left`, `sound.silent`.
    """
    samples = _part(sound, cut)
    if is_trimmed:
        samples = trimmed(samples)
    if is_levelled:
        samples = levelled(samples)
    return of_samples(_faded(samples, cut, sound.seconds))


def levelled(samples: bytes) -> bytes:
    """16-bit 8 kHz samples at `LOUDNESS`, no true peak above `TRUE_PEAK`."""
    was = _measured(samples)
    if was.loudness is None:
        gain = min(PEAK - 3.0 - was.peak, _MOST)
        return samples if abs(gain) < 0.5 else louder(samples, gain, PEAK)
    gain, limit, made, now = 0.0, PEAK, samples, was
    for _ in range(_PASSES):
        off = LOUDNESS - (now.loudness if now.loudness is not None else LOUDNESS)
        over = max(0.0, now.peak - TRUE_PEAK)
        if abs(off) <= _NEAR and not over:
            break
        gain, limit = min(gain + off, _MOST), limit - over
        made = louder(samples, gain, limit)
        now = _measured(made)
    return made


def _part(sound: Sound, cut: Cut) -> bytes:
    end = sound.seconds if cut.end is None else min(cut.end, sound.seconds)
    if not 0 <= cut.start < end:
        raise VoiceFault("sound.bad_cut")
    samples = sound.data[_HEADER:][2 * int(cut.start * RATE) : 2 * int(end * RATE)]
    if not samples:
        raise VoiceFault("sound.nothing_left")
    return samples


def _faded(samples: bytes, cut: Cut, seconds: float) -> bytes:
    values = array.array("h")
    values.frombytes(samples)
    is_cut_off = cut.end is not None and cut.end < seconds
    rise = int(max(cut.fade_in, _SOFT if cut.start > 0 else 0.0) * RATE)
    fall = int(max(cut.fade_out, _SOFT if is_cut_off else 0.0) * RATE)
    most = len(values)
    for n in range(min(rise, most)):
        values[n] = round(values[n] * n / rise)
    for n in range(min(fall, most)):
        values[most - 1 - n] = round(values[most - 1 - n] * n / fall)
    return values.tobytes()


def _measured(samples: bytes) -> Level:
    loudness, peak = meter(samples)
    return Level(None if loudness <= _UNMEASURED else loudness, peak)
