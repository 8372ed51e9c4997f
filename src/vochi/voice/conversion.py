"""A sound file of people becomes what Asterisk plays: 16-bit mono 8 kHz WAV, pleasantly loud."""

import array
import tempfile
from pathlib import Path
from typing import Final

from vochi.voice.fault import VoiceFault
from vochi.voice.sound import RATE, Sound, of_file, of_samples, seconds_of
from vochi.voice.transcoder import louder, measure, read

LARGEST: Final = 100_000_000
LONGEST: Final = 3600.0
#: LUFS. A voice of the telephone beside which neither ring-back nor people startle.
LOUDNESS: Final = -21.0
#: dBFS: the companding of the line has headroom left.
PEAK: Final = -3.5
#: Noise is not made a voice: no more is added than this, dB.
_MOST: Final = 30.0
_SILENT: Final = -60.0
#: Silence around a voice: samples below this (about -46 dBFS) at either end.
_QUIET: Final = 160
_EDGE: Final = RATE // 20


def convert(source: bytes | Path, *, trim: bool = False) -> Sound:
    """Read any format that holds sound; the same input gives the same bytes.

    A file that is already 16-bit mono 8 kHz WAV stays as it is, byte for byte, unless `trim`:
    then silence is cut from both ends, and it is levelled like the others (recorded by phone).
    Raises VoiceFault `sound.*`.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST:
        raise VoiceFault("sound.too_big", mb=str(size // 1_000_000), most=str(LARGEST // 1_000_000))
    data = source if isinstance(source, bytes) else source.read_bytes()
    seconds = seconds_of(data)
    if seconds is not None and not trim:
        if seconds > LONGEST:
            raise VoiceFault("sound.too_long", minutes=str(int(LONGEST // 60)))
        return of_file(data, seconds)
    with tempfile.NamedTemporaryFile(prefix="vochi-sound-") as file:
        file.write(data)
        file.flush()
        heard = read(Path(file.name), LONGEST + 5)
    seconds = len(heard.samples) / (2 * RATE)
    if seconds > LONGEST:
        raise VoiceFault("sound.too_long", minutes=str(int(LONGEST // 60)))
    if heard.told is not None and seconds < 0.9 * heard.told - 0.5:
        raise VoiceFault("sound.broken", seconds=f"{seconds:.0f}", told=f"{heard.told:.0f}")
    if heard.peak <= _SILENT:
        raise VoiceFault("sound.silent")
    samples = trimmed(heard.samples) if trim else heard.samples
    return of_samples(level(samples, heard.loudness, heard.peak))


def level(samples: bytes, loudness: float | None = None, peak: float = 0.0) -> bytes:
    """Bring 16-bit samples to `LOUDNESS`; what is known of them need not be measured again."""
    if loudness is None:
        loudness, peak = measure(samples)
    # What is shorter than a block of the meter, 0.4 s, goes by its peak.
    gain = min(PEAK - 3.0 - peak if loudness <= -70.0 else LOUDNESS - loudness, _MOST)
    if abs(gain) < 0.5 and peak <= PEAK:
        return samples
    return louder(samples, gain, PEAK)


def trimmed(samples: bytes) -> bytes:
    """Without the silence before and behind; 50 ms of it stay."""
    values = array.array("h")
    values.frombytes(samples)
    first = next((n for n, value in enumerate(values) if abs(value) > _QUIET), None)
    if first is None:
        raise VoiceFault("sound.silent")
    last = next(n for n in range(len(values) - 1, -1, -1) if abs(values[n]) > _QUIET)
    return values[max(0, first - _EDGE) : last + 1 + _EDGE].tobytes()
