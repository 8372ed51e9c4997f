"""AMI client for asyncio: the verbs of telephony over a connection that comes back by itself.

Errors are drawn in `vochi.engine.errors` (the `AmiError` branch): `NotConnected` at once while
the connection is down (a command must never run late), `Refused`, `NoAnswer`, `BadArgument`.

    async with Ami("127.0.0.1", 5038, "vochi", secret) as ami:
        await ami.connected(10)
        contacts = await ami.contacts()
        async for event in ami.events():    # `@up`, `@down`, `@gap` and what Asterisk tells
            ...
"""

import re
from collections.abc import Mapping
from typing import Final

from vochi.engine.connection import Connection
from vochi.engine.errors import BadArgument, Refused
from vochi.engine.frame import Message

_CHANNEL: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*/[A-Za-z0-9_.+@:;/*#-]{1,200}")
_PLACE: Final = re.compile(r"[A-Za-z0-9_.+*#-]{1,80}")
_VARIABLE: Final = re.compile(r"_{0,2}[A-Za-z][A-Za-z0-9_]{0,78}")
_VALUE: Final = re.compile(r"[^,\"\\$&|\x00-\x1f]*")


class Ami(Connection):
    """Everything that could mean more than one thing (`&`, `,`, `${}`) is refused (X4)."""

    async def command(self, line: str) -> str:
        """Run a line of Asterisk's CLI, give its output."""
        return "\n".join((await self.action("Command", Command=line)).all("Output"))

    async def hangup(self, channel: str, cause: int = 16) -> None:
        """End one channel; `Refused` when there is no such channel."""
        await self.action("Hangup", Channel=_fits(_CHANNEL, "Channel", channel), Cause=str(cause))

    async def redirect(self, channel: str, context: str, exten: str) -> None:
        """Send a channel to another place of the dialplan, at priority 1."""
        where = {
            "Channel": _fits(_CHANNEL, "Channel", channel),
            "Context": _fits(_PLACE, "Context", context),
            "Exten": _fits(_PLACE, "Exten", exten),
        }
        await self.action("Redirect", where, Priority="1")

    async def blind_transfer(self, channel: str, context: str, exten: str) -> None:
        """Let the party on `channel` transfer the one it talks to; its own leg ends."""
        where = {
            "Channel": _fits(_CHANNEL, "Channel", channel),
            "Context": _fits(_PLACE, "Context", context),
            "Exten": _fits(_PLACE, "Exten", exten),
        }
        await self.action("BlindTransfer", where)

    async def originate(
        self,
        channel: str,
        context: str,
        exten: str,
        *,
        seconds: float = 30.0,
        caller_id: str = "",
        variables: Mapping[str, str] | None = None,
        channel_id: str = "",
    ) -> None:
        """Ring `channel`, when answered send it to `exten`; the outcome is an `OriginateResponse`.

        Only one channel: `&`, `,` and `${}` are refused wherever they could mean more (X4).
        """
        fields: dict[str, str | list[str]] = {
            "Channel": _fits(_CHANNEL, "Channel", channel),
            "Context": _fits(_PLACE, "Context", context),
            "Exten": _fits(_PLACE, "Exten", exten),
            "Priority": "1",
            "Timeout": str(int(seconds * 1000)),
            "Async": "true",
        }
        if caller_id:
            fields["CallerID"] = _fits(_VALUE, "CallerID", caller_id)
        if channel_id:
            fields["ChannelId"] = _fits(_PLACE, "ChannelId", channel_id)
        if variables:
            fields["Variable"] = [
                f"{_fits(_VARIABLE, 'Variable', name)}={_fits(_VALUE, 'Variable', value)}"
                for name, value in variables.items()
            ]
        await self.action("Originate", fields)

    async def channels(self) -> tuple[Message, ...]:
        """Living channels: `Channel`, `Uniqueid`, `Linkedid`, `ChannelStateDesc`, ..."""
        return await self.items("CoreShowChannels")

    async def contacts(self) -> tuple[Message, ...]:
        """Contacts of PJSIP: `Endpoint`, `Uri`, `Status`, `RoundtripUsec`, `UserAgent`, ..."""
        try:
            return await self.items("PJSIPShowContacts")
        except Refused as error:
            if error.facts["detail"].startswith("No Contacts"):  # Asterisk's empty list
                return ()
            raise


def _fits(shape: re.Pattern[str], name: str, value: str) -> str:
    if not shape.fullmatch(value):
        raise BadArgument(field=name)
    return value
