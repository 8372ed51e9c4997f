"""Q1-Q6: what our dialplan costs a call, beside one `Dial` by hand in the same Asterisk and run.

The floor is a second GSM line and a second phone with the same settings and credentials: the
line's context holds nothing but the `Dial` (with `MixMonitor` before it for Q2, Q6), and neither
bears a variable or handler of ours. Office and floor are measured in turn.
"""

import asyncio
import os
import statistics
import tempfile
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Final

from vochi.cli.bench.capacity import calls_a_second, recorded_at_once
from vochi.cli.bench.figures import Figure, progress, show
from vochi.cli.bench.sip import CALLED, Gateway, Phone
from vochi.core.office.company import Company
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import GsmLine
from vochi.core.office.passwords import accounts
from vochi.core.office.person import Device, Person
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.engine.install import default_cache, install
from vochi.engine.publish import Publisher
from vochi.engine.run import Engine
from vochi.home import Home, Settings
from vochi.lab.ports import free_tcp, free_udp, free_udp_range

PHONE, FLOOR_PHONE = "120", "121"
PLAIN, TAPED, FLOOR, FLOOR_TAPED = "plain", "taped", "floor", "floor-taped"
ROUNDS: Final = 6
#: Calls of a batch: enough CPU time for the clock of the kernel (10 ms).
QUICK_CALLS, QUICK_AT_ONCE = 250, 4
TAPED_CALLS, TAPED_AT_ONCE, TALK = 40, 20, 1.0
SETUPS: Final = 60
#: Never a pattern: it matches `h` too, and a second MixMonitor empties the file of the first.
_DIALPLAN: Final = f"""
[bench-{FLOOR}]
exten => {CALLED},1,Dial(PJSIP/{FLOOR_PHONE},30)

[bench-{FLOOR_TAPED}]
exten => {CALLED},1,MixMonitor(${{UNIQUEID}}.raw,bD)
 same => n,Dial(PJSIP/{FLOOR_PHONE},30)
"""


class WithFloor(Publisher):
    """Leads the floor's lines to the hand-written contexts, and bares them of what is ours."""

    def compile(self, office: Office, secrets: Secrets) -> dict[str, str]:
        """The files of the office, with the floor beside it."""
        files = super().compile(office, secrets)
        pjsip = files["pjsip.conf"]
        for line in (FLOOR, FLOOR_TAPED):
            ours = f"context = line-{line}\n"
            if ours not in pjsip:
                raise LookupError(f"{ours.strip()!r} is not in pjsip.conf any more")
            pjsip = pjsip.replace(ours, f"context = bench-{line}\n")
        files["pjsip.conf"] = "\n\n".join(map(_bare, pjsip.split("\n\n")))
        files["extensions.conf"] += _DIALPLAN
        return files


def _bare(section: str) -> str:
    """A section of the floor without our variables, which run functions and handlers."""
    if section.strip().partition("]")[0].strip("[") not in {FLOOR, FLOOR_TAPED, FLOOR_PHONE}:
        return section
    kept = [line for line in section.splitlines() if not line.startswith("set_var = ")]
    return "\n".join(kept) + ("\n" if section.endswith("\n") else "")


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    return show(asyncio.run(_measure()), as_json)


async def _measure() -> dict[str, Figure]:
    tree = await asyncio.to_thread(install, default_cache(), progress_step)
    with tempfile.TemporaryDirectory(prefix="vochi-bench-") as root:
        home = Home(Path(root))
        first, last = free_udp_range(400)
        settings = Settings(
            listen="127.0.0.1", sip_port=free_udp(), ami_port=free_tcp(), rtp_first=first,
            rtp_last=last,
        )  # fmt: skip
        home.save(settings)
        office = _office()
        secrets = Secrets(passwords={name: token_hex(10) for name in accounts(office)})
        async with Engine(home, tree) as engine:
            try:
                outcome = await WithFloor(engine, home).apply(office, secrets, {})
                if not outcome.ok:
                    raise RuntimeError(f"the office of the bench: {outcome.problems}")
                return await Bench(engine, home, settings, secrets).run()
            finally:
                await engine.stop()


def progress_step(step: object) -> None:
    """Progress of the installation."""
    progress(str(step))


