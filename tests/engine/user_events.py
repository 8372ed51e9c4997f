"""What the dialplan of the office has said in the engine's log of events."""

import asyncio
import csv
import json
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from vochi.core.calls.entry import CEL_FIELDS


def said(root: Path, event: str) -> list[dict[str, str]]:
    """Fields of user events, in their order."""
    told = [
        json.loads(row["EventExtra"])["extra"] for row in _rows(root) if row["EventType"] == event
    ]
    return [
        {key: unquote(value) for key, _, value in (pair.partition("=") for pair in each.split("&"))}
        for each in told
    ]


async def said_at_last(root: Path, event: str) -> list[dict[str, str]]:
    """The same when every call is over in the log too: it is written behind them."""
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            while {row["LinkedID"] for row in _rows(root)} != {
                row["LinkedID"] for row in _rows(root) if row["EventType"] == "LINKEDID_END"
            }:
                await asyncio.sleep(0.05)
    return said(root, event)


def _rows(root: Path) -> list[dict[str, str]]:
    file = root / "office" / "log" / "cel-custom" / "cel.csv"
    with file.open(newline="") as rows:
        return [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(rows)]
