"""The journal on disk: chain, append-only, marks, pruning, damage."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vochi.box.journal import Batch, Draft, Journal, JournalDamaged
from vochi.box.salvage import open_journal, restore
from vochi.core.calls.journal import check_chain

AT = datetime(2026, 7, 29, 9, 0, tzinfo=UTC)


def draft(n: int, once: str | None = None, at: datetime = AT) -> Draft:
    return Draft(kind="cel", body={"n": n, "text": "Юля \"'\n😀"}, at=at, mono=float(n), once=once)


def filled(path: Path, count: int, **marks: str) -> Journal:
    journal = Journal(path, "boot-1")
    journal.write([Batch(tuple(draft(n) for n in range(count)), marks)])
    return journal


def test_what_was_written_is_there_after_reopening(journal_file: Path) -> None:
    journal = filled(journal_file, 10, cel="here")
    wrote = journal.after(0, 100)
    journal.close()
    again = Journal(journal_file, "boot-2")
    assert again.after(0, 100) == wrote
    assert check_chain(wrote, head=again.head[1]) is None
    assert again.mark("cel") == "here"
    (entries,) = again.write([Batch((draft(11),))])
    assert entries[0] is not None
    assert (entries[0].seq, entries[0].prev, entries[0].boot) == (11, wrote[-1].hash, "boot-2")
    assert again.check() is None


def test_entries_and_marks_are_one_commit(journal_file: Path) -> None:
    journal = filled(journal_file, 2, cel="before")
    bad = Draft(kind="cel", body={}, at=datetime(2026, 1, 1), mono=0.0)  # noqa: DTZ001 - no zone: refused
    with pytest.raises(ValueError, match="zone"):
        journal.write([Batch((draft(3),), {"cel": "after"}), Batch((bad,))])
    assert journal.head[0] == 2
    assert journal.after(2, 9) == ()
    assert journal.mark("cel") == "before"


def test_once_is_once(journal_file: Path) -> None:
    journal = Journal(journal_file, "b")
    (first, second), (third,) = journal.write(
        [
            Batch((draft(1, "recording:1.1"), draft(2, "recording:1.1"))),
            Batch((draft(3, "recording:1.1"),)),
        ]
    )
    assert first is not None
    assert second is None
    assert third is None
    journal.close()
    again = Journal(journal_file, "b")
    assert again.write([Batch((draft(4, "recording:1.1"),))]) == [(None,)]
    assert again.head[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}' WHERE seq = 3",
        "DELETE FROM entries WHERE seq = 3",
        "DELETE FROM entries",
        "INSERT INTO entries VALUES (2, '', 0, '', '', '{}', '', '')",
        "INSERT OR REPLACE INTO entries VALUES (3, '', 0, '', '', '{}', '', '')",
    ],
)
def test_the_file_itself_refuses_changes(journal_file: Path, statement: str) -> None:
    filled(journal_file, 5).close()
    db = sqlite3.connect(journal_file)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)
    db.close()


def test_pruning_keeps_the_chain(journal_file: Path) -> None:
    journal = Journal(journal_file, "b")
    for n in range(10):
        journal.write([Batch((draft(n, at=AT + timedelta(days=n)),))])
    now = AT + timedelta(days=10)
    assert journal.prune(10, timedelta(days=5), now) == 0, "nothing is acknowledged"
    journal.write([Batch(marks={"acked": "4"})])
    assert journal.prune(10, timedelta(days=5), now) == 4, "only what is acknowledged"
    journal.write([Batch(marks={"acked": "10"})])
    assert journal.prune(10, timedelta(days=5), now) == 5, "only what is old"
    assert [e.seq for e in journal.after(0, 99)] == [6, 7, 8, 9, 10]
    assert journal.check() is None
    with pytest.raises(sqlite3.IntegrityError):
        journal._db.execute("DELETE FROM entries")
    assert journal.prune(10, timedelta(0), now) == 10
    journal.close()
    again = Journal(journal_file, "b")
    (entries,) = again.write([Batch((draft(11),))])
    assert entries[0] is not None
    assert entries[0].seq == 11
    assert again.check() is None


def edit(path: Path, statement: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("DROP TRIGGER entries_no_update; DROP TRIGGER entries_no_delete;" + statement)
    db.close()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE entries SET body = '{}' WHERE seq = 4;", "DELETE FROM entries WHERE seq = 4;"],
)
def test_an_edited_chain_is_put_aside_and_goes_on_behind_the_hub(
    journal_file: Path, statement: str
) -> None:
    journal = filled(journal_file, 10, cel="here", acked="2")
    (at_hub,) = journal.after(1, 1)
    journal.close()
    edit(journal_file, statement)
    with pytest.raises(JournalDamaged, match="breaks at 4"):
        Journal(journal_file, "b")
    journal, saved = open_journal(journal_file, "b")
    assert saved is not None
    assert saved.aside.exists()
    restore(journal, saved, (at_hub.seq, at_hub.hash))
    kept = journal.after(0, 99)
    assert [e.body["n"] for e in kept] == [2, 4, 5, 6, 7, 8, 9], "all but the edited one"
    assert check_chain(kept, after=(2, at_hub.hash), head=journal.head[1]) is None
    assert {e.boot for e in kept} == {"boot-1"}
    assert journal.mark("cel") == "here"
    journal.close()
    assert open_journal(journal_file, "b")[1] is None


def test_a_file_of_garbage_is_put_aside(journal_file: Path) -> None:
    filled(journal_file, 10).close()
    journal_file.write_bytes(b"\0garbage" * 4096)
    journal, saved = open_journal(journal_file, "b")
    assert saved is not None
    restore(journal, saved, (10, "f" * 64))
    (entries,) = journal.write([Batch((draft(11),))])
    assert entries[0] is not None
    assert (entries[0].seq, entries[0].prev) == (11, "f" * 64)
    assert journal.check() is None
    journal.close()


def test_a_broken_page_costs_no_more_than_its_rows(journal_file: Path) -> None:
    filled(journal_file, 2000).close()
    data = bytearray(journal_file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    journal_file.write_bytes(data)
    journal, saved = open_journal(journal_file, "b")
    assert saved is not None
    restore(journal, saved, None)
    kept = [e.body["n"] for e in journal.after(0, 9999)]
    assert len(kept) > 1900
    assert kept[0] == 0
    assert kept[-1] == 1999
    assert journal.check() is None
    journal.close()


def test_no_room_loses_nothing(journal_file: Path) -> None:
    journal = filled(journal_file, 5)
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        journal.write([Batch(tuple(draft(n) for n in range(2000)), {"cel": "later"})])
    assert journal.head[0] == 5
    assert journal.mark("cel") is None
    journal._db.execute("PRAGMA max_page_count=100000")
    journal.write([Batch(tuple(draft(n) for n in range(2000)), {"cel": "later"})])
    assert journal.head[0] == 2005
    assert journal.check() is None
