"""The box: ties engine, journal, recordings, link and commands of one home together."""

import asyncio
import json
import os
import signal
from contextlib import suppress
from dataclasses import dataclass

import httpx
import structlog

from vochi.box.agi import Agi
from vochi.box.alarms import Alarms
from vochi.box.celfile import CelFile
from vochi.box.celtail import CelTail
from vochi.box.clients import Clients
from vochi.box.clock import Clock, system_clock
from vochi.box.commands import Commander
from vochi.box.devices import Devices
from vochi.box.enroll import EnrollRefused, Key, enroll, load_key, save_key
from vochi.box.forgetting import Forgetting
from vochi.box.gsm.house import GsmHouse, Premises
from vochi.box.guard import Guard
from vochi.box.hooks import Hooks
from vochi.box.jobs import Jobs
from vochi.box.lifeline import Lifeline
from vochi.box.lines import Lines
from vochi.box.link import Link
from vochi.box.messages import Messages
from vochi.box.offices import Offices
from vochi.box.parcel import Parcel
from vochi.box.parcel import recordings as recordings_parcel
from vochi.box.patience import Patience
from vochi.box.phrasebook import Phrasebook
from vochi.box.probation import Probation
from vochi.box.prompts import Prompts
from vochi.box.recordings import Recordings, living_channels, mark_begun, open_files
from vochi.box.room import Room
from vochi.box.salvage import Saved, open_journal, restore
from vochi.box.scribe import Scribe
from vochi.box.sounds import Sounds
from vochi.box.upkeep import Upkeep
from vochi.core.link import Command
from vochi.engine.publish import Publisher
from vochi.engine.run import Engine
from vochi.engine.tree import Tree
from vochi.home import Home, Settings

log = structlog.get_logger()

#: At a stop with the engine: how long the last entries may take to the hub.
_LAST_WORDS = 2.0


@dataclass(frozen=True)
class _Rooms:
    """What the hub's news go to."""

    commander: Commander
    offices: Offices
    parcels: tuple[Parcel, ...]
    clients: Clients
    sounds: Sounds


@dataclass(frozen=True)
class Invitation:
    """A one-time code for a hub."""

    code: str
    hub: str


