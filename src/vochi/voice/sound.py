"""What Asterisk plays without work: 16-bit mono 8 kHz WAV."""

import hashlib
import io
import wave
from dataclasses import dataclass

RATE = 8000
#: Bytes of a second.
SECOND = 2 * RATE


@dataclass(frozen=True)
class Sound:
    """`data` is a whole WAV file, `sha256` its hash, `seconds` its length."""

    data: bytes
    sha256: str
    seconds: float


def of_samples(samples: bytes) -> Sound:
    """A sound of 16-bit 8 kHz samples; the same samples give the same bytes."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return of_file(file.getvalue(), len(samples) / SECOND)


def of_file(data: bytes, seconds: float) -> Sound:
    """A sound that is a fitting file already."""
    return Sound(data, hashlib.sha256(data).hexdigest(), seconds)


def seconds_of(data: bytes) -> float | None:
    """Length of a file that Asterisk plays as it is; None: it is anything else."""
    try:
        with wave.open(io.BytesIO(data)) as sound:
            kind = (sound.getsampwidth(), sound.getnchannels(), sound.getframerate())
            frames = sound.getnframes()
            # A header may promise more than there is, or less.
            is_whole = len(sound.readframes(frames)) == 2 * frames
    except (wave.Error, EOFError, RuntimeError):
        return None
    return frames / RATE if kind == (2, 1, RATE) and frames and is_whole else None
