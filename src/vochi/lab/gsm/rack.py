"""A case with modems for SIM cards, whatever it speaks with the office."""

from typing import Protocol
from zlib import crc32

from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot
from vochi.lab.gsm.radio import Radio


class Case(Protocol):
    """What happens in one of its modems; every call returns at once."""

    def received(self, port: "Port", part: Part) -> bool:
        """An SMS; False: no room."""
        ...

    def reported(self, port: "Port", report: Report) -> None:
        """A status report."""
        ...

    def pushed(self, port: "Port", text: str) -> None:
        """Words of the network that nobody asked for."""
        ...

    def call_changed(self, port: "Port", moment: CallMoment) -> None:
        """A call."""
        ...


class Port:
    """One modem: `Modem` of the radio."""

    def __init__(self, slot: Slot, radio: Radio, case: Case) -> None:
        self.slot, self.radio = slot, radio
        self.imei = f"86{crc32(str(slot).encode()):013d}"
        self.call: CallMoment | None = None
        self.is_on = False
        self._case = case

    @property
    def number(self) -> int:
        """1-based, as printed on the case."""
        return self.slot.number

    @property
    def card(self) -> SimCard | None:
        """The card in it."""
        return self.radio.card(self.slot)

    @property
    def is_registered(self) -> bool:
        """In the GSM network."""
        return self.is_on and self.radio.registered(self.slot)

    def switch(self, *, on: bool) -> None:
        """Power of the modem."""
        self.is_on = on
        self.call = None
        if on:
            self.radio.attach(self.slot, self)
        else:
            self.radio.detach(self.slot)

    def received(self, part: Part) -> bool:
        """`Modem`."""
        return self.is_on and self._case.received(self, part)

    def reported(self, report: Report) -> None:
        """`Modem`."""
        self._case.reported(self, report)

    def pushed(self, text: str) -> None:
        """`Modem`."""
        self._case.pushed(self, text)

    def call_changed(self, moment: CallMoment) -> None:
        """`Modem`."""
        self.call = None if moment.state == "ended" else moment
        self._case.call_changed(self, moment)
