"""Releases of the configuration on disk: whole or not there, the last good one always at hand."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

KEEP: Final = 5
_SEAL: Final = "release.json"
_GOOD: Final = "good"


class Releases:
    """`<engine>/releases/<n>/`, `<engine>/current` -> the one that Asterisk reads.

    `release.json` holds the SHA-256 of every file and is written last; `good` is made when the
    running Asterisk took the release without complaint.
    """

    def __init__(self, engine: Path) -> None:
        self.root = engine / "releases"
        self.link = engine / "current"
        #: One more that is not pruned: the one to go back to while the newest is on probation.
        self.held: int | None = None

    def numbers(self) -> tuple[int, ...]:
        """All releases on disk, oldest first."""
        if not self.root.exists():
            return ()
        return tuple(sorted(int(p.name) for p in self.root.iterdir() if p.name.isdigit()))

    def current(self) -> int | None:
        """The one that `current` names, None before the first."""
        try:
            name = self.link.readlink().name
        except OSError:
            return None
        return int(name) if name.isdigit() else None

    def write(self, files: Mapping[str, str]) -> int:
        """A new release, on the platter when this returns. It is not current yet."""
        number = max((*self.numbers(), self.current() or 0)) + 1
        draft = self.root / f"{number}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        for name, text in files.items():
            _write(draft / name, text)
        sums = {name: _sum(text.encode()) for name, text in sorted(files.items())}
        _write(draft / _SEAL, json.dumps(sums, indent=1) + "\n")
        _sync(draft)
        draft.rename(self.root / str(number))
        _sync(self.root)
        return number

    def read(self, number: int) -> dict[str, str] | None:
        """The files of a release, None when one of them is missing or was altered."""
        place = self.root / str(number)
        try:
            sums = json.loads((place / _SEAL).read_text())
            files = {name: (place / name).read_bytes() for name in sums}
        except (OSError, ValueError, TypeError):
            return None
        if any(_sum(data) != sums[name] for name, data in files.items()):
            return None
        return {name: data.decode() for name, data in files.items()}

    def switch(self, number: int) -> None:
        """Make it current, in one step."""
        draft = self.link.with_name("current.new")
        draft.unlink(missing_ok=True)
        draft.symlink_to(Path("releases") / str(number))
        draft.replace(self.link)
        _sync(self.link.parent)

    def mark_good(self, number: int) -> None:
        """Asterisk runs it."""
        _write(self.root / str(number) / _GOOD, "")
        _sync(self.root / str(number))

    def mark_bad(self, number: int) -> None:
        """Asterisk does not run it (any more)."""
        (self.root / str(number) / _GOOD).unlink(missing_ok=True)

    def is_good(self, number: int) -> bool:
        """Whether it ever ran."""
        return (self.root / str(number) / _GOOD).exists()

    def last_good(self, but: int | None = None) -> int | None:
        """The newest good and whole release other than `but`."""
        for number in reversed(self.numbers()):
            if number != but and self.is_good(number) and self.read(number) is not None:
                return number
        return None

    def settle(self) -> int | None:
        """Before a cold start: make sure that `current` is whole, else go back to the last good.

        The one to run, None when there is none.
        """
        current = self.current()
        if current is not None and self.read(current) is not None:
            return current
        good = self.last_good(but=current)
        if good is not None:
            self.switch(good)
        return good

    def prune(self) -> None:
        """Keep the newest ones, what is current and what is the last good."""
        kept = {*self.numbers()[-KEEP:], self.current(), self.last_good(), self.held}
        for number in self.numbers():
            if number not in kept:
                shutil.rmtree(self.root / str(number), ignore_errors=True)
        for left in self.root.glob("*.new"):
            shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    # SIP passwords are inside: nobody else reads them.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
