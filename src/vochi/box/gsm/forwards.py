"""Forwarding in operators' networks: made as the office says, for each card, and kept so."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Literal
from zlib import crc32

import structlog
from pydantic import JsonValue, TypeAdapter, ValidationError

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_line, gsm_lines, local
from vochi.box.gsm.sims import Sims
from vochi.box.gsm.ussd import Ussd
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import RenewForwards
from vochi.core.gsm.entries import ForwardSet
from vochi.core.gsm.forwarding import Held, Step, every_step, steps
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import ForwardReason
from vochi.gateways.base import Driver, GatewayFault

log = structlog.get_logger()

_LOOK_EVERY = 5.0
#: The nightly renewal begins between 3:00 and 4:30, each card at a minute of its own, and is over
#: an hour later.
_NIGHT_BEGINS, _SPREAD, _NIGHT_LASTS = 3 * 60, 90, 60
#: From so many failures in a row somebody is told.
_ALARM_FROM = 2
_WITHIN = 60.0

_Held = dict[ForwardReason, Held]
_MARKS: TypeAdapter[_Held] = TypeAdapter(_Held)
_Cause = Literal["office", "nightly", "person"]


class Forwards:
    """Tells networks what `core.gsm.forwarding.steps` finds; RenewForwards tells everything anew.

    What was told is kept by card (mark `forwards:<card>`), before it is told: a card that moves to
    another slot takes it along, a new one is told from the beginning.
    """

    def __init__(
        self,
        fleet: Fleet,
        sims: Sims,
        ussd: Ussd,
        office: Callable[[], Office | None],
        *,
        scribe: Scribe,
        clock: Clock,
        actions: GsmActions,
        tell_alarms: TellAlarms,
    ) -> None:
        self._fleet = fleet
        self._sims = sims
        self._ussd = ussd
        self._office = office
        self._scribe = scribe
        self._clock = clock
        self._tell_alarms = tell_alarms
        self._held: dict[str, _Held] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._news = asyncio.Event()
        self._recovered = False
        actions.sign_up(RenewForwards, self._renew)
        sims.on_card(lambda _: self._news.set())

    def held(self, line: str) -> _Held:
        """What we last told the network of the card that stands in a line's slot."""
        return self._held.get(self._sims.card(line), {})

    async def run(self) -> None:
        """Until cancelled."""
        await self._recover()
        while True:
            self._news.clear()
            with suppress(sqlite3.OperationalError):
                await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._news.wait()

    async def look(self) -> None:
        """Tell the networks what is due. Raises sqlite3.OperationalError."""
        office = self._office()
        for line in gsm_lines(office):
            driver = self._fleet.driver(line.id)
            if office is None or driver is None or not self._is_ready(line.id):
                continue
            night = self._is_night(office, line.id)
            before = self.held(line.id)
            for step in steps(line.forwards, before, self._clock.now(), night=night):
                last = before.get(step.reason)
                was_told = last is not None and step.is_told(last)
                if not await self._do(driver, line, step, "nightly" if was_told else "office"):
                    break  # the line may have gone; the rest is due at the next look
        self._raise_alarms()

    async def _renew(self, action: RenewForwards) -> Told:
        line = gsm_line(self._office(), action.line)
        if line is None:
            return "no_line", {}
        await self._sims.until_heard(line.id)
        driver, seen = self._fleet.driver(line.id), self._sims.seen(line.id)
        if driver is None or seen is None or not seen.online:
            return "offline", {}
        facts: dict[str, JsonValue] = {}
        code = "done"
        for step in every_step(line.forwards):
            if await self._do(driver, line, step, "person"):
                facts[step.reason] = "ok"
            else:
                why = self.held(line.id)[step.reason].why
                facts[step.reason] = why
                code = why if code == "done" else code
        if "forward_query" in driver.abilities:
            with suppress(GatewayFault, TimeoutError):
                async with asyncio.timeout(_WITHIN):
                    found = await driver.forwards(line.id)
                facts.update({f"network.{reason}": to[:40] for reason, to in found.items()})
        self._raise_alarms()
        return code, facts

    async def _do(self, driver: Driver, line: GsmLine, step: Step, cause: _Cause) -> bool:
        """Tell one thing; True: the network has taken it. One at a time for a line."""
        async with self._locks.setdefault(line.id, asyncio.Lock()):
            card, office = self._sims.card(line.id), self._office()
            last = self._held.get(card, {}).get(step.reason)
            failed = last.failed if last is not None and step.is_meant(last) else 0
            tried = Held(to=step.to, seconds=step.seconds, at=self._clock.now(), failed=failed)
            await self._keep(card, step.reason, tried)
            why = await _tell(driver, line.id, step)
            held = tried.model_copy(
                update={
                    "ok": not why, "why": why, "failed": failed + 1 if why else 0,
                    "at": self._clock.now(),
                }
            )  # fmt: skip
            body = ForwardSet(
                line=line.id, iccid=self._sims.iccid(line.id), reason=step.reason, to=step.to,
                seconds=step.seconds, ok=not why, why=why, cause=cause,
                version=office.version if office is not None else None,
            )  # fmt: skip
            draft = Draft(
                kind="forward", body=body.model_dump(mode="json"), at=held.at,
                mono=self._clock.mono(),
            )  # fmt: skip
            await self._keep(card, step.reason, held, draft)
            log.info("forward", line=line.id, reason=step.reason, ok=not why, why=why)
            return not why

    async def _keep(
        self, card: str, reason: ForwardReason, held: Held, draft: Draft | None = None
    ) -> None:
        after: _Held = {**self._held.get(card, {}), reason: held}
        mark = {f"forwards:{card}": _MARKS.dump_json(after).decode()}
        await self._scribe.write([] if draft is None else [draft], mark)
        self._held[card] = after

    def _is_ready(self, line: str) -> bool:
        """In its network, and nobody calls by it or asks it: a module does one thing at a time."""
        seen = self._sims.seen(line)
        is_idle = self._sims.is_idle(line) and self._ussd.is_free(line)
        return seen is not None and seen.registered is not False and is_idle

    def _is_night(self, office: Office, line: str) -> bool:
        now = local(office, self._clock.now())
        begins = _NIGHT_BEGINS + crc32(self._sims.card(line).encode()) % _SPREAD
        return begins <= now.hour * 60 + now.minute < begins + _NIGHT_LASTS

    def _raise_alarms(self) -> None:
        alarms = tuple(
            Alarm(
                code="sim.forward_failed",
                facts={
                    "line": line.id,
                    "name": line.name,
                    "reasons": reason,
                    "number": held.to or "—",
                    "fault": held.why,
                },
            )
            for line in gsm_lines(self._office())
            for reason, held in self.held(line.id).items()
            if not held.ok and (held.failed >= _ALARM_FROM or held.why == "not_supported")
        )
        self._tell_alarms(alarms)

    async def _recover(self) -> None:
        if self._recovered:
            return
        for card, told in (await self._scribe.read(lambda j: j.marks("forwards:"))).items():
            with suppress(ValidationError):
                self._held.setdefault(card, _MARKS.validate_json(told))
        self._recovered = True
        self._raise_alarms()


async def _tell(driver: Driver, line: str, step: Step) -> str:
    """Why the network has not taken it; empty: it has."""
    if "forward" not in driver.abilities:
        return "not_supported"
    try:
        async with asyncio.timeout(_WITHIN):
            await driver.forward(line, step.reason, step.to, step.seconds)
    except GatewayFault as fault:
        return fault.why[:80]
    except TimeoutError:
        return "no_answer"
    return ""
