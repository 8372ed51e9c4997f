"""What Asterisk did with a life, read from the rows that it wrote."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

from vochi.core.calls.call import Call
from vochi.core.calls.entry import CEL_FIELDS, Entry
from vochi.core.calls.fold import fold
from vochi.core.calls.journal import GENESIS, seal
from vochi.core.frozen import Frozen
from vochi.core.scheme.life import Life

Row = dict[str, str]


class Seen(Frozen):
    """What Asterisk did with a life, in the words of `Tale`; `waited` as `prove.waits` counts."""

    path: tuple[tuple[str, str, str | None], ...]
    end: str
    answered_by: str | None
    waited: float


def folded(rows: list[Row]) -> tuple[Call, ...]:
    """The call log of the rows."""
    entries: list[Entry] = []
    for seq, row in enumerate(rows, start=1):
        at = datetime.fromtimestamp(float(row["EventTime"]), UTC)
        before = entries[-1].hash if entries else GENESIS
        entries.append(seal(before, seq, at, at.timestamp(), "lab", "cel", {**row}))
    return fold(entries)


def read_rows(cel: Path, offset: int = 0) -> list[Row]:
    """Rows of Asterisk's CEL file from a byte on."""
    with cel.open("rb") as file:
        file.seek(offset)
        text = file.read().decode(errors="replace")
    rows = csv.reader(text.splitlines(keepends=True))
    return [dict(zip(CEL_FIELDS, row, strict=False)) for row in rows]


def _said(row: Row) -> dict[str, str]:
    try:
        return dict(parse_qsl(json.loads(row["EventExtra"])["extra"]))
    except (ValueError, KeyError):
        return {}


def seen(rows: list[Row], life: Life, end: str, by: str | None, waited: float) -> Seen:
    """What came of a life; `end`, `by` and `waited` as its parties saw it."""
    first = next(
        row for row in rows if row["EventType"] == "V_CALL" and _said(row)["line"] == life.line
    )
    mine = [row for row in rows if row["LinkedID"] == first["LinkedID"]]
    path: list[tuple[str, str, str | None]] = []
    last_at, kind = float(first["EventTime"]), ""
    for row in mine:
        if row["EventType"] != "V_NODE":
            continue
        said = _said(row)
        scheme, node, out = said["scheme"], said["node"], said["out"]
        if out == "enter":
            path.append((scheme, node, None))
            last_at, kind = float(row["EventTime"]), said["kind"]
        else:
            path[-1] = (scheme, node, out)
    if kind == "hangup" and end in ("goes_on", "gave_up"):
        end = "hung_up"  # who was answered hears the tone for ten seconds more
    if kind == "voicemail" and any(row["EventType"] == "V_MAIL" for row in mine):
        end = "voicemail"
    if end in ("hung_up", "voicemail"):
        waited = last_at - float(first["EventTime"])
        if end == "hung_up" and any(row["EventType"] == "V_BACK" for row in mine):
            end = "callback"
    return Seen(path=tuple(path), end=end, answered_by=by, waited=round(waited, 2))
