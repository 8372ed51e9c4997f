"""Looks at gateways from outside: when the set-up page asks, and each of them once a day."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from pydantic import JsonValue

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.doctor import Doctor
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.gateways import Gateways
from vochi.box.gsm.office import gsm_lines
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import ProbeGateway
from vochi.core.gsm.doctor import Trial, symptoms
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.engine.errors import AmiError
from vochi.gateways.goip.page import TELNET, PageReport, probe_page

log = structlog.get_logger()

_LOOK_EVERY = 60.0
_EVERY = timedelta(hours=24)
#: The first look of a box: its gateways have come up by then.
_FIRST_AFTER = 60.0
_MARK, _WARNED = "probed:", "warned:"


class Probes:
    """Use: `run`; signs up for ProbeGateway. `telnet` are the ports where a back door is known."""

    def __init__(
        self,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        keys: Callable[[], Mapping[str, str]],
        *,
        fleet: Fleet,
        gateways: Gateways,
        doctor: Doctor,
        is_online: Callable[[str], bool],
        actions: GsmActions,
        tell_alarms: TellAlarms,
        telnet: tuple[int, ...] = TELNET,
    ) -> None:
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._keys = keys
        self._fleet = fleet
        self._gateways = gateways
        self._doctor = doctor
        self._is_online = is_online
        self._tell_alarms = tell_alarms
        self._telnet = telnet
        actions.sign_up(ProbeGateway, self._probe)

    async def run(self) -> None:
        """Until cancelled."""
        await self._raise()
        await asyncio.sleep(_FIRST_AFTER)
        while True:
            with suppress(sqlite3.OperationalError):
                await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> None:
        """Look at gateways that nobody has looked at for a day."""
        office, now = self._office(), self._clock.now()
        seen = await self._scribe.read(lambda journal: journal.marks(_MARK))
        for gateway in () if office is None else office.gateways:
            if gateway.address is None or not _is_due(seen.get(gateway.id), now):
                continue
            await self._page(gateway)
        await self._raise()

    async def _page(self, gateway: Gateway) -> PageReport | None:
        """What its page says; told to the journal. None: nobody knows the pages of its kind."""
        if gateway.kind != "goip":
            return None
        password = self._keys().get(f"web.{gateway.id}", "")
        report = await probe_page(gateway, password, self._telnet)
        marks: dict[str, str | None] = {_MARK + gateway.id: self._clock.now().isoformat()}
        if report.reachable or report.telnet:
            warnings = _warnings(report)
            self._gateways.describe(
                gateway.id,
                model=report.model or None,
                firmware=report.firmware or None,
                warnings=warnings,
            )
            marks[_WARNED + gateway.id] = " ".join(warnings) or None
        await self._scribe.write(marks=marks)
        log.info("gateway_probed", gateway=gateway.id, reachable=report.reachable)
        return report

    async def _raise(self) -> None:
        office = self._office()
        told = await self._scribe.read(lambda journal: journal.marks(_WARNED))
        alarms = tuple(
            Alarm(code=f"gateway.{warning}", facts={"gateway": gateway.id, "name": gateway.name})
            for gateway in (() if office is None else office.gateways)
            for warning in told.get(gateway.id, "").split()
        )
        self._tell_alarms(alarms)

    # --- what the set-up page asks

    async def _probe(self, action: ProbeGateway) -> Told:
        office = self._office()
        gateways = () if office is None else office.gateways
        gateway = next((each for each in gateways if each.id == action.gateway), None)
        if office is None or gateway is None:
            return "no_gateway", {}
        facts: dict[str, JsonValue] = _of_page(await self._page(gateway))
        await self._raise()
        for line in gsm_lines(office):
            if line.gateway != gateway.id:
                continue
            report = self._fleet.report(line.id)
            facts[f"registered.{line.id}"] = _word(self._is_online(line.id))
            facts[f"keepalive.{line.id}"] = _word(None if report is None else report.online)
            if action.call:
                _put(facts, f"call_in.{line.id}", await self._try("call", line.id))
            if action.sms:
                _put(facts, f"sms.{line.id}", await self._try("sms", line.id))
        return "done", facts

    async def _try(self, kind: str, line: str) -> str | None:
        """What is wrong (empty: nothing) with a call to the line, or an SMS from it; None: it
        cannot be tried now.
        """
        partner = self._doctor.partner(line)
        if partner is None:
            return None
        trial = Trial("call", partner, line) if kind == "call" else Trial("sms", line, partner)
        try:
            seen = await self._doctor.try_once(trial)
        except AmiError:
            return None
        if seen is None or seen.voided:
            return None
        return " ".join(sorted(symptoms(trial, seen)))


def _of_page(report: PageReport | None) -> dict[str, JsonValue]:
    if report is None:
        return dict.fromkeys(("page", "login", "default_password", "backdoor"), "unknown")
    facts: dict[str, JsonValue] = {
        "page": _word(report.reachable),
        "login": _word(report.login),
        "default_password": _word(None if report.factory is None else not report.factory),
        "backdoor": _word(not report.telnet),
    }
    if report.why:
        facts["page.why"] = report.why
    if report.open:
        facts["login"], facts["login.why"] = "failed", "open"
    if report.telnet:
        facts["backdoor.why"] = ", ".join(map(str, report.telnet))
    return facts


def _put(facts: dict[str, JsonValue], name: str, wrong: str | None) -> None:
    facts[name] = _word(None if wrong is None else not wrong)
    if wrong:
        facts[f"{name}.why"] = wrong


def _word(is_well: bool | None) -> str:
    return {True: "ok", False: "failed", None: "unknown"}[is_well]


def _warnings(report: PageReport) -> tuple[str, ...]:
    found = []
    if report.factory or report.open:
        found.append("default_password")
    if report.telnet:
        found.append("backdoor")
    return tuple(found)


def _is_due(told: str | None, now: datetime) -> bool:
    with suppress(ValueError, TypeError):
        last = datetime.fromisoformat(told or "")
        return now - last >= _EVERY or last > now
    return True
