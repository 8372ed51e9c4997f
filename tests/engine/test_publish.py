"""Publishing into a real Asterisk: what changed is there, what is bad is not, nobody is cut."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from deadline import until
from phone import Phone

from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine, SipTrunk
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.passwords import accounts
from vochi.core.office.person import Device, Person
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.engine.publish import Publisher
from vochi.engine.run import Engine
from vochi.home import Home
from vochi.lab.ports import free_udp

PASSWORD = "0123456789abcdef"


def office(people: int, version: int = 1) -> Office:
    numbers = [str(120 + index) for index in range(people)]
    return Office(
        version=version,
        company=Company(name="Ромашка"),
        people=tuple(
            Person(id=f"p{number}", name=f"Человек; {number}", extension=number, outbound="all")
            for number in numbers
        ),
        devices=tuple(Device(account=number) for number in numbers),
        gateways=(Gateway(id="goip", name="GoIP"),),
        lines=(
            GsmLine(id="a1-1", name="A1", operator="A1", number="+375291112233", inbound="main"),
            SipTrunk(id="city", name="Город", host="192.0.2.7", username="u", inbound="main"),
        ),
        departments=(
            Department(number="901", name="Все", members=tuple(f"p{n}" for n in numbers[:8])),
        ),
        inbound=(
            InboundScheme(
                id="main",
                name="Вход",
                nodes={
                    "start": Start(exits={"next": "ring"}),
                    "ring": Ring(targets=("901",), exits={"nobody": "end"}),
                    "end": HangUp(),
                },
            ),
        ),
        outbound=(
            OutboundScheme(
                id="all", name="Все", routes=(Route(classes=("mobile",), lines=("a1-1",)),)
            ),
        ),
    )


def secrets(office: Office) -> Secrets:
    return Secrets(passwords=dict.fromkeys(accounts(office), PASSWORD))


@pytest.fixture
def publisher(engine: Engine, home: Home) -> Publisher:
    return Publisher(engine, home)


async def test_first_second_and_the_same_again(
    publisher: Publisher, engine: Engine, home: Home
) -> None:
    first = office(3)
    outcome = await publisher.apply(first, secrets(first), {})
    assert outcome.ok, outcome.problems
    assert [change.code for change in outcome.plan] == ["office.created"]
    assert publisher.office() == first
    pid = engine.pid
    bigger = office(30, version=2)
    outcome = await publisher.apply(bigger, secrets(bigger), {})
    assert outcome.ok, outcome.problems
    assert outcome.seconds < 15, "Q12 is measured by a bench; here only that nothing waits for long"
    assert "person.added" in {change.code for change in outcome.plan}
    listed = await engine.ami.items("PJSIPShowEndpoints")
    assert {"120", "149", "a1-1", "city"} <= {event.get("ObjectName") for event in listed}
    outcome = await publisher.apply(bigger, secrets(bigger), {})
    assert outcome.ok
    assert outcome.plan == ()
    assert engine.pid == pid, "no restart for any of it"
    said = (home.engine / "log" / "messages").read_text().splitlines()
    # The operator's server of this test is nobody's address.
    bad = [line for line in said if "] ERROR[" in line or "] WARNING[" in line]
    assert [line for line in bad if "No response received from" not in line] == []
    smaller = office(2, version=3)
    assert (await publisher.apply(smaller, secrets(smaller), {})).ok
    listed = await engine.ami.items("PJSIPShowEndpoints")
    assert "122" not in {event.get("ObjectName") for event in listed}


async def test_a_changed_password_counts_at_once(
    publisher: Publisher, engine: Engine, home: Home
) -> None:
    first = office(2)
    assert (await publisher.apply(first, secrets(first), {})).ok
    port = home.settings().sip_port
    async with Phone("120", port, PASSWORD) as phone:
        assert await phone.register() == 200
    other = {**secrets(first).passwords, "120": "another-password-1"}
    assert (await publisher.apply(first, Secrets(passwords=other), {})).ok
    async with Phone("120", port, PASSWORD) as phone:
        assert await phone.register() == 401
    async with Phone("120", port, "another-password-1") as phone:
        assert await phone.register() == 200


async def test_refused_before_anything_is_touched(
    publisher: Publisher, engine: Engine, home: Home, tmp_path: Path
) -> None:
    good = office(2)
    assert (await publisher.apply(good, secrets(good), {})).ok
    release = engine.releases.current()
    twice = good.model_copy(update={"people": (*good.people, good.people[0])})
    wav = tmp_path / "x.wav"
    wav.write_bytes(b"not what was promised")
    music = good.model_copy(
        update={"prompts": (Prompt(id="m", name="М", sha256="0" * 64, seconds=1),)}
    )
    for bad, keys, files, code in (
        (twice, secrets(twice), {}, "extension.taken"),
        (good, Secrets(), {}, "secret.missing"),
        (music, secrets(music), {}, "prompt.not_here"),
        (music, secrets(music), {"0" * 64: wav}, "prompt.altered"),
    ):
        outcome = await publisher.apply(bad, keys, files)
        assert not outcome.ok
        assert code in {problem.code for problem in outcome.problems}
        assert outcome.release == release
        assert publisher.office() == good
        assert engine.releases.current() == release


class Bad(Publisher):
    """A compiler with a bug: Asterisk itself does not take what it makes."""

    def __init__(self, engine: Engine, home: Home, spoil: dict[str, tuple[str, str]]) -> None:
        super().__init__(engine, home)
        self.spoil = spoil

    def compile(self, office: Office, secrets: Secrets) -> dict[str, str]:
        files = super().compile(office, secrets)
        for name, (old, new) in self.spoil.items():
            assert old in files[name]
            files[name] = files[name].replace(old, new)
        return files


@pytest.mark.parametrize(
    "spoil",
    [
        {"pjsip.conf": ("[120]\ntype = endpoint", "[120]\ntype = endpoint\nno_such = 1")},
        {"extensions.conf": ("[", "#include nowhere.conf\n[")},
        {"extensions.conf": ("[scheme-main]", "[scheme-main")},
    ],
    ids=["option", "include", "bracket"],
)
async def test_what_asterisk_does_not_take_goes_back(
    publisher: Publisher, engine: Engine, home: Home, spoil: dict[str, tuple[str, str]]
) -> None:
    good = office(2)
    assert (await publisher.apply(good, secrets(good), {})).ok
    release, pid = engine.releases.current(), engine.pid
    bad = Bad(engine, home, spoil)
    outcome = await bad.apply(office(3, version=2), secrets(office(3)), {})
    assert not outcome.ok
    assert all(problem.code.startswith("publish.") for problem in outcome.problems)
    assert engine.releases.current() == release
    assert publisher.office() == good
    assert engine.pid == pid
    listed = await engine.ami.items("PJSIPShowEndpoints")
    assert {"120", "121"} <= {event.get("ObjectName") for event in listed}
    assert "122" not in {event.get("ObjectName") for event in listed}
    assert "scheme-main" in await engine.ami.command("dialplan show")
    assert (await publisher.apply(office(3, version=3), secrets(office(3)), {})).ok


async def test_no_call_is_cut(publisher: Publisher, engine: Engine, home: Home) -> None:
    first = office(3)
    assert (await publisher.apply(first, secrets(first), {})).ok
    port = home.settings().sip_port
    async with Phone("121", port) as callee, Phone("120", port) as caller:
        assert await callee.register() == 200
        assert await caller.register() == 200
        callee.picks_up()
        assert (await caller.call("121"))[0] == 200
        await until(lambda: len(caller.echoed) > 20)
        for people in (30, 2, 12):
            heard = len(caller.echoed)
            other = office(people, version=people)
            outcome = await publisher.apply(other, secrets(other), {})
            assert outcome.ok, outcome.problems
            await until(lambda heard=heard: len(caller.echoed) > heard + 20)
        steps = [(b - a) % 256 for a, b in zip(caller.echoed, caller.echoed[1:], strict=False)]
        assert max(steps) <= 3, "no gap of more than 40 ms in the voice"
        assert await caller.hang_up() == 200


async def test_five_releases_are_kept(publisher: Publisher, engine: Engine) -> None:
    for version in range(8):
        one = office(1 + version % 2, version)
        assert (await publisher.apply(one, secrets(one), {})).ok
    assert len(engine.releases.numbers()) == 5


async def test_asterisk_killed_while_publishing(publisher: Publisher, engine: Engine) -> None:
    first = office(2)
    assert (await publisher.apply(first, secrets(first), {})).ok
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    other = office(4, version=2)
    outcome = await publisher.apply(other, secrets(other), {})
    if not outcome.ok:  # it was seen dead in the middle; the next one finds it gone and starts it
        outcome = await publisher.apply(other, secrets(other), {})
    assert outcome.ok, outcome.problems
    assert engine.pid is not None


async def test_other_ports_need_a_restart(publisher: Publisher, engine: Engine, home: Home) -> None:
    first = office(2)
    assert (await publisher.apply(first, secrets(first), {})).ok
    pid = engine.pid
    settings = home.settings()
    moved = settings.model_copy(update={"sip_port": free_udp()})
    home.save(moved)
    outcome = await publisher.renew()
    assert outcome is not None
    assert outcome.ok, outcome.problems
    assert engine.pid != pid
    async with Phone("120", moved.sip_port) as phone:
        assert await phone.register() == 200


async def test_two_at_once_come_one_after_the_other(publisher: Publisher) -> None:
    one, two = office(2, 1), office(3, 2)
    outcomes = await asyncio.gather(
        publisher.apply(one, secrets(one), {}), publisher.apply(two, secrets(two), {})
    )
    assert [outcome.ok for outcome in outcomes] == [True, True]
    assert publisher.office() == two
