"""The office from the hub into the engine: fetched, checked, published, told, and taken back when
what was well before it is not any more.
"""

import asyncio
import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import structlog
from pydantic import JsonValue, ValidationError

from vochi import __version__
from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.devices import Devices
from vochi.box.journal import Draft
from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.box.probation import Probation, Term
from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen
from vochi.core.link import OfficeReply
from vochi.core.office.document import Office, Secrets
from vochi.core.office.probation import Fault, touched
from vochi.core.office.problem import Problem
from vochi.engine.errors import EngineError
from vochi.engine.publish import Outcome, Publisher
from vochi.home import Home
from vochi.machine import fault_of

log = structlog.get_logger()

#: What the files in force were compiled for: ports, addresses, our own version.
_MARK = "compiled_for"
_REVERTED = "office:reverted"
#: How long people are told of an office that was taken back, if nobody publishes another.
_TOLD_FOR = timedelta(hours=24)
_PHONES = "pjsip.conf"


class Reverted(Frozen):
    """`version` was taken back to `back_to`: it is not tried again."""

    version: int
    back_to: int
    fault: Fault
    at: datetime

    @property
    def facts(self) -> dict[str, str]:
        """For words: `version`, `back_to`, and those of the fault."""
        return {"version": str(self.version), "back_to": str(self.back_to), **self.fault.facts}


OnFault = Callable[[Term, Fault], Awaitable[None]]


