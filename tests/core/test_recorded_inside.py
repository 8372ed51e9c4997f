"""Calls inside are recorded only where the office says so, and rooms decide for themselves."""

import pytest
from offices import OFFICES, secrets_for, site

from vochi.core.compile import compile_office
from vochi.core.office.conference import Conference
from vochi.core.office.policy import Policy, RecordingPolicy

ROMASHKA = OFFICES["romashka"]
RECORD = "Gosub(record,inside,1)"


def _said_inside(policy: RecordingPolicy) -> dict[str, str]:
    """Steps of every number that a phone can dial inside."""
    office = ROMASHKA.model_copy(
        update={
            "policy": Policy(recording=policy),
            "conferences": (Conference(number="701", name="Летучка"),),
        }
    )
    text = compile_office(office, secrets_for(office), site())["extensions.conf"]
    context = text.partition("\n[said-inside]\n")[2].partition("\n[")[0]
    each = context.split("exten => ")[1:]
    return {number: steps for number, _, steps in (one.partition(",") for one in each)}


def test_a_call_inside_passes_the_recorder_before_it_rings() -> None:
    found = _said_inside(RecordingPolicy(directions=("in", "out", "internal")))
    assert found["180"].index("V_CALL") < found["180"].index(RECORD) < found["180"].index("Goto(")
    assert [number for number, steps in found.items() if RECORD not in steps] == ["701"]


@pytest.mark.parametrize("policy", [RecordingPolicy(), RecordingPolicy(directions=("in",))])
def test_else_nothing_is_asked(policy: RecordingPolicy) -> None:
    assert not any(RECORD in steps for steps in _said_inside(policy).values())
