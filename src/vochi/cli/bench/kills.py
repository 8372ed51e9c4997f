"""A reader of CEL rows killed again and again while they are written: what is lost or doubled."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from vochi.box.celfile import CelFile, Position
from vochi.box.celtail import MARK
from vochi.box.journal import Journal
from vochi.core.calls.entry import CEL_FIELDS

#: Small, so that the file is rotated under the kills as well.
ROTATE_AT = 64 * 1024
_WRITER = """
import sys, time
from vochi.cli.bench.kills import row
n = 0
while True:
    data = row(n)
    with open(sys.argv[1], "ab", buffering=0) as file:
        file.write(data[: n % len(data)])
        file.write(data[n % len(data) :])
    n += 1
    print(n, flush=True)
    time.sleep(0.001)
"""
# Python's own start takes longer than what is tested: one process is made ready and forks readers.
_READERS = """
import asyncio, os, signal, sys
from pathlib import Path
from vochi.box.celfile import CelFile
from vochi.box.celtail import CelTail
from vochi.box.clock import system_clock
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.cli.bench.kills import ROTATE_AT
async def main():
    scribe = Scribe(Journal(Path(sys.argv[2]), "b"))
    # As if a hub were there: the start then checks the end of the chain, not all of it.
    await scribe.write(marks={"acked": str(scribe.seq)})
    await CelTail(CelFile(Path(sys.argv[1]), ROTATE_AT), scribe, system_clock()).run()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        asyncio.run(main())
    print(pid, flush=True)
"""


@dataclass(frozen=True)
class Killed:
    """`wrong` of `rows` were lost, doubled or out of order after `kills`."""

    rows: int
    wrong: int
    kills: int


def row(number: int) -> bytes:
    """One CEL row, every third with a quote and a newline inside a value."""
    values = [""] * len(CEL_FIELDS)
    values[0], values[1], values[13] = "HANGUP", "1785312000.250000", str(number)
    values[2] = 'a ""b""\nc' if number % 3 == 0 else "x"
    return (",".join(f'"{value}"' for value in values) + "\n").encode()


def kill_readers(folder: Path, kills: int, seconds: float = 120.0) -> Killed:
    """Write rows to `folder/cel.csv` until a reader was killed `kills` times; compare.

    On a busy machine fewer kills may fit into `seconds`; the result tells how many did.
    """
    folder.mkdir(parents=True)
    cel, journal_file = folder / "cel.csv", folder / "journal.db"
    cel.touch()
    python = (sys.executable, "-c")
    with (folder / "written").open("wb") as counts:
        writer = subprocess.Popen([*python, _WRITER, str(cel)], stdout=counts)
    readers = subprocess.Popen(
        [*python, _READERS, str(cel), str(journal_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    began, done = time.monotonic(), 0
    try:
        while done < kills and time.monotonic() - began < seconds:
            _kill_one(readers, journal_file, done)
            done += 1
    finally:
        for process in (writer, readers):
            process.kill()
            process.communicate()
    return _compare(cel, journal_file, done)


def _kill_one(readers: "subprocess.Popen[str]", journal_file: Path, number: int) -> None:
    if readers.stdin is None or readers.stdout is None:
        raise ValueError("the readers need pipes")
    start = _written_at(journal_file)
    readers.stdin.write("\n")
    readers.stdin.flush()
    pid = int(readers.stdout.readline())
    # It must get as far as writing, then dies at a moment of its own.
    until = time.monotonic() + 1.0
    while time.monotonic() < until and _written_at(journal_file) == start:
        time.sleep(0.001)
    time.sleep((number * 7 % 20) / 1000)
    os.kill(pid, signal.SIGKILL)


def _written_at(journal_file: Path) -> int:
    try:
        return journal_file.with_name("journal.db-wal").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _compare(cel: Path, journal_file: Path, kills: int) -> Killed:
    journal = Journal(journal_file, "b")
    found: list[str] = []
    seq = 0
    while part := journal.after(seq, 1000):
        found += [str(entry.body["UniqueID"]) for entry in part]
        seq = part[-1].seq
    told = journal.mark(MARK)
    broken = journal.check()
    journal.close()
    position = Position.model_validate_json(told) if told else None
    file = CelFile(cel, ROTATE_AT)
    while True:  # what the last reader had not got to
        chunk = file.read(position)
        if chunk.position == position and not chunk.rows:
            break
        found += [row.values[13] for row in chunk.rows if row.values]
        position = chunk.position
    # The writer was killed too, so the last row that it counted is the first that must be there.
    last = int((cel.parent / "written").read_text().split()[-1])
    counted = Counter(found)
    wrong = sum(counted[str(number)] != 1 for number in range(last))
    wrong += int(found != sorted(found, key=int)) + int(broken is not None)
    return Killed(rows=last, wrong=wrong, kills=kills)
