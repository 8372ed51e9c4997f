"""The journal on disk: sealed entries, append-only, each commit durable before it is answered.

One writer (see `Scribe`); the class is synchronous and belongs to one thread at a time.

Exceptions: sqlite3.OperationalError when there is no room or the disk fails (nothing of the batch
is written, it may be tried again); `JournalDamaged` when what is on disk cannot be trusted.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.core.calls.entry import Entry, EntryKind
from vochi.core.calls.journal import (
    GENESIS,
    ChainBreak,
    check_chain,
    entry_hash,
    redactions,
    seal,
)
from vochi.core.privacy.eraser import Eraser

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, mono REAL NOT NULL, boot TEXT NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS marks (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS entries_no_update BEFORE UPDATE ON entries
WHEN NEW.seq != OLD.seq OR NEW.at != OLD.at OR NEW.kind != OLD.kind OR NEW.prev != OLD.prev
  OR NEW.hash != OLD.hash OR NOT EXISTS (SELECT 1 FROM marks WHERE key = 'redacting')
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_no_delete BEFORE DELETE ON entries
WHEN OLD.seq > COALESCE((SELECT CAST(value AS INTEGER) FROM marks WHERE key = 'pruning'), 0)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_in_order BEFORE INSERT ON entries
WHEN NEW.seq <= (SELECT COALESCE(MAX(seq), 0) FROM entries)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX IF NOT EXISTS entries_of_messages ON entries (seq) WHERE kind IN ('sms', 'sms_part');
CREATE INDEX IF NOT EXISTS entries_of_redactions ON entries (seq) WHERE kind = 'redaction';
"""
#: How much of the chain is checked at every start: this, and what the hub does not have yet, up
#: to some 5 s worth. The whole: `check()`.
CHECKED_AT_START, CHECKED_AT_MOST = 1_000, 200_000
#: A redaction is an entry like others: a push of them stays small.
_NAMED_AT_ONCE = 1_000
_COLUMNS = "seq, at, mono, boot, kind, body, prev, hash"
# SQLite's own default, said since it bounds what a start after a kill has to read again (4 MB).
_WAL_PAGES = 1_000


class JournalDamaged(Exception):  # noqa: N818 - a state of the file, said as one
    """The file is not a database any more, or its chain does not hold."""


@dataclass(frozen=True)
class Draft:
    """A fact to be sealed. `once`: a key under which only one entry may ever be written.

    `boot` names the boot of `mono` when it is not the present one (facts that were saved).
    """

    kind: EntryKind
    body: dict[str, JsonValue]
    at: datetime
    mono: float
    once: str | None = None
    boot: str | None = None

    @classmethod
    def now(
        cls, kind: EntryKind, body: dict[str, JsonValue], clock: Clock, *, once: str | None = None
    ) -> "Draft":
        """A fact of this moment."""
        return cls(kind, body, clock.now(), clock.mono(), once)


@dataclass(frozen=True)
class Batch:
    """Facts and marks that become durable together or not at all; a mark of None is removed."""

    drafts: tuple[Draft, ...] = ()
    marks: Mapping[str, str | None] = field(default_factory=dict)


