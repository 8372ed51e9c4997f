"""Q9: from a row that Asterisk writes to fifty browsers that show it, at ten calls a second.

The way is the product's own: `cel.csv` -> tail -> journal -> link -> hub -> fold -> stream. Only
Asterisk is left out, whose rows are written by us. Beside it the floor of the same run: a bare
server that commits a row to SQLite and writes it to as many open streams.
"""

import asyncio
import json
import multiprocessing
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx

from vochi.box.celfile import CelFile
from vochi.box.celtail import CelTail
from vochi.box.clock import system_clock
from vochi.box.enroll import Key, enroll
from vochi.box.journal import Journal
from vochi.box.link import Link
from vochi.box.scribe import Scribe
from vochi.cli.bench.desk_calls import PEOPLE, Made, written
from vochi.cli.bench.desk_page import Painted, watch_page
from vochi.cli.bench.figures import Figure, progress, show
from vochi.home import Home, Settings
from vochi.lab.ports import free_tcp

TARGET_MS = 150
#: Three steps of ten calls are thirty in a second: a third of a core.
CPU_MS = 12
PER_SECOND, SECONDS, WARM_UP = 10, 20, 5
#: Seconds that a phone rings and that a talk lasts: thirty calls are on at any time.
_RINGS, _TALKS = 1.0, 2.0
#: What of a call a browser must show: rings, talks, is over.
Step = tuple[str, str]


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="vochi-bench-", dir=Path.cwd()) as name:
        root = Path(name)
        floor = asyncio.run(_floor(root))
        progress(f"floor: commit and {PEOPLE} streams, p95 {floor:.1f} ms")
        told, painted, spent = _ours(root)
    p95 = statistics.quantiles(told, n=20)[-1]
    beside = f"floor of the same run {floor:.1f} ms; median {statistics.median(told):.1f} ms, "
    beside += f"{len(told)} arrivals"
    figures = {"Q9": Figure(value=round(p95, 1), unit="ms p95", target=TARGET_MS, floor=beside)}
    figures["Q9 CPU"] = Figure(
        value=round(spent, 1), unit="ms of the hub per step", target=CPU_MS,
        floor=f"{PEOPLE} streams served; load {os.getloadavg()[0]:.1f}",
    )  # fmt: skip
    if painted.times:
        value = round(statistics.quantiles(painted.times, n=20)[-1], 1)
        figures["Q9 paint"] = Figure(
            value=value, unit="ms p95", target=500, floor=f"chromium, {len(painted.times)} calls"
        )
    else:
        progress(f"no page was watched: {painted.why}")
    return show(figures, as_json)


def _ours(root: Path) -> tuple[list[float], Painted, float]:
    """Milliseconds of each arrival, what was painted, CPU of the hub per step in milliseconds."""
    home = Home(root / "home")
    port = free_tcp()
    home.save(Settings(listen="127.0.0.1", sip_port=5070, web_port=port))
    prepared = json.loads(_hub_says(home, _PREPARE))
    base = f"http://127.0.0.1:{port}"
    with (root / "hub.log").open("ab") as log:
        hub = subprocess.Popen(
            [sys.executable, "-m", "vochi.hub", "serve", "--host", "127.0.0.1",
             "--port", str(port)],
            env=_environment(home), stdout=log, stderr=log,
        )  # fmt: skip
    spawn = multiprocessing.get_context("spawn")
    box = spawn.Process(target=_box, args=(root, base, prepared["code"]))
    try:
        _until_up(base)
        box.start()
        return asyncio.run(_measure(root, base, prepared["sessions"], hub.pid))
    finally:
        if box.pid is not None:
            box.terminate()
            box.join(10)
        hub.terminate()
        with suppress(subprocess.TimeoutExpired):
            hub.wait(10)
        hub.kill()


async def _measure(
    root: Path, base: str, sessions: list[dict[str, str]], hub: int
) -> tuple[list[float], Painted, float]:
    seen: list[dict[Step, float]] = [{} for _ in sessions]
    ready = [asyncio.Event() for _ in sessions]
    listeners = [
        asyncio.create_task(_listen(base, cookies, found, event))
        for cookies, found, event in zip(sessions, seen, ready, strict=True)
    ]
    async with asyncio.timeout(60):
        await asyncio.gather(*(event.wait() for event in ready))
    stop = asyncio.Event()
    painted = asyncio.create_task(watch_page(base, sessions[0], stop))
    await asyncio.sleep(5)  # the page is open and quiet
    progress(f"{len(sessions)} browsers listen; {PER_SECOND} calls/s for {SECONDS} s ...")
    before = _cpu(hub)
    happened = await _calls(root / "cel.csv")
    await asyncio.sleep(3)
    spent = (_cpu(hub) - before) / (PER_SECOND * (SECONDS + WARM_UP) * 3) * 1000
    stop.set()
    page = await painted
    for task in listeners:
        task.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    told = [
        (found[step] - at) * 1000
        for found in seen
        for step, at in happened.items()
        if step in found
    ]
    lost = len(happened) * len(seen) - len(told)
    if lost:
        progress(f"{lost} of {len(happened) * len(seen)} arrivals never came")
        told += [60_000.0] * lost
    rang = {linked: at for (linked, what), at in happened.items() if what == "rings"}
    return told, page.since(rang), spent


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _calls(file: Path) -> dict[Step, float]:
    """Write rows as calls go on; when each step happened, those of the warm-up left out."""
    happened: dict[Step, float] = {}
    stamp = int(time.time())
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def live(number: int) -> None:
        call = Made(number, stamp)
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - loop.time()))
        for what, wait in (("rings", _RINGS), ("talks", _TALKS), ("over", 0.0)):
            at = time.time()
            rows = {"rings": call.rings, "talks": call.answered, "over": call.over}[what](at)
            with file.open("ab", buffering=0) as out:
                out.write(written(rows))
            if number >= WARM_UP * PER_SECOND:
                happened[call.linked_id, what] = at
            await asyncio.sleep(wait)

    await asyncio.gather(*(live(number) for number in range(PER_SECOND * (SECONDS + WARM_UP))))
    return happened


