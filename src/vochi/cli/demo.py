"""`vochi demo`: a sample office with an emulated city around it."""

import asyncio
import contextlib
import shutil
import signal
import time
from pathlib import Path

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import checkout
from vochi.cli.ports import is_free
from vochi.cli.up import is_running
from vochi.home import Home
from vochi.lab import script
from vochi.lab.day import Day
from vochi.lab.running import StandError
from vochi.lab.stand import Stand, free_settings

#: The phone that a real one may take the place of.
GUEST = "183"
WEB_PORT, SIP_PORT = 8080, 5060


async def sign_in_people(stand: Stand) -> list[tuple[str, str, str]]:
    """A login for each employee: (name, login, password)."""
    told = []
    for person in stand.office.people:
        words = ("--person", person.id, "--name", person.name)
        password = await stand.cli("account", "create", person.id, *words)
        told.append((f"{person.name}, {person.extension}", person.id, password.strip()))
    return told


def welcome(stand: Stand, people: list[tuple[str, str, str]]) -> None:
    """The address, the logins and what to look at."""
    logins = [(t("Владелец", "Owner"), stand.login, stand.password), *people]
    width = max(len(name) for name, _, _ in logins)
    click.echo(f"\n  {stand.web}\n")
    for name, login, password in logins:
        click.echo(f"  {name.ljust(width)}  {login.ljust(6)}  {password}")
    click.echo(
        t(
            "\nВойдите как anna: когда звонит её телефон 180, карточка клиента открывается сама."
            "\nЗвонки → любой отвеченный: кто и когда звонил, запись (клиент слева)."
            "\nОписание API: /api/docs. Ctrl-C — закончить.\n",
            "\nSign in as anna: when her phone 180 rings, the client's card opens by itself."
            "\nCalls -> any answered one: who rang when, the recording (client on the left)."
            "\nThe API is described at /api/docs. Ctrl-C ends the demo.\n",
        )
    )


async def invite(stand: Stand, day: Day) -> None:
    """Free one phone for a real one and print what to type into it."""
    phone = stand.city.phones[GUEST]
    day.hands_off.add(GUEST)
    await phone.unplug()
    click.echo(t("Свой телефон в этой сети:", "A phone of your own on this network:"))
    click.echo(await stand.cli("device", GUEST))


async def live(stand: Stand, seed: int, is_open: bool) -> None:
    """A working day until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    day = Day(stand, seed)
    await day.prepare()
    welcome(stand, await sign_in_people(stand))
    if is_open:
        await invite(stand, day)
    playing = asyncio.create_task(day.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
    playing.cancel()
    stopping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await playing


async def fixed(stand: Stand) -> tuple[str, ...]:
    """The script: prints the log as a table and gives every difference."""
    began = time.monotonic()
    played = await script.play(stand)
    click.echo(played.table())
    click.echo(
        t(
            f"\n{len(played.rows)} звонков за {time.monotonic() - began:.0f} с, "
            f"отличий от сценария: {len(played.problems)}",
            f"\n{len(played.rows)} calls in {time.monotonic() - began:.0f} s, "
            f"differences from the script: {len(played.problems)}",
        )
    )
    return played.problems


async def play(root: Path, listen: str, web_port: int | None, exits: bool, seed: int) -> int:
    """Start the stand, play, stop everything; 1 when the script and the log differ."""
    settings = free_settings(listen, web_port=web_port)
    if listen != "127.0.0.1":
        sip = SIP_PORT if is_free(listen, SIP_PORT, "udp") else settings.sip_port
        settings = settings.model_copy(update={"web": listen, "sip_port": sip})
    click.echo(t("Контора «Ромашка» и город вокруг неё…", "The office 'Romashka' and its city…"))
    began = time.monotonic()
    async with Stand(root, settings=settings) as stand:
        click.echo(t("Телефоны и линии на связи, ", "Phones and lines are registered, ")
                   + f"{time.monotonic() - began:.0f} s")  # fmt: skip
        if not exits:
            await live(stand, seed, listen != "127.0.0.1")
            return 0
        problems = await fixed(stand)
    for problem in problems:
        click.echo(problem, err=True)
    return 1 if problems else 0


EXITS_HELP = t("сыграть сценарий, сверить и выйти", "play the script, compare, exit")
LISTEN_HELP = t("адрес в сети, чтобы подключить свой телефон", "address for a phone of your own")
HOME_HELP = t("каталог этой демонстрации", "directory of this demo")
PORT_HELP = t("порт рабочего стола", "port of the desk")


@click.command(help=t("Показать: контора, город, звонки", "Show: an office, a city, calls"))
@click.option("--exit", "exits", is_flag=True, help=EXITS_HELP)
@click.option("--listen", default="127.0.0.1", show_default=True, help=LISTEN_HELP)
@click.option("--web-port", type=click.IntRange(1, 65535), help=f"{PORT_HELP} [{WEB_PORT}]")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help=HOME_HELP)
@click.option("--seed", default=1, help=t("другой день", "another day"))
def demo(exits: bool, listen: str, web_port: int | None, home: Path | None, seed: int) -> None:
    """Everything is made anew in `.vochi/demo`; nothing of the machine is changed."""
    root = (home or checkout() / ".vochi" / ("demo-exit" if exits else "demo")).absolute()
    other = is_running(Home(root / "home"))
    if other is not None:
        raise Fault(
            t(
                f"демонстрация уже идёт (pid {other}): остановите её или задайте другой --home",
                f"a demo is running already (pid {other}): stop it or give another --home",
            )
        )
    if web_port and not is_free(listen, web_port, "tcp"):
        raise Fault(t(f"порт {web_port} занят", f"port {web_port} is taken"))
    if web_port is None and not exits and is_free(listen, WEB_PORT, "tcp"):
        web_port = WEB_PORT
    if (root / "home").exists() or not root.exists():
        shutil.rmtree(root, ignore_errors=True)
    elif any(root.iterdir()):
        raise Fault(t(f"{root}: каталог не пуст", f"{root} is not empty"))
    try:
        status = asyncio.run(play(root, listen, web_port, exits, seed))
    except StandError as trouble:
        raise Fault(str(trouble)) from None
    if status:
        raise Fault(t("журнал не равен сценарию", "the log differs from the script"))
