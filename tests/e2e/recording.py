"""Recordings for the browser tests: two people talking in turns, as sound and as peaks."""

import hashlib
import subprocess
from functools import cache

import imageio_ffmpeg
import numpy as np

_RATE = 8000
_SLICES = 400


@cache
def talk(seconds: int) -> tuple[bytes, str, list[list[int]]]:
    """MP3, its SHA-256, peaks [left, right] 0 to 255: the client left, the employee right."""
    noise = np.random.default_rng(seconds)
    count = _RATE * seconds
    at = np.arange(count) / _RATE
    # Turns of about four seconds, syllables of a quarter of a second.
    speaks = (np.floor(at / 4 + 0.3 * np.sin(at / 5)) % 2).astype(int)
    syllables = np.abs(np.sin(at * 2 * np.pi * 2.1)) * (0.35 + 0.65 * np.abs(np.sin(at * 1.3)))
    sides = []
    for side, pitch in ((0, 130.0), (1, 210.0)):
        voice = np.sin(2 * np.pi * pitch * at) + 0.5 * np.sin(2 * np.pi * pitch * 2.7 * at)
        loud = np.where(speaks == side, syllables, 0.015)
        sides.append(np.clip(0.42 * voice * loud + 0.01 * noise.standard_normal(count), -1, 1))
    sound = np.stack(sides, axis=1)
    raw = (sound * 32767).astype("<i2").tobytes()
    mp3 = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "s16le", "-ar", str(_RATE),
         "-ac", "2", "-i", "-", "-f", "mp3", "-b:a", "32k", "-"],
        input=raw, capture_output=True, check=True,
    ).stdout  # fmt: skip
    slices = np.array_split(np.abs(sound), _SLICES)
    peaks = [[int(part[:, side].max() * 255) for side in (0, 1)] for part in slices]
    return mp3, hashlib.sha256(mp3).hexdigest(), peaks