async def _listen(
    base: str, cookies: dict[str, str], found: dict[Step, float], ready: asyncio.Event
) -> None:
    """One browser: a session and an open stream, noting when each step of a call came."""
    patience = httpx.Timeout(30, read=600)
    client = httpx.AsyncClient(base_url=base, cookies=cookies, timeout=patience, trust_env=False)
    async with client, client.stream("GET", "/api/v1/stream") as answer:
        answer.raise_for_status()
        ready.set()
        kind = ""
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: ") and kind in {"call", "call_ended"}:
                now = time.time()
                body = json.loads(line[6:])
                what = "over" if kind == "call_ended" else _what(body)
                if what:
                    found.setdefault((body["linked_id"], what), now)


def _what(call: dict[str, object]) -> str:
    if call["state"] == "talking":
        return "talks"
    return "rings" if call["ringing"] else ""


def _box(root: Path, base: str, code: str) -> None:
    """The rooms of the box that a row goes through, in a process of their own."""

    async def carry() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            key: Key = await enroll(client, base, code)
        clock = system_clock()
        scribe = Scribe(Journal(root / "journal.db", clock.boot))
        link = Link(key, scribe)
        tail = CelTail(CelFile(root / "cel.csv"), scribe, clock)
        await asyncio.gather(tail.run(), link.push())

    asyncio.run(carry())


async def _floor(root: Path) -> float:
    """p95 in milliseconds of commit and write to as many open connections, as often as ours."""
    queues: set[asyncio.StreamWriter] = set()
    is_full = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        queues.add(writer)
        if len(queues) == PEOPLE:
            is_full.set()
        await reader.read()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    times: list[float] = []

    async def hear() -> None:
        reader, _ = await asyncio.open_connection("127.0.0.1", port)
        while line := await reader.readline():
            times.append((time.time() - float(line.split(b" ", 1)[0])) * 1000)

    listeners = [asyncio.create_task(hear()) for _ in range(PEOPLE)]
    body = "x" * 600
    with closing(sqlite3.connect(root / "floor.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT)")
        await is_full.wait()
        for _ in range(PER_SECOND * 3 * 5):
            at = time.time()
            db.execute("INSERT INTO rows (body) VALUES (?)", (body,))
            for writer in queues:
                writer.write(f"{at} {body}\n".encode())
            await asyncio.sleep(1 / (PER_SECOND * 3))
    await asyncio.sleep(0.2)
    for task in listeners:
        task.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    for writer in queues:
        writer.close()
    server.close()
    await asyncio.sleep(0.1)  # those who read hear that it is over
    return statistics.quantiles(times, n=20)[-1]


#: In the hub's own process: an office, fifty accounts, a session of each, a code for the box.
_PREPARE = """
import json, sys
from pathlib import Path
from vochi.home import Home
from vochi.hub import boot
boot(Home(Path(sys.argv[1])))
from django.test import Client
from vochi.cli.bench.desk_calls import office
from vochi.hub import service
from vochi.hub.accounts.models import Account
wanted = office()
service.setup(wanted.company)
sessions = []
for person in wanted.people:
    service.create_account(person.id, "снег-и-чай-42", "employee", person.id, person.name)
service.publish(wanted, reason="bench")
for account in Account.objects.all():
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    sessions.append({name: each.value for name, each in client.cookies.items()})
print(json.dumps({"code": service.enroll_code(), "sessions": sessions}))
"""


def _hub_says(home: Home, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, str(home.root)], env=_environment(home), check=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    return done.stdout.decode()


def _environment(home: Home) -> dict[str, str]:
    return os.environ | {"VOCHI_HOME": str(home.root)}


def _until_up(base: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        with suppress(httpx.TransportError):
            httpx.get(f"{base}/api/v1/me", trust_env=False)
            return
        if time.monotonic() > deadline:
            raise TimeoutError("the hub did not come up")
        time.sleep(0.1)
