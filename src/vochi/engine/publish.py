"""Publishing: verify, compile, write, switch, reload what changed, check, else back."""

import asyncio
import contextlib
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vochi.core.compile import compile_office
from vochi.core.dialplan.leaving import leaving
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import SipTrunk
from vochi.core.office.parts import new_errors
from vochi.core.office.passwords import accounts
from vochi.core.office.problem import Problem
from vochi.core.office.verify import verify
from vochi.core.plan import Change, Reload, modules, plan
from vochi.core.site import Site
from vochi.engine.check import LogMark, check
from vochi.engine.errors import AmiError, NotStarting, Refused
from vochi.engine.run import Engine, ami_secret
from vochi.engine.tree import Tree
from vochi.home import Home, Settings
from vochi.voice import make_phrases

#: Kept in a release beside Asterisk's files: what it was compiled from.
_OFFICE: Final = "office.json"
_SECRETS: Final = "secrets.json"


class Outcome(Frozen):
    """How a publication ended; not `ok`: the office before it is in force, untouched.

    Problems of severity `warning` may come with `ok`. `restart`: files that take effect only when
    Asterisk starts anew, which was not done because calls are going on.
    """

    ok: bool
    version: int
    release: int | None
    problems: tuple[Problem, ...]
    plan: tuple[Change, ...]
    restart: tuple[str, ...] = ()
    seconds: float