class Journal:
    """`journal.db`: entries with their chain, and marks (small facts of the box's own)."""

    def __init__(self, path: Path, boot: str) -> None:
        """Open or make the file. Raises JournalDamaged, OSError, sqlite3.OperationalError."""
        self._path = path
        self._boot = boot
        path.parent.mkdir(parents=True, exist_ok=True)
        # The writer's thread is not the one that opens.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._open()
        except sqlite3.DatabaseError as fault:
            self._db.close()
            if isinstance(fault, sqlite3.OperationalError) and "malformed" not in str(fault):
                raise
            raise JournalDamaged(str(fault)) from fault
        except (JournalDamaged, ValueError):
            self._db.close()
            raise

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(f"PRAGMA wal_autocheckpoint={_WAL_PAGES}")
        self._db.execute("PRAGMA busy_timeout=5000")
        self._db.execute("PRAGMA secure_delete=ON")
        was = self._db.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'entries_no_update' "
            "AND sql NOT LIKE '%redacting%'"
        ).fetchone()
        if was:  # of a version that could forget nobody
            self._db.execute("DROP TRIGGER entries_no_update")
        self._db.executescript(_SCHEMA)
        last = self._db.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
        self._head: tuple[int, str] = last.fetchone() or self._anchor()
        head = self._head[0]
        unsent = max(int(self.mark("acked") or 0), head - CHECKED_AT_MOST)
        broken = self.check(since=min(unsent, head - CHECKED_AT_START))
        if broken is not None:
            raise JournalDamaged(f"the chain breaks at {broken.seq}: {broken.why}")

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry; (0, GENESIS) of an empty journal."""
        return self._head

    def close(self) -> None:
        """Close the file; the journal is of no use afterwards."""
        self._db.close()

    def write(self, batches: Sequence[Batch]) -> list[tuple[Entry | None, ...]]:
        """Make batches durable in one commit; the sealed entries, None where `once` was taken."""
        seq, previous = self._head
        sealed: list[tuple[Entry | None, ...]] = []
        with self._transaction():
            for batch in batches:
                entries: list[Entry | None] = []
                for draft in batch.drafts:
                    if draft.once is not None and self._is_taken(draft.once):
                        entries.append(None)
                        continue
                    entry = seal(
                        previous, seq + 1, draft.at, draft.mono, draft.boot or self._boot,
                        draft.kind, draft.body,
                    )  # fmt: skip
                    self._insert(entry)
                    if draft.once is not None:
                        self._mark(f"once:{draft.once}", str(entry.seq))
                    seq, previous = entry.seq, entry.hash
                    entries.append(entry)
                for key, value in batch.marks.items():
                    self._mark(key, value)
                sealed.append(tuple(entries))
        self._head = (seq, previous)
        return sealed

    def after(self, seq: int, limit: int) -> tuple[Entry, ...]:
        """At most `limit` entries behind `seq`, in order."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
            (seq, limit),
        )
        return tuple(map(read_row, rows))

    def last(self, kind: EntryKind) -> Entry | None:
        """The newest entry of a kind; reads backwards from the end."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE kind = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608
            (kind,),
        ).fetchone()
        return None if row is None else read_row(row)

    def messages(self, seq: int, limit: int) -> tuple[Entry, ...]:
        """At most `limit` entries `sms` and `sms_part` behind `seq`, in order; by an index."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE kind IN ('sms', 'sms_part') "  # noqa: S608
            "AND seq > ? ORDER BY seq LIMIT ?",
            (seq, limit),
        )
        return tuple(map(read_row, rows))

    def cel(self, event: str, after: int, through: int) -> tuple[Entry, ...]:
        """CEL entries of one kind of event between two numbers; reads all that lies between."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE seq > ? AND seq <= ? AND kind = 'cel' "  # noqa: S608
            "AND substr(body, 1, ?) = ? ORDER BY seq",
            (after, through, len(begin := f'{{"EventType":"{event}",'), begin),
        )
        return tuple(map(read_row, rows))

    def mark(self, key: str) -> str | None:
        """The value of a mark."""
        row = self._db.execute("SELECT value FROM marks WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def marks(self, prefix: str) -> dict[str, str]:
        """All marks whose key begins with `prefix`, by the rest of the key."""
        rows = self._db.execute(
            "SELECT key, value FROM marks WHERE key >= ? AND key < ? ORDER BY key",
            (prefix, prefix + "\U0010ffff"),
        )
        return {key[len(prefix) :]: value for key, value in rows}

    def check(self, since: int = 0) -> ChainBreak | None:
        """The first break of the chain behind `since`, or None."""
        begin, previous = self._anchor()
        if since > begin:
            row = self._db.execute("SELECT seq, hash FROM entries WHERE seq = ?", (since,))
            begin, previous = row.fetchone() or (begin, previous)
        known = self.redacted()
        for part in self._parts(begin):
            broken = check_chain(part, after=(begin, previous), redacted=known)
            if broken is not None:
                return broken
            begin, previous = part[-1].seq, part[-1].hash
        return None

    def redacted(self) -> dict[int, str]:
        """Entries that were rewritten, and SHA-256 of what stands there now; by an index."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entries WHERE kind = 'redaction' ORDER BY seq"  # noqa: S608
        )
        return redactions(map(read_row, rows))

    def redact(self, eraser: Eraser, order: str, clock: Clock, elsewhere: Mapping[int, str]) -> int:
        """Take a person out of all entries and marks, in one commit with the redactions that say
        so; how many entries were rewritten. `elsewhere` are those of the hub, which may have
        what was pruned here. Twice is once.
        """
        clean: list[Entry] = []
        for part in self._parts(self._anchor()[0]):
            clean += [each for each in map(eraser.entry, part) if each is not None]
        begin, known = self._anchor()[0], self.redacted()
        named = {seq: digest for seq, digest in elsewhere.items()
                 if seq <= begin and known.get(seq) != digest}  # fmt: skip
        named |= {each.seq: entry_hash(each) for each in clean}
        seq, previous = self._head
        with self._transaction():
            self._mark("redacting", order)
            self._db.executemany(
                "UPDATE entries SET body = ? WHERE seq = ?",
                [(_body(each.body), each.seq) for each in clean],
            )
            for key, value in self.marks("").items():
                other = eraser.text(key), eraser.text(value)
                if other != (key, value):
                    self._mark(key, None)
                    self._mark(*other)
            told = sorted(named.items())
            for start in range(0, len(told), _NAMED_AT_ONCE):
                body: dict[str, JsonValue] = {
                    "order": order,
                    "entries": [[*pair] for pair in told[start : start + _NAMED_AT_ONCE]],
                }
                entry = seal(
                    previous, seq + 1, clock.now(), clock.mono(), self._boot, "redaction", body
                )
                self._insert(entry)
                seq, previous = entry.seq, entry.hash
            self._mark("redacting", None)
        self._head = (seq, previous)
        return len(clean)

    def squeeze(self) -> None:
        """Leave nothing of what was deleted or rewritten in the file or beside it. Raises
        sqlite3.OperationalError without room for a second copy.
        """
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def prune(self, through: int, older_than: timedelta, now: datetime) -> int:
        """Forget entries up to `through` that are older; the number of the last one forgotten.

        Only what the hub has acknowledged may go; the hash of the last one forgotten stays as the
        anchor from which the rest of the chain is checked.
        """
        acked = int(self.mark("acked") or 0)
        limit = (now.astimezone(UTC) - older_than).isoformat()
        # A prefix only: the first young entry ends it.
        young = self._db.execute(
            "SELECT MIN(seq) FROM entries WHERE at >= ? OR seq > ?", (limit, min(through, acked))
        ).fetchone()[0]
        row = self._db.execute(
            "SELECT seq, hash FROM entries WHERE seq < ? ORDER BY seq DESC LIMIT 1",
            (young if young is not None else self._head[0] + 1,),
        ).fetchone()
        if row is None:
            return self._anchor()[0]
        seq, digest = row
        with self._transaction():
            self._mark("anchor", json.dumps([seq, digest]))
            self._mark("pruning", str(seq))
            self._db.execute("DELETE FROM entries WHERE seq <= ?", (seq,))
            self._db.execute(
                "DELETE FROM marks WHERE key >= 'once:' AND key < 'once;' "
                "AND CAST(value AS INTEGER) <= ?",
                (seq,),
            )
            self._mark("pruning", None)
        return int(seq)

    def begin_after(self, seq: int, digest: str) -> None:
        """Let an empty journal go on from an entry that is known elsewhere."""
        if self._head != (0, GENESIS):
            raise ValueError("the journal has a beginning already")
        with self._transaction():
            self._mark("anchor", json.dumps([seq, digest]))
        self._head = (seq, digest)

    def _anchor(self) -> tuple[int, str]:
        told = self.mark("anchor")
        if told is None:
            return (0, GENESIS)
        seq, digest = json.loads(told)
        return int(seq), str(digest)

    def _parts(self, after: int) -> Iterator[tuple[Entry, ...]]:
        while part := self.after(after, 1_000):
            yield part
            after = part[-1].seq

    def _is_taken(self, once: str) -> bool:
        return self.mark(f"once:{once}") is not None

    def _insert(self, entry: Entry) -> None:
        self._db.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",  # noqa: S608
            (
                entry.seq, entry.at.isoformat(), entry.mono, entry.boot, entry.kind,
                _body(entry.body), entry.prev, entry.hash,
            ),
        )  # fmt: skip

    def _mark(self, key: str, value: str | None) -> None:
        if value is None:
            self._db.execute("DELETE FROM marks WHERE key = ?", (key,))
        else:
            self._db.execute(
                "INSERT INTO marks VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value = ?2",
                (key, value),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise


def _body(body: Mapping[str, JsonValue]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read_row(row: tuple[int, str, float, str, str, str, str, str]) -> Entry:
    """The entry of a row of the table, columns in their order. Raises ValueError."""
    seq, at, mono, boot, kind, body, prev, digest = row
    return Entry.model_validate(
        {
            "seq": seq, "at": at, "mono": mono, "boot": boot, "kind": kind,
            "body": json.loads(body), "prev": prev, "hash": digest,
        }
    )  # fmt: skip