class Bench:
    """Lines and phones of one running office; batches of calls over them."""

    def __init__(
        self, engine: Engine, engine_home: Home, settings: Settings, secrets: Secrets
    ) -> None:
        self._engine = engine
        self.tapes = engine_home.raw_recordings
        self._numbers = count(1)
        port, words = settings.sip_port, secrets.passwords
        self._phones = {name: Phone(name, words[name], port) for name in (PHONE, FLOOR_PHONE)}
        self._lines = {
            name: Gateway(name, words[name], port) for name in (PLAIN, TAPED, FLOOR, FLOOR_TAPED)
        }

    async def run(self) -> dict[str, Figure]:
        """Register everybody, measure everything."""
        sides = (*self._phones.values(), *self._lines.values())
        for side in sides:
            await side.open()
        try:
            for side in sides:
                await side.register()
            return await self._figures()
        finally:
            for side in sides:
                side.close()

    async def _figures(self) -> dict[str, Figure]:
        progress("warming up")
        for name in self._lines:
            await self.batch(name, 40, QUICK_AT_ONCE, 0.0)
        steps, least = await self._steps(PLAIN), await self._steps(FLOOR)
        progress(f"Q3: {steps} steps of the dialplan, floor {least}")
        ours, floor = await self._setups()
        progress(f"Q4: the phone rings after {ours:.2f} ms, the floor's after {floor:.2f} ms")
        plain = await self._ratio("Q1", PLAIN, FLOOR, QUICK_CALLS, QUICK_AT_ONCE, 0.0)
        taped = await self._ratio("Q2", TAPED, FLOOR_TAPED, TAPED_CALLS, TAPED_AT_ONCE, TALK)
        return {
            "Q1": Figure(value=plain[0], unit="x floor", target=1.3, floor=plain[1]),
            "Q2": Figure(value=taped[0], unit="x floor", target=1.3, floor=taped[1]),
            "Q3": Figure(value=steps, unit="steps", target=12, floor=f"{least} steps"),
            "Q4": Figure(
                value=round(ours - floor, 3), unit="ms later", target=5, floor=f"{floor:.2f} ms"
            ),
            "Q5": await calls_a_second(self, PLAIN, FLOOR),
            "Q6": await recorded_at_once(self, TAPED, FLOOR_TAPED),
        }

    async def _ratio(  # noqa: PLR0917
        self, name: str, ours: str, floor: str, calls: int, at_once: int, talk: float
    ) -> tuple[float, str]:
        """Median of the ratios of neighbouring batches; what else runs here burdens both."""
        ratios, floors = [], []
        for number in range(ROUNDS):
            order = (ours, floor) if number % 2 else (floor, ours)
            spent = {line: await self.batch(line, calls, at_once, talk) for line in order}
            ratios.append(spent[ours] / spent[floor])
            floors.append(spent[floor])
            progress(
                f"{name}: round {number + 1} of {ROUNDS}: {spent[ours]:.2f} ms of CPU a call, "
                f"floor {spent[floor]:.2f} ms"
            )
        return round(statistics.median(ratios), 3), f"{statistics.median(floors):.2f} ms of CPU"

    async def batch(self, line: str, calls: int, at_once: int, talk: float) -> float:
        """Milliseconds of Asterisk's CPU a call."""
        waiting = iter(range(calls))
        for phone in self._phones.values():
            phone.talk = talk

        async def work() -> None:
            for _ in waiting:
                await self._lines[line].call(self._number(), talk)

        await self.register()  # it holds for a minute only
        await self.quiet()
        before = self.cpu()
        await asyncio.gather(*(work() for _ in range(at_once)))
        await self.quiet()
        return (self.cpu() - before) * 1000 / calls

    async def _setups(self) -> tuple[float, float]:
        """Milliseconds from the INVITE to the phone's ringing: ours, the floor's; medians."""
        await self.register()
        took: dict[str, list[float]] = {PLAIN: [], FLOOR: []}
        for _ in range(SETUPS):
            for line, times in took.items():
                number = self._number()
                began = await self._lines[line].call(number)
                phone = self._phones[PHONE if line == PLAIN else FLOOR_PHONE]
                times.append((phone.rang[number] - began) * 1000)
        await self.quiet()
        return statistics.median(took[PLAIN]), statistics.median(took[FLOOR])

    async def _steps(self, line: str) -> int:
        """Steps that one call runs through, on all its channels."""
        events = self._engine.ami.events()
        await self._lines[line].call(self._number())
        steps = 0
        alive: set[str] = set()
        async for event in events:
            match event.name:
                case "Newchannel":
                    alive.add(event["Uniqueid"])
                case "Newexten":
                    steps += 1
                case "Hangup":
                    alive.discard(event["Uniqueid"])
                    if not alive:
                        break
        return steps

    async def quiet(self) -> None:
        """Until every call is over, its last event included."""
        async with asyncio.timeout(30):
            while await self._engine.ami.channels():  # noqa: ASYNC110 - it is asked over AMI
                await asyncio.sleep(0.02)

    async def register(self) -> None:
        """Tell where the phones are, again."""
        for phone in self._phones.values():
            await phone.register()

    def _number(self) -> str:
        return f"+3752900{next(self._numbers):05}"

    def cpu(self) -> float:
        """Seconds of CPU that Asterisk has used, threads that have ended included (proc(5))."""
        stat = Path(f"/proc/{self._engine.pid}/stat").read_text()
        fields = stat[stat.rindex(")") + 2 :].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _office() -> Office:
    def line(name: str, slot: int, record: bool) -> GsmLine:
        return GsmLine(
            id=name, name=name, operator="A1", number=f"+37529111000{slot}", slot=slot,
            inbound="main", record=record,
        )  # fmt: skip

    return Office(
        version=1,
        company=Company(name="Bench"),
        people=(
            Person(id="anna", name="Анна", extension=PHONE),
            Person(id="boris", name="Борис", extension=FLOOR_PHONE),
        ),
        devices=(Device(account=PHONE), Device(account=FLOOR_PHONE)),
        lines=(line(PLAIN, 1, False), line(TAPED, 2, True), line(FLOOR, 3, False),
               line(FLOOR_TAPED, 4, True)),
        inbound=(
            InboundScheme(
                id="main",
                name="Main",
                nodes={
                    "start": Start(exits={"next": "ring"}),
                    "ring": Ring(targets=(PHONE,), exits={"nobody": "end"}),
                    "end": HangUp(),
                },
            ),
        ),
    )  # fmt: skip


if __name__ == "__main__":
    import sys

    sys.exit(run("--json" in sys.argv))
