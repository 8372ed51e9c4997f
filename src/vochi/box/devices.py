"""Who is registered: what AMI tells about contacts, made into `device` entries when it changes."""

import asyncio
import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.engine.frame import Message

log = structlog.get_logger()

_ADDRESS = re.compile(r"^sips?:(?:[^@]*@)?(\[[0-9a-fA-F:]+\]|[^:;>@,]+)(?::([0-9]+))?")
_AWAY = {"Removed", "Unreachable", "Unavail", "Unavailable"}
#: Device states of an endpoint that no call can reach.
_DEAD = {"Unavailable", "Invalid", "Unknown"}
_LOOK_EVERY = 60.0
_LOOK_APART = 0.1
#: The state that was journaled last, so that a restart of the box says nothing again.
_MARK = "device:"


class Device(Frozen):
    """What is known of a device or line; `rtt_ms` changes all the time and is no change."""

    state: str
    address: str
    user_agent: str


class Devices:
    """Follows the contacts of one engine."""

    def __init__(self, ami: Ami, scribe: Scribe, clock: Clock) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._known: dict[str, Device] = {}
        self._is_loaded = False
        self._news = asyncio.Event()

    def is_online(self, endpoint: str) -> bool:
        """Whether calls can reach it now."""
        device = self._known.get(endpoint)
        return device is not None and device.state == "online"

    def online(self) -> frozenset[str]:
        """Everything that calls can reach now."""
        return frozenset(name for name, each in self._known.items() if each.state == "online")

    def host_of(self, endpoint: str) -> str:
        """The address that it was last seen at, without the port; empty: it never was."""
        device = self._known.get(endpoint)
        return "" if device is None else device.address.rpartition(":")[0].strip("[]")

    async def run(self) -> None:
        """Until cancelled."""
        events = self._ami.events()
        self._news.set()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._keep_looking())
            async for event in events:
                match event.name:
                    case "@up" | "@gap" | "FullyBooted":
                        self._news.set()
                    case "ContactStatus":
                        await self._hear(event)
                    case _:
                        pass

    async def _keep_looking(self) -> None:
        """A list of all for a crowd of events, not for each; and now and then without any."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._news.wait()
            self._news.clear()
            await self._look()
            await asyncio.sleep(_LOOK_APART)

    async def forget(self) -> None:
        """The engine is gone: nothing is registered, and the next engine tells anew."""
        self._known.clear()
        self._is_loaded = True
        marks = await self._scribe.read(lambda journal: journal.marks(_MARK))
        with suppress(sqlite3.OperationalError):  # no room: the next engine's list mends it
            await self._scribe.write(marks=dict.fromkeys((_MARK + name for name in marks), None))

    async def _look(self) -> None:
        """Compare everything: events may have been missed, and they do not name the user agent."""
        if not self._ami.is_connected:
            return
        try:
            contacts = await self._ami.contacts()
            endpoints = await self._ami.items("PJSIPShowEndpoints")
        except AmiError as fault:
            log.debug("contacts_not_read", reason=str(fault))
            return
        await self._load()
        seen: dict[str, tuple[Device, float | None]] = {}
        for endpoint in endpoints:
            # The contact of a trunk is written in a file: only here is it told of.
            written = endpoint.get("Contacts").partition("/")[2]
            if written:
                state = "offline" if endpoint.get("DeviceState") in _DEAD else "online"
                device = Device(state=state, address=_address(written), user_agent="")
                name = endpoint.get("ObjectName")
                if state == "offline":
                    # Asterisk first asks a trunk at a random moment of its 30 s: ask at once.
                    with suppress(AmiError):
                        await self._ami.action("PJSIPQualify", Endpoint=name)
                seen[name] = (self._with_agent(name, device), None)
        for contact in contacts:
            name, device, rtt = _read(contact, contact.get("Endpoint"), contact.get("Uri"))
            if name:
                seen[name] = (self._with_agent(name, device), rtt)
        for name, known in self._known.items():
            if name not in seen and known.state == "online":
                seen[name] = (known.model_copy(update={"state": "offline"}), None)
        await self._tell((name, *value) for name, value in seen.items())

    async def _hear(self, event: Message) -> None:
        await self._load()
        endpoint = event.get("EndpointName") or event.get("AOR")
        endpoint, device, rtt = _read(event, endpoint, event.get("URI"))
        known = self._known.get(endpoint)
        if known is None:
            self._news.set()
            return
        device = self._with_agent(endpoint, device)
        if device.state == "offline":
            if device.address == known.address:  # else it made way for the newer one
                await self._tell([(endpoint, device, rtt)])
        elif event.get("ContactStatus") == "Reachable" and device.address == known.address:
            await self._tell([(endpoint, device, rtt)])
        elif device != known:
            self._news.set()

    def _with_agent(self, endpoint: str, device: Device) -> Device:
        """What it is stays known where a message does not repeat it."""
        known = self._known.get(endpoint)
        if known is None or device.user_agent:
            return device
        return device.model_copy(update={"user_agent": known.user_agent})

    async def _load(self) -> None:
        if not self._is_loaded:
            told = await self._scribe.read(lambda journal: journal.marks(_MARK))
            self._known = {name: Device.model_validate_json(v) for name, v in told.items()}
            self._is_loaded = True

    async def _tell(self, changes: Iterable[tuple[str, Device, float | None]]) -> None:
        drafts: list[Draft] = []
        marks: dict[str, str | None] = {}
        fresh: dict[str, Device] = {}
        for endpoint, device, rtt in changes:
            if self._known.get(endpoint) == device:
                continue
            body: dict[str, JsonValue] = {
                "endpoint": endpoint, "state": device.state, "address": device.address,
                "user_agent": device.user_agent, "rtt_ms": rtt,
            }  # fmt: skip
            now, mono = self._clock.now(), self._clock.mono()
            drafts.append(Draft(kind="device", body=body, at=now, mono=mono))
            marks[_MARK + endpoint] = device.model_dump_json()
            fresh[endpoint] = device
        if not drafts:
            return
        self._known |= fresh
        try:
            await self._scribe.write(drafts, marks)
        except sqlite3.OperationalError as fault:
            # No room: forget that it was told, so that the next look tells it.
            log.error("device_not_journaled", reason=str(fault))  # noqa: TRY400
            for endpoint in fresh:
                self._known.pop(endpoint, None)


def _read(message: Message, endpoint: str, uri: str) -> tuple[str, Device, float | None]:
    status = message.get("ContactStatus") or message.get("Status")
    usec = message.get("RoundtripUsec")
    device = Device(
        state="offline" if status in _AWAY else "online",
        address=_address(uri),
        user_agent=message.get("UserAgent")[:200],
    )
    return endpoint, device, int(usec) / 1000 if usec.isdigit() and usec != "0" else None


def _address(uri: str) -> str:
    place = _ADDRESS.match(uri)
    return f"{place[1]}:{place[2] or 5060}" if place else ""
