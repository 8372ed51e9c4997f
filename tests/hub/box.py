"""A box as the hub sees it: seals entries and pushes them over the link."""

import csv
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client as Http

from vochi.core.calls.entry import CEL_FIELDS, Entry
from vochi.core.calls.journal import GENESIS, seal
from vochi.core.link import EntriesPush
from vochi.hub.companies.models import Company
from vochi.hub.link.enroll import new_code
from vochi.hub.link.models import Box

#: What a real Asterisk wrote; see tests/core/calls.
TABLES = Path(__file__).parents[1] / "core" / "calls" / "tables"
NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)


def table(name: str) -> list[dict[str, Any]]:
    """Rows of a table; the office of the tests is version 1."""
    with (TABLES / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(file)]
    return [{k: _ours(v) for k, v in row.items()} for row in rows]


def told(row: dict[str, Any], event: str, after: float, **facts: str) -> dict[str, Any]:
    """A user event of the dialplan on the channel of `row`, so many seconds later."""
    text = "&".join(f"{key}={quote(value, safe='')}" for key, value in facts.items())
    return row | {
        "EventType": event, "EventTime": f"{float(row['EventTime']) + after:.6f}",
        "AppName": "CELGenUserEvent", "AppData": f"{event},{text}", "UserDefType": event,
        "EventExtra": json.dumps({"extra": text}),
    }  # fmt: skip


def by(rows: list[dict[str, Any]], event: str) -> dict[str, Any]:
    """The first row of an event."""
    return next(row for row in rows if row["EventType"] == event)


def _ours(value: str) -> str:
    return re.sub(r"(?<![\w.+])10([1-9])(?!\d)", r"18\1", value.replace("office=7", "office=1"))


class FakeBox:
    """Seals in order, pushes over HTTP with a key that it got by enrolling."""

    def __init__(self, company: Company) -> None:
        self.http = Http()
        answer = self.http.post(
            "/link/v1/enroll",
            {"code": new_code(company), "name": "box-1"},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        self.key = answer.json()["key"]
        self.id: int = answer.json()["box_id"]
        self.entries: list[Entry] = []

    @property
    def row(self) -> Box:
        return Box.everything.get(pk=self.id)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def seal(self, kind: Any, body: dict[str, Any], at: datetime | None = None) -> Entry:
        last = self.entries[-1] if self.entries else None
        when = at or (last.at + timedelta(milliseconds=10) if last else NOON)
        entry = seal(
            last.hash if last else GENESIS, len(self.entries) + 1, when,
            (when - NOON).total_seconds(), "boot-1", kind, body,
        )  # fmt: skip
        self.entries.append(entry)
        return entry

    def cel(self, rows: Iterable[dict[str, Any]]) -> list[Entry]:
        return [
            self.seal("cel", row, datetime.fromtimestamp(float(row["EventTime"]), UTC))
            for row in rows
        ]

    def device(self, endpoint: str, state: str = "online", **more: Any) -> Entry:
        body = {"endpoint": endpoint, "state": state, "address": "192.0.2.5:5060",
                "user_agent": "Yealink T31", "rtt_ms": 3.5} | more  # fmt: skip
        return self.seal("device", body)

    def send(self, entries: Iterable[Entry]) -> HttpResponse:
        return self.http.post(
            "/link/v1/entries",
            EntriesPush(entries=tuple(entries)).model_dump_json(),
            content_type="application/json",
            headers=self.headers,
        )

    def push(self, entries: Iterable[Entry]) -> int:
        answer = self.send(entries)
        assert answer.status_code == 200, answer.content
        return int(answer.json()["through"])

    def push_all(self) -> int:
        through = 0
        for start in range(0, len(self.entries), 500):
            through = self.push(self.entries[start : start + 500])
        return through
