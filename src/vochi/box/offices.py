"""The office from the hub into the engine: fetched, checked, published, told."""

import asyncio
import hashlib
import sqlite3
from pathlib import Path

import httpx
import structlog
from pydantic import JsonValue, ValidationError

from vochi import __version__
from vochi.box.clock import Clock
from vochi.box.journal import Draft
from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.box.scribe import Scribe
from vochi.core.link import OfficeReply
from vochi.core.office.document import Office, Secrets
from vochi.core.office.problem import Problem
from vochi.engine.errors import EngineError
from vochi.engine.publish import Outcome, Publisher
from vochi.home import Home
from vochi.machine import fault_of

log = structlog.get_logger()

#: What the files in force were compiled for: ports, addresses, our own version.
_MARK = "compiled_for"


class Offices:
    """Keeps the engine on the office that the hub names."""

    def __init__(self, publisher: Publisher, home: Home, scribe: Scribe, clock: Clock) -> None:
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

    async def _publish(self, reply: OfficeReply, prompts: dict[str, Path]) -> None:
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
            await self._tell(outcome)
        self._tried = reply.office.version

    async def _tell(self, outcome: Outcome) -> None:
        body: dict[str, JsonValue] = {
            "version": outcome.version, "ok": outcome.ok,
            "problems": [problem.model_dump_json() for problem in outcome.problems],
            "plan": [change.model_dump_json() for change in outcome.plan],
            "seconds": outcome.seconds,
        }  # fmt: skip
        if outcome.ok:
            self._office = self._publisher.office()
        await self._write(body, {_MARK: self._compiled_for()} if outcome.ok else {})
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