class Box:
    """One life of the box. `run` returns after `stop`; the engine goes on unless told."""

    def __init__(self, home: Home, tree: Tree, invitation: Invitation | None = None) -> None:
        self._home = home
        self._tree = tree
        self._invitation = invitation
        self._clock: Clock = system_clock()
        self._stop = asyncio.Event()
        self._with_engine = False
        self._state = {"engine": "starting"}
        self._alarms = Alarms(lambda: None)
        self._jobs = Jobs(self._stop)
        self._publishing: asyncio.Task[None] | None = None

    def stop(self, *, with_engine: bool) -> None:
        """End; with the engine (every call) or without."""
        self._with_engine = self._with_engine or with_engine
        self._stop.set()

    async def run(self) -> None:
        """Until `stop`. Raises what a room raised that should never end."""
        self._listen_to_signals()
        journal, saved = open_journal(self._home.box / "journal.db", self._clock.boot)
        scribe = Scribe(journal)
        async with Engine(self._home, self._tree) as engine:
            try:
                key = await self._key()
                link = Link(key, scribe) if key else None
                if saved is not None:
                    await self._restore(scribe, saved, link, engine)
                await self._serve(engine, scribe, link)
            finally:
                await self._jobs.end()
                await scribe.close()
                (self._home.run / "box.json").unlink(missing_ok=True)

    async def _serve(self, engine: Engine, scribe: Scribe, link: Link | None) -> None:
        clock = self._clock
        file = CelFile(self._home.cel_file)
        tail = CelTail(file, scribe, clock, mark_begun, self._home.box / "cel.position")
        devices = Devices(engine.ami, scribe, clock)
        raw = self._home.raw_recordings
        open_now = open_files(lambda: engine.pid, raw)
        recordings = Recordings(
            raw, self._home.box / "recordings", scribe, clock, open_now=open_now,
            living=living_channels(engine.ami, lambda: engine.pid is not None),
        )  # fmt: skip
        mail = Messages(raw, self._home.box / "messages", scribe, clock, open_now=open_now)
        prompts = Prompts(raw, self._home.box / "spoken", scribe, clock, open_now=open_now)
        alarms = self._alarms = Alarms(lambda: self._write_state(offices))
        offices = Offices(
            Publisher(engine, self._home), self._home, scribe, clock, devices,
            lambda on_fault: Probation(engine.ami, scribe, clock, devices, on_fault),
            alarms.of("office"),
        )  # fmt: skip
        gsm = GsmHouse(
            Premises(
                engine.ami,
                scribe,
                clock,
                offices,
                devices.is_online,
                alarms.of,
                spool=self._home.engine / "spool",
            ),
            self._home.settings(),
        )
        commander = Commander(
            engine.ami, scribe, clock, offices.office, devices.is_online, gsm=gsm.actions,
            forgetting=Forgetting(
                self._home, scribe, clock, engine.ami, tail,
                {"recording": recordings.path_of, "message": mail.path_of},
            ),
        )  # fmt: skip
        lifeline = Lifeline(
            engine, scribe, tail, clock,
            on_change=lambda state: self._engine_changed(state, offices),
            on_end=devices.forget,
        )  # fmt: skip
        await commander.recover()
        await offices.recall()
        living = self._jobs.start(lifeline.run(), "engine")
        self._jobs.start(tail.run(), "cel")
        self._jobs.start_all(
            {"recordings": recordings.run(), "messages": mail.run(), "prompts": prompts.run()}
        )
        self._jobs.start_all({"devices": devices.run(), "probation": offices.probation.run()})
        hooks = Hooks(offices.office, offices.secrets, clock)
        agi = Agi(self._home.settings().agi_port, {"hook": hooks.answer})
        self._jobs.start(agi.run(), "agi")
        told = self._home.engine / "log" / "messages"
        self._jobs.start(Upkeep(engine.ami, scribe, clock, told).run(), "upkeep")
        room = Room(
            self._home.box,
            self._home.cel_file,
            alarms.of("room"),
        )
        self._jobs.start(room.run(), "room")
        sounds = Sounds(offices.office, offices.place_of, alarms.of("prompts"))
        phrasebook = Phrasebook(alarms.of("phrases"))
        self._jobs.start_all({"sounds": sounds.run(), "phrases": phrasebook.run()})
        guard = Guard(engine.ami, offices.office, clock.now, alarms.of("limits"))
        self._jobs.start(guard.run(), "guard")
        lines = Lines(engine.ami, offices.office, devices.is_online)
        self._jobs.start(lines.run(), "lines")
        self._jobs.start_all(gsm.jobs())
        parcels = (recordings_parcel(recordings.path_of), mail.parcel, prompts.parcel)
        rooms = _Rooms(commander, offices, parcels, Clients(engine.ami), sounds)
        if link is not None:
            self._join(link, rooms)
        elif self._invitation is not None:
            self._jobs.start(self._enroll(self._invitation, scribe, rooms), "enrolment")
        self._write_state(offices)
        await self._jobs.until_stopped()
        if self._with_engine:
            await engine.stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS * 3):
                    await asyncio.wait([living])
            await tail.catch_up()
            await self._last_words(scribe, has_hub=link is not None)

    def _join(self, link: Link, rooms: _Rooms) -> None:
        offices, clients = rooms.offices, rooms.clients

        async def on_command(command: Command) -> None:
            self._jobs.start(rooms.commander.handle(command), "command", may_end=True)

        async def on_office(version: int) -> None:
            # Beside the poll: commands must not wait for a reload.
            if self._publishing is None or self._publishing.done():
                self._publishing = self._jobs.start(
                    self._publish(link, version, offices), "office", may_end=True
                )

        self._jobs.start(link.push(), "push")
        poll = link.poll(
            lambda: offices.tried, on_command, on_office, lambda: clients.told, clients.tell
        )
        self._jobs.start(poll, "poll")
        self._jobs.start(clients.run(link), "clients")
        rooms.sounds.source = link.prompt
        rooms.commander.join(link)
        self._jobs.start(self._alarms.tell(link), "alarms")
        for parcel in rooms.parcels:
            self._jobs.start(link.upload(parcel), f"upload of {parcel.route}")

    async def _publish(self, link: Link, version: int, offices: Offices) -> None:
        await offices.follow(link, version)
        self._write_state(offices)

    async def _key(self) -> Key | None:
        try:
            return load_key(self._home.box / "link.key")
        except ValueError as fault:
            log.error("key_damaged", reason=str(fault))  # noqa: TRY400
            return None

    async def _enroll(self, invitation: Invitation, scribe: Scribe, rooms: _Rooms) -> None:
        """Trade the code for a key; the hub may still be starting."""
        waiting = Patience(first=0.1, longest=1.0)
        async with httpx.AsyncClient(timeout=10.0, trust_env=False) as client:
            while True:
                try:
                    key = await enroll(client, invitation.hub, invitation.code)
                    break
                except EnrollRefused as fault:
                    log.error("enrolment_refused", reason=str(fault))  # noqa: TRY400
                    await asyncio.Event().wait()  # calls go on without a hub
                except (httpx.HTTPError, ValueError):
                    await waiting.wait()
        save_key(self._home.box / "link.key", key)
        log.info("enrolled", box=key.box_id)
        self._join(Link(key, scribe), rooms)
        await asyncio.Event().wait()

    async def _restore(
        self, scribe: Scribe, saved: Saved, link: Link | None, engine: Engine
    ) -> None:
        """A damaged journal: the hub says where to go on. Calls do not wait for that."""
        log.error(
            "journal_damaged", reason=saved.why, kept=str(saved.aside), entries=len(saved.entries)
        )
        starting = asyncio.create_task(engine.start())
        starting.add_done_callback(lambda task: task.cancelled() or task.exception())
        after = await link.ask_end() if link is not None else None
        await scribe.restore(lambda journal: restore(journal, saved, after))
        with suppress(Exception):  # said again, with its reason, by whoever watches the engine
            await starting

    def _engine_changed(self, state: str, offices: Offices) -> None:
        self._state["engine"] = state
        self._write_state(offices)
        if state == "started":
            self._jobs.start(offices.renew(), "renew", may_end=True)

    def _write_state(self, offices: Offices) -> None:
        office = offices.office()
        # Without an office there is no engine yet: a person has to make the first one.
        ready = office is None or self._state["engine"] == "started"
        state = {
            "pid": os.getpid(), "ready": ready, "engine": self._state["engine"],
            "office": office.version if office else None,
            "alarms": [each.model_dump() for each in self._alarms.every],
        }  # fmt: skip
        draft = self._home.run / "box.json.new"
        try:
            self._home.run.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(state))
            draft.replace(self._home.run / "box.json")
        except OSError as fault:  # a full disk must not end a box that works
            log.error("state_not_written", reason=str(fault))  # noqa: TRY400

    async def _last_words(self, scribe: Scribe, *, has_hub: bool) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS):
                while has_hub and await scribe.read(  # noqa: ASYNC110 - told by the journal alone
                    lambda journal: int(journal.mark("acked") or 0) < journal.head[0]
                ):
                    await asyncio.sleep(0.02)

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: self.stop(with_engine=False))
        loop.add_signal_handler(signal.SIGINT, lambda: self.stop(with_engine=True))


def hub_address(settings: Settings) -> str:
    """The hub as the box reaches it: told, or this machine's own."""
    if settings.hub:
        return settings.hub.rstrip("/")
    own = "127.0.0.1" if settings.web in {"0.0.0.0", "::"} else settings.web  # noqa: S104
    return f"http://{own}:{settings.web_port}"
