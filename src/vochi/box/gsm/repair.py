"""Repairs what is dead by the ladder, and whatever a person orders within the same limits (S04).

An entry is durable before anything is touched: a box killed in the middle counts it as done.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.health import HealthRoom
from vochi.box.gsm.office import gsm_line, gsm_lines
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen
from vochi.core.gsm.actions import CutPower, RestartGateway, RestartLine
from vochi.core.gsm.entries import Repaired
from vochi.core.gsm.ladder import (
    BEGUN,
    Done,
    Move,
    Patient,
    Rung,
    climb,
    cut_lines,
    entry_of,
    is_refusal,
    limit,
    settled,
)
from vochi.core.office.document import Office
from vochi.core.office.gateway import Socket
from vochi.engine.errors import AmiError
from vochi.gateways.base import Driver, GatewayFault
from vochi.gateways.sockets.make import make_outlet
from vochi.gateways.sockets.outlet import OFF_SECONDS, Outlet

log = structlog.get_logger()

_LOOK_EVERY = 5.0
_MARK = "repairs"
#: Entries kept in mind: limits look back a week at most.
_KEPT = 200
#: A device that has agreed to restart and says nothing more.
_WITHIN = 30.0
#: Seconds for the box to go down in order before its own power goes.
_FAREWELL = 20
_BACK_WITHIN = 10.0


class _History(Frozen):
    done: tuple[tuple[datetime, Repaired], ...] = ()


class Repairs:
    """Use: `run`; signs up for RestartLine, RestartGateway and CutPower."""

    def __init__(
        self,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        keys: Callable[[], Mapping[str, str]],
        *,
        fleet: Fleet,
        health: HealthRoom,
        actions: GsmActions,
    ) -> None:
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._keys = keys
        self._fleet = fleet
        self._health = health
        self._history: tuple[Done, ...] | None = None
        self._told: dict[tuple[str, str], str] = {}
        self._outlets: dict[str, tuple[Socket, str, Outlet]] = {}
        self._turn = asyncio.Lock()
        actions.sign_up(RestartLine, self._restart_line)
        actions.sign_up(RestartGateway, self._restart_gateway)
        actions.sign_up(CutPower, self._cut_power)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            await self._settle_sockets()
            while True:
                with suppress(sqlite3.OperationalError, AmiError):
                    await self.look()
                await asyncio.sleep(_LOOK_EVERY)
        finally:
            for _, _, outlet in self._outlets.values():
                await outlet.close()
            self._outlets.clear()

    async def look(self) -> None:
        """Do what the ladder says now. Raises sqlite3.OperationalError, AmiError."""
        office = self._office()
        patients = self._health.patients()
        sick = {_name(each) for each in patients}
        self._told = {key: why for key, why in self._told.items() if key[0] in sick}
        if office is None or not patients:
            return
        calls = await self._health.calls()
        async with self._turn:
            history = await self._past()
            for move in climb(
                patients, office.policy.repair, history, lambda e: calls.get(e, 0),
                self._clock.now(),
            ):  # fmt: skip
                await self._make(move, office)

    async def _make(self, move: Move, office: Office) -> None:
        if move.refusal is None:
            with suppress(GatewayFault):  # the entry says why
                await self._do(move.rung, move.patient, office, why=move.patient.why)
            return
        key = (_name(move.patient), move.rung)
        if move.refusal != "disabled" and self._told.get(key) != move.refusal:
            await self._write(move.entry)
            self._told[key] = move.refusal

    # --- what a person orders

    async def _restart_line(self, action: RestartLine) -> Told:
        office = self._office()
        line = gsm_line(office, action.line)
        if office is None or line is None:
            return "no_line", {}
        patient = self._patient(office, line.gateway, line.id)
        return await self._order("restart_line", patient, office, action.by, force=action.force)

    async def _restart_gateway(self, action: RestartGateway) -> Told:
        office = self._office()
        if office is None or action.gateway not in {each.id for each in office.gateways}:
            return "no_gateway", {}
        patient = self._patient(office, action.gateway)
        return await self._order("restart_gateway", patient, office, action.by, force=action.force)

    async def _cut_power(self, action: CutPower) -> Told:
        office = self._office()
        socket = _socket(office, action.socket)
        if office is None or socket is None:
            return "no_socket", {}
        fed = {e.id for e in office.gateways if e.socket == socket.id}
        # Whatever feeds the box or the router takes every call.
        lines = (
            tuple(line.id for line in gsm_lines(office) if line.gateway in fed)
            if socket.feeds == "gateway"
            else ()
        )
        patient = Patient(
            gateway=next(iter(sorted(fed)), ""), since=self._clock.now(), why="silent",
            socket=socket.id, lines=lines,
        )  # fmt: skip
        return await self._order("cut_power", patient, office, action.by, force=action.force)

    async def _order(
        self, rung: Rung, patient: Patient, office: Office, by: str, *, force: bool
    ) -> Told:
        async with self._turn:
            history, now = await self._past(), self._clock.now()
            wait = limit(rung, patient, office.policy.repair, history, now)
            if wait is not None:
                return await self._refuse(rung, patient, "too_soon", by, wait)
            socket = _socket(office, patient.socket)
            try:
                calls = await self._health.calls()
            except AmiError:
                # With no engine to ask nobody can tell of calls; whoever insists may go on.
                if not force:
                    return "engine_down", {}
                calls = {}
            is_all = rung == "cut_power" and socket is not None and socket.feeds != "gateway"
            lives = any(calls.values()) if is_all else any(
                calls.get(line) for line in cut_lines(rung, patient)
            )  # fmt: skip
            if lives and not force:
                return await self._refuse(rung, patient, "in_call", by)
            await self._do(rung, patient, office, why="asked", by=by)
            return "done", {}

    async def _refuse(
        self, rung: Rung, patient: Patient, why: str, by: str, wait: timedelta | None = None
    ) -> Told:
        await self._write(entry_of(rung, patient, ok=False, why=why, by=by))
        return why, {} if wait is None else {"minutes": -(-int(wait.total_seconds()) // 60)}

    def _patient(self, office: Office, gateway: str, line: str = "") -> Patient:
        lines = tuple(each.id for each in gsm_lines(office) if each.gateway == gateway)
        return Patient(gateway, self._clock.now(), "silent", line, "", lines)

    # --- doing it

    async def _do(
        self, rung: Rung, patient: Patient, office: Office, *, why: str, by: str = ""
    ) -> None:
        """Raises GatewayFault, after it was written."""
        await self._write(entry_of(rung, patient, ok=False, why=BEGUN, by=by))
        log.warning("repair", what=rung, of=_name(patient), why=why, by=by)
        try:
            async with asyncio.timeout(_WITHIN + OFF_SECONDS):
                match rung:
                    case "restart_line":
                        await self._driver_of(patient).restart_line(patient.line)
                    case "restart_gateway":
                        await self._driver_of(patient).restart_device()
                    case "cut_power":
                        await self._cycle(patient, office)
        except TimeoutError:
            # It may have been done.
            await self._write(entry_of(rung, patient, ok=True, why="no_answer", by=by))
        except GatewayFault as fault:
            await self._write(entry_of(rung, patient, ok=False, why=fault.why, by=by))
            raise
        else:
            await self._write(entry_of(rung, patient, ok=True, why=why, by=by))

    def _driver_of(self, patient: Patient) -> Driver:
        driver = self._fleet.of_gateway(patient.gateway)
        if driver is None:
            raise GatewayFault("offline")
        return driver

    async def _cycle(self, patient: Patient, office: Office) -> None:
        socket = _socket(office, patient.socket)
        if socket is None:
            raise GatewayFault("offline")
        outlet = await self._outlet(socket)
        await outlet.arm()
        if socket.feeds == "box":
            # What is written is on the disk already; this is for everything else of the machine.
            await asyncio.to_thread(os.sync)
            await self._scribe.write(marks={f"cut:{socket.id}": self._clock.now().isoformat()})
            await outlet.cycle(after=min(_FAREWELL, outlet.patience))
            return
        await outlet.cycle()
        await asyncio.sleep(OFF_SECONDS)
        async with asyncio.timeout(_BACK_WITHIN):
            while not await outlet.is_on():  # noqa: ASYNC110 - a device is asked
                await asyncio.sleep(1.0)
        await outlet.rest()

    async def _outlet(self, socket: Socket) -> Outlet:
        password = self._keys().get(f"socket.{socket.id}", "")
        known = self._outlets.get(socket.id)
        if known is not None:
            if known[:2] == (socket, password):
                return known[2]
            await known[2].close()
        outlet = make_outlet(socket, password)
        self._outlets[socket.id] = (socket, password, outlet)
        return outlet

    async def _settle_sockets(self) -> None:
        """The box has its own power again: the socket that gave it back may rest."""
        cut = await self._scribe.read(lambda journal: journal.marks("cut:"))
        for name in cut:
            socket = _socket(self._office(), name)
            with suppress(GatewayFault):
                if socket is not None:
                    await (await self._outlet(socket)).rest()
            with suppress(sqlite3.OperationalError):
                await self._scribe.write(marks={f"cut:{name}": None})

    # --- what is remembered

    async def _past(self) -> tuple[Done, ...]:
        if self._history is None:
            told = await self._scribe.read(lambda journal: journal.mark(_MARK))
            self._history = ()
            with suppress(ValidationError):
                held = _History.model_validate_json(told or "{}").done
                self._history = tuple(Done(at, entry) for at, entry in held)
        return settled(self._history)

    async def _write(self, entry: Repaired) -> None:
        """The entry and what limits are read from, in one transaction."""
        await self._past()
        now = self._clock.now()
        before = self._history or ()
        if is_refusal(entry):
            history, marks = before, {}
        else:
            history = (*before, Done(now, entry))[-_KEPT:]
            held = _History(done=tuple((each.at, each.entry) for each in history))
            marks = {_MARK: held.model_dump_json()}
        draft = Draft(
            kind="repair", body=entry.model_dump(mode="json"), at=now, mono=self._clock.mono()
        )
        await self._scribe.write([draft], marks)
        self._history = history


def _name(patient: Patient) -> str:
    return patient.line or patient.gateway


def _socket(office: Office | None, name: str) -> Socket | None:
    sockets = () if office is None else office.sockets
    return next((each for each in sockets if each.id == name), None)
