"""USSD over one line: a question, or a dialogue of menus.

A GoIP does not tell whether the network waits for a choice: `USSD` is an answer either way, and
`USSDEXIT` says that the network has hung up, if it comes at all. So a dialogue stands when no
`USSDEXIT` came and the text reads like a question; else it is closed, as the next code needs it.
"""

import asyncio
import re

from vochi.gateways.base import GatewayFault, UssdReply
from vochi.gateways.goip import saying
from vochi.gateways.goip.packet import Reply
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.talk import Interrupted, Talk

_CODE = re.compile(r"[*#0-9]{1,160}")
#: What only asks (`*100#`): with anything more it may buy, or send money away.
_QUESTION = re.compile(r"[*#]{1,2}[0-9]{1,4}#")
_LONGEST = 2000
#: A choice at the beginning of a line, or within one (networks cut out newlines).
_CHOICE = re.compile(r"(?:^|[\n\r])\s*([0-9]{1,2})\s*(?:[.):>=-]|\s[^\W\d])")
_CHOICE_INSIDE = re.compile(r"(?<![\d.,+])([0-9]{1,2})\s*[).>=-]\s*[^\W\d]")
_ASKS = re.compile(
    r"[:?]\s*$|введите|выберите|наберите\s+(?:номер|цифру)|отправьте\s+(?:номер|цифру)"
    r"|увядзіце|выберыце|\benter\b|\bchoose\b|\bselect\b|\breply\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a text reads as if the network waits for a choice: of several, one of them 1."""
    return _ASKS.search(text) is not None or any(
        1 in (numbers := {int(each) for each in shape.findall(text)}) and len(numbers) >= 2
        for shape in (_CHOICE, _CHOICE_INSIDE)
    )


class Dialogue:
    """What a line says to its network: `ask` once or more, then `end`, or `leave`."""

    def __init__(self, talk: Talk, key: str, patience: Patience) -> None:
        self._talk = talk
        self._key = key
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self._begun = False

    def stands(self) -> bool:
        """Whether the network still waits, as far as anybody has told."""
        try:
            return not any(reply.verb in {"USSDEXIT", "USSDERROR"} for reply in self._talk.heard())
        except Interrupted:
            return False

    async def ask(self, code: str) -> UssdReply:
        """Say a code, later a choice. Raises GatewayFault."""
        if not _CODE.fullmatch(code):
            raise GatewayFault("refused", "code")
        try:
            reply = await self._reply(code)
            if reply.verb == "USSDEXIT":
                return UssdReply(text="")
            if reply.verb != "USSD":
                raise GatewayFault("refused", reply.rest.strip()[:200])
            text = reply.rest.strip("\r\n")[:_LONGEST]
            return UssdReply(text=text, menu=asks(text) and not await self._ended())
        except Interrupted:
            raise GatewayFault("offline", "restarted") from None

    async def _reply(self, code: str) -> Reply:
        datagram = saying.command("USSD", self._talk.sid, self._key, code)
        end = self._clock() + self._patience.ussd
        # A choice that is said twice may be taken twice, and so may money; a question is said
        # again after a minute.
        is_harmless = not self._begun and _QUESTION.fullmatch(code) is not None
        moments = [self._clock() + self._patience.ussd_again, end] if is_harmless else [end]
        self._begun = True
        for until in moments:
            if not self._talk.say(datagram):
                raise GatewayFault("offline")
            while (reply := await self._talk.hear(until)) is not None:
                if reply.verb in {"USSD", "USSDERROR", "USSDEXIT", "ERROR"}:
                    return reply
        raise GatewayFault("no_answer")

    async def _ended(self) -> bool:
        """Whether the network hangs up right behind its words."""
        until = self._clock() + self._patience.ussd_grace
        while (reply := await self._talk.hear(until)) is not None:
            if reply.verb in {"USSDEXIT", "USSDERROR"}:
                return True
        return False

    def leave(self) -> None:
        """Hang up without waiting: nobody is left to listen."""
        self._talk.say(saying.command("USSDEXIT", self._talk.sid, self._key))
        self._talk.say(saying.done(self._talk.sid))
        self._talk.close()

    async def end(self) -> None:
        """Hang up, whatever the gateway thinks of it."""
        sid, patience = self._talk.sid, self._patience
        try:
            await self._talk.ask(
                saying.command("USSDEXIT", sid, self._key), "USSDEXIT", patience.step, 1
            )
        except (GatewayFault, Interrupted):
            pass
        finally:
            self._talk.say(saying.done(sid))
            self._talk.close()
