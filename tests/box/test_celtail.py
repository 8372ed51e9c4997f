"""The tail: nothing lost, nothing doubled, however the file is written, rotated or interrupted."""

import asyncio
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from box.conftest import cel_row, until
from vochi.box.celfile import CelFile, Position
from vochi.box.celtail import CelTail, read_time
from vochi.box.clock import Clock
from vochi.box.scribe import Scribe
from vochi.cli.bench.kills import kill_readers


def row(n: int) -> bytes:
    return cel_row("HANGUP", f"{n}.{n}", name='a "b"\nc' if n % 3 == 0 else "x")


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def read_all(file: CelFile, position: Position | None) -> tuple[list[str], Position | None]:
    """As the tail does it: read, keep the position, remove what is done."""
    found = []
    while True:
        chunk = file.read(position)
        if chunk.position == position and not chunk.rows:
            return found, position
        found += [r.values[13] if r.values else "torn" for r in chunk.rows]
        position = chunk.position
        if chunk.done:
            chunk.done.unlink()


def ids(first: int, last: int) -> list[str]:
    return [f"{n}.{n}" for n in range(first, last)]


STEPS = st.sampled_from(["write", "write", "write", "read", "kill", "rename", "copy_truncate"])


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example([("write", 98), *[("write", 90), ("write", 98)] * 4, ("kill", 1)])
@given(st.lists(st.tuples(STEPS, st.integers(1, 300)), max_size=25))
def test_any_writes_kills_and_rotations(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """A kill is a read whose position was not committed; rotation falls anywhere between rows."""
    path = tmp_path_factory.mktemp("cel") / "cel.csv"
    file = CelFile(path, rotate_at=700)
    stream, found, position, n, rotated = b"", [], None, 0, 0

    def finish_row() -> None:
        # A rotation by rename falls between rows: Asterisk writes each with one call.
        nonlocal stream
        if stream:
            append(path, stream)
            stream = b""

    path.touch()
    for step, size in steps:
        match step:
            case "write":
                if not stream:
                    stream, n = row(n), n + 1
                append(path, stream[:size])
                stream = stream[size:]
            case "read":
                more, position = read_all(file, position)
                found += more
            case "kill":
                file.read(position)  # read, never committed
                file = CelFile(path, rotate_at=700)
            case "rename" if path.exists():
                finish_row()
                if position is not None:
                    rotated += 1
                    path.rename(path.with_name(f"cel.csv.{rotated}"))
            case "copy_truncate" if path.exists():
                finish_row()
                # What has been read so far is what finds the copy again.
                more, position = read_all(file, position)
                found += more
                if path.exists() and position is not None and position.offset:
                    append(path, row(n))
                    n += 1
                    rotated += 1
                    shutil.copyfile(path, path.with_name(f"cel.csv.{rotated}"))
                    os.truncate(path, 0)
                    more, position = read_all(file, position)
                    found += more
    finish_row()
    more, position = read_all(file, position)
    found += more
    append(path, row(n))
    more, position = read_all(file, position)
    assert found + more == ids(0, n + 1)


def test_rotates_a_big_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "cel.csv"
    file = CelFile(path, rotate_at=1000)
    for n in range(20):
        append(path, row(n))
    found, position = read_all(file, None)
    assert found == ids(0, 20)
    assert not path.exists()
    append(file.read_file, row(20))  # a writer that had it open while it was renamed
    found, position = read_all(CelFile(path, 1000), position)
    append(path, row(21))
    more, position = read_all(CelFile(path, 1000), position)
    assert found + more == ids(20, 22)
    assert not file.read_file.exists()


def test_several_rotations_while_the_box_was_away(tmp_path: Path) -> None:
    path = tmp_path / "cel.csv"
    file = CelFile(path)
    append(path, row(0) + row(1))
    _, position = read_all(file, None)
    for n in (2, 3, 4):
        append(path, row(n))
        path.rename(tmp_path / f"cel.csv.{n}")
        os.utime(tmp_path / f"cel.csv.{n}", (1000 + n, 1000 + n))
    append(path, row(5))
    found, _ = read_all(file, position)
    assert found == ids(2, 6)


def test_a_torn_last_row_of_a_rotated_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "cel.csv"
    file = CelFile(path)
    append(path, row(0) + row(1)[:30])
    found, position = read_all(file, None)
    assert found == ids(0, 1)
    path.rename(tmp_path / "cel.csv.1")
    append(path, row(2))
    found, _ = read_all(file, position)
    assert found == ["torn", "2.2"]


def test_a_new_file_with_an_old_inode(tmp_path: Path) -> None:
    path = tmp_path / "cel.csv"
    append(path, row(0) + row(1))
    _, position = read_all(CelFile(path), None)
    with path.open("wb") as same_inode:
        same_inode.write(row(2) + row(3) + row(4))
    found, _ = read_all(CelFile(path), position)
    assert found == ids(2, 5)


@contextmanager
def tailing(tail: CelTail) -> Iterator[asyncio.Task[None]]:
    task = asyncio.create_task(tail.run())
    try:
        yield task
    finally:
        task.cancel()


async def test_a_row_is_durable_within_50_ms(tmp_path: Path, scribe: Scribe, clock: Clock) -> None:
    path = tmp_path / "cel-custom" / "cel.csv"
    with tailing(CelTail(CelFile(path), scribe, clock)):
        await until(path.parent.exists)
        waits = []
        for n in range(40):
            append(path, row(n))
            began = time.monotonic()
            await until(lambda n=n: scribe.seq > n)
            waits.append(time.monotonic() - began)
    # The median: one slow moment of a shared machine is no fault of the tail.
    assert sorted(waits)[20] < 0.05
    entries = await scribe.read(lambda journal: journal.after(0, 99))
    assert [e.body["UniqueID"] for e in entries] == ids(0, 40)
    assert entries[0].at.isoformat() == "2026-07-29T08:00:00.250000+00:00"


async def test_idle_costs_no_cpu(tmp_path: Path, scribe: Scribe, clock: Clock) -> None:
    path = tmp_path / "cel-custom" / "cel.csv"
    with tailing(CelTail(CelFile(path), scribe, clock)):
        append_to = path
        await until(path.parent.exists)
        append(append_to, row(0))
        await until(lambda: scribe.seq == 1)
        rests = []
        for _ in range(4):
            began = time.process_time()
            await asyncio.sleep(0.5)  # the time itself is what is measured
            rests.append(time.process_time() - began)
    # The least: something else of this process may have work in one of them.
    assert min(rests) < 0.01


async def test_a_full_disk_pauses_and_loses_nothing(
    tmp_path: Path, scribe: Scribe, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vochi.box.celtail._RETRY", 0.01)
    path = tmp_path / "cel-custom" / "cel.csv"
    (pages,) = await scribe.read(lambda j: j._db.execute("PRAGMA page_count").fetchone())
    await scribe.read(lambda j: j._db.execute(f"PRAGMA max_page_count={pages}"))
    with tailing(CelTail(CelFile(path), scribe, clock)) as task:
        await until(path.parent.exists)
        for n in range(400):
            append(path, row(n))
        with pytest.raises(sqlite3.OperationalError):
            await scribe.write(marks={"filler": "x" * 200_000})
        await until(lambda: scribe.seq < 400)
        assert not task.done()
        await scribe.read(lambda j: j._db.execute("PRAGMA max_page_count=1000000"))
        await until(lambda: scribe.seq == 400)
    entries = await scribe.read(lambda journal: journal.after(0, 999))
    assert [e.body["UniqueID"] for e in entries] == ids(0, 400)


async def test_a_torn_row_is_an_entry_with_its_bytes(
    tmp_path: Path, scribe: Scribe, clock: Clock
) -> None:
    path = tmp_path / "cel.csv"
    append(path, b'"CHAN_START","17\xff\0\n' + row(1))
    await CelTail(CelFile(path), scribe, clock).catch_up()
    torn, whole = await scribe.read(lambda journal: journal.after(0, 9))
    assert torn.body["torn"] == '"CHAN_START","17\\xff\\x00\n'
    assert torn.body["EventType"] == ""
    assert whole.body["UniqueID"] == "1.1"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1785312000.250000", "2026-07-29T08:00:00.250000+00:00"),
        ("1785312000", "2026-07-29T08:00:00+00:00"),
        ("2026-07-29T08:00:00.250+0000", "2026-07-29T08:00:00.250000+00:00"),
        ("", None), ("x", None), ("9" * 40, None), ("--", None),
    ],
)  # fmt: skip
def test_event_times(text: str, iso: str | None) -> None:
    found = read_time(text)
    assert (found.isoformat() if found else None) == iso


def test_kill_9_of_the_reader_a_hundred_times(tmp_path: Path) -> None:
    """A real writer, a real reader killed again and again: the journal holds every row once.

    Bounded in time for a busy machine; `vochi bench journal` kills a thousand times.
    """
    killed = kill_readers(tmp_path / "kills", 100, seconds=60)
    assert killed.kills >= 20
    assert killed.rows > 500
    assert killed.wrong == 0
