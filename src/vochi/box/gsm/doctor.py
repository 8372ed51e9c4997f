"""The line doctor (B10): in idle time it tries lines with each other, and says who is ill."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime, timedelta
from typing import get_args

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.health import HealthRoom
from vochi.box.gsm.letters import Letters
from vochi.box.gsm.office import day_of, gsm_line, gsm_lines, local
from vochi.box.gsm.sims import Sims
from vochi.box.gsm.trial import Trials
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import ExamineLine
from vochi.core.gsm.doctor import Examination, Fault, Seen, Trial, is_time, order
from vochi.core.gsm.entries import Examined
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.engine.frame import Message

log = structlog.get_logger()

_LOOK_EVERY = 10.0
_EXAMINED, _FAULT = "examined:", "fault:"
#: What was spent on a day.
_CALLS, _LETTERS = "doctor calls:", "doctor sms:"
#: Messages that one examination may need.
_MOST_LETTERS = 2
#: A line that was found ill is looked at again this soon: the alarm should not outlive the fault.
_AGAIN = timedelta(hours=1)
#: Tries of an examination that found the line in a call, before it is put off.
_PUT_OFF = timedelta(minutes=10)
#: Looks at lines before a test makes way for a talk, and seconds between them.
_LOOKS, _LOOK_AGAIN = 10, 0.1
_FAULTS = frozenset(get_args(Fault))


class Doctor:
    """Use: `run`; signs up for ExamineLine. `idle_for` is how long no call has lived."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        sims: Sims,
        health: HealthRoom,
        is_online: Callable[[str], bool],
        trials: Trials,
        letters: Letters,
        actions: GsmActions,
        tell_alarms: TellAlarms,
    ) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._sims = sims
        self._health = health
        self._is_online = is_online
        self._trials = trials
        self._letters = letters
        self._tell_alarms = tell_alarms
        self._turn = asyncio.Lock()
        self._ordered: set[asyncio.Task[None]] = set()
        self._quiet_since = clock.mono()
        actions.sign_up(ExamineLine, self._examine_line)

    async def run(self) -> None:
        """Until cancelled."""
        await self._trials.tidy()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._keep_looking())

    async def _listen(self) -> None:
        async for event in self._ami.events():
            self.hear(event)

    def hear(self, event: Message) -> None:
        """A call that begins or ends puts the doctor off; his own do not."""
        if event.name in {"Newchannel", "Hangup"} and not self._turn.locked():
            self._quiet_since = self._clock.mono()

    async def _keep_looking(self) -> None:
        while True:
            with suppress(AmiError, sqlite3.OperationalError):
                await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> None:
        """Examine a line if it is time to. Raises AmiError, sqlite3.OperationalError."""
        office = self._office()
        if office is None:
            return
        await self._raise(office)
        policy, now = office.policy.doctor, self._clock.now()
        if self._turn.locked() or not is_time(policy, local(office, now)):
            return
        if self._clock.mono() - self._quiet_since < policy.idle_minutes * 60:
            return
        if await self._left(office) < 2 or await self._ami.channels():
            return
        line = await self._due(office, now)
        if line is not None:
            await self.examine(line.id)

    async def examine(self, line: str, by: str = "") -> Examination | None:
        """Try one line now; None when it cannot be. Raises AmiError, sqlite3.OperationalError."""
        async with self._turn:
            office = self._office()
            known = gsm_line(office, line)
            if office is None or known is None:
                return None
            return await self._examine(office, known, by)

    def partner(self, line: str) -> str | None:
        """The line that another is best tried with."""
        office = self._office()
        known = gsm_line(office, line)
        if office is None or known is None:
            return None
        return next(iter(self._examination(office, known).partners), None)

    async def try_once(self, trial: Trial) -> Seen | None:
        """One test by order; None: it cannot be done now. Raises AmiError."""
        async with self._turn:
            office = self._office()
            if office is None or (trial.kind != "sms" and not office.policy.doctor.enabled):
                return None
            return await self._try(office, trial)

    async def _examine(self, office: Office, line: GsmLine, by: str) -> Examination | None:
        exam = self._examination(office, line)
        exam.sms = await self._left(office, _LETTERS) >= _MOST_LETTERS
        if not self._is_online(line.id):
            await self._write({line.id: "unregistered"}, {"registered": "failed"}, exam, by)
            return exam
        if not exam.partners:
            return None
        left = 10_000 if by else await self._left(office)
        while (trial := exam.next()) is not None:
            if trial.kind != "sms" and exam.calls() >= left:
                break
            # Paid before it is made: one that comes to nothing, or that we do not outlive, counts.
            await self._spend(office, trial, 1)
            seen = await self._try(office, trial)
            if seen is None:
                await self._spend(office, trial, -1)
                await self._put_off(line.id)
                log.info("doctor_put_off", line=line.id)
                return None
            exam.add(trial, seen)
            log.info("doctor_tried", kind=trial.kind, caller=trial.caller, called=trial.called)
        results = exam.results()
        verdicts = exam.verdicts()
        if verdicts[line.id] is None and "skipped" in results.values():
            verdicts.pop(line.id)  # nobody can say that it is well
        await self._write(verdicts, results, exam, by)
        return exam

    async def _try(self, office: Office, trial: Trial) -> Seen | None:
        """None: somebody speaks on one of the lines: the doctor makes way."""
        caller, called = gsm_line(office, trial.caller), gsm_line(office, trial.called)
        wanted = {trial.caller, trial.called, trial.holder}
        if caller is None or called is None or not await self._are_free(wanted):
            return None
        if trial.kind == "sms":
            return await self._letters.send(caller, called, self._number(called))
        if trial.kind == "busy":
            holder = gsm_line(office, trial.holder)
            if holder is None:
                return None
            numbers = self._number(caller), self._number(holder)
            return await self._trials.call_busy(
                office, caller, called, holder=holder, numbers=numbers
            )
        return await self._trials.call(office, caller, called, self._number(caller))

    async def _are_free(self, lines: AbstractSet[str]) -> bool:
        """Whether nobody speaks on them; the last test's own calls may take a moment to go."""
        for _ in range(_LOOKS):
            calls = await self._health.calls()
            if not any(calls.get(line) for line in lines):
                return True
            await asyncio.sleep(_LOOK_AGAIN)
        return False

    def _examination(self, office: Office, line: GsmLine) -> Examination:
        usable = [
            each.id
            for each in gsm_lines(office)
            if each.id == line.id
            or (each.number and not each.paused and self._is_online(each.id)
                and self._health.is_well(each.id))
        ]  # fmt: skip
        partners = order(usable, line.id) if line.number else ()
        own = {each.number for each in gsm_lines(office) if each.number}
        sends_on = any(each.reason == "busy" and each.to in own for each in line.forwards)
        return Examination(
            line.id,
            partners,
            forwards=frozenset({line.id}) if sends_on else frozenset(),
        )

    def _number(self, line: GsmLine) -> str:
        return line.number or self._sims.number(line.id) or ""

    # --- by hand

    async def _examine_line(self, action: ExamineLine) -> Told:
        office = self._office()
        line = gsm_line(office, action.line)
        if office is None or line is None:
            return "no_line", {}
        if not office.policy.doctor.enabled:
            # Without it the dialplan does not know a test from a client.
            return "refused", {"why": "doctor_disabled"}
        exam = self._examination(office, line)
        if not exam.partners and self._is_online(line.id):
            return "alone", {}
        try:
            calls = await self._health.calls()
        except AmiError:
            return "engine_down", {}
        if self._turn.locked() or any(calls.get(each) for each in (line.id, *exam.partners[:1])):
            return "busy", {}
        task = asyncio.create_task(self._ordered_one(line.id, action.by or "?"))
        self._ordered.add(task)
        task.add_done_callback(self._ordered.discard)
        return "done", {}

    async def _ordered_one(self, line: str, by: str) -> None:
        try:
            await self.examine(line, by)
        except (AmiError, sqlite3.OperationalError) as fault:
            log.warning("doctor_failed", line=line, reason=str(fault))

    # --- what is remembered

    async def _due(self, office: Office, now: datetime) -> GsmLine | None:
        """The line that was not looked at for the longest, if that is long enough."""
        seen = await self._marks(_EXAMINED)
        ill = await self._marks(_FAULT)
        every = timedelta(hours=office.policy.doctor.every_hours)
        found: list[tuple[datetime, GsmLine]] = []
        for line in gsm_lines(office):
            last = _moment(seen.get(line.id)) or datetime.min.replace(tzinfo=now.tzinfo)
            wait = min(every, _AGAIN) if line.id in ill else every
            # A clock that was set back does not put a line off for ever.
            if (now - last >= wait or last > now) and not line.paused:
                found.append((last, line))
        usable = (e[1] for e in sorted(found, key=lambda e: e[0]))
        return next((e for e in usable if self._examination(office, e).partners), None)

    async def _left(self, office: Office, kind: str = _CALLS) -> int:
        """Calls, or messages, that may be made today."""
        day = kind + day_of(office, self._clock.now())
        told = await self._scribe.read(lambda journal: journal.mark(day)) or "0"
        policy = office.policy.doctor
        return (policy.day_calls if kind == _CALLS else policy.day_sms) - int(told)

    async def _spend(self, office: Office, trial: Trial, count: int) -> None:
        """`count` tests of this kind today; other days are forgotten."""
        kind = _LETTERS if trial.kind == "sms" else _CALLS
        today = local(office, self._clock.now()).strftime("%Y%m%d")
        held = await self._marks(kind)
        marks: dict[str, str | None] = dict.fromkeys((kind + day for day in held), None)
        marks[kind + today] = str(max(0, int(held.get(today, "0")) + count))
        await self._scribe.write(marks=marks)

    async def _put_off(self, line: str) -> None:
        office = self._office()
        if office is not None:
            every = timedelta(hours=office.policy.doctor.every_hours)
            again = self._clock.now() - every + _PUT_OFF
            await self._scribe.write(marks={_EXAMINED + line: again.isoformat()})

    async def _write(
        self,
        verdicts: Mapping[str, Fault | None],
        results: dict[str, str],
        exam: Examination,
        by: str,
    ) -> None:
        """An entry for each line of which something is known, with the mark of its fault."""
        now = self._clock.now()
        marks: dict[str, str | None] = {_EXAMINED + exam.line: now.isoformat()}
        drafts = []
        for line, fault in verdicts.items():
            tests = results if line == exam.line else {}
            entry = Examined(
                line=line, iccid=self._sims.iccid(line), fault=fault,
                tests=dict(list(tests.items())[:24]), by="" if by == "?" else by,
            )  # fmt: skip
            body = entry.model_dump(mode="json")
            drafts.append(Draft(kind="check", body=body, at=now, mono=self._clock.mono()))
            marks[_FAULT + line] = fault
            log.info("doctor_verdict", line=line, fault=fault)
        await self._scribe.write(drafts, marks)
        office = self._office()
        if office is not None:
            await self._raise(office)

    async def _raise(self, office: Office) -> None:
        ill = await self._marks(_FAULT)
        alarms = tuple(
            Alarm(code=f"line.fault.{ill[line.id]}", facts={"line": line.id, "name": line.name})
            for line in gsm_lines(office)
            if ill.get(line.id) in _FAULTS
        )
        self._tell_alarms(alarms)

    async def _marks(self, prefix: str) -> dict[str, str]:
        return await self._scribe.read(lambda journal: journal.marks(prefix))


def _moment(told: str | None) -> datetime | None:
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(told or "")
    return None
