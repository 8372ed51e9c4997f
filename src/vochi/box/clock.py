"""Both clocks of the machine: wall time for people, monotonic time for durations."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Clock:
    """A seam: tests hand in one that jumps. `boot` names the boot that `mono` counts from."""

    boot: str

    def now(self) -> datetime:
        """Wall time, UTC."""
        return datetime.now(UTC)

    def mono(self) -> float:
        """Seconds of the monotonic clock; on Linux one for all processes of a boot."""
        return time.monotonic()


def system_clock() -> Clock:
    """The clock of this machine in this boot."""
    return Clock(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
