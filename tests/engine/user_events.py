"""What the dialplan of the office has said in the engine's log of events."""

import csv
import json
from pathlib import Path
from urllib.parse import unquote

from vochi.core.calls.entry import CEL_FIELDS


def said(root: Path, event: str) -> list[dict[str, str]]:
    """Fields of user events, in their order."""
    file = root / "office" / "log" / "cel-custom" / "cel.csv"
    with file.open(newline="") as rows:
        found = [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(rows)]
    told = [json.loads(row["EventExtra"])["extra"] for row in found if row["EventType"] == event]
    return [
        {key: unquote(value) for key, _, value in (pair.partition("=") for pair in each.split("&"))}
        for each in told
    ]
