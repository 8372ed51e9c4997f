"""A whole office on this machine: hub, box, engine, and the city around it; for tests and demo."""

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from typing import Any

from vochi.core.office.document import Office
from vochi.core.office.read import read_office, write_office
from vochi.engine.ami import Ami
from vochi.engine.errors import Refused
from vochi.engine.install import default_cache, install
from vochi.engine.run import AMI_USER, ami_secret
from vochi.engine.tree import Tree
from vochi.home import Home, Settings
from vochi.lab import romashka
from vochi.lab.bare import LAB_ADDRESSES, own_secrets
from vochi.lab.city import City
from vochi.lab.desk import Desk
from vochi.lab.goip.box import GoipBox
from vochi.lab.lifetime import Lifetime
from vochi.lab.overlay import overlay
from vochi.lab.places import move_gateways, move_trunks, surround
from vochi.lab.ports import free_tcp, free_udp, free_udp_range
from vochi.lab.program import Program
from vochi.lab.running import Running, StandError
from vochi.lab.sockets.board import Board

OWNER = "owner"
_LOST = ".lost"


def own_tree() -> Tree:
    """The Asterisk of this machine, got and unpacked when it is not there yet."""
    return install(default_cache(), lambda step: print(step, file=sys.stderr))


def free_settings(listen: str = "127.0.0.1", *, web_port: int | None = None) -> Settings:
    """Settings with ports that nobody uses now."""
    rtp = free_udp_range(400)
    return Settings(
        listen=listen,
        sip_port=free_udp((listen,)),
        rtp_first=rtp[0],
        rtp_last=rtp[1],
        ami_port=free_tcp(),
        agi_port=free_tcp(),
        goip_port=free_udp((listen,)),
        web_port=web_port or free_tcp(),
    )


