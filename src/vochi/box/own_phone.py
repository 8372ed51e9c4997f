"""What an employee does from the screen with the call on his own phone.

Answering: a phone whose maker knows `Event: talk` is told in the dialog of the call that rings. Any
other is called once more, with the headers that make phones answer by themselves, and takes the
ringing call over. If it does neither, it rings on: its owner can lift the receiver. Others are
not told: a phone that answers a NOTIFY with 481, as SIP lets it, has its call ended by Asterisk.

Hold and attended transfer are pressed for him, as features that no phone has keys for, so that the
phone may be of any kind. Methods answer a code of `core.link.Command`; raise AmiError.
"""

import asyncio
import contextlib
import re
import secrets
from collections.abc import Sequence
from typing import Final

from pydantic import JsonValue

from vochi.box.lines import Lines
from vochi.box.originate import end_channels, ring_and_call
from vochi.core.calls.endpoint import Endpoint
from vochi.core.dialplan.holding import HELD, MUSIC, hold_music
from vochi.core.dialplan.in_call import HIDDEN, TAKE_BACK
from vochi.core.dialplan.pickup import PICK_UP
from vochi.core.dialplan.transfer import CONSULTED
from vochi.core.link import Consult, Decline, HandOver, Hold, PickUpOwn, Resume, TakeBack
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.engine.frame import Message

Said = tuple[str, dict[str, JsonValue]]
OwnAction = PickUpOwn | Decline | Hold | Resume | Consult | HandOver | TakeBack

DONE: Final[Said] = ("done", {})
NO_CALL: Final[Said] = ("no_such_call", {})
BY_HAND: Final[Said] = ("by_hand", {})
#: Q.850: call rejected, as the red key of a phone says it.
_REJECTED: Final = 21
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
#: Seconds that a phone may take to obey `talk`; to answer by itself; the engine to do as pressed.
_TALKS, _ANSWERS, _PRESSED = 0.9, 4.0, 2.0
_LOOK_EVERY = 0.1
#: Channel of the client who waits while an employee consults, on the employee's.
_WAITS = "V_WAITS"
#: How phones call themselves whose makers know `Event: talk`.
_KNOW_TALK = re.compile(
    r"(?i)yealink|grandstream|snom|poly(com|edge)|fanvil|htek|(cisco|linksys)[/-]?spa"
)
#: As the intercom's (`core.dialplan.spy`): Grandstream, Snom, Gigaset; Yealink.
_BY_ITSELF = {
    "PJSIP_HEADER(add,Call-Info)": "<sip:vochi>;answer-after=0",
    "PJSIP_HEADER(add,Alert-Info)": "<http://vochi>;info=alert-autoanswer;delay=0",
}


