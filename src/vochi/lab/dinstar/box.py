"""An emulated Dinstar UC2000: its ports, its queue of SMS, its inbox, its reports."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any

from vochi.core.office.sim import ForwardReason
from vochi.lab.dinstar.http import Asked, HttpSide, Manners
from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot, UssdRefused
from vochi.lab.gsm.rack import Port
from vochi.lab.gsm.radio import Radio
from vochi.lab.lifetime import Lifetime
from vochi.lab.tasks import Tasks

Row = dict[str, Any]
_TIME = "%Y-%m-%d %H:%M:%S"
_REASONS: dict[str, ForwardReason] = {
    "Unconditional": "always",
    "Busy": "busy",
    "NoReply": "no_reply",
    "Not_Reachable": "unreachable",
}
_SHOWN = {"always": "Unconditional", "busy": "Busy", "no_reply": "NoReply",
          "unreachable": "Not_Reachable"}  # fmt: skip


@dataclass(frozen=True)
class Flavour:
    """`page`: messages in one answer of the inbox. `joins`: a long SMS comes as one. `clears`: a
    USSD reply is forgotten when it was asked for.
    """

    page: int = 8
    joins: bool = True
    clears: bool = True
    module_seconds: float = 10.0
    model: str = "UC2000-VE-8G"


class DinstarBox(Lifetime):
    """Use as `async with DinstarBox('dinstar', 2, radio) as box:`; `port` is that of its API."""

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
        self.http = HttpSide(self._answer, manners or Manners(), self.failures)
        self.ports = [Port(Slot(gateway, n), radio, self) for n in range(1, slots + 1)]
        self.is_on = False
        self._radio = radio
        self._tasks = Tasks(self.failures.append)
        self._inbox: list[Row] = []
        self._ids = 0
        self._results: list[Row] = []
        self._reports: list[Row] = []
        self._replies: dict[int, str] = {}
        self._forwards: dict[int, dict[str, str]] = {}
        self._queues: dict[int, asyncio.Lock] = {n: asyncio.Lock() for n in range(slots)}
        self._gathering: dict[tuple[int, str, int], dict[int, str]] = {}

    async def _begin(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self.power_off)
        await self.power_on()

    # --- power and cards

    async def power_on(self) -> None:
        """On: its inbox and its ids are kept, what was in the queue is not."""
        await self.http.open(self.at)
        self.is_on = True
        for port in self.ports:
            port.switch(on=True)

    async def power_off(self) -> None:
        """Dead at once."""
        self.is_on = False
        await self.http.close()
        await self._tasks.end()
        for port in self.ports:
            port.switch(on=False)

    def swap(self, number: int, card: SimCard | None) -> None:
        """Another card into a slot while it runs."""
        slot = self.ports[number - 1].slot
        self._radio.remove(slot)
        if card is not None:
            self._radio.insert(slot, card)

    def forget(self) -> None:
        """Factory settings: the inbox is empty, ids begin anew."""
        self._inbox.clear()
        self._ids = 0

    # --- `Case`

    def received(self, port: Port, part: Part) -> bool:
        """Into the inbox."""
        text = part.text
        if self.flavour.joins and part.parts > 1:
            parts = self._gathering.setdefault((port.number, part.sender, part.ref), {})
            parts[part.part] = part.text
            if len(parts) < part.parts:
                return True
            text = "".join(parts[n] for n in sorted(parts))
            parts.clear()
        self._ids += 1
        self._inbox.append(
            {
                "incoming_sms_id": self._ids, "port": port.number - 1, "number": part.sender,
                "smsc": "+375290000000", "timestamp": part.at.strftime(_TIME), "text": text,
            }
        )  # fmt: skip
        return True

    def reported(self, port: Port, report: Report) -> None:
        """Held till asked for; of a long one the last."""
        if report.last:
            self._reports.append(
                {
                    "port": port.number - 1, "number": report.number, "ref_id": report.ref,
                    "status_code": report.state, "time": f"2026-01-01 10:00:{len(self._reports)}",
                }
            )  # fmt: skip

    def pushed(self, port: Port, text: str) -> None:
        """It lies where replies lie."""
        self._replies[port.number - 1] = text

    def call_changed(self, port: Port, moment: CallMoment) -> None:
        """Seen in `callstate` alone."""

    # --- the API

    async def _answer(self, asked: Asked) -> bytes | None:
        name = asked.path.rpartition("/")[2]
        body: Row = {}
        if asked.body:
            with suppress(ValueError):
                body = json.loads(asked.body)
        handler = {
            ("GET", "get_port_info"): self._port_info,
            ("GET", "query_incoming_sms"): self._incoming,
            ("POST", "send_sms"): self._send_sms,
            ("POST", "query_sms_result"): self._sms_result,
            ("POST", "query_sms_deliver_status"): self._deliveries,
            ("POST", "send_ussd"): self._send_ussd,
            ("GET", "query_ussd_reply"): self._ussd_reply,
            ("GET", "set_port_info"): self._order,
        }.get((asked.method, name))
        told = {"error_code": 400} if handler is None else handler({**asked.query, **body})
        return json.dumps({"sn": "da00-0030-1901-2817", **told}).encode()

    def _port_info(self, asked: Row) -> Row:
        if asked.get("info_type") == "CallForward":
            port = int(asked["port"])
            row: Row = {"port": port}
            if port in self._forwards:
                row["CallForwarding"] = self._forwards[port]
            return {"error_code": 200, "info": [row]}
        return {"error_code": 200, "info": [self._info(port) for port in self.ports]}

    def _info(self, port: Port) -> Row:
        card, there = port.card if port.is_on else None, port.is_registered
        reg = "NO_SIM" if card is None else "REGISTER_OK" if there else "UNREGISTER"
        state = {None: "Idle", "begun": "Ringing", "talking": "Active"}
        return {
            "port": port.number - 1, "type": "LTE", "imei": port.imei,
            "imsi": card.imsi if card else "", "iccid": card.iccid if card else "",
            "number": card.number if card else "", "reg": reg, "slot": 255,
            "callstate": state.get(port.call.state if port.call else None, "Idle"),
            "signal": card.signal if card and there else 0, "gprs": "detached",
        }  # fmt: skip

    def _incoming(self, asked: Row) -> Row:
        after = int(asked.get("incoming_sms_id", 0))
        rows = [each for each in self._inbox if each["incoming_sms_id"] > after]
        shown = rows[: self.flavour.page]
        return {"error_code": 200, "sms": shown, "read": len(self._inbox), "unread": len(rows)}

    def _send_sms(self, asked: Row) -> Row:
        port, param = asked["port"][0], asked["param"][0]
        if len(param["text_param"][0].encode()) > 1500:
            return {"error_code": 413}
        if not 0 <= port < len(self.ports):
            return {"error_code": 550}
        if not self.ports[port].is_registered:
            return {"error_code": 503}
        row = {"port": port, "user_id": param["user_id"], "number": param["number"],
               "status": "SENDING", "count": 1, "succ_count": 0, "ref_id": 0}  # fmt: skip
        self._results.append(row)
        self._tasks.spawn(self._send(row, param["text_param"][0]))
        return {"error_code": 202, "sms_in_queue": 1, "task_id": len(self._results)}

    async def _send(self, row: Row, text: str) -> None:
        async with self._queues[row["port"]]:
            slot = self.ports[row["port"]].slot
            went = await self._radio.send(slot, row["number"], text)
        row["count"] = len(went.refs) or 1
        row["succ_count"] = len(went.refs)
        row["ref_id"] = went.ref
        row["status"] = "SENT_OK" if went.code is None else "FAILED"

    def _sms_result(self, asked: Row) -> Row:
        found = [each for each in self._results if each["user_id"] in asked["user_id"]]
        return {"error_code": 200, "result": found}

    def _deliveries(self, asked: Row) -> Row:
        found = [each for each in self._reports if each["port"] in asked["port"]]
        return {"error_code": 200, "result": found}

    def _send_ussd(self, asked: Row) -> Row:
        port = self.ports[asked["port"][0]]
        if asked.get("command") == "cancel":
            self._radio.end_ussd(port.slot)
            return {"error_code": 202, "result": [{"port": port.number - 1, "status": 200}]}
        if not port.is_registered:
            return {"error_code": 202, "result": [{"port": port.number - 1, "status": 503}]}
        self._tasks.spawn(self._ask(port, asked["text"]))
        return {"error_code": 202, "result": [{"port": port.number - 1, "status": 200}]}

    async def _ask(self, port: Port, code: str) -> None:
        with suppress(UssdRefused):
            told = await self._radio.ussd(port.slot, code)
            if told is not None:
                self._replies[port.number - 1] = told.text

    def _ussd_reply(self, asked: Row) -> Row:
        port = int(asked["port"])
        text = self._replies.get(port, " ")
        if self.flavour.clears:
            self._replies.pop(port, None)
        return {"error_code": 200, "reply": [{"port": port, "text": text}]}

    def _order(self, asked: Row) -> Row:
        port = self.ports[int(asked["port"])]
        action, param = asked["action"], asked.get("param", "")
        if action == "reset":
            self._tasks.spawn(self._reset(port))
        elif action == "CheckCallForward":
            self._forwards.pop(port.number - 1, None)
            self._tasks.spawn(self._check(port))
        elif action == "CallForward" and (param in _REASONS or param == "CancelAll"):
            self._tasks.spawn(self._forward(port, param, asked.get("number", "")))
        else:
            return {"error_code": 400}
        return {"error_code": 200}

    async def _reset(self, port: Port) -> None:
        port.switch(on=False)
        await asyncio.sleep(self.flavour.module_seconds)
        port.switch(on=True)

    async def _forward(self, port: Port, param: str, to: str) -> None:
        async with self._queues[port.number - 1]:
            for word, reason in _REASONS.items():
                if param == word:
                    await self._radio.forward(port.slot, reason, to, 20)
                elif param == "CancelAll":
                    await self._radio.forward(port.slot, reason, "")

    async def _check(self, port: Port) -> None:
        async with self._queues[port.number - 1]:
            await asyncio.sleep(4 * self._radio.pace)
        set_now = {} if port.card is None else port.card.forwards
        self._forwards[port.number - 1] = {
            word: set_now[reason].to if reason in set_now else "" for reason, word in _SHOWN.items()
        }
