"""What the tests of the box share: a journal in a fresh directory, rows as Asterisk writes them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import settings

from vochi.box.clock import Clock, system_clock
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe

ROW_FIELDS = 20

# Properties are about meaning, not about milliseconds of a shared machine.
settings.register_profile("box", deadline=None)
settings.load_profile("box")


def cel_row(
    event: str, unique_id: str, linked_id: str = "", name: str = "", extra: str = ""
) -> bytes:
    """One row as cel_custom writes it: every value in quotes, quotes doubled."""
    values = [""] * ROW_FIELDS
    values[0], values[1], values[2] = event, "1785312000.250000", name
    values[13], values[14], values[18] = unique_id, linked_id or unique_id, extra
    return (",".join('"' + v.replace('"', '""') + '"' for v in values) + "\n").encode()


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for a condition; fail at the deadline."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
def clock() -> Clock:
    return system_clock()


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    return tmp_path / "box" / "journal.db"


@pytest.fixture
async def scribe(journal_file: Path) -> AsyncIterator[Scribe]:
    scribe = Scribe(Journal(journal_file, "boot-1"))
    yield scribe
    await scribe.close()
