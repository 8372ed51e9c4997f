"""Tones of the lab: each party of it sounds on a frequency of its own (see `core.tones`)."""

from vochi.core.tones import (
    RATE,
    SHARE,
    SILENCE,
    WINDOW,
    Presence,
    Samples,
    Stretch,
    find,
    loudness,
    make,
    read,
)

__all__ = [
    "HIGHEST", "LOWEST", "RATE", "SHARE", "SILENCE", "STEP", "WINDOW", "Presence", "Samples",
    "Stretch", "find", "loudness", "make", "read",
]  # fmt: skip

STEP = 60
LOWEST = 540
HIGHEST = 3000
