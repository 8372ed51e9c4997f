"""Click to call: the employee's own phones ring first, the one that answers makes the call."""

import asyncio
from collections.abc import AsyncIterator, Container, Mapping
from contextlib import suppress

from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.engine.frame import Message

RING_SECONDS = 30.0
# `Reason` of OriginateResponse is a control frame of Asterisk (frame.h): 5 busy, 3 ringing.
_REASONS = {"1": "rejected", "3": "no_answer", "5": "busy", "8": "unreachable"}


class NotAnswered(Exception):  # noqa: N818 - says what happened
    """None of the phones was answered; `why` is that of the last one."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def ring_and_call(
    ami: Ami,
    ringing: Mapping[str, str],
    context: str,
    to: str,
    variables: Mapping[str, str] | None = None,
) -> None:
    """Ring accounts, showing `to`; the first that answers dials `to` in `context`.

    `variables` are set on its channel. `ringing` is account by the unique id that its channel gets
    (`core.calls.click`). All are of the office and of digits, `*`, `#`, `+` alone: checked by the
    caller.

    One Originate for each phone: Asterisk dials one channel at a time, and a dial string of
    several would need `&`, which nothing of ours ever sends. Raises NotAnswered, AmiError.
    """
    events = ami.events()
    why = "failed"
    # By the action, not by the channel: one that picks up a call has taken on the name and unique
    # id of the channel it replaced before its own response is written.
    waiting: dict[str, str] = {}
    try:
        for channel_id, account in ringing.items():
            accepted = await ami.action(
                "Originate",
                {
                    "Channel": f"PJSIP/{account}", "Context": context, "Exten": to,
                    "Priority": "1", "Timeout": str(int(RING_SECONDS * 1000)), "Async": "true",
                    "ChannelId": channel_id,
                    # What the ringing phone shows. `CallerID` would show it too, but then the
                    # colleague or client would see himself calling: it is kept for the call.
                    "Variable": [
                        f"CONNECTEDLINE(num)={to}",
                        *(f"{name}={value}" for name, value in (variables or {}).items()),
                    ],
                },
            )  # fmt: skip
            waiting[accepted["ActionID"]] = channel_id
        async with asyncio.timeout(RING_SECONDS + 5.0):
            while waiting:
                answer = await _response(events, waiting)
                del waiting[answer["ActionID"]]
                if answer.get("Response") == "Success":
                    await end_channels(ami, set(waiting.values()))
                    return
                why = _REASONS.get(answer.get("Reason"), "failed")
    except TimeoutError:
        await end_channels(ami, set(ringing))
        raise NotAnswered("no_answer") from None
    raise NotAnswered(why)


async def _response(events: AsyncIterator[Message], waiting: Container[str]) -> Message:
    async for event in events:
        if event.name == "OriginateResponse" and event.get("ActionID") in waiting:
            return event
    raise NotAnswered("failed")


async def end_channels(ami: Ami, unique_ids: set[str]) -> None:
    """End those of these that live."""
    if not unique_ids:
        return
    for channel in await ami.channels():
        if channel.get("Uniqueid") in unique_ids:
            with suppress(AmiError):
                await ami.hangup(channel["Channel"])
