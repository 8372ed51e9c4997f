"""Commands: at most once, never late, nothing but a number is ever dialled."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vochi.box.clock import Clock
from vochi.box.commands import Commander
from vochi.box.journal import Batch, Journal
from vochi.box.scribe import Scribe
from vochi.core.link import Action, BlindTransfer, Command, HangUpCall, Originate
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.person import Device, Person
from vochi.engine.errors import NotConnected, Refused
from vochi.engine.frame import Message

OFFICE = Office(
    version=3,
    company=Company(name="Ромашка"),
    people=(Person(id="olga", name="Ольга", extension="101"),),
    devices=(Device(account="101"), Device(account="101-2"), Device(account="102")),
)


def message(**fields: str) -> Message:
    return Message(tuple(fields.items()))


def channel(name: str, linked_id: str, state: str = "Up", bridge: str = "b") -> Message:
    return message(
        Channel=name, Linkedid=linked_id, ChannelStateDesc=state, BridgeId=bridge, Uniqueid=name
    )


@dataclass
class FakeAmi:
    """Says what it was asked to do; an originate is answered as `answers` says."""

    living: list[Message] = field(default_factory=list)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    is_down: bool = False
    inbox: "asyncio.Queue[Message]" = field(default_factory=asyncio.Queue)

    async def channels(self) -> tuple[Message, ...]:
        if self.is_down:
            raise NotConnected
        return tuple(self.living)

    async def hangup(self, name: str, cause: int = 16) -> None:
        self.asked.append(("hangup", name))
        if name.startswith("PJSIP/gone"):
            raise Refused(action="Hangup", detail="No such channel")

    async def blind_transfer(self, name: str, context: str, exten: str) -> None:
        self.asked.append(("transfer", name, context, exten))

    async def action(self, what: str, fields: dict[str, str]) -> Message:
        if self.is_down:
            raise NotConnected
        assert what == "Originate"
        name, channel_id = fields["Channel"], fields["ChannelId"]
        action_id = f"a{len(self.asked)}"
        self.asked.append(("originate", name, fields["Context"], fields["Exten"]))
        self.living.append(message(Channel=f"{name}-00000001", Uniqueid=channel_id))
        if name in self.answers:
            answer = self.answers[name]
            response = "Success" if answer == "4" else "Failure"
            self.inbox.put_nowait(message(Event="Newchannel", Uniqueid=channel_id))
            self.inbox.put_nowait(
                message(
                    Event="OriginateResponse", Response=response, Reason=answer, ActionID=action_id
                )
            )
        return message(Response="Success", ActionID=action_id)

    async def events(self) -> AsyncIterator[Message]:
        while True:
            yield await self.inbox.get()


@dataclass
class Case:
    scribe: Scribe
    clock: Clock
    ami: FakeAmi = field(default_factory=FakeAmi)
    online: set[str] = field(default_factory=lambda: {"101", "101-2"})
    count: int = 0

    def commander(self, clock: Clock | None = None) -> Commander:
        ami: Any = self.ami
        return Commander(
            ami, self.scribe, clock or self.clock, lambda: OFFICE, self.online.__contains__
        )

    async def do(self, action: Action, commander: Commander | None = None, left: float = 30) -> Any:
        self.count += 1
        deadline = datetime.now(UTC) + timedelta(seconds=left)
        command = Command(id=f"c{self.count}", deadline=deadline, action=action)
        await (commander or self.commander()).handle(command)
        (answer,) = [a for a in await self.answers() if a["id"] == command.id]
        return answer

    async def answers(self) -> list[Any]:
        entries = await self.scribe.read(lambda j: j.after(0, 99))
        return [e.body for e in entries if e.kind == "command"]


@pytest.fixture
def case(scribe: Scribe, clock: Clock) -> Case:
    return Case(scribe, clock)


async def test_a_call_rings_own_phones_first(case: Case) -> None:
    case.ami.answers = {"PJSIP/101-2": "4"}
    answer = await case.do(Originate(extension="101", to="+375291234567"))
    assert answer == {"id": "c1", "ok": True, "code": "done", "facts": {}}
    assert case.ami.asked == [
        ("originate", "PJSIP/101", "phone", "+375291234567"),
        ("originate", "PJSIP/101-2", "phone", "+375291234567"),
        ("hangup", "PJSIP/101-00000001"),
    ]


@pytest.mark.parametrize(
    "to",
    [
        "1&2", "102,,T", "${SHELL(reboot)}", "102@inside", "102/n", "", "+", " 102", "102\n",
        "1" * 40,
        "+375 29", "PJSIP/102", "Ⅷ", "١٠٢", "102\r\nAction: Hangup", "s", "i", "h",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["originate", "transfer"])
async def test_nothing_but_a_number_is_dialled(case: Case, to: str, kind: str) -> None:
    case.ami.living = [channel("PJSIP/101-00000001", "1.1")]
    action: Action = (
        Originate(extension="101", to=to)
        if kind == "originate"
        else BlindTransfer(linked_id="1.1", extension="101", to=to)
    )
    assert (await case.do(action))["code"] == "bad_number"
    assert case.ami.asked == []


async def test_no_phone_is_online(case: Case) -> None:
    case.online.clear()
    assert (await case.do(Originate(extension="101", to="102")))["code"] == "no_device"
    assert (await case.do(Originate(extension="199", to="102")))["code"] == "no_device"
    assert (await case.do(Originate(extension="101&102", to="102")))["code"] == "no_device"


async def test_nobody_takes_his_own_phone(case: Case) -> None:
    case.ami.answers = {"PJSIP/101": "5", "PJSIP/101-2": "3"}
    answer = await case.do(Originate(extension="101", to="102"))
    assert (answer["code"], answer["facts"]) == ("failed", {"why": "no_answer"})


async def test_hang_up_ends_every_channel_of_the_call(case: Case) -> None:
    case.ami.living = [
        channel("PJSIP/a1-1-00000001", "1.1"),
        channel("PJSIP/gone-00000002", "1.1"),
        channel("PJSIP/102-00000003", "2.2"),
    ]
    assert (await case.do(HangUpCall(linked_id="1.1")))["code"] == "done"
    assert case.ami.asked == [("hangup", "PJSIP/a1-1-00000001"), ("hangup", "PJSIP/gone-00000002")]
    assert (await case.do(HangUpCall(linked_id="9.9")))["code"] == "no_such_call"
    assert (await case.do(HangUpCall(linked_id="")))["code"] == "no_such_call"


async def test_a_transfer_goes_by_the_employees_own_talking_leg(case: Case) -> None:
    case.ami.living = [
        channel("PJSIP/a1-1-00000001", "1.1"),
        channel("PJSIP/101-00000002", "1.1", state="Ringing", bridge=""),
        channel("PJSIP/101-2-00000003", "1.1"),
    ]
    move = BlindTransfer(linked_id="1.1", extension="101", to="102")
    assert (await case.do(move))["code"] == "done"
    assert case.ami.asked == [("transfer", "PJSIP/101-2-00000003", "out", "102")]
    other = BlindTransfer(linked_id="1.1", extension="102", to="103")
    assert (await case.do(other))["code"] == "no_such_call"


async def test_the_engine_is_down(case: Case) -> None:
    case.ami.is_down = True
    for action in (HangUpCall(linked_id="1.1"), Originate(extension="101", to="102")):
        assert (await case.do(action))["code"] == "engine_down"


async def test_a_late_command_is_refused(case: Case) -> None:
    assert (await case.do(HangUpCall(linked_id="1.1"), left=-1))["code"] == "late"
    assert case.ami.asked == []


async def test_setting_the_wall_clock_back_does_not_make_a_command_timely(case: Case) -> None:
    """Between acceptance and execution the wall clock falls back and a minute passes."""

    @dataclass(frozen=True)
    class Jumping(Clock):
        reads: list[float] = field(default_factory=list)

        def now(self) -> datetime:
            return datetime.now(UTC)

        def mono(self) -> float:
            self.reads.append(0.0)
            return super().mono() + (60 if len(self.reads) > 1 else 0)

    jumping = Jumping(boot="b")
    answer = await case.do(HangUpCall(linked_id="1.1"), case.commander(jumping), left=30)
    assert answer["code"] == "late"


async def test_the_same_command_again_does_nothing(case: Case) -> None:
    case.ami.living = [channel("PJSIP/a1-1-00000001", "1.1")]
    commander = case.commander()
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    command = Command(id="x", deadline=deadline, action=HangUpCall(linked_id="1.1"))
    await asyncio.gather(*(commander.handle(command) for _ in range(5)))
    await case.commander().handle(command)  # another life of the box
    assert len(case.ami.asked) == 1
    assert len(await case.answers()) == 1


async def test_what_a_crash_left_is_answered_and_not_done_again(case: Case) -> None:
    """Killed behind the acceptance: whether it was done is unknown, so it must not be done now."""
    case.ami.living = [channel("PJSIP/a1-1-00000001", "1.1")]
    await case.scribe.write(marks={"accepted:x": "2026-07-29T08:00:00+00:00"})
    commander = case.commander()
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    command = Command(id="x", deadline=deadline, action=HangUpCall(linked_id="1.1"))
    await commander.handle(command)
    await commander.recover()
    await replace(case).commander().handle(command)
    assert case.ami.asked == []
    assert await case.answers() == [
        {"id": "x", "ok": False, "code": "failed", "facts": {"why": "box_restarted"}}
    ]


async def test_without_room_nothing_is_executed(case: Case, journal_file: Any) -> None:
    case.ami.living = [channel("PJSIP/a1-1-00000001", "1.1")]

    def fill(journal: Journal) -> None:
        pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
        journal._db.execute(f"PRAGMA max_page_count={pages}")

    await case.scribe.write(marks={"x": "y"})
    await case.scribe.read(fill)
    full = False
    for n in range(200):  # until the last page is full
        try:
            await case.scribe.write(marks={f"filler{n}": "x" * 900})
        except Exception:  # noqa: BLE001
            full = True
            break
    assert full
    deadline = datetime.now(UTC) + timedelta(seconds=30)
    command = Command(id="c" * 3000, deadline=deadline, action=HangUpCall(linked_id="1.1"))
    await case.commander().handle(command)
    assert case.ami.asked == []
    await case.scribe.read(lambda j: j._db.execute("PRAGMA max_page_count=100000"))
    assert Batch()
