"""Files that go along with notices: ours by their content, others' where they lie."""

import hashlib
import time
from pathlib import Path

from django.conf import settings

from vochi.hub.stored import write_file

#: Larger ones are left out, and the text says so: many mail servers take no more.
MOST = 10 * 1024 * 1024
_KEPT = 31 * 86400


def keep(data: bytes) -> str:
    """Keep a file of ours; its place under the hub's media."""
    sha = hashlib.sha256(data).hexdigest()
    place = f"notices/{sha[:2]}/{sha}"
    path = _media() / place
    if path.exists():
        path.touch()
    else:
        write_file(path, [data], sha)
    return place


def read(place: str) -> bytes | None:
    """A file again; None when it was erased, is too large, or leads outside."""
    path = (_media() / place).resolve()
    if not path.is_relative_to(_media().resolve()):
        return None
    try:
        return path.read_bytes() if path.stat().st_size <= MOST else None
    except OSError:
        return None


def sweep() -> None:
    """Files of ours that no notice needs any more go."""
    folder = _media() / "notices"
    if not folder.is_dir():
        return
    for path in folder.glob("*/*"):
        # Notices are kept for 30 days; a file is touched whenever a notice takes it.
        if time.time() - path.stat().st_mtime > _KEPT:
            path.unlink(missing_ok=True)


def _media() -> Path:
    return Path(settings.MEDIA_ROOT)
