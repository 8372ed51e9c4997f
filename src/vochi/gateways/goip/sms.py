"""Sending one SMS: the bulk dialogue with a single recipient.

Until SEND is on the wire it has not gone, whatever happens: `NotSent`. From then on it may have:
only the gateway's OK, or its ERROR about the only SEND, says otherwise. SEND is said again while
nothing at all has come, and some firmware sends the SMS twice then: an ERROR after a repeat may be
of the second, and says nothing of the first. What comes too late is told when it comes.
"""

import asyncio
import re
from contextlib import suppress

from vochi.gateways.base import GatewayFault, LateAnswer, MaybeSent, NotSent, Sent, Tell
from vochi.gateways.goip import saying
from vochi.gateways.goip.cms import not_sent
from vochi.gateways.goip.packet import Reply
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.talk import Interrupted, Talk

#: The only recipient of a dialogue; a repeat names the same one.
_TEL = 1
_NUMBER = re.compile(r"\+?[0-9*#]{2,20}")
_TOLD = re.compile(r"([0-9]{1,10})(?: (.*))?", re.DOTALL)
_REF = re.compile(r"[0-9]{1,9}")


def check(to: str, text: str) -> None:
    """Raises NotSent for what can never be sent."""
    if not _NUMBER.fullmatch(to):
        raise NotSent("refused", "never", detail="number")
    if not text or "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise NotSent("refused", "never", detail="text")
    if len(text.encode()) > saying.LONGEST_TEXT:
        raise NotSent("refused", "never", detail="too_long")


class Sending:
    """`run` once, then `end`, which takes its time: it says goodbye, or waits for a late answer."""

    def __init__(self, talk: Talk, line: str, key: str, patience: Patience) -> None:
        self._talk = talk
        self._line = line
        self._key = key
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self._opened = self._clock()
        self._to = ""
        self._sends = 0
        self._known = True

    @property
    def handle(self) -> str:
        """What `MaybeSent` and `LateAnswer` call this SMS."""
        return str(self._talk.sid)

    async def run(self, to: str, text: str) -> Sent:
        """Send it. Raises NotSent, MaybeSent."""
        sid = self._talk.sid
        self._to = to
        await self._step(saying.message(sid, text), "PASSWORD")
        await self._step(saying.password(sid, self._key), "SEND")
        return await self._deliver()

    async def end(self, tell: Tell) -> None:
        """Close the dialogue; when nobody knows how it went, listen first as long as it lives."""
        try:
            if not self._known:
                await self._listen(tell)
            with suppress(GatewayFault):
                await self._talk.ask(
                    saying.done(self._talk.sid), "DONE", self._patience.step, self._patience.repeats
                )
        except Interrupted:
            pass
        finally:
            self._talk.close()

    async def _step(self, datagram: bytes, wanted: str) -> None:
        patience = self._patience
        try:
            reply = await self._talk.ask(datagram, wanted, patience.step, patience.repeats)
        except Interrupted:
            raise NotSent("offline", "later", detail="restarted") from None
        except GatewayFault as fault:
            raise NotSent(fault.why, "later") from None
        if reply.verb == "ERROR":
            raise not_sent(reply.rest)

    async def _deliver(self) -> Sent:
        until = min(self._clock() + self._patience.sms, self._opened + self._patience.session)
        again = self._clock()
        heard = False
        said = ""
        while self._clock() < until:
            repeats = not heard and self._sends <= self._patience.repeats
            if repeats and self._clock() >= again:
                self._send()
                again = self._clock() + self._patience.step
            try:
                reply = await self._talk.hear(min(until, again) if repeats else until)
            except Interrupted:
                self._known = True
                raise MaybeSent("no_answer", "restarted", self.handle) from None
            if reply is None or not _ours(reply):
                continue
            if reply.verb == "OK":
                self._known = True
                return Sent(ref=_ref(reply))
            if reply.verb == "ERROR":
                if self._sends == 1 and (not heard or _TOLD.fullmatch(reply.rest)):
                    self._known = True
                    raise not_sent(_text(reply))
                said = _text(reply)
            heard = True
        raise MaybeSent("no_answer", said[:80], self.handle)

    def _send(self) -> None:
        # Told before it is so: killed between the two, it may have gone.
        self._known = False
        if self._talk.say(saying.send(self._talk.sid, _TEL, self._to)):
            self._sends += 1
        elif not self._sends:
            self._known = True
            raise NotSent("offline", "later")

    async def _listen(self, tell: Tell) -> None:
        until = self._opened + self._patience.session
        while (reply := await self._talk.hear(until)) is not None:
            if not _ours(reply) or reply.verb == "WAIT":
                continue
            if reply.verb == "OK":
                await tell(self._late(sent=True, ref=_ref(reply)))
            elif self._sends == 1 and _TOLD.fullmatch(reply.rest):
                await tell(self._late(sent=False, code=not_sent(_text(reply)).code))
            else:
                continue
            return

    def _late(self, *, sent: bool, ref: str = "", code: int | None = None) -> LateAnswer:
        return LateAnswer(
            line=self._line, handle=self.handle, number=self._to, sent=sent, ref=ref, code=code
        )


def _ours(reply: Reply) -> bool:
    """Of our recipient; ERROR may name none."""
    if reply.verb not in {"WAIT", "OK", "ERROR"}:
        return False
    told = _TOLD.fullmatch(reply.rest)
    return reply.verb == "ERROR" if told is None else int(told[1]) == _TEL


def _text(reply: Reply) -> str:
    told = _TOLD.fullmatch(reply.rest)
    return reply.rest if told is None else told[2] or ""


def _ref(reply: Reply) -> str:
    """Old firmware names none."""
    told = _text(reply).strip()
    return str(int(told)) if _REF.fullmatch(told) else ""