@dataclass(frozen=True)
class _Step:
    problems: tuple[Problem, ...]
    restart: tuple[str, ...] = ()

    @property
    def is_bad(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Publisher:
    """Publishes offices into one home, one at a time."""

    def __init__(self, engine: Engine, home: Home) -> None:
        self._engine = engine
        self._home = home
        self._releases = engine.releases
        self._alone = asyncio.Lock()

    def office(self) -> Office | None:
        """The office in force, None before the first one."""
        files = self._current()
        return Office.model_validate_json(files[_OFFICE]) if _OFFICE in files else None

    def secrets(self) -> Secrets:
        """The passwords of the office in force."""
        files = self._current()
        return Secrets.model_validate_json(files[_SECRETS]) if _SECRETS in files else Secrets()

    def stored(self, release: int) -> tuple[Office, Secrets] | None:
        """The office of an older release with its passwords; None: it is not whole any more."""
        files = self._releases.read(release) or {}
        if not {_OFFICE, _SECRETS} <= files.keys():
            return None
        return (
            Office.model_validate_json(files[_OFFICE]),
            Secrets.model_validate_json(files[_SECRETS]),
        )

    def file(self, release: int | None, name: str) -> str:
        """A file of a release as it was compiled; empty when there is none."""
        return self._configuration(release).get(name, "")

    @property
    def release(self) -> int | None:
        """The release in force."""
        return self._releases.current()

    def hold(self, release: int | None) -> None:
        """Keep a release however many come after it."""
        self._releases.held = release

    def prompt(self, sha256: str) -> Path:
        """Where the sound with this content lies, or would."""
        return self._sounds / f"{sha256}.wav"

    def missing_prompts(self, office: Office) -> tuple[str, ...]:
        """Contents that must be passed to `apply`, since they are not here yet."""
        wanted = dict.fromkeys(prompt.sha256 for prompt in office.prompts)
        return tuple(sha256 for sha256 in wanted if not self.prompt(sha256).exists())

    async def renew(self) -> Outcome | None:
        """Compile the office in force again: ports or Vochi itself may have changed."""
        office = self.office()
        return None if office is None else await self.apply(office, self.secrets(), {})

    async def apply(self, office: Office, secrets: Secrets, prompts: Mapping[str, Path]) -> Outcome:
        """Put the office in force; Asterisk is started when it does not run."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with self._alone:
            old = self.office()
            problems = await asyncio.to_thread(self._refusals, old, office, secrets, prompts)
            number: int | None = None
            step = _Step(problems)
            if not step.is_bad:
                number, step = await self._publish(office, secrets)
                step = _Step((*problems, *step.problems), step.restart)
            return Outcome(
                ok=not step.is_bad,
                version=office.version,
                release=self._releases.current() if step.is_bad else number,
                problems=step.problems,
                plan=plan(old, office),
                restart=step.restart,
                seconds=round(loop.time() - began, 3),
            )

    def _refusals(
        self,
        old: Office | None,
        office: Office,
        secrets: Secrets,
        prompts: Mapping[str, Path],
    ) -> tuple[Problem, ...]:
        known = set(secrets.passwords)
        found = verify(office)
        if old is not None and any(each.severity == "error" for each in found):
            # What an older Vochi let pass and what runs with it can be mended bit by bit.
            new = tuple(new_errors(old, verify(old), office, found))
            found = tuple(each for each in found if each.severity == "warning" or each in new)
        return (
            *found,
            # An account without a password would be open to everybody.
            *(
                Problem(code="secret.missing", place=f"passwords/{name}", facts={"account": name})
                for name in accounts(office)
                if name not in known
            ),
            *self._take_prompts(office, prompts),
        )

    def _take_prompts(self, office: Office, prompts: Mapping[str, Path]) -> Iterable[Problem]:
        self._sounds.mkdir(parents=True, exist_ok=True)
        for prompt in office.prompts:
            place, source = self.prompt(prompt.sha256), prompts.get(prompt.sha256)
            if place.exists():
                continue
            facts = {"name": prompt.name, "sha256": prompt.sha256}
            if source is None or not source.exists():
                yield Problem(code="prompt.not_here", place=f"prompts/{prompt.id}", facts=facts)
            elif hashlib.sha256(source.read_bytes()).hexdigest() != prompt.sha256:
                yield Problem(code="prompt.altered", place=f"prompts/{prompt.id}", facts=facts)
            else:
                draft = place.with_suffix(".new")
                shutil.copyfile(source, draft)
                draft.replace(place)

    async def _publish(self, office: Office, secrets: Secrets) -> tuple[int | None, _Step]:
        await self._engine.names.refresh(
            line.host for line in office.lines if isinstance(line, SipTrunk)
        )
        files = await asyncio.to_thread(self.compile, office, secrets)
        before = self._releases.current()
        old = self._configuration(before)
        if old and await self._calls():
            text = files["extensions.conf"]
            files["extensions.conf"] = text + leaving(old.get("extensions.conf", ""), text)
        beside = {_OFFICE: office.model_dump_json(), _SECRETS: secrets.model_dump_json()}
        number = await asyncio.to_thread(self._releases.write, {**files, **beside})
        step = await self._take_over(before, number, old, files)
        if step.is_bad:
            if self._releases.current() == number and before is not None:
                await self._go_back(before, files, old)
            return None, step
        await asyncio.to_thread(self._releases.mark_good, number)
        await asyncio.to_thread(self._releases.prune)
        return number, step

    async def _calls(self) -> bool:
        """Whether somebody is on his way through the dialplan in force."""
        if self._engine.pid is None:
            return False
        with contextlib.suppress(AmiError):
            return bool(await self._engine.ami.channels())
        return True

    def compile(self, office: Office, secrets: Secrets) -> dict[str, str]:
        """The files for this home; a bench or test adds its own by overriding it."""
        here = site(self._home, self._home.settings(), self._engine.tree)
        return compile_office(office, secrets, here)

    async def _take_over(
        self, before: int | None, number: int, old: Mapping[str, str], files: Mapping[str, str]
    ) -> _Step:
        mark = LogMark(self._home.engine / "log" / "messages")
        was_running = before is not None and self._engine.pid is not None
        await asyncio.to_thread(self._releases.switch, number)
        reload = modules(old, files)
        restart = reload.restart
        try:
            if was_running and restart and not await self._engine.ami.channels():
                await self._engine.restart()
                was_running, restart = False, ()
            if was_running:
                await self._reload(reload)
            else:
                restart = ()
                await self._engine.start()
                if self._releases.current() != number:
                    return _Step((_problem("publish.not_starting"),))
            found = await check(self._engine.ami, files, mark)
        except NotStarting as error:
            return _Step((_problem("publish.not_starting", detail=error.facts["detail"]),))
        except Refused as error:
            return _Step((_problem("publish.error", text=error.facts["detail"]),))
        except AmiError as error:
            return _Step((_problem("publish.engine_lost", detail=str(error)),))
        if restart:
            waits = _problem("publish.restart_needed", files=", ".join(restart))
            found = (*found, waits.model_copy(update={"severity": "warning"}))
        return _Step(found, restart)

    async def _reload(self, reload: Reload) -> None:
        await self._engine.ami.connected(10)
        for command in reload.commands:
            await self._engine.ami.command(command)

    async def _go_back(self, before: int, files: Mapping[str, str], old: Mapping[str, str]) -> None:
        """The last good files again; if Asterisk cannot be asked, its next start reads them."""
        await asyncio.to_thread(self._releases.switch, before)
        with contextlib.suppress(AmiError, NotStarting):
            if self._engine.pid is None:
                await self._engine.start()
            else:
                await self._reload(modules(files, old))

    def _current(self) -> dict[str, str]:
        number = self._releases.settle()
        return (self._releases.read(number) or {}) if number is not None else {}

    def _configuration(self, number: int | None) -> dict[str, str]:
        files = (self._releases.read(number) or {}) if number is not None else {}
        return {name: text for name, text in files.items() if name.endswith(".conf")}

    @property
    def _sounds(self) -> Path:
        return self._home.engine / "sounds"


def site(home: Home, settings: Settings, tree: Tree) -> Site:
    """Where and how the Asterisk of this home runs; the first time on a machine its phrases are
    made, which takes some seconds.
    """
    return Site(
        etc=str(home.engine / "current"),
        state=str(home.engine),
        modules=str(tree.modules),
        data=str(tree.data),
        prompts=str(home.engine / "sounds"),
        phrases=str(make_phrases()),
        listen=settings.listen,
        sip_port=settings.sip_port,
        rtp_first=settings.rtp_first,
        rtp_last=settings.rtp_last,
        ami_port=settings.ami_port,
        agi_port=settings.agi_port,
        ami_secret=ami_secret(home),
    )


def _problem(code: str, **facts: str) -> Problem:
    return Problem(code=code, place="", facts=facts)