class OwnPhone:
    """The own phones of employees of one engine."""

    def __init__(self, ami: Ami, lines: Lines) -> None:
        self._ami = ami
        self._lines = lines

    async def execute(self, action: OwnAction, office: Office) -> Said:
        """Do it."""
        match action:
            case PickUpOwn():
                return await self._answer(action, office)
            case Decline():
                return await self._decline(action)
            case Hold():
                return await self._hold(action, office)
            case Resume():
                return await self._resume(action)
            case Consult():
                return await self._consult(action)
            case HandOver():
                own = await self._talking(action.linked_id, action.extension)
                if own is None:
                    return NO_CALL
                if not await self._consults(own):
                    return "no_consultation", {}
                await self._ami.hangup(own["Channel"])
                return DONE
            case TakeBack():
                own = await self._talking(action.linked_id, action.extension)
                if own is None:
                    return NO_CALL
                if not await self._consults(own):
                    return "no_consultation", {}
                await self._press(own, TAKE_BACK)
                return DONE

    async def _answer(self, action: PickUpOwn, office: Office) -> Said:
        ringing = _in_order(await self._own(action.linked_id, action.extension, "Ringing"), office)
        if not ringing:
            # Two windows, or a hand that was quicker: it is answered, and that was wanted.
            is_up = await self._own(action.linked_id, action.extension, "Up")
            return DONE if is_up else NO_CALL
        for channel in await self._that_know_talk(ringing):
            if await self._told(channel, "talk") and await self._settled(action, _TALKS):
                return await self._outcome(action)
        return await self._call_once_more(action, ringing[0])

    async def _decline(self, action: Decline) -> Said:
        # The desk says that a phone rings as soon as it is called, before the phone itself does.
        ringing = [
            channel
            for state in ("Ringing", "Down")
            for channel in await self._own(action.linked_id, action.extension, state)
        ]
        for channel in ringing:
            with contextlib.suppress(Refused):  # answered or gone between our look and our word
                await self._ami.hangup(channel["Channel"], _REJECTED)
        return DONE if ringing else NO_CALL

    async def _call_once_more(self, action: PickUpOwn, ringing: Message) -> Said:
        client = ringing.get("ConnectedLineNum", "")
        shown = {"CONNECTEDLINE(num)": client} if _NUMBER.fullmatch(client) else {}
        own = {f"v{secrets.token_hex(8)}.0": _account(ringing)}
        call = asyncio.create_task(
            ring_and_call(self._ami, own, PICK_UP, action.extension, {**_BY_ITSELF, **shown})
        )
        try:
            await self._settled(action, _ANSWERS, until=call)
            if call.done() and call.exception() is None:
                await self._settled(action, _PRESSED)
            return await self._outcome(action)
        finally:
            if not call.done():
                call.cancel()
                await asyncio.wait((call,))
                await end_channels(self._ami, set(own))
            elif isinstance(fault := call.exception(), AmiError):
                raise fault

    async def _outcome(self, action: PickUpOwn) -> Said:
        for _ in range(5):
            if await self._own(action.linked_id, action.extension, "Up"):
                return DONE
            if await self._own(action.linked_id, action.extension, "Ringing"):
                return BY_HAND
            # A channel that picks up is in neither state while it takes the other one's place.
            await asyncio.sleep(_LOOK_EVERY)
        return NO_CALL

    async def _settled(
        self, action: PickUpOwn, seconds: float, until: "asyncio.Task[None] | None" = None
    ) -> bool:
        """Whether his phones stopped ringing within so many seconds."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            # A box that stood still looks once more before it says that the time is up.
            is_late = asyncio.get_running_loop().time() >= end
            if not await self._own(action.linked_id, action.extension, "Ringing"):
                return True
            if is_late or (until is not None and until.done()):
                return False
            await asyncio.sleep(_LOOK_EVERY)

    async def _that_know_talk(self, channels: Sequence[Message]) -> list[Message]:
        know = {
            contact.get("Endpoint")
            for contact in await self._ami.contacts()
            if _KNOW_TALK.match(contact.get("UserAgent", ""))
        }
        return [each for each in channels if _account(each) in know]

    async def _told(self, channel: Message, what: str) -> bool:
        """Whether the phone of a channel could be told; what it makes of it shows later."""
        variables = [f"Event={what}", "Subscription-State=active"]
        fields: dict[str, str | list[str]] = {
            "Channel": channel["Channel"], "Variable": variables
        }  # fmt: skip
        try:
            await self._ami.action("PJSIPNotify", fields)
        except Refused:
            return False  # the channel is gone, or an engine started before we knew of this
        return True

    async def _hold(self, action: Hold, office: Office) -> Said:
        own, others = await self._bridge(action.linked_id, action.extension)
        if own is None or not others:
            return NO_CALL
        if len(others) > 1:
            return "third_party", {}
        other = others[0]["Channel"]
        if await self._held(other):
            return DONE
        music = hold_music(Directory(office), action.extension)
        await self._ami.action("Setvar", Channel=other, Variable=MUSIC, Value=music)
        await self._press(own, HIDDEN["hold"][0])
        return await self._until_held(other, wanted=True)

    async def _resume(self, action: Resume) -> Said:
        own, others = await self._bridge(action.linked_id, action.extension)
        if own is None or not others:
            return NO_CALL
        held = [each["Channel"] for each in others if await self._held(each["Channel"])]
        if not held:
            # Its own key holds the client: a phone that takes orders takes him back by itself.
            return await self._told_to_take_back(own)
        await self._press(own, HIDDEN["resume"][0])
        return await self._until_held(held[0], wanted=False)

    async def _told_to_take_back(self, own: Message) -> Said:
        if not await self._that_know_talk([own]) or not await self._told(own, "talk"):
            return BY_HAND
        events = self._ami.events()
        try:
            async with asyncio.timeout(_PRESSED):
                async for event in events:
                    if event.name == "Unhold" and event.get("Channel") == own["Channel"]:
                        return DONE
        except TimeoutError:
            pass
        return BY_HAND

    async def _held(self, channel: str) -> bool:
        reply = await self._ami.action("Getvar", Channel=channel, Variable=HELD)
        return reply.get("Value") == "1"

    async def _until_held(self, channel: str, *, wanted: bool) -> Said:
        end = asyncio.get_running_loop().time() + _PRESSED
        while True:
            is_late = asyncio.get_running_loop().time() >= end
            if await self._held(channel) is wanted:
                return DONE
            if is_late:
                return "failed", {}
            await asyncio.sleep(_LOOK_EVERY)

    async def _consult(self, action: Consult) -> Said:
        if not _NUMBER.fullmatch(action.to):
            return "bad_number", {}
        own, others = await self._bridge(action.linked_id, action.extension)
        if own is None or not others:
            return NO_CALL
        if len(others) > 1:
            return "third_party", {}
        why = await self._lines.why_not(action.extension, action.to)
        if why is not None:
            is_line = why in {"no_line", "lines_busy", "limit", "unsigned"}
            return ("no_line" if is_line else "no_route"), {"why": why}
        if await self._held(others[0]["Channel"]):
            await self._press(own, HIDDEN["resume"][0])
            await self._until_held(others[0]["Channel"], wanted=False)
        for name, value in {CONSULTED: action.to, _WAITS: others[0]["Channel"]}.items():
            await self._ami.action("Setvar", Channel=own["Channel"], Variable=name, Value=value)
        await self._press(own, HIDDEN["consult"][0])
        return DONE

    async def _consults(self, own: Message) -> bool:
        """Whether the client waits in another bridge while he talks; he may have come back."""
        reply = await self._ami.action("Getvar", Channel=own["Channel"], Variable=_WAITS)
        client = reply.get("Value")
        return any(
            each["Channel"] == client and each.get("BridgeId") not in {"", own.get("BridgeId")}
            for each in await self._ami.channels()
        )

    async def _press(self, own: Message, keys: str) -> None:
        for key in keys:
            await self._ami.action(
                "PlayDTMF", Channel=own["Channel"], Digit=key, Duration="100", Receive="true"
            )

    async def _bridge(self, linked_id: str, extension: str) -> tuple[Message | None, list[Message]]:
        """His channel of the talk, and the others in its bridge."""
        own = await self._talking(linked_id, extension)
        if own is None:
            return None, []
        channels = await self._ami.channels()
        bridge = own.get("BridgeId")
        others = [
            each
            for each in channels
            if each.get("BridgeId") == bridge and each["Channel"] != own["Channel"]
        ]
        return own, others

    async def _talking(self, linked_id: str, extension: str) -> Message | None:
        own = await self._own(linked_id, extension, "Up")
        return next((each for each in own if each.get("BridgeId")), None)

    async def _own(self, linked_id: str, extension: str, state: str) -> list[Message]:
        return [
            channel
            for channel in await self._ami.channels()
            if linked_id
            and channel.get("Linkedid") == linked_id
            and channel.get("ChannelStateDesc") == state
            and (endpoint := Endpoint.of_channel(channel["Channel"])) is not None
            and endpoint.extension == extension
        ]


def _in_order(channels: Sequence[Message], office: Office) -> list[Message]:
    """In the order of his devices: the phone on the desk before the programs."""
    places = {device.account: place for place, device in enumerate(office.devices)}
    return sorted(channels, key=lambda each: places.get(_account(each), len(places)))


def _account(channel: Message) -> str:
    endpoint = Endpoint.of_channel(channel["Channel"])
    return endpoint.name if endpoint is not None else ""
