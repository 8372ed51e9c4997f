"""Commands about a talk that goes on, or about an employee's own state: what phones do by code.

The same contexts of the dialplan serve both, so that the journal and the ear learn the same. Each
method answers a code of `core.link.Command` with facts; raises AmiError.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from vochi.box.lines import Lines
from vochi.box.originate import NotAnswered, ring_and_call
from vochi.core.calls.endpoint import Endpoint
from vochi.core.dialplan.pickup import PICK_UP
from vochi.core.dialplan.prompting import CONTEXT as PROMPTING
from vochi.core.dialplan.prompting import PROMPT, START
from vochi.core.dialplan.recording import STATE
from vochi.core.dialplan.spy import listeners, spied
from vochi.core.dialplan.transfer import third_context
from vochi.core.link import (
    Invite,
    Listen,
    Park,
    PickUp,
    RecordPrompt,
    Retrieve,
    SetAway,
    SetRecording,
)
from vochi.core.numbers import normalise
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.engine.ami import Ami
from vochi.engine.errors import Refused
from vochi.engine.frame import Message

Said = tuple[str, dict[str, JsonValue]]
TalkAction = Invite | Listen | Park | PickUp | RecordPrompt | Retrieve | SetAway | SetRecording

DONE: Final[Said] = ("done", {})
NO_CALL: Final[Said] = ("no_such_call", {})
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
_SLOT = re.compile(r"[1-9]")
#: Seconds that the third party's phone may ring.
_THIRD_SECONDS = 60


class Talks:
    """Talks of one engine. `is_online` tells whether a device is registered."""

    def __init__(self, ami: Ami, lines: Lines, is_online: Callable[[str], bool]) -> None:
        self._ami = ami
        self._lines = lines
        self._is_online = is_online

    async def execute(self, action: TalkAction, office: Office) -> Said:
        """Do it."""
        match action:
            case Park():
                return await self._park(action, office)
            case Retrieve(slot=slot, extension=extension):
                if not _SLOT.fullmatch(slot) or slot not in await self._parked():
                    return "empty_slot", {}
                return await self._ring(office, extension, "parked", slot)
            case PickUp():
                return await self._pick_up(action, office)
            case SetAway():
                return await self._set_away(action, office)
            case Listen():
                return await self._listen(action, office)
            case SetRecording():
                return await self._set_recording(action, office)
            case Invite():
                return await self._invite(action, office)
            case RecordPrompt(extension=extension, id=name):
                variables = {PROMPT: name}
                return await self._ring(office, extension, PROMPTING, START, variables)

    async def _park(self, action: Park, office: Office) -> Said:
        own = await self._talking(action.linked_id, action.extension)
        if own is None:
            return NO_CALL
        parked = await self._parked()
        if len(parked) >= office.parking.slots:
            return "no_free_slot", {}
        place = action.extension
        if action.slot:
            if not _SLOT.fullmatch(action.slot) or int(action.slot) > office.parking.slots:
                return "empty_slot", {}
            if action.slot in parked:
                return "slot_taken", {}
            place = f"{action.extension}-{action.slot}"
        await self._ami.blind_transfer(own["Channel"], "park", place)
        return DONE

    async def _pick_up(self, action: PickUp, office: Office) -> Said:
        for channel in await self._channels(action.linked_id):
            endpoint = Endpoint.of_channel(channel["Channel"])
            if (
                endpoint is not None
                and endpoint.extension is not None
                and channel.get("ChannelStateDesc") == "Ringing"
            ):
                return await self._ring(office, action.extension, PICK_UP, endpoint.extension)
        return NO_CALL

    async def _set_away(self, action: SetAway, office: Office) -> Said:
        directory = Directory(office)
        if action.extension not in directory.by_extension:
            return "no_device", {}
        value = {"dnd": "dnd"}.get(action.state, "")
        if action.state == "forward":
            numbering = office.company.numbering
            known = {*directory.by_extension, *directory.departments, *directory.follow_mes}
            to = action.to if action.to in known else normalise(action.to, numbering)
            if to is None or to == action.extension:
                return "bad_number", {}
            value = f"to:{to}"
        await self._keep("away", action.extension, value)
        if action.state == "ready":
            await self._keep("wrap", action.extension, "")
        return DONE

    async def _keep(self, family: str, key: str, value: str) -> None:
        if value:
            await self._ami.action("DBPut", Family=family, Key=key, Val=value)
            return
        try:
            await self._ami.action("DBDel", Family=family, Key=key)
        except Refused:
            return  # nothing was kept

    async def _listen(self, action: Listen, office: Office) -> Said:
        for channel in await self._channels(action.linked_id):
            endpoint = Endpoint.of_channel(channel["Channel"])
            if endpoint is None or endpoint.extension in {None, action.extension}:
                continue
            if channel.get("ChannelStateDesc") != "Up":
                continue
            who = endpoint.extension or ""
            # A refusal is journaled by the command itself, with who asked.
            if action.extension not in listeners(Directory(office)).get(who, ()):
                return "forbidden", {"who": who}
            return await self._ring(office, action.extension, spied(action.mode), who)
        return NO_CALL

    async def _set_recording(self, action: SetRecording, office: Office) -> Said:
        """By the keys that the employee could press: the client's channel does it by itself."""
        own = await self._talking(action.linked_id, action.extension)
        if own is None:
            return NO_CALL
        lines = [
            channel["Channel"]
            for channel in await self._channels(action.linked_id)
            if (endpoint := Endpoint.of_channel(channel["Channel"])) and endpoint.kind == "line"
        ]
        if not lines:
            return "not_recorded", {}
        reply = await self._ami.action("Getvar", Channel=lines[0], Variable=STATE)
        state = reply.get("Value")
        record, pause = office.features.record, office.features.pause
        by_state: Mapping[str, Mapping[str, str | None]] = {
            "on": {
                "": record,
                "off": record,
                "quiet": record,
                "hushed": record,
                "paused": pause,
                "on": "",
            },
            "off": {"on": record, "paused": "", "off": "", "": "", "quiet": "", "hushed": ""},
            "pause": {"on": pause, "paused": ""},
            "resume": {"paused": pause, "on": ""},
        }
        keys = by_state[action.state].get(state)
        if keys is None:
            return "not_recorded", {}
        for key in keys:
            await self._ami.action(
                "PlayDTMF", Channel=own["Channel"], Digit=key, Duration="100", Receive="true"
            )
        return DONE

    async def _invite(self, action: Invite, office: Office) -> Said:
        if not _NUMBER.fullmatch(action.to):
            return "bad_number", {}
        own = await self._talking(action.linked_id, action.extension)
        if own is None:
            return NO_CALL
        why = await self._lines.why_not(action.extension, action.to)
        if why is not None:
            is_line = why in {"no_line", "lines_busy", "limit", "unsigned"}
            return ("no_line" if is_line else "no_route"), {"why": why}
        context = third_context(office, action.extension)
        fields: dict[str, str | list[str]] = {
            "Channel": f"Local/{action.to}@{context}",
            "Application": "BridgeAdd", "Data": own["Channel"], "Async": "true",
            "Timeout": str(_THIRD_SECONDS * 1000), "Variable": f"__V_BEHALF={action.extension}",
        }  # fmt: skip
        await self._ami.action("Originate", fields)
        return DONE

    async def _ring(
        self,
        office: Office,
        extension: str,
        context: str,
        to: str,
        variables: Mapping[str, str] | None = None,
    ) -> Said:
        """Ring his phones; the one that is answered goes to the place."""
        online = [
            device.account
            for device in Directory(office).phones(extension)
            if self._is_online(device.account)
        ]
        if not online:
            return "no_device", {}
        ringing = {f"v{secrets.token_hex(8)}.{n}": each for n, each in enumerate(online)}
        try:
            await ring_and_call(self._ami, ringing, context, to, variables)
        except NotAnswered as fault:
            return "failed", {"why": fault.why}
        return DONE

    async def _parked(self) -> set[str]:
        return {call.get("ParkingSpace") for call in await self._ami.items("ParkedCalls")}

    async def _talking(self, linked_id: str, extension: str) -> Message | None:
        for channel in await self._channels(linked_id):
            endpoint = Endpoint.of_channel(channel["Channel"])
            if (
                endpoint is not None
                and endpoint.extension == extension
                and channel.get("ChannelStateDesc") == "Up"
                and channel.get("BridgeId")
            ):
                return channel
        return None

    async def _channels(self, linked_id: str) -> list[Message]:
        channels = await self._ami.channels()
        return [each for each in channels if linked_id and linked_id == each.get("Linkedid")]
