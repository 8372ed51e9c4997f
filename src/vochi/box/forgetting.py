"""Does what an order of the hub says: a person goes out of everything here, files go.

    hub has all entries -> CEL file away -> entries and marks rewritten, redaction chained
      -> Asterisk's own store -> logs blotted -> files removed -> journal squeezed

A crash between any two steps leaves each whole; the hub asks again until the answer is `done`.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

import httpx
import structlog
from pydantic import JsonValue, ValidationError

from vochi.box.celtail import CelTail
from vochi.box.clock import Clock
from vochi.box.link import Link
from vochi.box.scribe import Scribe
from vochi.core.link import ForgetFile, ForgetOrder
from vochi.core.privacy.eraser import Eraser
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.home import Home

log = structlog.get_logger()

#: Families of Asterisk's store whose keys are numbers of clients (`core.facts`).
_FAMILIES = ("client", "resp", "last", "sim", "sms")
#: How long the entries of before may take to the hub: it must know what it is told was rewritten.
_TILL_ACKED = 60.0
#: Marks of files that the hub has not yet got, by kind.
_ON_THE_WAY = {"recording": "upload:", "message": "upload-message:"}
#: What is no log: databases are cleaned as such, sounds by their names, the rest is the engine's.
_NO_LOG = frozenset({".db", ".db-wal", ".db-shm", ".sqlite3", ".mp3", ".wav", ".raw", ".key"})
_BLOCK = 1 << 20
_OVERLAP = 512


class Forgetting:
    """`link` is known once the box has enrolled; `path_of` tells where files of a kind lie."""

    def __init__(  # noqa: PLR0917 - the rooms it works with
        self,
        home: Home,
        scribe: Scribe,
        clock: Clock,
        ami: Ami,
        tail: CelTail,
        path_of: Mapping[str, Callable[[str], Path]],
    ) -> None:
        self._home = home
        self._scribe = scribe
        self._clock = clock
        self._ami = ami
        self._tail = tail
        self._path_of = path_of
        self._alone = asyncio.Lock()
        self.link: Link | None = None

    async def execute(self, uid: str) -> tuple[str, dict[str, JsonValue]]:
        """How it ended, as a command says it: `done` with what was done, else why not (yet)."""
        if self.link is None:
            return "failed", {"why": "offline"}
        async with self._alone:
            try:
                order = await self.link.order(uid)
                return await self._execute(uid, order)
            except (httpx.HTTPError, ValidationError):
                return "failed", {"why": "offline"}
            except (OSError, sqlite3.OperationalError, AmiError, TimeoutError) as fault:
                log.error("not_forgotten", order=uid, reason=type(fault).__name__)  # noqa: TRY400
                return "failed", {"why": "disk" if isinstance(fault, OSError) else "busy"}

    async def _execute(self, uid: str, order: ForgetOrder) -> tuple[str, dict[str, JsonValue]]:
        entries = 0
        if order.needles is not None:
            eraser = Eraser(order.needles)
            await self._tail.renew()
            async with asyncio.timeout(_TILL_ACKED):
                await self._until_acked()
            elsewhere = dict(order.entries)
            entries = await self._scribe.rewrite(
                lambda journal: journal.redact(eraser, uid, self._clock, elsewhere)
            )
            await self._clear_store(eraser)
            await asyncio.to_thread(self._blot, eraser)
        removed, kept = await self._remove(order.files)
        if order.needles is not None:
            await self._scribe.rewrite(lambda journal: journal.squeeze())
            await asyncio.to_thread(_squeeze, self._home.engine)
        log.info("forgotten", order=uid, entries=entries, files=removed, kept=kept)
        return "done", {"entries": entries, "files": removed, "kept": kept}

    async def _until_acked(self) -> None:
        """What was sealed before is at the hub as it was sealed."""
        head = self._scribe.seq
        while int(await self._scribe.read(lambda j: j.mark("acked")) or 0) < head:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def _remove(self, files: tuple[ForgetFile, ...]) -> tuple[int, int]:
        """Files that went, and those that stay since the hub has not got them."""
        removed = kept = 0
        waiting: set[str] = set()
        for prefix in _ON_THE_WAY.values():
            marks = await self._scribe.read(lambda j, p=prefix: j.marks(p))  # type: ignore[misc]
            waiting |= {value.partition(" ")[0] for value in marks.values()}
        for file in files:
            if file.sha256 in waiting:
                kept += 1
                continue
            path = self._path_of[file.kind](file.sha256)
            if path.exists():
                path.unlink(missing_ok=True)
                removed += 1
        return removed, kept

    async def _clear_store(self, eraser: Eraser) -> None:
        for family in _FAMILIES:
            try:
                found = await self._ami.items("DBGetTree", Family=family)
            except Refused:  # the family is empty
                continue
            for each in found:
                key = each.get("Key").lstrip("/").partition("/")[2]
                if eraser.touches(key):
                    with suppress(Refused):
                        await self._ami.action("DBDel", Family=family, Key=key)

    def _blot(self, eraser: Eraser) -> None:
        """Write over him in logs and in what was put aside, byte for byte: they may be open."""
        for path in _logs(self._home):
            with suppress(FileNotFoundError):
                blot_file(path, eraser)


def blot_file(path: Path, eraser: Eraser) -> None:
    """Write over a person in a file that somebody may be appending to. Raises OSError."""
    with path.open("r+b") as file:
        start = 0
        while True:
            file.seek(start)
            data = file.read(_BLOCK + _OVERLAP)
            clean = eraser.blot(data)
            if clean != data and len(clean) == len(data):
                file.seek(start)
                file.write(clean)
            if len(data) < _BLOCK + _OVERLAP:
                break
            start += _BLOCK
        file.flush()
        os.fsync(file.fileno())


def _logs(home: Home) -> Iterator[Path]:
    """Logs of ours and of the engine, and damaged journals that were put aside."""
    for folder in (home.log, home.engine / "log"):
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and path.suffix not in _NO_LOG:
                yield path
    yield from home.box.glob("*.damaged-*")


def _squeeze(engine: Path) -> None:
    """Asterisk's own store without what was deleted from it; it may be writing: then next time."""
    for store in engine.rglob("astdb.sqlite3"):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(store, timeout=5)) as db:
            db.execute("PRAGMA secure_delete=ON")
            db.execute("VACUUM")
