"""What a party heard: its raw recording, put on the clock of the lab."""

from dataclasses import dataclass
from pathlib import Path

from vochi.lab import tones


@dataclass(frozen=True)
class Hearing:
    """Sound that reached one party in one call, from `began_at` (seconds of the lab's clock) on.

    Asterisk writes in blocks of up to two seconds: complete only when the call is over.
    """

    file: Path
    began_at: float

    def sound(self) -> tones.Samples:
        """The samples so far, 8 kHz."""
        raw = self.file.read_bytes() if self.file.exists() else b""
        return tones.read(raw)[0]

    def find(self, tone: int) -> tones.Presence:
        """Where the tone is; seconds count from `began_at`."""
        return tones.find(self.sound(), tone)

    def loudness(self) -> float:
        """RMS of everything heard, dBFS."""
        return tones.loudness(self.sound())
