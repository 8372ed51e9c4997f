"""Modems in an Asterisk as a driver; a device has the id of its line for a name.

An SMS that comes is told by one event or two, with the text as it is (base64) and line by line;
nothing keeps it when nobody listens.
"""

import asyncio
import re
import secrets
from collections import Counter

from vochi.gateways.base import (
    Equipment,
    GatewayFault,
    LineReport,
    MaybeSent,
    NotSent,
    PartIn,
    Sent,
    Tell,
    UssdPushed,
    UssdReply,
)
from vochi.gateways.goip.ussd import asks
from vochi.gateways.modem import reading
from vochi.gateways.modem.outbox import Outbox, UnderWay
from vochi.gateways.modem.patience import Patience
from vochi.gateways.text.connection import Connection, Unsaid
from vochi.gateways.text.packet import Packet
from vochi.gateways.text.speaking import Speaking
from vochi.gateways.words import check_sms, clean, is_code

_PORT = 5038
_LONGEST = 1024
#: An action is one line; no version says how to write a newline into it.
_UNSAYABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MOST_TWINS = 1000
_SENT = "sent"


class Modem(Speaking):
    """`prefix` of actions and events: `Quectel` or `Dongle`.

    A choice from a menu is said like any code, but no action leaves one: so `ussd_menu` is not
    among its abilities, and a code may fail till the network has forgotten the menu.
    """

    abilities = frozenset({"sms", "ussd", "ussd_pushed", "restart_line", "own_number"})

    def __init__(
        self, equipment: Equipment, tell: Tell, prefix: str, patience: Patience | None = None
    ) -> None:
        self.patience = patience or Patience()
        super().__init__(equipment, tell, self.patience.speaking, _PORT)
        self._prefix = prefix
        self._names = {each.id for each in self.lines}
        self._entries: dict[str, Packet] = {}
        self._listed = asyncio.Event()
        self._outboxes = {each.id: Outbox(each.id, self.patience.late) for each in self.lines}
        self._turns = {each.id: asyncio.Lock() for each in self.lines}
        self._asked: dict[str, asyncio.Future[str]] = {}
        self._menus: dict[str, bool] = {}
        self._exact: Counter[tuple[str, str, str]] = Counter()

    # --- looking

    async def watch(self, connection: Connection) -> None:
        """The list of devices."""
        while True:
            self._entries.clear()
            self._listed.clear()
            await connection.ask(f"{self._prefix}ShowDevices")
            try:
                async with asyncio.timeout(self.patience.speaking.answer):
                    await self._listed.wait()
            except TimeoutError:
                raise GatewayFault("no_answer", "the list of devices") from None
            for each in self.lines:
                entry = self._entries.get(each.id)
                self.report(
                    LineReport(line=each.id, online=False)
                    if entry is None
                    else reading.report(each.id, entry, self.gateway.address or "")
                )
            await asyncio.sleep(self.patience.poll)

    def hear(self, packet: Packet) -> None:
        """Any event of the Asterisk; those of the modems are ours."""
        if not packet.event.startswith(self._prefix):
            return
        line = packet.get("device").strip()
        what = packet.event.removeprefix(self._prefix)
        if what == "ShowDevicesComplete":
            self._listed.set()
        elif line not in self._names:
            return
        elif what == "DeviceEntry":
            self._entries[line] = packet
        elif what in {"NewSMS", "NewSMSBase64"}:
            self._came(line, packet, is_exact=what == "NewSMSBase64")
        elif what == "SMSStatus":
            is_sent = packet.get("status").strip().lower() == _SENT
            late = self._outboxes[line].word(packet.get("id").strip(), is_sent=is_sent)
            if late is not None:
                self.pass_on(late)
        elif what == "NewCUSD":
            menu = reading.is_menu(packet)
            if menu is not None:
                self._menus[line] = menu
        elif what == "NewUSSD":
            self._said(line, reading.lines_of(packet))
        elif what == "USSDStatus" and packet.get("status").strip().lower() != _SENT:
            future = self._asked.get(line)
            if future is not None and not future.done():
                future.set_exception(GatewayFault("refused", packet.get("status")[:40]))

    def _came(self, line: str, packet: Packet, *, is_exact: bool) -> None:
        sender = clean(packet.get("from"), 60).strip()
        text = reading.exact(packet) if is_exact else reading.lines_of(packet)
        if text is None:
            return
        mark = (line, sender, reading.squeezed(text))
        loop = asyncio.get_running_loop()
        if is_exact:
            if len(self._exact) < _MOST_TWINS:
                self._exact[mark] += 1
                loop.call_later(3 * self.patience.twin, self._forget, mark)
            self._tell_part(line, sender, text)
        else:
            loop.call_later(self.patience.twin, self._tell_plain, mark, text)

    def _tell_plain(self, mark: tuple[str, str, str], text: str) -> None:
        if self._exact[mark] > 0:
            self._forget(mark)
        else:
            self._tell_part(mark[0], mark[1], text)

    def _forget(self, mark: tuple[str, str, str]) -> None:
        self._exact[mark] -= 1
        if self._exact[mark] <= 0:
            del self._exact[mark]

    def _tell_part(self, line: str, sender: str, text: str) -> None:
        # Said once and never again, so any name will do; it is the same while it is told.
        self.pass_on(PartIn(line=line, sender=sender, text=text, key=secrets.token_hex(12)))

    def _said(self, line: str, text: str) -> None:
        future = self._asked.get(line)
        if future is not None and not future.done():
            future.set_result(text)
        else:
            self.pass_on(UssdPushed(line=line, text=text[:2000]))

    # --- doing

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        """One at a time for a modem."""
        check_sms(to, text, _LONGEST)
        if _UNSAYABLE.search(text) or text[0] == " ":
            raise NotSent("refused", "never", detail="one_line")
        if line not in self._names:
            raise NotSent("offline", "later")
        async with self._turns[line]:
            try:
                connection = self.online(line)
            except GatewayFault as fault:
                raise NotSent(fault.why, "later") from None
            sms = self._outboxes[line].begin(secrets.token_hex(8), to)
            if await self._say_sms(connection, line, text, sms):
                await connection.unless_ended(sms.future, self.patience.sms)
            if not sms.future.done():
                sms.future.cancel()
                raise MaybeSent("no_answer", handle=sms.name)
            if not sms.future.result():
                raise NotSent("refused", "later", detail="NotSent")
            return Sent()

    async def _say_sms(self, connection: Connection, line: str, text: str, sms: UnderWay) -> bool:
        """Whether the modem has taken it; False: nobody can tell. Raises NotSent."""
        try:
            told = await connection.ask(
                f"{self._prefix}SendSMS",
                Device=line, Number=sms.to, Message=text, Validity="0", Report="no",
            )  # fmt: skip
        except Unsaid as fault:
            self._outboxes[line].drop(sms)
            raise NotSent(fault.why, "later") from None
        except GatewayFault:
            return False
        if told.get("response").strip().lower() == "error":
            self._outboxes[line].drop(sms)
            raise NotSent("refused", "later", detail=told.get("message")[:80])
        if not sms.future.done():
            sms.id = told.get("id").strip()[:40]
        return True

    async def ussd(self, line: str, code: str) -> UssdReply:
        """A question, or a choice from the menu that stands."""
        connection = self.online(line)
        if not is_code(code):
            raise GatewayFault("refused", "code")
        if line in self._asked:
            raise GatewayFault("busy")
        future = self._asked[line] = asyncio.get_running_loop().create_future()
        self._menus.pop(line, None)
        try:
            async with asyncio.timeout(self.patience.ussd):
                told = await connection.ask(f"{self._prefix}SendUSSD", Device=line, USSD=code)
                if told.get("response").strip().lower() == "error":
                    raise GatewayFault("refused", told.get("message")[:80])
                text = clean(await future, 2000)
        except TimeoutError:
            raise GatewayFault("no_answer") from None
        finally:
            del self._asked[line]
            future.cancel()
        menu = self._menus.pop(line, None)
        return UssdReply(text=text, menu=asks(text) if menu is None else menu)

    async def restart_line(self, line: str) -> None:
        """At once, whatever it does."""
        told = await self.online(line).ask(f"{self._prefix}Restart", Device=line, When="now")
        if told.get("response").strip().lower() == "error":
            raise GatewayFault("refused", told.get("message")[:80])

    async def own_number(self, line: str) -> str:
        """As the SIM card has it."""
        self.online(line)
        return next(each.number for each in self.reports() if each.line == line)
