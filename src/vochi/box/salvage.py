"""A damaged journal is put aside, what can still be read of it is kept, and the box goes on.

The hub, if there is one, has the beginning of the chain: a new journal goes on from the hub's end
of it, and what was saved and the hub lacks is sealed anew behind that.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from pydantic import JsonValue

from vochi.box.journal import Batch, Draft, Journal, JournalDamaged, read_row
from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import holds, redactions

#: What the box itself reads again at every start (`core.gsm.outbox`, `joining`): the hub has it,
#: but the box goes on from its own journal. The same entry twice is one to whoever reads them.
_OWN = frozenset({"sms", "sms_part"})
_OWN_FOR = timedelta(hours=96)
#: Marks that name an entry by its number.
_NUMBERED = frozenset({"sms:floor", "sms_part:floor", "sms:asked"})


@dataclass(frozen=True)
class Saved:
    """What could be read of a damaged journal: `aside` is the file, `why` what was wrong."""

    aside: Path
    why: str
    entries: tuple[Entry, ...]
    marks: dict[str, str]


def open_journal(path: Path, boot: str) -> tuple[Journal, Saved | None]:
    """Open the journal, or an empty one in place of a damaged file.

    With something saved nothing may be written before `restore`: new facts would bear numbers
    that the hub takes for old ones. Raises OSError, sqlite3.OperationalError without room.
    """
    try:
        return Journal(path, boot), None
    except JournalDamaged as fault:
        why = str(fault)
    aside = _put_aside(path)
    saved = Saved(aside, why, tuple(_read_entries(aside)), _read_marks(aside))
    return Journal(path, boot), saved


def restore(journal: Journal, saved: Saved, after: tuple[int, str] | None) -> None:
    """Go on behind `after` (number, hash: the hub's end of the chain), or anew without a hub."""
    seq = 0
    if after is not None:
        seq = after[0]
        journal.begin_after(*after)
    newest = max((e.at for e in saved.entries), default=None)
    drafts = tuple(
        Draft(kind=e.kind, body=e.body, at=e.at, mono=e.mono, boot=e.boot)
        for e in saved.entries
        if e.seq > seq or (newest is not None and e.kind in _OWN and newest - e.at < _OWN_FOR)
    )
    drafts += tuple(_doubtful(saved.entries, seq))
    marks: dict[str, str | None] = {**saved.marks, "acked": str(seq)}
    marks.pop("anchor", None)
    for name in _NUMBERED & marks.keys():  # entries have other numbers now
        marks[name] = str(seq)
    journal.write([Batch(drafts, marks)])


def _doubtful(entries: tuple[Entry, ...], end: int) -> Iterator[Draft]:
    """Messages that waited, and of which an entry may be lost that says that they were sent: they
    count as being sent, which a start makes `unknown`.
    """
    waits: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind == "sms" and entry.body.get("dir") == "out":
            name = str(entry.body.get("id"))
            waits.pop(name, None)
            if entry.body.get("state") == "queued":
                waits[name] = entry
    known = [entry.seq for entry in entries]
    newest = max([end, *known[-1:]])
    gaps = [before for before, after in pairwise([*known, newest + 1]) if after > before + 1]
    for name, entry in waits.items():
        if gaps and entry.seq <= gaps[-1]:
            body: dict[str, JsonValue] = {"dir": "out", "id": name, "state": "sending"}
            last = entries[-1]
            yield Draft(kind="sms", body=body, at=last.at, mono=last.mono, boot=last.boot)


def _put_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    path.rename(aside)
    return aside


def _read_marks(path: Path) -> dict[str, str]:
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT key, value FROM marks WHERE key != 'anchor'")
        return {str(key): str(value) for key, value in rows}
    return {}


def _read_entries(path: Path) -> list[Entry]:
    """All entries that can be read and are what was sealed: from the front, then from the back."""
    front = list(_walk(path, "ASC"))
    known = {entry.seq for entry in front}
    back = [entry for entry in _walk(path, "DESC") if entry.seq not in known]
    return front + back[::-1]


def _walk(path: Path, order: str) -> Iterator[Entry]:
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as db:
        redacted = _redacted(db)
        rows = db.execute(
            f"SELECT seq, at, mono, boot, kind, body, prev, hash FROM entries ORDER BY seq {order}"  # noqa: S608
        )
        for row in rows:
            try:
                entry = read_row(row)
            except (ValueError, TypeError):
                continue
            if holds(entry, redacted):
                yield entry


def _redacted(db: sqlite3.Connection) -> dict[int, str]:
    """What the redactions say that can be read; one that is lost makes its entries unreadable."""
    found: list[Entry] = []
    with suppress(sqlite3.DatabaseError):
        for row in db.execute(
            "SELECT seq, at, mono, boot, kind, body, prev, hash FROM entries "
            "WHERE kind = 'redaction' ORDER BY seq"
        ):
            with suppress(ValueError, TypeError):
                found.append(read_row(row))
    return redactions(found)
