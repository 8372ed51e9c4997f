"""The CEL file as Asterisk writes it: read from a position, found again after any rotation.

Nothing is kept between reads but the position, so a kill of the box at any point is nothing but
another read. Asterisk opens the file anew for every row, so it may be renamed at any moment.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from vochi.box.rows import Row, split_rows
from vochi.core.frozen import Frozen

CHUNK = 256 * 1024
ROTATE_AT = 16 * 1024 * 1024
_MARK = 256


class Position(Frozen):
    """Up to where a file has been read: `mark` is SHA-256 of the 256 bytes before `offset`.

    The mark tells the same file from a new one that got the same inode, and finds the copy that
    was made before a file was truncated.
    """

    inode: int
    offset: int
    mark: str


@dataclass(frozen=True)
class Chunk:
    """Rows read and the position behind them; `done` is a file of ours that may be removed
    once the position is safe. No rows and the position as before: nothing new.
    """

    rows: tuple[Row, ...]
    position: Position | None
    done: Path | None = None
    lost_track: bool = False


class CelFile:
    """`path` and the files beside it that rotation made of it (`cel.csv*`)."""

    def __init__(self, path: Path, rotate_at: int = ROTATE_AT) -> None:
        self._path = path
        self._rotate_at = rotate_at

    @property
    def path(self) -> Path:
        """The file that Asterisk writes."""
        return self._path

    @property
    def read_file(self) -> Path:
        """What the file is renamed to when it has been read and is big."""
        return self._path.with_name(self._path.name + ".read")

    def read(self, position: Position | None) -> Chunk:
        """The next rows. Raises OSError when the file cannot be read (not: when it is absent)."""
        # Before the old file is read: what is in the new one was written after the old one's end.
        newer = _stat(self._path)
        if position is None:
            if newer is None:
                return Chunk((), None)
            position = _start(newer.st_ino)
        place = self._find(position, newer)
        if place is None:
            if newer is None:
                return Chunk((), position)
            return Chunk((), _start(newer.st_ino), lost_track=True)
        if newer is not None and place == self._path:
            return self._read_current(place, position)
        return self._read_old(place, position, newer)

    def _read_current(self, place: Path, position: Position) -> Chunk:
        with place.open("rb") as file:
            rows, after = _read(file.fileno(), position)
            size = os.fstat(file.fileno()).st_size
            is_same = os.fstat(file.fileno()).st_ino == position.inode
        if not is_same:
            return Chunk((), position)
        # Not at the first read: who dies before it is committed must find the file in its place.
        if position.offset and after.offset == size >= self._rotate_at:
            place.rename(self.read_file)
        return Chunk(rows, after)

    def _read_old(self, place: Path, position: Position, newer: os.stat_result | None) -> Chunk:
        # A row may still be on its way into the old file until the first one is in the new.
        # A copy is over: what it was copied from has been truncated.
        is_over = newer is not None and (newer.st_size > 0 or newer.st_ino == position.inode)
        with place.open("rb") as file:
            rows, after = _read(file.fileno(), position)
            if rows or newer is None or not is_over:
                return Chunk(rows, after)
            rows, after = _read(file.fileno(), position, final=True)
            if after.offset < os.fstat(file.fileno()).st_size:
                return Chunk(rows, after)
            old = os.fstat(file.fileno())
        done = place if place == self.read_file else None
        following = newer.st_ino
        if old.st_ino == position.inode:
            later = [s for s in self._siblings() if s[1].st_mtime_ns > old.st_mtime_ns]
            following = min(later, key=lambda s: s[1].st_mtime_ns)[1].st_ino if later else following
        return Chunk(rows, _start(following), done)

    def _find(self, position: Position, newer: os.stat_result | None) -> Path | None:
        if newer and newer.st_ino == position.inode and _fits(self._path, position):
            return self._path
        beside = self._siblings()
        for path, stat in beside:
            if stat.st_ino == position.inode and _fits(path, position):
                return path
        if position.offset:
            for path, _ in beside:
                if _fits(path, position):
                    return path
        return None

    def _siblings(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in sorted(self._path.parent.glob(self._path.name + "?*")):
            stat = _stat(path)
            if stat is not None:
                found.append((path, stat))
        return found


def _start(inode: int) -> Position:
    return Position(inode=inode, offset=0, mark=_digest(b""))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _fits(path: Path, position: Position) -> bool:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < position.offset:
                return False
            length = min(_MARK, position.offset)
            before = os.pread(file.fileno(), length, position.offset - length)
    except FileNotFoundError:
        return False
    return _digest(before) == position.mark


def _read(fd: int, position: Position, *, final: bool = False) -> tuple[tuple[Row, ...], Position]:
    length = min(_MARK, position.offset)
    data = os.pread(fd, length + CHUNK, position.offset - length)
    rows, used = split_rows(data[length:], final=final and len(data) < length + CHUNK)
    if not used:
        return (), position
    read = data[: length + used]
    offset = position.offset + used
    return rows, Position(
        inode=position.inode, offset=offset, mark=_digest(read[-min(_MARK, offset) :])
    )
