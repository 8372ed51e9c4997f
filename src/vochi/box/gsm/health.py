"""Watches GSM lines: what is dead stands as an alarm and is told to whoever repairs."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.marks import read_marks
from vochi.box.gsm.office import gsm_lines, local
from vochi.box.scribe import Scribe
from vochi.core.calls.endpoint import Endpoint
from vochi.core.frozen import Frozen
from vochi.core.gsm.health import PATIENCE, Finding, Health, Signs, Symptom
from vochi.core.gsm.ladder import Patient
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.gateways.base import LineReport

log = structlog.get_logger()

_LOOK_EVERY = 2.0
_MARK = "dead:"
_CALLING = {"dialling", "talking", "busy"}


class Dead(Frozen):
    """A mark: since when a line is dead, so that a restart of the box does not begin anew."""

    since: datetime
    why: Symptom


@dataclass
class _Heard:
    """What this life of the box has heard of a line."""

    speaks: bool = False
    registered: bool = False
    has_card: bool = False


class HealthRoom:
    """`patients` is what is dead now, for the ladder; `live(line)` counts calls on a line."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        fleet: Fleet,
        is_online: Callable[[str], bool],
        tell_alarms: TellAlarms,
    ) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._fleet = fleet
        self._is_online = is_online
        self._tell_alarms = tell_alarms
        self._health: Health | None = None
        self._dead: dict[str, Dead] = {}
        self._before: frozenset[str] = frozenset()
        self._heard: dict[str, _Heard] = {}
        self._began = clock.mono()
        self._engine_since: float | None = None
        self._findings: tuple[Finding, ...] = ()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(sqlite3.OperationalError):  # no room on the disk: the next look writes
                await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> None:
        """Judge once. Raises sqlite3.OperationalError."""
        office = self._office()
        if office is None:
            return
        now, mono = self._clock.now(), self._clock.mono()
        health = self._health or await self._recover(now, mono)
        self._follow_engine(mono)
        lines = gsm_lines(office)
        reports = self._fleet.reports()
        signs = [await self._signs(line, reports.get(line.id), mono) for line in lines]
        self._findings = health.look(signs, mono)
        await self._write(now, mono)
        self._raise(office)

    def patients(self) -> tuple[Patient, ...]:
        """What is dead, with what it hangs on; what was never heard of is nobody's to restart."""
        office = self._office()
        if office is None:
            return ()
        gateways = {each.id: each for each in office.gateways}
        found = []
        # How long it is dead the clock that nobody sets tells: by it talks are cut.
        now, mono = self._clock.now(), self._clock.mono()
        for finding in self._findings:
            gateway = self._gateway_of(office, finding)
            if gateway not in gateways or not self._is_known(finding):
                continue
            found.append(
                Patient(
                    gateway=gateway,
                    since=now - timedelta(seconds=mono - finding.since),
                    why=finding.why,
                    line=finding.name if finding.code == "line.dead" else "",
                    socket=gateways[gateway].socket or "",
                    lines=tuple(e.id for e in gsm_lines(office) if e.gateway == gateway),
                )
            )
        return tuple(found)

    async def calls(self) -> dict[str, int]:
        """Live calls by line. Raises AmiError."""
        counted: dict[str, int] = {}
        for channel in await self._ami.channels():
            endpoint = Endpoint.of_channel(channel.get("Channel"))
            if endpoint is not None:
                counted[endpoint.name] = counted.get(endpoint.name, 0) + 1
        return counted

    def is_well(self, line: str) -> bool:
        """Whether nothing is known against a line."""
        return all(line not in finding.lines for finding in self._findings)

    async def _recover(self, now: datetime, mono: float) -> Health:
        self._dead = await read_marks(self._scribe, _MARK, Dead)
        self._before = frozenset(self._dead)
        self._health = Health(
            {
                line: (mono - max(0.0, (now - each.since).total_seconds()), each.why)
                for line, each in self._dead.items()
            }
        )
        return self._health

    def _follow_engine(self, mono: float) -> None:
        """Nobody is registered with an engine that is gone; a new one has to be given time."""
        if not self._ami.is_connected:
            self._engine_since = None
            for heard in self._heard.values():
                heard.registered = False
        elif self._engine_since is None:
            self._engine_since = mono

    async def _signs(self, line: GsmLine, report: LineReport | None, mono: float) -> Signs:
        heard = self._heard.setdefault(line.id, _Heard())
        registered = self._engine_since is not None and self._is_online(line.id)
        heard.registered |= registered
        is_old_engine = self._engine_since is not None and mono - self._engine_since >= PATIENCE
        is_known = registered or heard.registered or is_old_engine
        seen = registered if is_known and self._engine_since is not None else None
        is_young = mono - self._began < PATIENCE
        if report is None:
            return Signs(line.id, line.gateway, speaks=None, registered=seen,
                         settled=seen is not None)  # fmt: skip
        heard.speaks |= report.online
        heard.has_card |= bool(report.iccid or report.imsi)
        in_call = report.online and report.call in _CALLING
        return Signs(
            line=line.id,
            gateway=line.gateway,
            speaks=report.online,
            registered=seen,
            sim=False if heard.has_card and not (report.iccid or report.imsi) else None,
            network=report.registered,
            signal=report.signal,
            in_call=in_call,
            calls=await self._calls_on(line.id) if in_call else 0,
            settled=heard.speaks or not is_young,
        )

    async def _calls_on(self, line: str) -> int:
        try:
            return (await self.calls()).get(line, 0)
        except AmiError:
            return 1  # nobody can tell: it is no stuck call yet

    async def _write(self, now: datetime, mono: float) -> None:
        """Marks of what is dead follow the findings."""
        told: dict[str, Dead] = {}
        for finding in self._findings:
            for line in finding.lines:
                since = now - timedelta(seconds=mono - finding.since)
                known = self._dead.get(line)
                told[line] = Dead(since=known.since if known else since, why=finding.why)
        if told == self._dead:
            return
        marks: dict[str, str | None] = {
            _MARK + line: each.model_dump_json()
            for line, each in told.items()
            if self._dead.get(line) != each
        }
        gone = self._dead.keys() - told.keys()
        await self._scribe.write(marks=marks | dict.fromkeys((_MARK + e for e in gone), None))
        for line in told.keys() - self._dead.keys():
            log.warning("line_dead", line=line, why=told[line].why)
        for line in gone:
            log.info("line_well", line=line)
        self._before -= gone
        self._dead = told

    def _raise(self, office: Office) -> None:
        names = {each.id: each.name for each in (*office.gateways, *office.lines)}
        alarms = []
        for finding in self._findings:
            since = self._dead[finding.lines[0]].since
            kind = "line" if finding.code == "line.dead" else "gateway"
            alarms.append(
                Alarm(
                    code=finding.code,
                    facts={
                        kind: finding.name,
                        "name": names.get(finding.name, finding.name),
                        "symptom": finding.why,
                        "since": since.isoformat(timespec="seconds"),
                        "at": local(office, since).strftime("%d.%m %H:%M"),
                        "lines": str(len(finding.lines)),
                    },
                )
            )
        self._tell_alarms(tuple(alarms))

    def _gateway_of(self, office: Office, finding: Finding) -> str:
        if finding.code == "gateway.offline":
            return finding.name
        return next((line.gateway for line in gsm_lines(office) if line.id == finding.name), "")

    def _is_known(self, finding: Finding) -> bool:
        """A line that takes calls and has never sent a keepalive is not set up, not dead."""
        return finding.why != "silent" or any(
            line in self._before
            or self._heard.get(line, _Heard()).speaks
            or not self._is_online(line)
            for line in finding.lines
        )
