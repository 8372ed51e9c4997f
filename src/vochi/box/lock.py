"""One box for one home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class HomeTaken(Exception):  # noqa: N818 - says what happened
    """Another box serves this home; `pid` is its process."""

    def __init__(self, root: Path, pid: str) -> None:
        super().__init__(f"a box already serves {root} (pid {pid})")
        self.code = "home.taken"
        self.facts = {"path": str(root), "pid": pid}


@contextmanager
def alone(root: Path, file: Path) -> Iterator[None]:
    """Hold the home; the kernel lets go of it however this process ends. Raises HomeTaken."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeTaken(root, held.read().strip() or "?") from None
        with suppress(OSError):  # the number is for people; a full disk is no reason to stay away
            held.truncate(0)
            held.write(str(os.getpid()))
            held.flush()
        yield