class Offices:
    """Keeps the engine on the office that the hub names."""

    def __init__(  # noqa: PLR0917 - what a publication touches
        self,
        publisher: Publisher,
        home: Home,
        scribe: Scribe,
        clock: Clock,
        devices: Devices,
        probation: Callable[[OnFault], Probation],
        tell: TellAlarms,
    ) -> None:
        self._devices = devices
        self._tell_alarms = tell
        self.probation = probation(self.take_back)
        self._publisher = publisher
        self._home = home
        self._scribe = scribe
        self._clock = clock
        self._office = publisher.office()
        self._tried = self._office.version if self._office else None

    def office(self) -> Office | None:
        """The office in force."""
        return self._office

    def place_of(self, sha256: str) -> Path:
        """Where the engine looks for the prompt with this content."""
        return self._publisher.prompt(sha256)

    def secrets(self) -> Secrets:
        """The secrets of the office in force; read from the disk."""
        return self._publisher.secrets()

    @property
    def tried(self) -> int | None:
        """The version that was published last, with success or not: no need to offer it again."""
        return self._tried

    async def recall(self) -> None:
        """What the life of the box before this one knew: a version that was taken back, and one
        that is on probation.
        """
        told = await self._scribe.read(lambda journal: journal.mark(_REVERTED))
        if told is not None:
            with suppress(ValidationError):
                reverted = Reverted.model_validate_json(told)
                self._tried = max(self._tried or 0, reverted.version)
                if self._clock.now() - reverted.at < _TOLD_FOR:
                    self._alarm(reverted)
        term = await self.probation.load()
        self._publisher.hold(None if term is None else term.release)

    async def renew(self) -> None:
        """Compile the office in force anew when ports or Vochi itself changed since."""
        wanted = self._compiled_for()
        if self._office is None or wanted == await self._scribe.read(lambda j: j.mark(_MARK)):
            return
        outcome = await self._publisher.renew()
        if outcome is not None:
            await self._tell(outcome)

    async def follow(self, link: Link, version: int) -> None:
        """Put the hub's office in force; tries until it is fetched."""
        waiting = Patience()
        while True:
            try:
                reply = await link.office()
                prompts = await self._fetch(link, reply.office)
                break
            except (httpx.HTTPError, ValidationError, OSError) as fault:
                log.warning("office_not_fetched", version=version, reason=type(fault).__name__)
                await waiting.wait()
        await self._publish(reply, prompts)

    async def take_back(self, term: Term, fault: Fault) -> None:
        """The office before it again, by ourselves: the hub may be away, and is told later."""
        stored = self._publisher.stored(term.release)
        if stored is None:
            log.error("office_to_go_back_to_is_gone", release=term.release)
            await self.probation.end()
            return
        version = term.before.version
        try:
            outcome = await self._publisher.apply(*stored, {})
        except (EngineError, OSError) as trouble:
            log.warning("office_not_taken_back", version=version, reason=str(trouble))
            return  # tried again at the next look, till the term is over
        await self.probation.end()
        self._publisher.hold(None)
        if not outcome.ok:
            log.error("office_not_taken_back", version=version)
            return
        back_to, now = stored[0].version, self._clock.now()
        told = Reverted(version=version, back_to=back_to, fault=fault, at=now)
        self._office, self._tried = self._publisher.office(), max(self._tried or 0, version)
        problem = Problem(code=fault.code, place="", facts=told.facts)
        body: dict[str, JsonValue] = {
            "version": version, "ok": False, "problems": [problem.model_dump_json()], "plan": [],
            "seconds": outcome.seconds, "reverted_to": back_to,
        }  # fmt: skip
        marks: dict[str, str | None] = {
            _REVERTED: told.model_dump_json(), _MARK: self._compiled_for(),
        }  # fmt: skip
        await self._write(body, marks)
        self._alarm(told)
        log.warning("office_reverted", version=version, back_to=back_to, code=fault.code)

    async def _publish(self, reply: OfficeReply, prompts: dict[str, Path]) -> None:
        old, release = self._publisher.office(), self._publisher.release
        online = self._devices.online()
        try:
            outcome = await self._publisher.apply(reply.office, reply.secrets, prompts)
        except (EngineError, OSError) as fault:
            log.exception("office_not_published", version=reply.office.version)
            body: dict[str, JsonValue] = {
                "version": reply.office.version, "ok": False,
                "problems": [_refusal(fault).model_dump_json()],
                "plan": [], "seconds": 0.0,
            }  # fmt: skip
            await self._write(body, {})
        else:
            if outcome.ok and old is not None and release is not None:
                await self._begin((old, reply.office), release, outcome, online)
            else:
                await self._tell(outcome)
        self._tried = reply.office.version

    async def _begin(
        self,
        offices: tuple[Office, Office],
        release: int,
        outcome: Outcome,
        online: frozenset[str],
    ) -> None:
        """Tell that another office took the place of the one before, and watch it."""
        may_have_changed = await asyncio.to_thread(
            lambda: touched(
                self._publisher.file(release, _PHONES),
                self._publisher.file(outcome.release, _PHONES),
            )
        )
        term = await self.probation.plan(offices, release, may_have_changed, online)
        self._publisher.hold(None if term is None else term.release)
        await self._tell(outcome, self.probation.marks(term))
        self.probation.serve(term)
        if outcome.plan:
            # Somebody has changed it since: he knows. (The hub publishes what we went back to.)
            self._tell_alarms(())

    def _alarm(self, told: Reverted) -> None:
        self._tell_alarms((Alarm(code=told.fault.code, facts=told.facts),))

    async def _tell(self, outcome: Outcome, marks: Mapping[str, str | None] | None = None) -> None:
        body: dict[str, JsonValue] = {
            "version": outcome.version, "ok": outcome.ok,
            "problems": [problem.model_dump_json() for problem in outcome.problems],
            "plan": [change.model_dump_json() for change in outcome.plan],
            "seconds": outcome.seconds,
        }  # fmt: skip
        if outcome.ok:
            self._office = self._publisher.office()
        told = {_MARK: self._compiled_for()} if outcome.ok else {}
        await self._write(body, {**told, **(marks or {})})
        log.info("office", version=outcome.version, ok=outcome.ok, seconds=outcome.seconds)

    async def _write(self, body: dict[str, JsonValue], marks: dict[str, str | None]) -> None:
        draft = Draft.now("office", body, self._clock)
        waiting = Patience()
        while True:
            try:
                await self._scribe.write([draft], marks)
            except sqlite3.OperationalError:
                await waiting.wait()
            else:
                return

    async def _fetch(self, link: Link, office: Office) -> dict[str, Path]:
        """The sounds that are not here yet. A file whose content is another is not kept."""
        folder = self._home.box / "prompts"
        fetched: dict[str, Path] = {}
        for sha256 in self._publisher.missing_prompts(office):
            path = folder / f"{sha256}.wav"
            if not await asyncio.to_thread(path.exists):
                data = await link.prompt(sha256)
                if hashlib.sha256(data).hexdigest() != sha256:
                    raise httpx.DecodingError("a prompt of other content")
                await asyncio.to_thread(_keep, path, data)
            fetched[sha256] = path
        return fetched

    def _compiled_for(self) -> str:
        settings = self._home.settings()
        voice = (settings.sip_port, settings.rtp_first, settings.rtp_last)
        own = (settings.ami_port, settings.agi_port)
        return " ".join(map(str, (__version__, settings.listen, *voice, *own)))


def _refusal(fault: EngineError | OSError) -> Problem:
    code, facts = (fault.code, fault.facts) if isinstance(fault, EngineError) else fault_of(fault)
    return Problem(code=code, place="", facts=facts)


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(data)
    draft.replace(path)
