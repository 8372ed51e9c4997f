"""`vochi up`: hub and box of one home, kept running."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import httpx

from vochi.cli.child import Child
from vochi.cli.fault import Fault
from vochi.cli.language import language, t
from vochi.cli.place import checkout, home_option
from vochi.cli.ports import Protocol, holder, is_free
from vochi.core.wording import say
from vochi.home import Home, Settings
from vochi.machine import fault_of

PORT = click.IntRange(1, 65535)


def base_url(settings: Settings) -> str:
    """The address of the desk as this machine reaches it."""
    host = "127.0.0.1" if settings.web in {"0.0.0.0", "::"} else settings.web  # noqa: S104
    return f"http://{host}:{settings.web_port}"


def check_ports(home: Home, settings: Settings) -> None:
    """Say who holds a port before anything is started; our own running engine is no stranger."""
    adopted = (home.engine / "run" / "asterisk.pid").exists()
    wanted: list[tuple[str, int, Protocol, str]] = [
        (settings.web, settings.web_port, "tcp", "--web-port")
    ]
    if not adopted:
        wanted += [
            (settings.listen, settings.sip_port, "udp", "--sip-port"),
            ("127.0.0.1", settings.ami_port, "tcp", "--ami-port"),
        ]
    for address, port, protocol, option in wanted:
        if is_free(address, port, protocol):
            continue
        who = holder(port, protocol) or t("другая программа", "another program")
        raise Fault(
            t(
                f"порт {port}/{protocol} занят: {who}. Остановите её или задайте {option}",
                f"port {port}/{protocol} is taken by {who}: stop it or give {option}",
            )
        )


def is_running(home: Home) -> int | None:
    """The pid of a supervisor that already serves this home."""
    state = home.run / "up.json"
    with contextlib.suppress(OSError, ValueError, KeyError):
        pid = int(json.loads(state.read_text())["pid"])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"vochi" in command and pid != os.getpid():
            return pid
    return None


def prepare(home: Home) -> tuple[str | None, str | None]:
    """Make the hub of the home ready: the first owner's link and the code of the box, if needed."""
    done = subprocess.run(
        [sys.executable, "-m", "vochi.cli.prepare"],
        env={**os.environ, "VOCHI_HOME": str(home.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Fault(t(f"хаб не готов: {tail}", f"the hub is not ready: {tail}"))
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found["link"], found["code"]


class Supervisor:
    """Keeps the hub and the box of one home running until told to stop."""

    def __init__(self, home: Home, settings: Settings, code: str | None) -> None:
        self._home = home
        self._settings = settings
        self._stop = asyncio.Event()
        self._alarms: set[str] = set()
        dist = os.environ.get("VOCHI_WEB_DIST") or str(checkout() / "web" / "dist")
        env = {"VOCHI_HOME": str(home.root), "VOCHI_WEB_DIST": dist}
        box = [sys.executable, "-m", "vochi.box", "--home", str(home.root)]
        # Not an argument: those are shown to everybody on the machine.
        invitation = {"VOCHI_ENROLL_CODE": code} if code else {}
        hub = [sys.executable, "-m", "vochi.hub", "serve"]
        self._hub = Child("hub", hub, home.log / "hub.log", env)
        self._box = Child("box", box, home.log / "box.log", {**env, **invitation})

    def _write(self, ready: bool) -> None:
        state = {
            "pid": os.getpid(),
            "ready": ready,
            "web": base_url(self._settings),
            "hub_pid": self._hub.pid,
            "box_pid": self._box.pid,
        }
        draft = self._home.run / "up.json.new"
        with contextlib.suppress(OSError):  # a full disk ends nothing that works
            draft.write_text(json.dumps(state))
            draft.replace(self._home.run / "up.json")

    async def _is_hub_ready(self, client: httpx.AsyncClient) -> bool:
        try:
            answer = await client.get(f"{base_url(self._settings)}/api/v1/me")
        except httpx.HTTPError:
            return False
        return answer.status_code == 401

    def _is_box_ready(self) -> bool:
        with contextlib.suppress(OSError, ValueError):
            state = json.loads((self._home.run / "box.json").read_text())
            return bool(state["ready"]) and state["pid"] == self._box.pid
        return False

    def _tell_alarms(self) -> None:
        """An alarm of the box is told when it is raised and when it is over."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            state = json.loads((self._home.run / "box.json").read_text())
            now = {each["code"]: each["facts"] for each in state["alarms"]}
            for code in now.keys() - self._alarms:
                told = say(code, now[code], language())
                click.echo(t("ТРЕВОГА: ", "ALARM: ") + told, err=True)
            if self._alarms and not now:
                click.echo(t("Тревога прошла.", "The alarm is over."), err=True)
            self._alarms = set(now)

    async def _watch(self) -> None:
        """Keep `up.json` true: who runs now, and whether both are ready."""
        written: tuple[object, ...] | None = None
        async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
            hub_seen: int | None = None
            while not self._stop.is_set():
                if hub_seen != self._hub.pid and await self._is_hub_ready(client):
                    hub_seen = self._hub.pid
                ready = hub_seen == self._hub.pid and self._is_box_ready()
                self._tell_alarms()
                now = (ready, self._hub.pid, self._box.pid)
                if now != written:
                    self._write(ready)
                    if ready and (written is None or not written[0]):
                        click.echo(t("Готово: ", "Ready: ") + base_url(self._settings))
                    written = now
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), 0.1 if not ready else 1.0)

    async def run(self) -> None:
        """Until SIGINT or SIGTERM; then the engine is stopped too, as the user asked."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop.set)
        for folder in (self._home.run, self._home.log):
            folder.mkdir(parents=True, exist_ok=True)
        started = asyncio.Event()
        tasks = [
            asyncio.create_task(self._hub.run(started)),
            asyncio.create_task(self._box.run(started)),
            asyncio.create_task(self._watch()),
        ]
        await self._stop.wait()
        # SIGINT ends the box together with its engine, SIGTERM would leave the engine running.
        await asyncio.gather(self._box.stop(signal.SIGINT), self._hub.stop(signal.SIGTERM))
        await asyncio.gather(*tasks)
        (self._home.run / "up.json").unlink(missing_ok=True)


@click.command(
    help=t("Запустить станцию и рабочий стол", "Run the exchange and the desk"),
)
@home_option
@click.option("--listen", help=t("адрес SIP и RTP", "address of SIP and RTP"))
@click.option("--sip-port", type=PORT, help=t("порт SIP", "SIP port"))
@click.option("--ami-port", type=PORT, help=t("порт управления Asterisk", "port of the manager"))
@click.option("--rtp-first", type=PORT, help=t("первый порт голоса", "first port of voice"))
@click.option("--rtp-last", type=PORT, help=t("последний порт голоса", "last port of voice"))
@click.option("--web", help=t("адрес рабочего стола", "address of the desk"))
@click.option("--web-port", type=PORT, help=t("порт рабочего стола", "port of the desk"))
def up(home: Home, **told: str | int | None) -> None:
    """Start hub and box, print the address, restart what dies."""
    settings = home.settings().model_copy(
        update={key: value for key, value in told.items() if value is not None}
    )
    other = is_running(home)
    if other is not None:
        raise Fault(
            t(
                f"эта станция уже работает (pid {other}): остановите её или задайте другой --home",
                f"this home is already served (pid {other}): stop it or give another --home",
            )
        )
    check_ports(home, settings)
    try:
        home.save(settings)
        for folder in (home.run, home.log):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Fault(say(*fault_of(fault, str(home.root)), language())) from None
    link, code = prepare(home)
    if link:
        click.echo(t("Первый вход (ссылка на один раз): ", "First login (one-time link): ") + link)
    asyncio.run(Supervisor(home, settings, code).run())
