"""Faults of the machine under us as codes with facts, for `core.wording.say`."""

import errno
import sqlite3
from typing import Final

_DISK: Final = {
    errno.ENOSPC: "disk.full",
    errno.EDQUOT: "disk.full",
    errno.EACCES: "disk.no_right",
    errno.EPERM: "disk.no_right",
    errno.EROFS: "disk.read_only",
    errno.ENOENT: "disk.no_such_place",
    errno.ENOTDIR: "disk.no_such_place",
    errno.EISDIR: "disk.is_folder",
    errno.EEXIST: "disk.is_file",
    errno.EADDRINUSE: "port.taken",
    errno.EMFILE: "machine.too_many_files",
    errno.ENFILE: "machine.too_many_files",
}
#: What SQLite says, in its own words -> code.
_SQLITE: Final = {
    "full": "disk.full",
    "readonly": "disk.read_only",
    "unable to open": "disk.no_right",
    "locked": "database.busy",
    "malformed": "database.damaged",
    "not a database": "database.damaged",
}

Fault = tuple[str, dict[str, str]]


def fault_of(error: OSError | sqlite3.Error, place: str = "") -> Fault:
    """The code and facts of an error; `place` is what was worked on when the error has no name."""
    if isinstance(error, OSError):
        named = error.filename if isinstance(error.filename, str) else place
        why = error.strerror or str(error)
        return _DISK.get(error.errno or 0, "disk.failed"), {"path": named or "?", "why": why}
    return database_fault(str(error), place)


def database_fault(said: str, place: str) -> Fault:
    """The code and facts of what a database said when it failed."""
    code = next((code for words, code in _SQLITE.items() if words in said), "database.failed")
    return code, {"path": place or "?", "why": said.strip().splitlines()[0] if said else "?"}
