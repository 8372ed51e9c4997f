"""Registrations: entries when something changes, none when nothing does."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from box.conftest import until

from vochi.box.clock import Clock
from vochi.box.devices import Devices
from vochi.box.scribe import Scribe
from vochi.engine.frame import Message


def message(**fields: str) -> Message:
    return Message(tuple(fields.items()))


class FakeAmi:
    is_connected = True

    def __init__(self) -> None:
        self.now: list[Message] = []
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()

    async def contacts(self) -> tuple[Message, ...]:
        return tuple(self.now)

    async def events(self) -> AsyncIterator[Message]:
        while True:
            yield await self.inbox.get()


def contact(endpoint: str, address: str = "10.0.0.5:5061", status: str = "Avail") -> Message:
    return message(
        Endpoint=endpoint, Uri=f"sip:{endpoint}@{address};ob", Status=status, RoundtripUsec="2500"
    )


def changed(endpoint: str, status: str, address: str = "10.0.0.5:5061") -> Message:
    return message(
        Event="ContactStatus", EndpointName=endpoint, AOR=endpoint, ContactStatus=status,
        URI=f"sip:{endpoint}@{address};transport=UDP", RoundtripUsec="900", UserAgent="Yealink",
    )  # fmt: skip


async def told(scribe: Scribe) -> list[tuple[Any, ...]]:
    entries = await scribe.read(lambda j: j.after(0, 99))
    return [(e.body["endpoint"], e.body["state"], e.body["address"]) for e in entries]


@pytest.fixture
def ami() -> Any:
    return FakeAmi()


async def test_changes_become_entries_once(ami: Any, scribe: Scribe, clock: Clock) -> None:
    ami.now = [contact("101"), contact("a1-1", "[fe80::1]:5060"), contact("102", status="Unavail")]
    devices = Devices(ami, scribe, clock)
    task = asyncio.create_task(devices.run())
    await until(lambda: scribe.seq == 3)
    assert devices.is_online("101")
    assert not devices.is_online("102")
    assert not devices.is_online("199")
    for event in (
        changed("101", "Reachable"),  # the user agent is new
        changed("101", "Reachable"),
        changed("101", "Reachable", "10.0.0.9:5060"),  # moved
        changed("101", "Removed"),  # the old contact makes way
        changed("102", "Created"),
        changed("101", "Removed", "10.0.0.9:5060"),
    ):
        ami.inbox.put_nowait(event)
    await until(lambda: scribe.seq == 7)
    task.cancel()
    assert await told(scribe) == [
        ("101", "online", "10.0.0.5:5061"),
        ("a1-1", "online", "[fe80::1]:5060"),
        ("102", "offline", "10.0.0.5:5061"),
        ("101", "online", "10.0.0.5:5061"),
        ("101", "online", "10.0.0.9:5060"),
        ("102", "online", "10.0.0.5:5061"),
        ("101", "offline", "10.0.0.9:5060"),
    ]


async def test_a_restart_tells_only_what_changed(ami: Any, scribe: Scribe, clock: Clock) -> None:
    ami.now = [contact("101"), contact("102")]
    first = Devices(ami, scribe, clock)
    await first._look()
    assert scribe.seq == 2
    ami.now = [contact("101")]
    second = Devices(ami, scribe, clock)
    await second._look()
    assert (await told(scribe))[2:] == [("102", "offline", "10.0.0.5:5061")]
    await second.forget()
    await second._look()
    assert (await told(scribe))[3:] == [("101", "online", "10.0.0.5:5061")]
