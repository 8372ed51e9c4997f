"""Room on the disk: an alarm before it ends, and a reserve for the hours when it has ended.

Asterisk drops CEL rows that it cannot write. So blocks behind the end of its file are its own
already, whoever fills the disk; the journal waits, and takes the rows when there is room again.
And a file of nothing is kept beside the journal: it is let go of when the disk is full, and
recordings and the journal go on in its room until a person makes more.
"""

import asyncio
import ctypes
import os
from contextlib import suppress
from pathlib import Path

import structlog

from vochi.box.alarm import Alarm, TellAlarms

log = structlog.get_logger()

_LOOK_EVERY = 5.0
_MB = 1 << 20
#: fallocate(2): blocks are taken, the size of the file stays.
_KEEP_SIZE = 1
#: For CEL rows: some 30,000, or 2,000 calls; taken anew when half of it is used.
AHEAD = 16 * _MB


class Room:
    """Watches the disk of `folder`, on which `cel` lies, too.

    Bytes: `low` is free when the alarm is raised, `full` when the reserve is given up.
    `on_change` is told the alarms whenever they change.
    """

    def __init__(  # noqa: PLR0917 - sizes that tests make small
        self,
        folder: Path,
        cel: Path,
        on_change: TellAlarms,
        reserve: int = 64 * _MB,
        low: int = 512 * _MB,
        full: int = 16 * _MB,
    ) -> None:
        self._folder = folder
        self._cel = cel
        self._file = folder / "reserve"
        self._on_change = on_change
        self._reserve, self._low, self._full = reserve, low, full
        self._alarms: tuple[Alarm, ...] = ()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(_LOOK_EVERY)

    def look(self) -> tuple[Alarm, ...]:
        """Look once: give up or make the reserve, tell a change."""
        with suppress(OSError):
            allocate_ahead(self._cel)
        with suppress(OSError):
            # In this order: an alarm is written to disk, too.
            self._keep_reserve()
        alarms = self._judge()
        if [each.code for each in alarms] != [each.code for each in self._alarms]:
            log.warning("alarms", codes=[each.code for each in alarms])
            self._on_change(alarms)
        self._alarms = alarms
        return alarms

    def _keep_reserve(self) -> None:
        free = self._free()
        if free < self._full:
            self._file.unlink(missing_ok=True)
        elif free > self._low + self._reserve and not self._file.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._file.with_suffix(".new")
            with draft.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._reserve)
            draft.replace(self._file)

    def _judge(self) -> tuple[Alarm, ...]:
        try:
            free = self._free()
        except OSError as fault:
            facts = {"path": str(self._folder), "why": fault.strerror or str(fault)}
            return (Alarm(code="disk.failed", facts=facts),)
        if free >= self._low:
            return ()
        is_full = free < self._full or not self._file.exists()
        facts = {"path": str(self._folder), "free_mb": str(free // _MB)}
        return (Alarm(code="disk.ends" if is_full else "disk.low", facts=facts),)

    def _free(self) -> int:
        disk = os.statvfs(self._folder)
        return disk.f_bavail * disk.f_frsize


def allocate_ahead(file: Path, ahead: int = AHEAD) -> None:
    """Let an existing file own `ahead` bytes behind its end. Raises OSError: no room, no such
    file, or a file system that cannot do it.
    """
    with file.open("r+b") as held:
        stat = os.fstat(held.fileno())
        if stat.st_blocks * 512 - stat.st_size >= ahead // 2:
            return
        libc = ctypes.CDLL(None, use_errno=True)
        size = ctypes.c_int64(ahead)
        if libc.fallocate64(held.fileno(), _KEEP_SIZE, ctypes.c_int64(stat.st_size), size):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(file))
