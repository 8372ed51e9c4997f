"""Files that must survive a power cut: written aside, synced, then renamed into place."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path


class WrongContentError(ValueError):
    """What came is not the file that its hash promised."""


def write_file(path: Path, parts: Iterable[bytes], sha256: str) -> int:
    """Write `parts` to `path`, all or nothing; bytes written. Raises WrongContentError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    seen, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as out:
            draft.chmod(0o600)
            for part in parts:
                seen.update(part)
                size += len(part)
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
        if seen.hexdigest() != sha256:
            raise WrongContentError(f"promised {sha256}, came {seen.hexdigest()}")
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the new name itself must survive as well
        finally:
            os.close(folder)
    finally:
        draft.unlink(missing_ok=True)
    return size
