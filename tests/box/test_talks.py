"""Commands about a talk: what the desk asks becomes what a phone could have dialled or pressed."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from vochi.box.talks import Talks
from vochi.core.link import Invite, Listen, Park, PickUp, Retrieve, SetAway, SetRecording
from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.parking import Parking
from vochi.core.office.person import Device, Person
from vochi.engine.errors import Refused
from vochi.engine.frame import Message

OFFICE = Office(
    company=Company(name="Ромашка"),
    people=(
        Person(id="olga", name="Ольга", extension="101"),
        Person(id="ivan", name="Иван", extension="102", listens_to=("901",)),
    ),
    departments=(Department(number="901", name="Продажи", members=("olga",)),),
    devices=(Device(account="101"), Device(account="102")),
    parking=Parking(slots=2),
)


def message(**fields: str) -> Message:
    return Message(tuple(fields.items()))


def channel(name: str, state: str = "Up", bridge: str = "b") -> Message:
    return message(Channel=name, Linkedid="1.1", ChannelStateDesc=state, BridgeId=bridge)


@dataclass
class FakeAmi:
    """An engine with these channels and parked calls; keeps what it was asked."""

    living: list[Message] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    state: str = ""
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    async def channels(self) -> list[Message]:
        return self.living

    async def items(self, action: str) -> list[Message]:
        assert action == "ParkedCalls"
        return [message(ParkingSpace=slot) for slot in self.parked]

    async def blind_transfer(self, name: str, context: str, exten: str) -> None:
        self.asked.append(("transfer", name, context, exten))

    async def action(self, what: str, *_: object, **fields: str) -> Message:
        self.asked.append((what, *fields.values()))
        if what == "DBDel":
            raise Refused(action=what, detail="Database entry not found")
        return message(Value=self.state)


class FakeLines:
    """Every number can be called but those that begin with 810."""

    async def why_not(self, _: str, to: str) -> str | None:
        return "abroad_closed" if to.startswith("810") else None


TALK = [channel("PJSIP/a1-1-00000000"), channel("PJSIP/101-00000001")]


def talks(ami: FakeAmi) -> Talks:
    return Talks(ami, FakeLines(), lambda _: False)  # type: ignore[arg-type]


async def ask(ami: FakeAmi, action: Any) -> str:
    code, _ = await talks(ami).execute(action, OFFICE)
    return code


async def test_park() -> None:
    ami = FakeAmi(TALK)
    assert await ask(ami, Park(linked_id="1.1", extension="101")) == "done"
    assert ami.asked == [("transfer", "PJSIP/101-00000001", "park", "101")]
    assert await ask(ami, Park(linked_id="1.1", extension="102")) == "no_such_call"
    assert await ask(ami, Park(linked_id="", extension="101")) == "no_such_call"
    ami.parked = ["1"]
    for slot, code in (("1", "slot_taken"), ("3", "empty_slot"), ("1-2", "empty_slot")):
        assert await ask(ami, Park(linked_id="1.1", extension="101", slot=slot)) == code
    assert await ask(ami, Park(linked_id="1.1", extension="101", slot="2")) == "done"
    assert ami.asked[1:] == [("transfer", "PJSIP/101-00000001", "park", "101-2")]
    ami.parked = ["1", "2"]
    assert await ask(ami, Park(linked_id="1.1", extension="101")) == "no_free_slot"


@pytest.mark.parametrize("slot", ["3", "", "1&2", "${X}", "11"])
async def test_retrieve_what_is_not_there(slot: str) -> None:
    ami = FakeAmi(parked=["1"])
    assert await ask(ami, Retrieve(slot=slot, extension="101")) == "empty_slot"
    assert ami.asked == []


async def test_nobody_to_ring() -> None:
    ami = FakeAmi([channel("PJSIP/101-00000001", "Ringing", "")], parked=["1"])
    assert await ask(ami, Retrieve(slot="1", extension="101")) == "no_device"
    assert await ask(ami, PickUp(linked_id="1.1", extension="102")) == "no_device"
    assert await ask(FakeAmi(TALK), PickUp(linked_id="1.1", extension="102")) == "no_such_call"


async def test_listening_is_a_right() -> None:
    ami = FakeAmi(TALK)
    assert await ask(ami, Listen(linked_id="1.1", extension="102")) == "no_device"
    ami.living = [channel("PJSIP/102-00000001")]
    assert await ask(ami, Listen(linked_id="1.1", extension="101")) == "forbidden"
    assert await ask(ami, Listen(linked_id="2.2", extension="102")) == "no_such_call"


@pytest.mark.parametrize(
    ("state", "wanted", "code", "keys"),
    [
        ("on", "pause", "done", "*9"),
        ("paused", "resume", "done", "*9"),
        ("on", "off", "done", "*6"),
        ("", "on", "done", "*6"),
        ("on", "on", "done", ""),
        ("", "pause", "not_recorded", ""),
        ("off", "resume", "not_recorded", ""),
    ],
)
async def test_recording(state: str, wanted: Any, code: str, keys: str) -> None:
    ami = FakeAmi(TALK, state=state)
    action = SetRecording(linked_id="1.1", extension="101", state=wanted)
    assert await ask(ami, action) == code
    pressed = [each for each in ami.asked if each[0] == "PlayDTMF"]
    assert "".join(each[2] for each in pressed) == keys
    assert {each[1] for each in pressed} <= {"PJSIP/101-00000001"}


async def test_a_call_inside_is_not_recorded() -> None:
    ami = FakeAmi([channel("PJSIP/102-00000000"), channel("PJSIP/101-00000001")])
    action = SetRecording(linked_id="1.1", extension="101", state="on")
    assert await ask(ami, action) == "not_recorded"


@pytest.mark.parametrize(
    ("state", "to", "code", "kept"),
    [
        ("dnd", "", "done", ("DBPut", "away", "101", "dnd")),
        ("forward", "102", "done", ("DBPut", "away", "101", "to:102")),
        ("forward", "80291234567", "done", ("DBPut", "away", "101", "to:+375291234567")),
        ("forward", "101", "bad_number", None),
        ("forward", "1,2&${X}", "bad_number", None),
        ("none", "", "done", ("DBDel", "away", "101")),
    ],
)
async def test_away(state: Any, to: str, code: str, kept: tuple[str, ...] | None) -> None:
    ami = FakeAmi()
    assert await ask(ami, SetAway(extension="101", state=state, to=to)) == code
    assert ami.asked == ([] if kept is None else [kept])


@pytest.mark.parametrize(
    ("to", "code"),
    [("102", "done"), ("8104915123456", "no_route"), ("1@x", "bad_number"), ("1&2", "bad_number")],
)
async def test_invite(to: str, code: str) -> None:
    ami = FakeAmi(TALK)
    assert await ask(ami, Invite(linked_id="1.1", extension="101", to=to)) == code
    assert bool(ami.asked) is (code == "done")
