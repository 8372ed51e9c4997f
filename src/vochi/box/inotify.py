"""Told by the kernel when a directory changes: no CPU while idle, milliseconds when not."""

import asyncio
import ctypes
import os
from pathlib import Path
from types import TracebackType
from typing import Self

#: Kinds of changes: written to or renamed or made; or closed behind a writer.
CHANGED = 0x2 | 0x40 | 0x80 | 0x100
CLOSED = 0x8 | 0x80


class Watch:
    """Changes inside one directory. Without inotify (no watches left) `wait` just times out."""

    def __init__(self, directory: Path, kinds: int = CHANGED) -> None:
        self._directory = directory
        self._kinds = kinds
        self._changed = asyncio.Event()
        self._fd = -1

    def __enter__(self) -> Self:
        libc = ctypes.CDLL(None, use_errno=True)
        self._fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd >= 0:
            if libc.inotify_add_watch(self._fd, os.fsencode(self._directory), self._kinds) < 0:
                self._close()
            else:
                asyncio.get_running_loop().add_reader(self._fd, self._read)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
            self._close()

    @property
    def is_live(self) -> bool:
        """Whether the kernel tells; else somebody has to look often."""
        return self._fd >= 0

    def clear(self) -> None:
        """Forget changes so far; call before looking, so that none falls in between."""
        self._changed.clear()

    async def wait(self, seconds: float) -> None:
        """Return on a change since `clear`, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    def _read(self) -> None:
        while True:
            try:
                if not os.read(self._fd, 65536):
                    return
            except BlockingIOError:
                break
        self._changed.set()

    def _close(self) -> None:
        os.close(self._fd)
        self._fd = -1
