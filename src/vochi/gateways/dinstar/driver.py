"""Dinstar as a driver: looks at ports, inbox and reports again and again."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from vochi.core.office.sim import ForwardReason
from vochi.gateways.back_off import BackOff
from vochi.gateways.base import (
    Driver,
    Equipment,
    GatewayFault,
    LineReport,
    LoginRefused,
    MaybeSent,
    NotSent,
    Sent,
    Tell,
    UssdReply,
)
from vochi.gateways.dinstar import reading
from vochi.gateways.dinstar.api import DinstarApi, Row
from vochi.gateways.dinstar.asking import Asking
from vochi.gateways.dinstar.forwarding import Forwarding
from vochi.gateways.dinstar.patience import Patience
from vochi.gateways.dinstar.sending import Sending
from vochi.gateways.web.client import JsonWeb
from vochi.gateways.words import check_sms, whole

log = structlog.get_logger()
#: Bytes of UTF-8 that `send_sms` takes.
_LONGEST = 1500
#: One lost look is no dead device.
_MISSES = 2
_REMEMBERED = 5000
_MOST_PAGES = 100
_REFUSED_EVERY = 60.0
_MOST_SENDING = 20


class Dinstar(Driver):
    """Slot N is port N-1. `forward_query` asks the network itself."""

    abilities = frozenset(
        {"sms", "delivery", "ussd", "ussd_menu", "forward", "forward_query", "restart_line",
         "own_number"}
    )  # fmt: skip

    def __init__(self, equipment: Equipment, tell: Tell, patience: Patience | None = None) -> None:
        self._gateway = equipment.gateway
        self._tell = tell
        self._patience = patience or Patience()
        key = equipment.keys.get(f"web.{equipment.gateway.id}", "")
        self._api = DinstarApi(JsonWeb(equipment.gateway, key, answer=self._patience.answer))
        ordered = sorted(equipment.lines, key=lambda each: each.slot)
        self._ports = {each.id: each.slot - 1 for each in ordered}
        self._names = {port: name for name, port in self._ports.items()}
        self._reports = {each.id: LineReport(line=each.id, online=False) for each in ordered}
        self._misses = 0
        self._why = ""
        self._after = 0
        self._from_start_at = 0.0
        self._is_first = True
        self._told: OrderedDict[object, None] = OrderedDict()
        self._refused_at = float("-inf")
        self._awaiting: set[str] = set()
        self._sending: dict[str, int] = {}
        self._late: set[asyncio.Task[None]] = set()
        self._asking = {
            name: Asking(self._api, port, self._patience) for name, port in self._ports.items()
        }
        self._forwarding = Forwarding(self._api, self._patience)

    # --- looking

    async def run(self) -> None:
        """Until cancelled."""
        waiting = BackOff(self._patience.poll, self._patience.longest_wait)
        try:
            while True:
                if await self._look():
                    waiting.reset()
                    await asyncio.sleep(self._patience.poll)
                else:
                    await asyncio.sleep(waiting.delay())
        finally:
            for task in self._late:
                task.cancel()
            await asyncio.gather(*self._late, return_exceptions=True)
            await self._api.close()

    async def _look(self) -> bool:
        try:
            await self._look_at_ports()
            await self._look_at_inbox()
            await self._look_at_deliveries()
            self._why = ""
        except GatewayFault as fault:
            await self._missed(fault)
            return False
        except Exception:
            # What is told could not be made durable: it lies on the device, and is told again.
            log.warning("dinstar_not_told", gateway=self._gateway.id, exc_info=True)
        return True

    async def _look_at_ports(self) -> None:
        rows = await self._api.ports()
        self._misses = 0
        found = {whole(row.get("port")): row for row in rows}
        for name, port in self._ports.items():
            row = found.get(port)
            await self._report(
                LineReport(line=name, online=False)
                if row is None
                else reading.report(name, row, self._gateway.address or "")
            )

    async def _missed(self, fault: GatewayFault) -> None:
        self._misses += 1
        if fault.why != self._why:
            self._why = fault.why
            log.info("gateway_away", gateway=self._gateway.id, why=fault.why, detail=fault.detail)
        if fault.why == "wrong_password":
            self._misses = _MISSES
            now = asyncio.get_running_loop().time()
            if now - self._refused_at >= _REFUSED_EVERY:
                self._refused_at = now
                with suppress(Exception):  # told again in a minute
                    await self._tell(
                        LoginRefused(gateway=self._gateway.id, address=self._gateway.address or "")
                    )
        if self._misses >= _MISSES:
            self._after = 0
            for name in self._ports:
                with suppress(Exception):  # `reports` says so too
                    await self._report(LineReport(line=name, online=False))

    async def _report(self, report: LineReport) -> None:
        if self._reports[report.line] != report:
            self._reports[report.line] = report
            await self._tell(report)

    async def _look_at_inbox(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._from_start_at >= self._patience.again:
            self._from_start_at, self._after = now, 0
        for _ in range(_MOST_PAGES):
            rows = [
                (name, row)
                for row in await self._api.incoming(self._after)
                if (name := whole(row.get("incoming_sms_id"))) is not None and name > self._after
            ]
            if not rows:
                break
            for name, row in sorted(rows, key=lambda each: each[0]):
                await self._take(row)
                self._after = name

    async def _take(self, row: Row) -> None:
        line = self._names.get(whole(row.get("port")) or 0)
        if line is None or whole(row.get("port")) is None:
            return
        at = reading.came(row)
        now = datetime.now(UTC).replace(tzinfo=None)
        if at is not None and now - at > self._patience.oldest:
            return
        part = reading.part_in(line, row)
        if (line, part.key) not in self._told:
            await self._tell(part)
            self._remember((line, part.key))

    async def _look_at_deliveries(self) -> None:
        """Once after the start, for what was sent before; then while something is awaited."""
        if not (self._is_first or self._awaiting):
            return
        for row in await self._api.deliveries(self._names):
            line = self._names.get(whole(row.get("port")) or 0)
            told = None if line is None else reading.delivery(line, row)
            mark = (line, str(row.get("time")), told)
            if told is None or mark in self._told:
                continue
            await self._tell(told)
            self._remember(mark)
            if told.state != "trying":
                self._awaiting.discard(f"{line} {told.ref}")
        self._is_first = False

    def _remember(self, mark: object) -> None:
        self._told[mark] = None
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)

    def reports(self) -> tuple[LineReport, ...]:
        """How its lines are now."""
        return tuple(self._reports[name] for name in self._ports)

    # --- doing

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        """Put it into the device's queue, and wait till the network has taken it."""
        check_sms(to, text, _LONGEST)
        try:
            port = self._online(line)
        except GatewayFault as fault:
            raise NotSent(fault.why, "later") from None
        busy = self._sending.get(line, 0)
        if busy >= _MOST_SENDING:
            raise NotSent("busy", "later")
        sending = Sending(self._api, port, to, self._patience)
        self._sending[line] = busy + 1
        try:
            went = await sending.run(text)
        except MaybeSent:
            self._watch(line, sending)
            raise
        finally:
            self._sending[line] -= 1
        if went.ref:
            self._await(line, went.ref)
        return went

    def _await(self, line: str, ref: str) -> None:
        self._awaiting.add(f"{line} {ref}")
        while len(self._awaiting) > _REMEMBERED:
            self._awaiting.pop()

    def _watch(self, line: str, sending: Sending) -> None:
        task = asyncio.get_running_loop().create_task(self._tell_late(line, sending))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _tell_late(self, line: str, sending: Sending) -> None:
        answer = await sending.wait(line)
        if answer is not None:
            with suppress(Exception):  # it stays unknown then, and a person looks at it
                await self._tell(answer)
            if answer.sent and answer.ref:
                self._await(line, answer.ref)

    async def ussd(self, line: str, code: str) -> UssdReply:
        """Ask the network; a menu that stands is gone on with."""
        self._online(line)
        return await self._asking[line].ask(code)

    async def end_ussd(self, line: str) -> None:
        """Hang up a menu."""
        if line in self._asking:
            await self._asking[line].end()

    async def forward(
        self,
        line: str,
        reason: ForwardReason,
        to: str,
        seconds: int = 0,  # noqa: ARG002 - the device takes none: they are the operator's
    ) -> None:
        """Ask the network, and see whether it has done it."""
        await self._forwarding.set(self._online(line), reason, to)

    async def forwards(self, line: str) -> Mapping[ForwardReason, str]:
        """As the network tells it."""
        return await self._forwarding.ask(self._online(line))

    async def restart_line(self, line: str) -> None:
        """Its module."""
        await self._api.order(self._online(line), "reset", "1")

    async def own_number(self, line: str) -> str:
        """As it was typed into the device, or the SIM card has it."""
        self._online(line)
        return self._reports[line].number

    def _online(self, line: str) -> int:
        if line not in self._ports or not self._reports[line].online:
            raise GatewayFault("offline")
        return self._ports[line]
