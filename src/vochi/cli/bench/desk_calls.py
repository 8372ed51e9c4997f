"""Calls of `bench desk`: an office of fifty, and rows of CEL as Asterisk writes them."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.person import Device, Person
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start

PEOPLE: Final = 50
_LINES: Final = 32
_FIRST: Final = 200


def office() -> Office:
    """Fifty people, thirty-two SIM cards."""
    phones = tuple(str(_FIRST + number) for number in range(PEOPLE))
    lines = tuple(
        GsmLine(id=f"gsm-{slot}", name=f"SIM {slot}", operator="A1", gateway="goip", slot=slot,
                number=f"+3752911100{slot:02d}", inbound="main")
        for slot in range(1, _LINES + 1)
    )  # fmt: skip
    nodes = {
        "start": Start(exits={"next": "ring"}),
        "ring": Ring(targets=phones[:8], exits={"nobody": "end"}),
        "end": HangUp(),
    }
    return Office(
        version=1,
        company=Company(name="Bench"),
        people=tuple(
            Person(id=f"p{phone}", name=f"Сотрудник {phone}", extension=phone, outbound="all")
            for phone in phones
        ),
        devices=tuple(Device(account=phone) for phone in phones),
        gateways=(Gateway(id="goip", name="GoIP-32", model="GoIP-32", slots=_LINES),),
        lines=lines,
        inbound=(InboundScheme(id="main", name="Main", nodes=nodes),),
        outbound=(
            OutboundScheme(
                id="all", name="All",
                routes=(Route(classes=("mobile",), lines=tuple(line.id for line in lines)),),
            ),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The `number`-th call of a run: who calls, by which line, whose two phones ring."""

    number: int
    stamp: int

    @property
    def linked_id(self) -> str:
        """Also the unique id of the caller's channel."""
        return f"{self.stamp}.{self.number * 3}"

    @property
    def _phones(self) -> tuple[str, str]:
        first = _FIRST + self.number * 2 % PEOPLE
        return str(first), str(_FIRST + (first - _FIRST + 1) % PEOPLE)

    @property
    def _caller(self) -> dict[str, str]:
        line = f"gsm-{1 + self.number % _LINES}"
        return {
            "name": f"+37529{self.number % 2000:07d}", "num": f"+37529{self.number % 2000:07d}",
            "Exten": "+375291110001", "Context": f"line-{line}",
            "ChanName": f"PJSIP/{line}-{self.number * 3:08x}", "UniqueID": self.linked_id,
        }  # fmt: skip

    def _phone(self, place: int) -> dict[str, str]:
        account, ordinal = self._phones[place], self.number * 3 + 1 + place
        return {
            "name": account, "num": account, "Exten": "s", "Context": "phone-all",
            "ChanName": f"PJSIP/{account}-{ordinal:08x}", "UniqueID": f"{self.stamp}.{ordinal}",
        }  # fmt: skip

    def _row(self, kind: str, at: float, channel: dict[str, str], **more: str) -> dict[str, str]:
        return {
            **dict.fromkeys(CEL_FIELDS, ""), "EventType": kind, "EventTime": f"{at:.6f}",
            **channel, "LinkedID": self.linked_id, **more,
        }  # fmt: skip

    def _told(self, event: str, at: float, text: str) -> dict[str, str]:
        extra = json.dumps({"extra": text}, separators=(",", ":"))
        return self._row(
            event, at, self._caller, AppName="CELGenUserEvent", AppData=f"{event},{text}",
            UserDefType=event, EventExtra=extra,
        )  # fmt: skip

    def rings(self, at: float) -> list[dict[str, str]]:
        """A client calls, two phones ring."""
        one, two = self._phone(0), self._phone(1)
        line = self._caller["Context"].removeprefix("line-")
        node = "scheme=main&node=ring&kind=ring&out=enter"
        return [
            self._row("CHAN_START", at, self._caller),
            self._told(
                "V_CALL", at,
                f"dir=in&office=1&line={line}&did=%2B375291110001&scheme=main&country=BY&area=17",
            ),
            self._told("V_NODE", at, node),
            self._row("APP_START", at, self._caller, AppName="Dial",
                      AppData="&".join(f"PJSIP/{phone}" for phone in self._phones)),
            self._row("CHAN_START", at, one),
            self._row("CHAN_START", at, two),
        ]  # fmt: skip

    def answered(self, at: float) -> list[dict[str, str]]:
        """The first phone is picked up, the other one rings no more."""
        one, two = self._phone(0), self._phone(1)
        gone = '{"hangupcause":26,"hangupsource":"","dialstatus":""}'
        return [
            self._row("ANSWER", at, one, AppName="AppDial", AppData="(Outgoing Line)"),
            self._row("ANSWER", at, self._caller, AppName="Dial"),
            self._row("HANGUP", at, two, EventExtra=gone),
            self._row("CHAN_END", at, two),
            self._row("BRIDGE_ENTER", at, one, EventExtra=self._bridge),
            self._row("BRIDGE_ENTER", at, self._caller, EventExtra=self._bridge,
                      Peer=one["ChanName"]),
        ]  # fmt: skip

    def over(self, at: float) -> list[dict[str, str]]:
        """The client hangs up."""
        one = self._phone(0)
        end = '{"hangupcause":16,"hangupsource":"","dialstatus":"ANSWER"}'
        return [
            self._row("BRIDGE_EXIT", at, self._caller, EventExtra=self._bridge),
            self._row("BRIDGE_EXIT", at, one, EventExtra=self._bridge),
            self._row("HANGUP", at, self._caller, EventExtra=end),
            self._row("CHAN_END", at, self._caller),
            self._row("HANGUP", at, one, EventExtra=end),
            self._row("CHAN_END", at, one),
            self._row("LINKEDID_END", at, one),
        ]

    @property
    def _bridge(self) -> str:
        name = f"272e680d-498e-4fc5-879c-{self.number:012x}"
        return f'{{"bridge_id":"{name}","bridge_technology":"simple_bridge"}}'


def written(rows: Sequence[dict[str, str]]) -> bytes:
    """Rows as `cel_custom` writes them."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in rows:
        writer.writerow([row[field] for field in CEL_FIELDS])
    return text.getvalue().encode()
