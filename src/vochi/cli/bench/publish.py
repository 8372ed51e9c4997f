"""Q12: how long a publication takes: verify, compile, write, switch, reload, check.

An office of 30 phones, 8 lines, 6 departments and a scheme of 20 nodes on a running Asterisk;
each publication changes people, a department and the scheme. The floor is Asterisk's own reload
of the same files. Then B04 (`edits`): `VOCHI_BENCH_EDITS` random edits (500) under living calls.
"""

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from secrets import token_hex
from typing import Final

from vochi.cli.bench.edits import EDITS, random_edits
from vochi.cli.bench.figures import Figure, progress, show
from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import GsmLine
from vochi.core.office.passwords import accounts
from vochi.core.office.person import Device, Person
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.voicemail import Voicemail
from vochi.engine.ami import Ami
from vochi.engine.install import default_cache, install
from vochi.engine.publish import Publisher
from vochi.engine.run import Engine
from vochi.home import Home, Settings
from vochi.lab.ports import free_tcp, free_udp, free_udp_range

PHONES, LINES, DEPARTMENTS, NODES = 30, 8, 6, 18
ROUNDS: Final = 9
TARGET: Final = 1.0


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    return show(asyncio.run(_measure()), as_json)


async def _measure() -> dict[str, Figure]:
    tree = await asyncio.to_thread(install, default_cache(), lambda step: progress(str(step)))
    with tempfile.TemporaryDirectory(prefix="vochi-bench-") as root:
        home = Home(Path(root))
        first, last = free_udp_range(200)
        settings = Settings(
            listen="127.0.0.1", sip_port=free_udp(), ami_port=free_tcp(), rtp_first=first,
            rtp_last=last, agi_port=free_tcp(),
        )  # fmt: skip
        home.save(settings)
        secrets = Secrets(passwords={name: token_hex(10) for name in accounts(office(1))})
        async with Engine(home, tree) as engine:
            try:
                publisher = Publisher(engine, home)
                figures = await _publish(publisher, engine.ami, secrets)
                edits = int(os.environ.get("VOCHI_BENCH_EDITS", EDITS))
                running = office(ROUNDS + 1)
                return figures | await random_edits(
                    publisher, running, secrets, settings.sip_port, edits
                )
            finally:
                await engine.stop()


async def _publish(publisher: Publisher, ami: Ami, secrets: Secrets) -> dict[str, Figure]:
    took, floors = [], []
    for version in range(1, ROUNDS + 2):
        outcome = await publisher.apply(office(version), secrets, {})
        if not outcome.ok or outcome.restart:
            raise RuntimeError(f"the office of the bench: {outcome.problems} {outcome.restart}")
        began = time.perf_counter()
        for command in ("dialplan reload", "module reload res_pjsip.so"):
            await ami.command(command)
        floor = time.perf_counter() - began
        if version > 1:  # the first one started Asterisk
            took.append(outcome.seconds)
            floors.append(floor)
            progress(f"publication {version}: {outcome.seconds:.3f} s, reload alone {floor:.3f} s")
    return {
        "Q12": Figure(
            value=round(statistics.median(took), 3), unit="s", target=TARGET,
            floor=f"reload alone {statistics.median(floors):.3f} s; the worst {max(took):.3f} s",
        )
    }  # fmt: skip


def office(version: int) -> Office:
    """The office of 30 phones; every version has other names, members and waits."""
    people = tuple(
        Person(id=f"p{n}", name=f"Сотрудник {n} {version}", extension=str(120 + n))
        for n in range(PHONES)
    )
    departments = tuple(
        Department(
            number=str(901 + n),
            name=f"Отдел {n}",
            members=tuple(person.id for person in people[(n + version) % 4 :: DEPARTMENTS]),
            seconds=20,
        )
        for n in range(DEPARTMENTS)
    )
    nodes: dict[str, Node] = {"start": Start(exits={"next": "n0"}), "mail": Voicemail()}
    for n in range(NODES):
        nodes[f"n{n}"] = Ring(
            targets=(str(901 + n % DEPARTMENTS), people[n].extension),
            seconds=5 + version % 3,
            exits={"nobody": f"n{n + 1}" if n + 1 < NODES else "mail"},
        )
    return Office(
        version=version,
        company=Company(name="Bench"),
        people=people,
        devices=tuple(Device(account=person.extension) for person in people),
        lines=tuple(
            GsmLine(
                id=f"a1-{n}", name=f"A1 {n}", operator="A1", number=f"+37529111000{n}", slot=n + 1,
                inbound="main",
            )
            for n in range(LINES)
        ),
        departments=departments,
        inbound=(InboundScheme(id="main", name="Main", nodes=nodes),),
    )  # fmt: skip
