"""In whose hands a parcel is: one name for each process of the hub, known to live by a lock.

The kernel lets go of a lock when its process ends, however it ends: so a name whose lock can be
had is of a dead one, and no clock is asked. Hubs of other homes are not seen here; what they had
in hand is free when its time is over.
"""

import contextlib
import fcntl
import os
import secrets
import threading
from pathlib import Path
from typing import IO

from django.conf import settings

_lock = threading.Lock()
_held: list[tuple[str, IO[bytes]]] = []


def mine() -> str:
    """The name of this process, of at most 40 characters; from now on it is seen to live."""
    with _lock:
        if not _held or _held[0][0].partition(".")[0] != str(os.getpid()):
            _held[:] = [_begin()]
        return _held[0][0]


def gone() -> tuple[str, ...]:
    """Names of hubs of this home that are dead and have not been forgotten."""
    names = (file.stem for file in sorted(_folder().glob("*.hand")))
    return tuple(name for name in names if not _lives(name))


def forget(name: str) -> None:
    """It has nothing in hand any more."""
    _file(name).unlink(missing_ok=True)


def _begin() -> tuple[str, IO[bytes]]:
    name = f"{os.getpid()}.{secrets.token_hex(8)}"
    file = _file(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    held = draft.open("wb")
    fcntl.flock(held, fcntl.LOCK_EX)
    # Only now may others see it: without its lock it would seem to be dead.
    draft.rename(file)
    return name, held


def _lives(name: str) -> bool:
    if _held and _held[0][0] == name:
        return True
    try:
        with _file(name).open("rb") as file:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return False
            return True
    except FileNotFoundError:
        return True  # another one took over just now


def _file(name: str) -> Path:
    return _folder() / f"{name}.hand"


def _folder() -> Path:
    folder: Path = settings.HOME.run / "hubs"
    return folder
