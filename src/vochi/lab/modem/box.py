"""An Asterisk with modems: only what its manager interface says of them."""

import asyncio
import base64
import re
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot, UssdRefused
from vochi.lab.gsm.rack import Port
from vochi.lab.gsm.radio import Radio
from vochi.lab.lifetime import Lifetime
from vochi.lab.manager import Fields, ManagerSide, Manners
from vochi.lab.tasks import Tasks


@dataclass(frozen=True)
class Flavour:
    """`exact`: events with base64 come too, first or last. `ids`: an SMS under way has an id.
    `cusd`: what the modem says of a USSD answer is told too. `joins`: a long SMS comes as one.
    """

    exact: bool = True
    is_exact_first: bool = False
    ids: bool = True
    cusd: bool = True
    joins: bool = True
    restart_seconds: float = 5.0


class ModemBox(Lifetime):
    """Use as `async with ModemBox('usb', ['gsm-1'], 'Quectel', radio) as box:`; the names of its
    devices are those of lines, in the order of their slots.
    """

    def __init__(
        self,
        gateway: str,
        names: Sequence[str],
        prefix: str,
        radio: Radio,
        *,
        flavour: Flavour | None = None,
        manners: Manners | None = None,
        at: str = "127.0.0.1",
    ) -> None:
        self.flavour = flavour or Flavour()
        self.at = at
        self.failures: list[BaseException] = []
        self.manager = ManagerSide(self._handle, manners or Manners(), self.failures)
        self.ports = {
            name: Port(Slot(gateway, n), radio, self) for n, name in enumerate(names, start=1)
        }
        self._prefix = prefix
        self._radio = radio
        self._tasks = Tasks(self.failures.append)
        self._ids = 0x7F0000
        self._gathering: dict[tuple[str, str, int], dict[int, str]] = {}

    async def _begin(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self.power_off)
        await self.power_on()

    async def power_on(self) -> None:
        """On."""
        await self.manager.open(self.at)
        for port in self.ports.values():
            port.switch(on=True)

    async def power_off(self) -> None:
        """Dead at once."""
        await self.manager.close()
        await self._tasks.end()
        for port in self.ports.values():
            port.switch(on=False)

    def swap(self, name: str, card: SimCard | None) -> None:
        """Another card while it runs."""
        slot = self.ports[name].slot
        self._radio.remove(slot)
        if card is not None:
            self._radio.insert(slot, card)

    def _name(self, port: Port) -> str:
        return next(name for name, each in self.ports.items() if each is port)

    def _tell(self, event: str, port: Port, *more: str) -> None:
        lines = [f"Event: {self._prefix}{event}", "Privilege: call,all"]
        lines += [f"Device: {self._name(port)}", *more]
        self.manager.tell("\n".join(lines) + "\n\n")

    # --- `Case`

    def received(self, port: Port, part: Part) -> bool:
        """Told line by line, and as it is."""
        text = part.text
        if self.flavour.joins and part.parts > 1:
            parts = self._gathering.setdefault((self._name(port), part.sender, part.ref), {})
            parts[part.part] = part.text
            if len(parts) < part.parts:
                return True
            text = "".join(parts[n] for n in sorted(parts))
            parts.clear()
        if self.flavour.is_exact_first:
            self._exact(port, part.sender, text)
        self._lines("NewSMS", port, text, f"From: {part.sender}")
        if not self.flavour.is_exact_first:
            self._exact(port, part.sender, text)
        return True

    def _exact(self, port: Port, sender: str, text: str) -> None:
        if self.flavour.exact:
            word = base64.b64encode(text.encode()).decode()
            self._tell("NewSMSBase64", port, f"From: {sender}", f"Message: {word}")

    def _lines(self, event: str, port: Port, text: str, *more: str) -> None:
        lines = [each for each in re.split(r"[\r\n]", text) if each]
        shown = (f"MessageLine{n}: {line}" for n, line in enumerate(lines))
        self._tell(event, port, *more, f"LineCount: {len(lines)}", *shown)

    def reported(self, port: Port, report: Report) -> None:
        """Reports are not events."""

    def pushed(self, port: Port, text: str) -> None:
        """As an answer that nobody asked for."""
        self._lines("NewUSSD", port, text)

    def call_changed(self, port: Port, moment: CallMoment) -> None:
        """Without its number."""
        states = {"begun": "incoming", "talking": "active", "ended": "released"}
        self._tell("CallStateChange", port, "CallIdx: 1", f"NewState: {states[moment.state]}")

    # --- actions

    async def _handle(self, fields: Fields) -> str | None:
        name = fields.get("action", "")
        if name == f"{self._prefix}ShowDevices":
            return self._shown()
        if not name.startswith(self._prefix):
            return "Response: Error\nMessage: Invalid/unknown command\n\n"
        port = self.ports.get(fields.get("device", ""))
        if port is None or not port.is_on:
            return f"Response: Error\nMessage: [{fields.get('device')}] Device not found\n\n"
        self._ids += 16
        call = f"0x{self._ids:x}"
        ids = f"\nID: {call}" if self.flavour.ids else ""
        match name.removeprefix(self._prefix):
            case "SendSMS":
                self._tasks.spawn(self._send(port, fields["number"], fields["message"], call))
                return f"Response: Success\nMessage: [x] SMS queued for send{ids}\n\n"
            case "SendUSSD":
                self._tasks.spawn(self._ask(port, fields["ussd"], call))
                return f"Response: Success\nMessage: [x] USSD queued for send{ids}\n\n"
            case "Restart":
                self._tasks.spawn(self._restart(port))
                return "Response: Success\nMessage: [x] Restart scheduled\n\n"
        return "Response: Error\nMessage: Invalid/unknown command\n\n"

    def _shown(self) -> str:
        shown = ["Response: Success\nEventList: start\nMessage: Device status list will follow\n"]
        for name, port in self.ports.items():
            card, there = port.card, port.is_registered
            state = "Free" if port.is_on else "Not connected"
            if port.call is not None:
                state = "Active" if port.call.state == "talking" else "Incoming"
            status = "Registered, home network" if there else "Not registered, searching"
            rssi = card.signal if card and there else 0
            shown.append(
                f"Event: {self._prefix}DeviceEntry\nDevice: {name}\nAudioSetting: /dev/ttyUSB1\n"
                f"State: {state}\nIMEIState: {port.imei}\nIMSIState: {card.imsi if card else ''}\n"
                f"GSMRegistrationStatus: {status}\nRSSI: {rssi}, {-113 + 2 * rssi} dBm\n"
                f"ProviderName: {card.operator if card and there else 'NONE'}\n"
                f"SubscriberNumber: {card.number if card else 'Unknown'}\n"
            )
        shown.append(
            f"Event: {self._prefix}ShowDevicesComplete\nEventList: Complete\n"
            f"ListItems: {len(self.ports)}\n"
        )
        return "\n".join(shown) + "\n"

    async def _send(self, port: Port, to: str, text: str, call: str) -> None:
        went = await self._radio.send(port.slot, to, text)
        ids = [f"ID: {call}"] if self.flavour.ids else []
        self._tell("SMSStatus", port, *ids, f"Status: {'NotSent' if went.code else 'Sent'}")

    async def _ask(self, port: Port, code: str, call: str) -> None:
        try:
            told = await self._radio.ussd(port.slot, code)
        except UssdRefused:
            self._tell("USSDStatus", port, f"ID: {call}", "Status: NotSent")
            return
        self._tell("USSDStatus", port, f"ID: {call}", "Status: Sent")
        if told is not None:
            if self.flavour.cusd:
                escaped = told.text.replace("\n", "\\n")
                self._tell("NewCUSD", port, f'Message: {int(told.menu)},"{escaped}",15')
            self._lines("NewUSSD", port, told.text)

    async def _restart(self, port: Port) -> None:
        port.switch(on=False)
        await asyncio.sleep(self.flavour.restart_seconds)
        port.switch(on=True)
