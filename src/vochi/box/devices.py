"""Who is registered: what AMI tells about contacts, made into `device` entries when it changes."""

import re
import sqlite3
from collections.abc import Iterable

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

_ADDRESS = re.compile(r"^sips?:(?:[^@]*@)?(\[[0-9a-fA-F:]+\]|[^:;>@]+)(?::([0-9]+))?")
_AWAY = {"Removed", "Unreachable", "Unavail", "Unavailable"}
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

    def is_online(self, endpoint: str) -> bool:
        """Whether calls can reach it now."""
        device = self._known.get(endpoint)
        return device is not None and device.state == "online"

    async def run(self) -> None:
        """Until cancelled."""
        events = self._ami.events()
        if self._ami.is_connected:
            await self._look()
        async for event in events:
            match event.name:
                case "@up" | "@gap" | "FullyBooted":
                    await self._look()
                case "ContactStatus":
                    await self._hear(event)
                case _:
                    pass

    async def forget(self) -> None:
        """The engine is gone: nothing is registered, and the next engine tells anew."""
        self._known.clear()
        self._is_loaded = True
        marks = await self._scribe.read(lambda journal: journal.marks(_MARK))
        await self._scribe.write(marks=dict.fromkeys((_MARK + name for name in marks), None))

    async def _look(self) -> None:
        """Compare everything, since events may have been missed."""
        try:
            contacts = await self._ami.contacts()
        except AmiError as fault:
            log.debug("contacts_not_read", reason=str(fault))
            return
        await self._load()
        seen: dict[str, tuple[Device, float | None]] = {}
        for contact in contacts:
            endpoint, device, rtt = _read(contact, contact.get("Endpoint"), contact.get("Uri"))
            if endpoint:
                seen[endpoint] = (device, rtt)
        for endpoint, known in self._known.items():
            if endpoint not in seen and known.state == "online":
                seen[endpoint] = (known.model_copy(update={"state": "offline"}), None)
        await self._tell((name, *value) for name, value in seen.items())

    async def _hear(self, event: Message) -> None:
        await self._load()
        endpoint = event.get("EndpointName") or event.get("AOR")
        endpoint, device, rtt = _read(event, endpoint, event.get("URI"))
        known = self._known.get(endpoint)
        if known is not None:
            if not device.user_agent:
                device = device.model_copy(update={"user_agent": known.user_agent})
            if device.state == "offline" and device.address != known.address:
                return  # an old contact made way for the newer one
        if endpoint:
            await self._tell([(endpoint, device, rtt)])

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
    place = _ADDRESS.match(uri)
    address = f"{place[1]}:{place[2] or 5060}" if place else ""
    usec = message.get("RoundtripUsec")
    device = Device(
        state="offline" if status in _AWAY else "online",
        address=address,
        user_agent=message.get("UserAgent")[:200],
    )
    return endpoint, device, int(usec) / 1000 if usec.isdigit() else None
