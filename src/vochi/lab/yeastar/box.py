"""An emulated Yeastar TG: commands about its spans, events about SMS."""

import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote_plus, unquote

from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot, UssdRefused
from vochi.lab.gsm.rack import Port
from vochi.lab.gsm.radio import Radio
from vochi.lab.lifetime import Lifetime
from vochi.lab.manager import Fields, ManagerSide, Manners
from vochi.lab.tasks import Tasks

_SEND = re.compile(r'gsm send sms (\d+) (\S+) "([^"]*)" (\S+)')
_USSD = re.compile(r'gsm send ussd (\d+) "([^"]*)"')
_SHOW = re.compile(r"gsm show span (\d+)")
_END = "--END COMMAND--\n\n"


@dataclass(frozen=True)
class Flavour:
    """`first`: what parts are counted from. `place`: whether events tell the span or the port.
    `ids`: SMS that come have an id; else the field is empty. `bom`: a byte order mark comes first.
    """

    first: Literal[0, 1] = 1
    place: Literal["GsmSpan", "GsmPort"] = "GsmSpan"
    ids: bool = True
    bom: bool = False


class YeastarBox(Lifetime):
    """Use as `async with YeastarBox('tg', 2, radio) as box:`."""

    def __init__(
        self,
        gateway: str,
        slots: int,
        radio: Radio,
        flavour: Flavour | None = None,
        manners: Manners | None = None,
        *,
        at: str = "127.0.0.1",
    ) -> None:
        self.flavour = flavour or Flavour()
        self.at = at
        self.failures: list[BaseException] = []
        self.manager = ManagerSide(self._handle, manners or Manners(), self.failures)
        self.ports = [Port(Slot(gateway, n), radio, self) for n in range(1, slots + 1)]
        self._radio = radio
        self._tasks = Tasks(self.failures.append)
        self._ids = 0

    async def _begin(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self.power_off)
        await self.power_on()

    async def power_on(self) -> None:
        """On."""
        await self.manager.open(self.at)
        for port in self.ports:
            port.switch(on=True)

    async def power_off(self) -> None:
        """Dead at once."""
        await self.manager.close()
        await self._tasks.end()
        for port in self.ports:
            port.switch(on=False)

    def swap(self, number: int, card: SimCard | None) -> None:
        """Another card into a slot while it runs."""
        slot = self.ports[number - 1].slot
        self._radio.remove(slot)
        if card is not None:
            self._radio.insert(slot, card)

    # --- `Case`

    def received(self, port: Port, part: Part) -> bool:
        """Told at once, whoever listens."""
        self._ids += 1
        place = port.number + 1 if self.flavour.place == "GsmSpan" else port.number
        name = f"{part.ref + 1000 * port.number if part.parts > 1 else 1_000_000 + self._ids}"
        text = ("\ufeff" if self.flavour.bom else "") + part.text
        index = part.part - 1 + self.flavour.first if part.parts > 1 else 1
        self.manager.tell(
            "Event: ReceivedSMS\nPrivilege: all,smscommand\n"
            f"ID: {name if self.flavour.ids else ''}\n"
            f"{self.flavour.place}: {place}\nSender: {part.sender}\n"
            f"Recvtime: {part.at:%Y-%m-%d %H:%M:%S}\nIndex: {index}\nTotal: {part.parts}\n"
            f"Smsc: +375290000000\nContent: {quote_plus(text)}\n--END SMS EVENT--\n\n"
        )
        return True

    def reported(self, port: Port, report: Report) -> None:
        """It does not tell of reports."""

    def pushed(self, port: Port, text: str) -> None:
        """Nor of words that nobody asked for."""

    def call_changed(self, port: Port, moment: CallMoment) -> None:
        """Nor of calls."""

    # --- commands

    async def _handle(self, fields: Fields) -> str | None:
        if fields.get("action", "").lower() != "smscommand":
            return "Response: Error\nMessage: Invalid/unknown command\n\n"
        command = fields.get("command", "")
        told = await self._run(command)
        if told is None:
            return "Response: Error\nMessage: no such command\n\n"
        return f"Response: Follows\nPrivilege: SMSCommand\n{told}{_END}"

    async def _run(self, command: str) -> str | None:
        if command == "gsm show spans":
            return "".join(f"GSM span {p.number + 1}: {self._status(p)}\n" for p in self.ports)
        if found := _SHOW.fullmatch(command):
            port = self._port(found[1])
            return None if port is None else self._shown(port)
        if found := _SEND.fullmatch(command):
            port = self._port(found[1])
            if port is None:
                return None
            self._tasks.spawn(self._send(port, found[2], unquote(found[3]), found[4]))
            return ""
        if found := _USSD.fullmatch(command):
            port = self._port(found[1])
            return None if port is None else await self._ask(port, found[2])
        return None

    def _port(self, span: str) -> Port | None:
        return next((each for each in self.ports if each.number == int(span) - 1), None)

    def _status(self, port: Port) -> str:
        there = "Up" if port.card is not None else "Undetected SIM Card"
        return f"Power on, Provisioned, {there}, Active,Standard"

    def _shown(self, port: Port) -> str:
        card, there = port.card, port.is_registered
        status = "Registered (Home network)" if there else "Not registered"
        return (
            f"D-channel: {port.number + 1}\nStatus: {self._status(port)}\nType: CPE\n"
            f"Manufacturer: SIMCOM_Ltd\nModel Name: SIMCOM_SIM900\nModel IMEI: {port.imei}\n"
            f"Network Name: {card.operator if card and there else ''}\nNetwork Status: {status}\n"
            f"Signal Quality (0,31): {card.signal if card and there else 0}\n"
            f"SIM IMSI: {card.imsi if card else ''}\nSIM SMS Center Number: +375290000000\n"
            f"State: {'READY' if port.call is None else 'BUSY'}\n"
        )

    async def _send(self, port: Port, to: str, text: str, name: str) -> None:
        went = await self._radio.send(port.slot, to, text)
        self.manager.tell(
            f"Event: UpdateSMSSend\nPrivilege: all,smscommand\nID: {name}\nSmsc: +375290000000\n"
            f"Status: {1 if went.code is None else 0}\n--END SMS EVENT--\n\n"
        )

    async def _ask(self, port: Port, code: str) -> str:
        span = port.number + 1
        try:
            told = await self._radio.ussd(port.slot, code)
        except UssdRefused:
            return f"0:Send USSD failed on span {span}\n"
        if told is None:
            return f"0:Send USSD timeout on span {span}\n"
        return (
            f"1:Received USSD success on span: {span}\n\tUSSD Responses: 0\n\tUSSD Code: 15\n"
            f"\tUSSD Len: {len(told.text)}\n\tUSSD Message: {told.text}\n"
        )
