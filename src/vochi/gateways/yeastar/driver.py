"""Yeastar as a driver: `gsm ...` commands, and events about SMS.

The device answers one command after another, so what takes long (USSD) has a connection of its
own. It keeps no SMS for us: what comes while nobody is connected lies in its own inbox alone.
"""

import asyncio
import secrets
from collections import OrderedDict
from urllib.parse import quote

from vochi.gateways.base import (
    Equipment,
    GatewayFault,
    LateAnswer,
    MaybeSent,
    NotSent,
    Sent,
    Tell,
    UssdReply,
)
from vochi.gateways.text.connection import Connection, Unsaid
from vochi.gateways.text.packet import Packet, action
from vochi.gateways.text.speaking import Speaking
from vochi.gateways.words import check_sms, is_code
from vochi.gateways.yeastar import reading
from vochi.gateways.yeastar.patience import Patience

_PORT = 5038
#: Bytes of UTF-8: percent-encoded it is three times as long, and a command is one line.
_LONGEST = 1024
_REMEMBERED = 2000


class Yeastar(Speaking):
    """Slot N is span N+1."""

    abilities = frozenset({"sms", "ussd"})

    def __init__(self, equipment: Equipment, tell: Tell, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        super().__init__(equipment, tell, self.patience.speaking, _PORT)
        self._spans = {each.id: each.slot + reading.SPAN_OF_SLOT for each in self.lines}
        self._by_slot = {each.slot: each.id for each in self.lines}
        self._sending: dict[str, asyncio.Future[bool]] = {}
        self._unknown: OrderedDict[str, tuple[str, str, float]] = OrderedDict()
        self._turns = {each.id: asyncio.Lock() for each in self.lines}
        self._sent_at: dict[str, float] = {}
        self._asking: set[str] = set()
        self._numbering = reading.Numbering()
        self._seen: OrderedDict[str, int] = OrderedDict()

    async def watch(self, connection: Connection) -> None:
        """Status of all spans, and more of ours."""
        address = self.gateway.address or ""
        while True:
            statuses = reading.spans(await self._command(connection, "gsm show spans"))
            for line, span in self._spans.items():
                told = await self._command(connection, f"gsm show span {span}")
                self.report(reading.report(line, statuses.get(span, ""), told, address))
            await asyncio.sleep(self.patience.poll)

    def hear(self, packet: Packet) -> None:
        """An SMS has come, or has gone."""
        if packet.event == "ReceivedSMS":
            line = self._by_slot.get(reading.slot_of(packet) or 0)
            if line is not None:
                again = self._count(reading.fingerprint(packet))
                self.pass_on(reading.part_in(line, packet, self._numbering, again))
        elif packet.event == "UpdateSMSSend":
            self._went(packet.get("id").strip(), is_sent=packet.get("status").strip() == "1")

    def _count(self, mark: str) -> int:
        """How many like it came before: without an id two "yes" of one second are two."""
        before = self._seen.pop(mark, -1) + 1
        self._seen[mark] = before
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return before

    def _went(self, name: str, *, is_sent: bool) -> None:
        future = self._sending.get(name)
        if future is not None:
            if not future.done():
                future.set_result(is_sent)
            return
        line, to, until = self._unknown.pop(name, ("", "", 0.0))
        if line and asyncio.get_running_loop().time() < until:
            self.pass_on(LateAnswer(line=line, handle=name, number=to, sent=is_sent))

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        """One at a time for a port, not faster than its maker allows."""
        check_sms(to, text, _LONGEST)
        if line not in self._spans:
            raise NotSent("offline", "later")
        clock = asyncio.get_running_loop().time
        async with self._turns[line]:
            await asyncio.sleep(
                max(0.0, self._sent_at.get(line, -1e9) + self.patience.pace - clock())
            )
            try:
                connection = self.online(line)
            except GatewayFault as fault:
                raise NotSent(fault.why, "later") from None
            self._sent_at[line] = clock()
            return await self._send(connection, line, to, text)

    async def _send(self, connection: Connection, line: str, to: str, text: str) -> Sent:
        name = secrets.token_hex(8)
        future = self._sending[name] = asyncio.get_running_loop().create_future()
        said = f'gsm send sms {self._spans[line]} {to} "{quote(text, safe="")}" {name}'
        try:
            if await self._say_sms(connection, said):
                await connection.unless_ended(future, self.patience.sms)
        finally:
            del self._sending[name]
        if not future.done():
            self._forget_late(name, line, to)
            raise MaybeSent("no_answer", handle=name)
        if not future.result():
            raise NotSent("refused", "later", detail="Status is not 1")
        return Sent()

    async def _say_sms(self, connection: Connection, said: str) -> bool:
        """Whether the device has answered: False: nobody can tell what it did."""
        try:
            told = await self._command(connection, said)
        except Unsaid as fault:
            raise NotSent(fault.why, "later") from None
        except GatewayFault:
            return False
        if told.get("response").strip().lower() == "error":
            raise NotSent("refused", "later", detail=told.get("message")[:80])
        return True

    def _forget_late(self, name: str, line: str, to: str) -> None:
        until = asyncio.get_running_loop().time() + self.patience.late
        self._unknown[name] = (line, to, until)
        while len(self._unknown) > _REMEMBERED:
            self._unknown.popitem(last=False)

    async def ussd(self, line: str, code: str) -> UssdReply:
        """One question; it is not known how to choose from a menu."""
        self.online(line)
        if not is_code(code):
            raise GatewayFault("refused", "code")
        if line in self._asking:
            raise GatewayFault("busy")
        self._asking.add(line)
        try:
            connection = Connection(self.place, self.patience.speaking)
            async with connection.open(lambda _: None):
                told = await self._command(
                    connection, f'gsm send ussd {self._spans[line]} "{code}"', self.patience.ussd
                )
        finally:
            self._asking.discard(line)
        answer = reading.ussd_answer(told)
        if answer is None:
            raise GatewayFault("refused", told.text.strip()[:80])
        return UssdReply(text=answer)

    @staticmethod
    async def _command(connection: Connection, command: str, within: float | None = None) -> Packet:
        called = secrets.token_hex(6)
        said = action("smscommand", ActionID=called, command=command)
        return await connection.ask_raw(said, called, within=within)