class Stand(Lifetime):
    """Use as `async with Stand(root) as stand:`; then everything is registered and ready.

    `office_file` is an office with its sounds in `prompts/<id>.wav` beside it; its trunks are led
    to the lab. `changes` are laid over it (`lab.overlay`). `leave` names accounts and lines that
    real equipment takes. `desk` is the hub's API with the owner's token; `city` the world
    outside; `published` the office in force; `running` the processes of the product.
    """

    def __init__(
        self,
        root: Path,
        *,
        office_file: Path = romashka.OFFICE,
        changes: dict[str, Any] | None = None,
        settings: Settings | None = None,
        tree: Tree | None = None,
        leave: Collection[str] = (),
    ) -> None:
        self.root = root.resolve()
        self.home = Home(self.root / "home")
        self.running = Running(self.home, self.root)
        self.settings = settings or free_settings()
        self.office: Office = overlay(read_office(office_file.read_text()), changes or {})
        self.published: Office | None = None
        self.login = OWNER
        self.password = ""
        self.desk: Desk
        self.city: City
        self.web = ""
        self.program = Program()
        self.sockets = Board(self._gateway)
        self._own_desks: dict[str, Desk] = {}
        self._desks = contextlib.AsyncExitStack()
        self._tree = tree
        self._leave = frozenset(leave)
        self._office_file = office_file

    async def _begin(self, stack: contextlib.AsyncExitStack) -> None:
        """Start everything; raises StandError, and leaves nothing running, when it cannot."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.home.save(self.settings)
        tree = self._tree if self._tree is not None else await asyncio.to_thread(own_tree)
        lab_port, lab_rtp = free_udp(LAB_ADDRESSES), free_udp_range(400)
        self.office = move_gateways(move_trunks(self.office, lab_port))
        await stack.enter_async_context(self.sockets)
        secrets = own_secrets(self.office)
        outside = surround(
            self.office, secrets, (self.settings.listen, self.settings.sip_port), lab_port,
            lab_rtp, leave=self._leave, goip_port=self.settings.goip_port,
        )  # fmt: skip
        world = asyncio.create_task(
            stack.enter_async_context(City(outside, self.root / "lab", tree))
        )
        # The hub works with nothing running: the box finds its office when it first asks.
        try:
            self.password = await self.create_account(self.login, "owner")
            token = (await self.cli("token", "create", self.login)).strip()
            await self.publish(self.office, {**secrets.passwords, **secrets.keys}, wait=False)
        finally:
            # Also when the hub failed: the city must be up before it can be taken down.
            self.city = await world
        stack.push_async_callback(self.running.stop)
        self.web = await self.running.start()
        self.desk = await stack.enter_async_context(Desk(self.web, token))
        await stack.enter_async_context(self._desks)
        await stack.enter_async_context(self.program)
        await self.until_alive(60)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every device and line that the lab plays."""
        devices = tuple(device.account for device in self.office.devices)
        lines = tuple(line.id for line in self.office.lines)
        return tuple(each for each in devices + lines if each not in self._leave)

    async def cli(self, *words: str) -> str:
        """Run a command of the product on this home, give what it printed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "vochi.cli",
            *words,
            "--home",
            str(self.home.root),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, wrong = await process.communicate()
        if process.returncode != 0:
            raise StandError(
                f"vochi {' '.join(words)}: {process.returncode}\n"
                f"{told.decode()}{wrong.decode()}\n{self.running.logs()}"
            )
        return told.decode()

    async def create_account(self, login: str, role: str, person: str = "", name: str = "") -> str:
        """A login of the desk; gives its password. `person` is an id of the office."""
        words = ["account", "create", login, "--role", role]
        return (await self.cli(*words, "--person", person, "--name", name)).strip()

    async def own_desk(self, extension: str) -> Desk:
        """The desk of an employee who acts in his own name."""
        if extension not in self._own_desks:
            person = next(p for p in self.office.people if p.extension == extension)
            login = f"desk-{extension}"
            await self.create_account(login, "employee", person.id, person.name)
            token = (await self.cli("token", "create", login)).strip()
            desk = Desk(self.web, token)
            self._own_desks[extension] = desk
            await self._desks.enter_async_context(desk)
        return self._own_desks[extension]

    async def publish(
        self, office: Office, passwords: Mapping[str, str] | None = None, *, wait: bool = True
    ) -> None:
        """Publish an office and wait till the engine runs it; its sockets are the lab's."""
        office = await self.sockets.move(office)
        folder = self.root / "publish"
        if not folder.exists():
            folder.mkdir()
            prompts = self._office_file.parent / "prompts"
            if prompts.exists():
                shutil.copytree(prompts, folder / "prompts")
        file = folder / "office.yaml"
        file.write_text(write_office(office))
        words = ["office", "publish", str(file), *(["--wait"] if wait else [])]
        if passwords:
            secrets = folder / "secrets.json"
            secrets.touch(mode=0o600)
            secrets.write_text(json.dumps(passwords))
            words += ["--secrets", str(secrets)]
        await self.cli(*words)
        self.published = office

    async def switch(self, person: str, place: str, mobile: str | None = None) -> None:
        """Have a person work from somewhere else, by the API, and wait till the engine knows it."""
        body = {"works_from": place, "mobile": mobile}
        out = await self.desk.put(f"/people/{person}/remote", body)

        def runs(board: dict[str, Any]) -> bool:
            return bool((board["office"]["running"] or 0) >= out["version"])

        await self.desk.until_board(runs, f"version {out['version']} runs")

    async def until_online(self, accounts: frozenset[str], within: float = 40) -> None:
        """Wait till the desk shows these devices and lines online."""

        def online(board: dict[str, Any]) -> bool:
            seen = {line["id"] for line in board["lines"] if line["online"]}
            for person in board["people"]:
                seen |= {device["account"] for device in person["devices"] if device["online"]}
            return accounts <= seen

        await self.desk.until_board(online, f"{sorted(accounts)} online", within)

    async def until_alive(self, within: float = 40) -> None:
        """Wait till everything is registered with the engine of now: after it died, or at first.

        Phones of the lab register every 60 s; like people they do not wait for that, they try.
        """
        async with self._engine_ami() as ami:
            # A phone that asks a port that is not open yet asks again after its 60 s only.
            await ami.command("core waitfullybooted")
        await self.city.register_all()
        await self.city.until_registered(within)
        await self.until_online(frozenset(self.accounts), within)

    def lose_prompt(self, prompt: str) -> None:
        """Take the file of a prompt away, wherever the office could get it from."""
        (sha256,) = (each.sha256 for each in self.office.prompts if each.id == prompt)
        for folder in self._sound_folders:
            file = folder / f"{sha256}.wav"
            if file.exists():
                file.rename(file.with_suffix(_LOST))

    def find_prompts(self) -> None:
        """Put back what `lose_prompt` took away."""
        for folder in self._sound_folders:
            for file in folder.glob(f"*{_LOST}"):
                file.rename(file.with_suffix(".wav"))

    def _gateway(self, name: str) -> GoipBox | None:
        return self.city.networks.gateways.get(name)

    @property
    def _sound_folders(self) -> tuple[Path, ...]:
        home = self.home
        return home.engine / "sounds", home.box / "prompts", home.hub / "media" / "prompts"

    async def put_on_list(self, number: str, name: str, within: float = 20) -> None:
        """Put a number on a list of the company; wait till calls of the engine know it."""
        await self.desk.post(f"/lists/{name}", {"number": number})
        async with self._engine_ami() as ami, asyncio.timeout(within):
            while f"|list:{name}|" not in await self._fact(ami, f"client/{number}"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def set_fact(self, fact: str, value: str) -> None:
        """Write a fact into the store of the engine, or take it out."""
        family, _, key = fact.partition("/")
        async with self._engine_ami() as ami:
            if value:
                await ami.action("DBPut", Family=family, Key=key, Val=value)
            else:
                with contextlib.suppress(Refused):  # there is no such fact
                    await ami.action("DBDel", Family=family, Key=key)

    @contextlib.asynccontextmanager
    async def _engine_ami(self) -> AsyncIterator[Ami]:
        async with Ami("127.0.0.1", self.settings.ami_port, AMI_USER, ami_secret(self.home)) as ami:
            await ami.connected(20)
            yield ami

    async def until_dearer(self, line: str, than: str, within: float = 20) -> None:
        """Wait till calls of the engine know that a line costs more; raises StandError."""
        costs: list[int] = []
        end = asyncio.get_running_loop().time() + within
        async with self._engine_ami() as ami:
            while not costs or costs[0] <= costs[1]:
                if asyncio.get_running_loop().time() > end:
                    raise StandError(f"{line} and {than} cost {costs} after {within} s")
                await asyncio.sleep(0.05)
                told = [await self._fact(ami, f"cost/{each}") for each in (line, than)]
                costs = [int(each) for each in told] if all(told) else []

    async def _fact(self, ami: Ami, fact: str) -> str:
        family, _, key = fact.partition("/")
        try:
            (found,) = await ami.items("DBGet", Family=family, Key=key)
        except Refused:
            return ""
        return found.get("Val")

    async def until_offline(self, account: str, within: float = 20) -> None:
        """Wait till the desk shows a phone offline."""

        def offline(board: dict[str, Any]) -> bool:
            devices = (each for person in board["people"] for each in person["devices"])
            return any(each["account"] == account and not each["online"] for each in devices)

        await self.desk.until_board(offline, f"{account} offline", within)

    async def until_away(self, extension: str, away: str | None, within: float = 20) -> None:
        """Wait till the desk shows a person away in that state, or (None) not away."""

        def shown(board: dict[str, Any]) -> bool:
            return any(
                each["extension"] == extension and (each["away"] or {}).get("state") == away
                for each in board["people"]
            )

        await self.desk.until_board(shown, f"{extension} away: {away}", within)

    async def until_line(self, line: str, *, online: bool, within: float = 20) -> None:
        """Wait till the desk shows a line online, or not."""

        def shown(board: dict[str, Any]) -> bool:
            return any(e["id"] == line and e["online"] is online for e in board["lines"])

        await self.desk.until_board(shown, f"{line} {'online' if online else 'offline'}", within)
