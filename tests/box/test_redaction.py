"""A person goes out of the journal of the box: whole or not at all, whatever is killed when."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from box.conftest import until
from vochi.box.celfile import CelFile
from vochi.box.celtail import CelTail
from vochi.box.clock import Clock, system_clock
from vochi.box.forgetting import blot_file
from vochi.box.journal import Batch, Draft, Journal, JournalDamaged
from vochi.box.salvage import open_journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles

NUMBER, NAME = "+375291234567", "Семён Забывайкин"
WHO = Needles(numbers=(NUMBER,), names=(NAME,), pseudonym="+0375298123450")
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)


def filled(path: Path, count: int = 40) -> Journal:
    journal = Journal(path, "boot")
    for place in range(count):
        number = NUMBER if place % 3 == 0 else "+375447654321"
        body = {"EventType": "CHAN_START", "num": number, "name": NAME if place % 3 == 0 else "B",
                "UniqueID": f"1785312000.{place}"}  # fmt: skip
        marks = {f"sms:asked:{NUMBER}": "1"} if place == 0 else {}
        journal.write([Batch((Draft("cel", {**body}, NOON, float(place)),), marks)])
    return journal


def spelled(data: bytes) -> list[bytes]:
    needles = [b"1234567", NAME.encode(), NAME.encode("utf-16-le"), NAME.encode("utf-16-be"),
               b"\\u0421\\u0435\\u043c\\u0451\\u043d"]  # fmt: skip
    return [each for each in needles if each in data]


def left(folder: Path) -> dict[str, list[bytes]]:
    """What still speaks of him in any file, byte by byte."""
    files = {str(p): spelled(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}
    return {name: found for name, found in files.items() if found}


def test_redacted_and_nothing_in_the_bytes(tmp_path: Path) -> None:
    journal = filled(tmp_path / "journal.db")
    assert left(tmp_path)
    hashes = [entry.hash for entry in journal.after(0, 100)]
    assert journal.redact(Eraser(WHO), "order", system_clock(), {}) == 14
    journal.squeeze()
    assert left(tmp_path) == {}
    assert journal.check() is None
    entries = journal.after(0, 100)
    assert [entry.hash for entry in entries[:40]] == hashes
    assert entries[-1].kind == "redaction"
    assert entries[0].body["num"] == WHO.pseudonym
    assert journal.marks("sms:asked:") == {WHO.pseudonym: "1"}
    # Again: nothing is left to do, and nothing is written.
    assert journal.redact(Eraser(WHO), "order", system_clock(), {}) == 0
    assert journal.head[0] == len(entries)
    journal.close()
    again = Journal(tmp_path / "journal.db", "boot-2")
    assert again.check() is None
    again.close()


def test_the_journal_is_rewritten_by_a_redaction_alone(tmp_path: Path) -> None:
    journal = filled(tmp_path / "journal.db")
    journal.redact(Eraser(WHO), "order", system_clock(), {})
    journal.close()
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        for change in ("body = '{}'", "hash = 'x'", "at = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(f"UPDATE entries SET {change} WHERE seq = 1")
        db.execute("DROP TRIGGER entries_no_update")
        db.execute("UPDATE entries SET body = replace(body, '+0375298', '+0375299') WHERE seq = 1")
        db.commit()
    with pytest.raises(JournalDamaged, match="breaks at 1: edited"):
        Journal(tmp_path / "journal.db", "boot")


def test_what_was_pruned_here_is_named_as_the_hub_says(tmp_path: Path) -> None:
    journal = filled(tmp_path / "journal.db")
    journal.write([Batch(marks={"acked": "10"})])
    later = datetime(2027, 11, 23, 9, tzinfo=UTC)
    assert journal.prune(10, later - later, later) == 10
    journal.redact(Eraser(WHO), "order", system_clock(), {1: "f" * 64, 13: "e" * 64})
    named = dict(journal.redacted())
    assert named[1] == "f" * 64
    assert named[13] != "e" * 64  # what is here is known better here
    assert journal.check() is None
    journal.close()


def test_a_damaged_journal_keeps_what_was_redacted(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = filled(path)
    journal.redact(Eraser(WHO), "order", system_clock(), {})
    journal.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER entries_no_update")
        db.execute("UPDATE entries SET body = '{}' WHERE seq = 39")
        db.commit()
    _, saved = open_journal(path, "boot")
    assert saved is not None
    assert {1, 4, 7} <= {entry.seq for entry in saved.entries}
    assert 39 not in {entry.seq for entry in saved.entries}


KILLED = """
import sys
from pathlib import Path
from vochi.box.clock import system_clock
from vochi.box.journal import Journal
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles
journal = Journal(Path(sys.argv[1]), "boot")
who = Needles(numbers=(sys.argv[2],), names=(), pseudonym="+0375298123450")
print("go", flush=True)
journal.redact(Eraser(who), "order", system_clock(), {})
journal.squeeze()
print("done", flush=True)
"""


def test_killed_in_the_middle_either_state_is_whole(tmp_path: Path) -> None:
    seen = set()
    for attempt in range(6):
        path = tmp_path / str(attempt) / "journal.db"
        path.parent.mkdir()
        journal = Journal(path, "boot")
        drafts = tuple(
            Draft("cel", {"num": NUMBER, "i": i}, NOON, float(i)) for i in range(4000)
        )  # fmt: skip
        journal.write([Batch(drafts)])
        journal.close()
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), NUMBER], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"go\n"
            time.sleep(0.03 * attempt)
            os.kill(child.pid, signal.SIGKILL)
        after = Journal(path, "boot")
        assert after.check() is None
        bodies = [entry.body["num"] for entry in after.after(0, 4000)]
        assert set(bodies) in ({NUMBER}, {WHO.pseudonym})
        assert bool(after.redacted()) == (bodies[0] != NUMBER)
        seen.add(bodies[0])
        after.redact(Eraser(WHO), "order", system_clock(), {})
        after.squeeze()
        after.close()
        assert left(path.parent) == {}


@pytest.mark.asyncio
async def test_the_cel_file_goes_and_no_row_is_lost(tmp_path: Path, clock: Clock) -> None:
    log = tmp_path / "cel.csv"
    scribe = Scribe(Journal(tmp_path / "journal.db", clock.boot))
    tail = CelTail(CelFile(log), scribe, clock, spare=tmp_path / "cel.position")

    def row(place: int) -> str:
        values = dict.fromkeys(CEL_FIELDS, "") | {
            "EventType": "CHAN_START", "EventTime": "1785312000.0", "num": NUMBER,
            "UniqueID": f"1785312000.{place}",
        }  # fmt: skip
        return ",".join(f'"{each}"' for each in values.values()) + "\n"

    log.write_text(row(1) + row(2))
    await tail.renew()
    assert not log.exists()
    assert [p.name for p in tmp_path.glob("cel.csv*")] == []  # noqa: ASYNC240
    log.write_text(row(3))
    await tail.catch_up()
    await tail.renew()
    await tail.renew()
    log.write_text(row(4))
    await tail.catch_up()
    await until(lambda: scribe.seq == 4)
    entries = await scribe.read(lambda journal: journal.after(0, 10))
    assert [e.body["UniqueID"] for e in entries] == [f"1785312000.{n}" for n in (1, 2, 3, 4)]
    await scribe.close()


def test_a_log_is_written_over_while_it_grows(tmp_path: Path) -> None:
    log = tmp_path / "messages"
    line = f"WARNING call from 80291234567 ({NAME})\n".encode()
    with log.open("ab") as writer:
        for _ in range(40_000):
            writer.write(line)
        writer.flush()
        blot_file(log, Eraser(WHO))
        writer.write(b"later\n")
    data = log.read_bytes()
    assert len(data) == 40_000 * len(line) + 6
    assert spelled(data) == []
    assert data.count(b"WARNING call from ") == 40_000
    assert data.endswith(b"later\n")
