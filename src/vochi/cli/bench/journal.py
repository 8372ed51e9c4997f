"""Q10: how fast the journal makes facts durable, beside the bare commits of the same disk."""

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from vochi.box.journal import Batch, Draft, Journal
from vochi.box.scribe import Scribe
from vochi.cli.bench.figures import Figure, progress, show
from vochi.cli.bench.kills import kill_readers
from vochi.core.calls.entry import CEL_FIELDS

TARGET = 0.3
ROUNDS, COMMITS, BURST, KILLS = 5, 600, 6_000, 1_000


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    # Where the box keeps its journal: the disk of /tmp may be memory.
    with tempfile.TemporaryDirectory(prefix="vochi-bench-", dir=Path.cwd()) as name:
        folder = Path(name)
        rounds = []
        for number in range(ROUNDS):
            # In turn, so that what else the machine does burdens all alike.
            floor = _per_second(partial(_raw, folder / f"raw{number}.db"))
            single = _per_second(partial(_single, folder / f"single{number}.db"))
            burst = _per_second(partial(_burst, folder / f"burst{number}.db"), BURST)
            rounds.append((floor, single, burst))
            progress(
                f"round {number + 1}: raw {floor:.0f}/s, ours {single:.0f}/s, burst {burst:.0f}/s"
            )
        floor, single, burst = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(ours / raw for raw, ours, _ in rounds)
        progress(f"kill -9 of the reader, {KILLS} times ...")
        killed = kill_readers(folder / "kills", KILLS)
    disk = f"floor: {floor:.0f} raw commits/s"
    figures = {
        "Q10": Figure(
            value=round(ratio, 2),
            unit="x raw commits/s",
            target=TARGET,
            better="more",
            floor=f"{disk}; ours {single:.0f}/s, one by one",
        ),
        "Q10 burst": Figure(
            value=round(burst / floor, 2),
            unit="x raw commits/s",
            target=TARGET,
            better="more",
            floor=f"{disk}; ours {burst:.0f} entries/s in bursts",
        ),
        "B02": Figure(
            value=killed.wrong,
            unit="rows lost or doubled",
            target=0,
            floor=f"{killed.rows} rows, {killed.kills} times kill -9",
        ),
    }
    return show(figures, as_json)


def raw_commits(folder: Path) -> float:
    """Bare commits a second on the disk of a folder: the floor of whatever is made durable."""
    return _per_second(partial(_raw, folder / "raw.db"))


def _per_second(work: Callable[[], None], count: int = COMMITS) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _draft(number: int) -> Draft:
    body = dict.fromkeys(CEL_FIELDS, "") | {
        "EventType": "CHAN_START", "EventTime": "1785312000.250000", "name": "Ольга",
        "num": "375291234567", "ChanName": f"PJSIP/a1-1-{number:08x}", "Context": "line-a1-1",
        "UniqueID": f"1785312000.{number}", "LinkedID": f"1785312000.{number}",
    }  # fmt: skip
    return Draft(kind="cel", body={**body}, at=datetime.now(UTC), mono=time.monotonic())


def _raw(path: Path) -> None:
    """The floor: one row of the size of an entry, one commit, nothing else."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT)")
        body = json.dumps(_draft(0).body) + "0" * 200
        for _ in range(COMMITS):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO rows (body) VALUES (?)", (body,))
            db.execute("COMMIT")


def _single(path: Path) -> None:
    """One entry, one commit, each awaited: the worst case for the box."""
    with closing(Journal(path, "bench")) as journal:
        for number in range(COMMITS):
            journal.write([Batch((_draft(number),), {"cel": str(number)})])


def _burst(path: Path) -> None:
    """Everything at once through the box's own writer: commits are shared."""

    async def write() -> None:
        scribe = Scribe(Journal(path, "bench"))
        await asyncio.gather(*(scribe.write([_draft(n)], {"cel": str(n)}) for n in range(BURST)))
        await scribe.close()

    asyncio.run(write())
