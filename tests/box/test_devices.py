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
        self.trunks: list[Message] = []
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.looks = 0
        self.qualified: list[str] = []

    async def contacts(self) -> tuple[Message, ...]:
        self.looks += 1
        return tuple(self.now)

    async def items(self, name: str) -> tuple[Message, ...]:
        assert name == "PJSIPShowEndpoints"
        return tuple(self.trunks)

    async def action(self, name: str, **fields: str) -> None:
        self.qualified.append(fields["Endpoint"])

    async def events(self) -> AsyncIterator[Message]:
        while True:
            yield await self.inbox.get()


def contact(endpoint: str, address: str = "10.0.0.5:5061", status: str = "Avail") -> Message:
    return message(
        Endpoint=endpoint, Uri=f"sip:{endpoint}@{address};ob", Status=status, RoundtripUsec="2500",
        UserAgent="Yealink",
    )  # fmt: skip


def changed(endpoint: str, status: str, address: str = "10.0.0.5:5061") -> Message:
    return message(
        Event="ContactStatus", EndpointName=endpoint, AOR=endpoint, ContactStatus=status,
        URI=f"sip:{endpoint}@{address};transport=UDP", RoundtripUsec="900"
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
    ami.inbox.put_nowait(changed("101", "Reachable"))
    ami.now[2] = contact("102")
    ami.inbox.put_nowait(changed("102", "Reachable"))
    await until(lambda: scribe.seq == 4)
    ami.now[0] = contact("101", "10.0.0.9:5060")
    ami.inbox.put_nowait(changed("101", "Created", "10.0.0.9:5060"))  # moved: the list is read
    await until(lambda: scribe.seq == 5)
    ami.inbox.put_nowait(changed("101", "Removed"))  # the old contact makes way
    ami.inbox.put_nowait(changed("101", "Removed", "10.0.0.9:5060"))
    await until(lambda: scribe.seq == 6)
    task.cancel()
    assert await told(scribe) == [
        ("101", "online", "10.0.0.5:5061"),
        ("a1-1", "online", "[fe80::1]:5060"),
        ("102", "offline", "10.0.0.5:5061"),
        ("102", "online", "10.0.0.5:5061"),
        ("101", "online", "10.0.0.9:5060"),
        ("101", "offline", "10.0.0.9:5060"),
    ]
    entries = await scribe.read(lambda j: j.after(0, 99))
    assert {e.body["user_agent"] for e in entries} == {"Yealink"}


async def test_a_crowd_of_registrations_is_one_look(ami: Any, scribe: Scribe, clock: Clock) -> None:
    devices = Devices(ami, scribe, clock)
    task = asyncio.create_task(devices.run())
    await until(lambda: ami.looks == 1)
    ami.now = [contact(str(n)) for n in range(100, 400)]
    for n in range(100, 400):
        ami.inbox.put_nowait(changed(str(n), "Created"))
    await until(lambda: scribe.seq == 300)
    task.cancel()
    assert ami.looks <= 4


async def test_a_trunk_has_its_contact_in_a_file(ami: Any, scribe: Scribe, clock: Clock) -> None:
    trunk = {"ObjectName": "city", "Contacts": "city/sip:romashka@127.0.0.10:26828,"}
    ami.trunks = [
        message(**trunk, DeviceState="Unavailable"), message(ObjectName="103", Contacts=""),
    ]  # fmt: skip
    devices = Devices(ami, scribe, clock)
    await devices._look()
    await devices._hear(changed("city", "Reachable", "127.0.0.10:26828"))
    assert ami.qualified == ["city"], "asked at once, not at a random moment of its 30 s"
    ami.trunks = [message(**trunk, DeviceState="Not in use")]
    await Devices(ami, scribe, clock)._look()
    assert await told(scribe) == [
        ("city", "offline", "127.0.0.10:26828"),
        ("city", "online", "127.0.0.10:26828"),
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
