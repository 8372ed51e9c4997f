"""A hub linked to a CRM of the lab, a clock that is turned by hand, and a worker run by hand."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import look, outside
from vochi.hub.crm import queue, worker
from vochi.hub.crm.models import Crm, CrmCall
from vochi.lab.amo import Account
from vochi.lab.bitrix import Portal, open_portal
from vochi.lab.bitrix.portal import CLIENT_ID, CLIENT_SECRET
from vochi.lab.bitrix.telephony import PortalCall

from .box import FakeBox, table

API = "/api/v1"
#: The tables were written on 2026-11-22 at 22:52:22 UTC.
BEGAN = datetime(2026, 11, 22, 22, 50, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes when it is told to."""

    at: datetime = BEGAN

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def wait(self, **span: float) -> None:
        self.at += timedelta(**span)


def ask(browser: Browser, method: str, path: str, **body: Any) -> Any:
    return browser.generic(
        method, API + path, data=json.dumps(body), content_type="application/json"
    )


def link_bitrix(browser: Browser, portal: Portal, **rules: Any) -> dict[str, Any]:
    """Link by the wizard's two steps; the link as the page shows it."""
    begun = ask(browser, "POST", "/crm/begin/bitrix", portal=portal.url, client_id=CLIENT_ID,
                client_secret=CLIENT_SECRET)  # fmt: skip
    assert begun.status_code == 200, begun.content
    state = begun.json()["state"]
    landed = f"https://office.example.com/x?code={portal.code()}&state={state}&domain=d"
    answer = ask(browser, "POST", "/crm/land/bitrix", landed=landed)
    assert answer.status_code == 200, answer.content
    return _ruled(browser, "bitrix", answer.json(), rules)


def link_amo(browser: Browser, account: Account, **rules: Any) -> dict[str, Any]:
    answer = ask(browser, "POST", "/crm/link/amo", portal=account.url, token=account.lasting())
    assert answer.status_code == 200, answer.content
    return _ruled(browser, "amo", answer.json(), rules)


def _ruled(
    browser: Browser, kind: str, made: dict[str, Any], rules: dict[str, Any]
) -> dict[str, Any]:
    if rules:
        answer = ask(browser, "PUT", f"/crm/links/{kind}", **made["rules"] | rules)
        assert answer.status_code == 200, answer.content
        made = answer.json()
    return made


def drain(stop_after: int | None = None) -> int:
    """Do what is due now, as the worker does; how many jobs that were."""

    async def run() -> int:
        done = 0
        async with outside() as web:
            while jobs := await look(queue.claim, 50):
                for job in jobs:
                    await worker.tell(web, job)
                    done += 1
                if stop_after is not None and done >= stop_after:
                    break
        return done

    try:
        return asyncio.run(run())
    finally:
        connections.close_all()


def record(box: FakeBox, rows: list[dict[str, Any]], data: bytes, channel: str = "") -> None:
    """The box tells of the recording of a call (made on `channel`), and brings its file."""
    channel = channel or rows[0]["LinkedID"]
    sha = hashlib.sha256(data).hexdigest()
    told = {"unique_id": channel, "linked_id": rows[0]["LinkedID"], "sha256": sha,
            "bytes": len(data), "seconds": 3.0, "format": "mp3"}  # fmt: skip
    box.push([box.seal("recording", told)])
    box.http.put(
        f"/link/v1/recordings/{sha}", data, content_type="application/octet-stream",
        headers=box.headers | {"x-vochi-unique-id": channel, "x-vochi-format": "mp3"},
    )  # fmt: skip


def crm_call(company: Company) -> CrmCall:
    return CrmCall.objects.of(company).get()


def crm(company: Company) -> Crm:
    return Crm.objects.of(company).get()


__all__ = ["API", "Clock", "ask", "crm", "crm_call", "drain", "link_amo", "link_bitrix", "record",
           "table"]  # fmt: skip


def only(portal: Portal) -> PortalCall:
    """The one call that the portal knows."""
    (call,) = portal.telephony.calls.values()
    return call


def part(rows: list[dict[str, Any]], until: str) -> int:
    """How many rows there are till the first of an event, it too."""
    return next(n for n, row in enumerate(rows) if row["EventType"] == until) + 1


@contextmanager
def office_portal(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """A Bitrix24 of the lab with three people; one has no phone."""
    with open_portal(clock=clock.seconds) as made:
        monkeypatch.setattr(settings, "HOOK_NETWORKS", ("127.0.0.0/8",))
        monkeypatch.setattr(settings, "BITRIX_OAUTH", made.url)
        made.add_user(1, "Анна Климович", "181")
        made.add_user(2, "Борис Ёлкин", "182")
        made.add_user(3, "Без телефона")
        yield made


@pytest.fixture(name="clock")
def crm_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time of the hub, which the test turns."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture(name="portal")
def crm_portal(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """A portal of the lab that lives by that time."""
    with office_portal(clock, monkeypatch) as made:
        yield made
