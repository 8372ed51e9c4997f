"""The queue of outgoing messages: durable first, then said; one at a time over each line.

What becomes of a message is `core.gsm.outbox`; this room writes what that says into the journal and
only then acts. `sending` is durable before a gateway hears of a message: whatever dies behind it
leaves `unknown`, never a second sending.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from pydantic import JsonValue

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import Told
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_line
from vochi.box.gsm.sms_ledger import Ledger
from vochi.box.gsm.sms_lines import SmsLines
from vochi.box.gsm.sms_stops import Stops
from vochi.core.gsm.accepting import Refused, accept
from vochi.core.gsm.actions import CancelSms, SendSms
from vochi.core.gsm.choice import UNASKED, Choice, Sim, choose
from vochi.core.gsm.entries import SmsOrigin, SmsOut, SmsWhy
from vochi.core.gsm.message import Message, in_order
from vochi.core.gsm.outbox import Result
from vochi.core.gsm.quiet import quiet_until
from vochi.core.office.document import Office
from vochi.core.office.routing import operator_of
from vochi.core.schedule import zone_of
from vochi.gateways.base import Delivery, Driver, GatewayFault, LateAnswer, MaybeSent, NotSent

log = structlog.get_logger()

_LOOK_EVERY, _IDLE_LOOK_EVERY = 1.0, 60.0
#: A driver gives up long before; one that does not is broken.
_DRIVER_WITHIN = 180.0
_RETRY = 1.0
#: Answers that may still come.
_MOST_OPEN = 200
#: Messages that are looked at in one go: each may ask Asterisk which line its client knows.
_AT_ONCE = 300
#: Why a message waits is told when it has waited so long, and is an alarm after so long.
_SAY_AFTER = timedelta(seconds=10)
_STUCK_AFTER = timedelta(minutes=10)
_NO_LINE: frozenset[SmsWhy] = frozenset({"no_line", "paused", "limit"})
_WHYS: Mapping[str, SmsWhy] = {"offline": "no_line", "no_balance": "no_balance"}


class Sending:
    """`send` and `cancel` are commands; `put` is for rooms of the box."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        fleet: Fleet,
        lines: SmsLines,
        stops: Stops,
        tell_alarms: TellAlarms = lambda _: None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._office = office
        self._fleet = fleet
        self._lines = lines
        self._stops = stops
        self._tell_alarms = tell_alarms
        #: By line: what goes over it now, with its message; when it may carry the next one.
        self._going: dict[str, tuple[asyncio.Task[None], str]] = {}
        self._free_at: dict[str, float] = {}
        #: What nobody could tell of, by line and the gateway's own name for it.
        self._open: dict[tuple[str, str], str] = {}
        fleet.hear(Delivery, self._reported)
        fleet.hear(LateAnswer, self._answered)

    async def send(self, action: SendSms) -> Told:
        """`done` when it is durable. Refused by words of `SmsWhy`: `bad_number`, `no_route`,
        `no_line`, `empty`, `too_long`, `opted_out`; `engine_down`: no office yet. Facts have
        `parts`, and `stopped` when the number asked for no messages.
        """
        return await self.put(
            action.id, action.to, action.text, origin=action.origin, line=action.line
        )

    async def cancel(self, action: CancelSms) -> Told:
        """Out of the queue, if it still is in it."""
        await self._ledger.recovered()
        outbox = self._ledger.outbox
        if await self._ledger.step(action.id, lambda: outbox.drop(action.id, "cancelled")):
            return "done", {}
        return "too_late", {}

    async def put(
        self, message: str, to: str, text: str, *, origin: SmsOrigin, line: str | None = None
    ) -> Told:
        """Take a message into the queue under an id for ever. Raises sqlite3.OperationalError."""
        office = self._office()
        if office is None:
            return "engine_down", {}
        taken = accept(office, to, text, origin)
        if isinstance(taken, Refused):
            return taken.code, taken.facts
        if line is not None and gsm_line(office, line) is None:
            return "no_line", {"line": line}
        await self._ledger.recovered()
        stopped = taken.to in self._stops
        if stopped and origin in UNASKED:
            return "opted_out", {"number": taken.to}
        facts: dict[str, JsonValue] = {"parts": taken.parts}
        if line is not None:
            facts["line"] = line
        if stopped:
            facts["stopped"] = True
        hours = timedelta(hours=office.policy.sms.give_up_hours)
        entry = SmsOut(
            id=message, state="queued", to=taken.to, text=taken.text, origin=origin,
            parts=taken.parts, wanted_line=line, give_up_at=self._clock.now() + hours,
        )  # fmt: skip
        await self._ledger.take([entry])
        return "done", facts

    async def run(self) -> None:
        """Until cancelled. A fault of this room does not touch what is on its way."""
        await self._stops.load()
        await self._ledger.recover()
        try:
            while True:
                self._ledger.changed.clear()
                with suppress(sqlite3.OperationalError):  # no room on the disk: tried again
                    await self.look()
                waits = self._ledger.outbox.of("queued")
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY if waits else _IDLE_LOOK_EVERY):
                        await self._ledger.changed.wait()
        except asyncio.CancelledError:
            for task, _ in tuple(self._going.values()):
                task.cancel()
            raise

    async def look(self) -> None:
        """Send what can be sent now. Raises sqlite3.OperationalError."""
        now, outbox = self._clock.now(), self._ledger.outbox
        for entry in outbox.give_up(now):
            await self._drop(entry.id, "given_up")
        office = self._office()
        if office is not None:
            await self._set_right(office, now)
            await self._dispatch(office, now)
        await self._ledger.keep_floor(now)
        self._raise_alarms(now)

    async def _set_right(self, office: Office, now: datetime) -> None:
        until = now + timedelta(hours=office.policy.sms.give_up_hours)
        for entry in self._ledger.outbox.astray(now, until):
            await self._ledger.step(entry.id, lambda entry=entry: entry)  # type: ignore[misc]

    async def _dispatch(self, office: Office, now: datetime) -> None:
        going = {message for _, message in self._going.values()}
        quiet = quiet_until(office.policy.sms, zone_of(office.company), now) is not None
        ready, waits = [], list[tuple[Message, SmsWhy]]()
        for each in in_order(self._ledger.outbox.of("queued")):
            if each.id in going or not each.is_due(now):
                continue
            if each.origin in UNASKED and each.to in self._stops:
                await self._drop(each.id, "opted_out")
            elif each.origin in UNASKED and quiet:
                waits.append((each, "quiet"))
            else:
                ready.append(each)
        if ready:
            waits += await self._start_ready(office, ready[:_AT_ONCE], now)
        told = (
            self._say_why(each.id, why)
            for each, why in waits
            if why == "quiet" or now - each.at >= _SAY_AFTER
        )
        await asyncio.gather(*told)

    async def _start_ready(
        self, office: Office, ready: list[Message], now: datetime
    ) -> list[tuple[Message, SmsWhy]]:
        """Begin what a line is free for; of the others why they wait."""
        sims = {each.line: each for each in await self._sims(office)}
        able = [each.line for each in sims.values() if each.held is None]
        waits: list[tuple[Message, SmsWhy]] = []
        for each in ready:
            if able and not any(sims[line].is_free for line in able):
                break  # all of them are busy: in its turn
            known = await self._lines.known_by(each.to) if able else None
            chosen = choose(each, tuple(sims.values()), known, operator_of(office, each.to), now)
            if not isinstance(chosen, Choice):
                waits.append((each, chosen))
            elif chosen.is_free:
                sims[chosen.sim.line] = replace(chosen.sim, is_free=False)
                self._start(each, chosen, office.policy.sms.pace)
        return waits

    async def _sims(self, office: Office) -> tuple[Sim, ...]:
        mono, pace = self._clock.mono(), timedelta(seconds=office.policy.sms.pace)
        for line in office.lines:
            if line.id not in self._free_at:  # right after a start: the journal tells of the last
                last = self._ledger.outbox.last_sent(line.id)
                gone = max(self._clock.now() - last, timedelta()) if last is not None else pace
                self._free_at[line.id] = mono + max((pace - gone).total_seconds(), 0)
        resting = {line for line, at in self._free_at.items() if at > mono}
        return await self._lines.now(office, self._ledger.outbox, {*self._going, *resting})

    def _start(self, message: Message, choice: Choice, pace: int) -> None:
        line = choice.sim.line

        def over(task: asyncio.Task[None]) -> None:
            self._going.pop(line, None)
            self._free_at[line] = self._clock.mono() + pace
            self._ledger.changed.set()
            if not task.cancelled() and (fault := task.exception()) is not None:
                log.error("sms_failed", id=message.id, reason=repr(fault))

        task = asyncio.create_task(self._send(message, choice), name=f"sms {message.id}")
        self._going[line] = (task, message.id)
        task.add_done_callback(over)

    async def _send(self, message: Message, choice: Choice) -> None:
        line, iccid, outbox = choice.sim.line, choice.sim.iccid, self._ledger.outbox
        driver = self._fleet.driver(line)
        if driver is None:
            return
        begun = await self._ledger.step(
            message.id, lambda: outbox.begin(message.id, line, iccid, choice.why)
        )
        if not begun:
            return
        result, handle = await _give(driver, line, message)
        if handle:
            self._open = dict(list(self._open.items())[-_MOST_OPEN:]) | {(line, handle): message.id}
        log.info("sms", id=message.id, line=line, result=result.kind, why=result.why)
        while True:
            try:
                await self._ledger.step(message.id, lambda: outbox.end(message.id, result))
                break
            except sqlite3.OperationalError as fault:
                log.error("sms_not_journaled", id=message.id, reason=str(fault))  # noqa: TRY400
                await asyncio.sleep(_RETRY)
        if result.kind == "sent":
            await self._lines.note(message.to, line)

    async def _reported(self, report: Delivery) -> None:
        """A report of the network; durable when it returns."""
        state = report.state
        if state == "trying":
            return
        await self._ledger.recovered()
        matched = await self._ledger.step_found(
            lambda: self._ledger.outbox.report(
                report.line, report.ref, report.number, state, self._clock.now(), code=report.code
            )
        )
        if not matched:
            log.info("sms_report_unmatched", line=report.line, ref=report.ref)

    async def _answered(self, answer: LateAnswer) -> None:
        """A gateway knows after all; durable when it returns."""
        message = self._open.get((answer.line, answer.handle))
        if message is None:
            log.info("sms_answer_unmatched", line=answer.line)
            return
        outbox = self._ledger.outbox
        await self._ledger.step(
            message,
            lambda: outbox.late(message, sent=answer.sent, ref=answer.ref[:80], code=answer.code),
        )

    async def _say_why(self, message: str, why: SmsWhy) -> None:
        await self._ledger.step(message, lambda: self._ledger.outbox.wait(message, why))

    async def _drop(self, message: str, why: SmsWhy) -> None:
        await self._ledger.step(message, lambda: self._ledger.outbox.drop(message, why))

    def _raise_alarms(self, now: datetime) -> None:
        alarms = []
        unknown = self._ledger.outbox.unsettled()
        if unknown:
            facts = {"count": str(len(unknown)), "number": unknown[-1].to}
            alarms.append(Alarm(code="sms.unknown", facts=facts))
        stuck = [
            each
            for each in self._ledger.outbox.of("queued")
            if each.why in _NO_LINE and now - max(each.at, each.due) >= _STUCK_AFTER
        ]
        if stuck:
            minutes = int((now - stuck[0].at).total_seconds() // 60)
            facts = {"count": str(len(stuck)), "minutes": str(minutes // 10 * 10)}
            alarms.append(Alarm(code="sms.stuck", facts=facts))
        self._tell_alarms(tuple(alarms))


async def _give(driver: Driver, line: str, message: Message) -> tuple[Result, str]:
    """Have a driver send it, once; whatever is not said for certain is `maybe`, with the name that
    the gateway may use when it tells later.
    """
    try:
        async with asyncio.timeout(_DRIVER_WITHIN):
            sent = await driver.send_sms(line, message.to, message.text)
    except NotSent as fault:
        why = _WHYS.get(fault.why, "gateway")
        return Result("refused", retry=fault.retry, why=why, code=fault.code), ""
    except MaybeSent as fault:
        return Result("maybe"), fault.handle
    except TimeoutError:
        return Result("maybe"), ""
    except GatewayFault as fault:  # for certain not, by its own word
        return Result("refused", retry="other_line", why=_WHYS.get(fault.why, "gateway")), ""
    except Exception:
        log.exception("sms_driver_failed", line=line)
        return Result("maybe"), ""
    return Result("sent", ref=sent.ref[:80]), ""
