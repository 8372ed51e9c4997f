"""The line doctor's calls and SMS between own SIM cards, by a real Asterisk, the box's own rooms
and the lab's networks: every kind of fault is put in, found and named.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from practice import OFFICE, Practice, practice

from vochi.box.gsm import letters
from vochi.core.gsm.doctor import Fault
from vochi.engine.tree import Tree
from vochi.lab.carriers import Fault as LineFault
from vochi.lab.gsm.card import CardFault, Forwarding
from vochi.lab.overlay import overlay

#: What the office wants of its network: a busy card sends calls on to its neighbour.
FORWARDS = {"lines": [{"id": "a1-1", "forwards": [{"reason": "busy", "to": "+375297000003"}]}]}
STRANGER = "+375291117700"
#: All faults are looked for side by side, each in a city of its own; this many at a time.
AT_ONCE = 12
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Case:
    """`spoil` puts a fault in; the doctor must say `named` of `line`, and of `others`."""

    line: str
    named: Fault
    spoil: Callable[[Practice], Awaitable[None]]
    sms: bool = False
    forwards: bool = False
    others: tuple[str, ...] = ()


def _card(*faults: CardFault, line: str = "a1-2") -> Callable[[Practice], Awaitable[None]]:
    async def spoil(doctor: Practice) -> None:
        doctor.card(line).faults.update(faults)

    return spoil


def _broken(fault: LineFault) -> Callable[[Practice], Awaitable[None]]:
    async def spoil(doctor: Practice) -> None:
        await doctor.city.break_line("a1-2", fault)

    return spoil


async def _unregistered(doctor: Practice) -> None:
    await doctor.city.break_line("a1-2", "unregistered")
    await doctor.until(lambda: "a1-2" not in doctor.online)


async def _swapped(doctor: Practice) -> None:
    radio = doctor.city.networks.radio
    first, second = doctor.slot("a1-1"), doctor.slot("a1-2")
    one, other = radio.remove(first), radio.remove(second)
    assert one
    assert other
    radio.insert(first, other)
    radio.insert(second, one)


async def _sent_on_to_ours(doctor: Practice) -> None:
    doctor.card("mts-1").forwards["always"] = Forwarding("+375296000002")


async def _sent_on_to_a_stranger(doctor: Practice) -> None:
    doctor.city.subscriber(STRANGER)
    doctor.card("a1-2").forwards["always"] = Forwarding(STRANGER)


async def _not_sent_on(doctor: Practice) -> None:
    await doctor.until(lambda: "busy" in doctor.card("a1-1").forwards)
    doctor.card("a1-1").faults.add("no_forward")
    del doctor.card("a1-1").forwards["busy"]  # the network has forgotten it


#: Those that take long come first.
CASES: dict[str, Case] = {
    "sms_out": Case("a1-2", "sms_out", _card("drops_sms"), sms=True),
    "sms_in": Case("a1-2", "sms_in", _card("no_sms_in"), sms=True),
    "dead_inbound": Case("a1-2", "dead_inbound", _card("deaf")),
    "dead_outbound": Case("a1-2", "dead_outbound", _card("barred")),
    "no_audio_out": Case("a1-2", "no_audio_out", _card("one_way")),
    "no_audio_in": Case("a1-2", "no_audio_in", _card("hears_nothing")),
    "no_audio": Case("a1-2", "no_audio", _card("one_way", "hears_nothing")),
    "echo": Case("a1-2", "echo", _card("echo")),
    "drops": Case("a1-2", "drops", _card("drops")),
    "no_caller_id": Case("a1-2", "no_caller_id", _card("no_caller_id")),
    "wrong_caller_id": Case("a1-2", "wrong_caller_id", _card("wrong_caller_id")),
    "second_dial_tone": Case("a1-2", "second_dial_tone", _broken("dial_tone")),
    "goes_elsewhere": Case("a1-2", "goes_elsewhere", _sent_on_to_a_stranger),
    "wrong_line": Case("a1-1", "wrong_line", _swapped, others=("a1-2",)),
    "sent_on_to_ours": Case("mts-1", "wrong_line", _sent_on_to_ours),
    "no_forward_busy": Case("a1-1", "no_forward_busy", _not_sent_on, forwards=True),
    "unregistered": Case("a1-2", "unregistered", _unregistered),
}


@dataclass(frozen=True)
class Found:
    """What the doctor said of each line, or what broke; phones that rang; calls in the log."""

    verdicts: dict[str, Fault | None]
    rung: tuple[str, ...] = ()
    logged: tuple[str, ...] = ()
    broken: Exception | None = None


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest, tree: Tree) -> dict[str, Found]:
    """Of every case that was asked for."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    wanted = [
        str(item.callspec.params["name"])
        for item in items
        if item.originalname == test_a_fault_is_named.__name__
    ]

    async def all_cases() -> dict[str, Found]:
        room = asyncio.Semaphore(AT_ONCE)

        async def one(name: str) -> Found:
            async with room:
                return await _look(tree, CASES[name])

        return dict(zip(wanted, await asyncio.gather(*map(one, wanted)), strict=True))

    with pytest.MonkeyPatch.context() as patch:
        # The air of the lab is ten times as quick as a network's, and so long is waited for it.
        patch.setattr(letters, "_WITHIN", 8.0)
        return asyncio.run(all_cases())


async def _look(tree: Tree, case: Case) -> Found:
    try:
        office = overlay(OFFICE, FORWARDS) if case.forwards else OFFICE
        async with practice(tree, office) as doctor:
            await case.spoil(doctor)
            exam = await doctor.examine(case.line, sms=case.sms)
            await doctor.city.until_quiet()
            rung = tuple(name for name, phone in doctor.city.phones.items() if phone.sides)
            failures = doctor.city.failures()
            assert not failures, failures
            return Found(doctor.verdicts(exam), rung, await doctor.calls())
    except Exception as fault:  # noqa: BLE001 - it is told by the test of this very case
        return Found({}, broken=fault)


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named(found: dict[str, Found], name: str) -> None:
    """And not a word of anybody else; no phone of the office rings, nothing is in its log."""
    seen, case = found[name], CASES[name]
    if seen.broken is not None:
        raise seen.broken
    assert seen.verdicts == dict.fromkeys((case.line, *case.others), case.named)
    assert seen.rung == ()
    assert seen.logged == ()
