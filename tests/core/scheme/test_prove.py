"""Faults are found at their place, good schemes are left in peace, and every proof is a life."""

from typing import get_args

import pytest

from vochi.core.office.problem import ProofProblem
from vochi.core.office.verify import verify
from vochi.core.scheme.prove import prove, waits
from vochi.core.scheme.simulate import simulate
from vochi.core.wording import TABLES
from vochi.lab.corpus import FAULTS, faulty
from vochi.lab.drawing import good

from .small import WORDS, Doc, small

SHOWN = {"node.loop", "scheme.endless", "scheme.too_long", "scheme.ends_in_silence"}


@pytest.mark.parametrize("seed", range(len(FAULTS)), ids=list(FAULTS))
def test_each_fault_is_found_at_its_place(seed: int) -> None:
    case = faulty(seed)
    problems = verify(case.office)
    assert (case.code, case.place) in {(each.code, each.place) for each in problems}
    for each in problems:
        if each.code in SHOWN:
            assert each.example is not None
            assert simulate(case.office, each.example.life) == each.example.tale


@pytest.mark.parametrize("seed", range(1000, 1020))
def test_good_offices_raise_no_alarm(seed: int) -> None:
    assert [each for each in verify(good(seed)) if each.severity == "error"] == []


def test_every_proof_has_words() -> None:
    for table in TABLES.values():
        assert set(get_args(ProofProblem)) <= set(table)


def found(nodes: Doc, **changes: object) -> dict[str, str]:
    return {each.code: each.place.rpartition("/")[2] for each in prove(small(nodes, **changes))}


def ring(**more: object) -> Doc:
    return {"kind": "ring", "targets": ["901"], "seconds": 20, "exits": {"nobody": "bye"}} | more


def test_a_key_that_repeats_the_menu_is_the_callers_own_wish() -> None:
    menu = {
        "kind": "menu", "prompt": "menu", "keys": ["1", "*"],
        "exits": {"key-1": "ring", "key-star": "menu", "timeout": "bye", "wrong": "bye"},
    }  # fmt: skip
    assert found({"menu": menu, "ring": ring(), "bye": WORDS}) == {}


def test_the_wait_of_a_message_or_of_last_words_is_no_wait() -> None:
    limits = {"policy": {"limits": {"longest_wait": 30}}}
    mail = {"kind": "voicemail", "seconds": 600}
    assert found({"ring": ring(seconds=29), "bye": mail}, **limits) == {}
    problem = prove(small({"ring": ring(seconds=31), "bye": mail}, **limits))
    assert [(each.code, each.place) for each in problem] == [
        ("scheme.too_long", "inbound/0/nodes/ring")
    ]
    assert problem[0].example is not None
    assert waits(problem[0].example.tale) == 31


def test_callers_who_were_never_answered_hear_their_own_network() -> None:
    assert found({"ring": ring(), "bye": {"kind": "hangup"}}) == {}
    assert found({"ring": ring(music="default"), "bye": {"kind": "hangup"}}) == {
        "scheme.ends_in_silence": "bye"
    }


def test_only_ways_that_one_caller_can_go_are_told() -> None:
    # Who is known goes right; the second question has one answer only.
    test = {"what": "known"}
    nodes = {
        "one": {"kind": "client", "test": test, "exits": {"yes": "two", "no": "bye"}},
        "two": {"kind": "client", "test": test, "exits": {"yes": "ring", "no": "one"}},
        "ring": ring(),
        "bye": WORDS,
    }
    # The wires make a circle; no caller can turn in it.
    assert found(nodes) == {"node.port_never": "two"}


def test_a_scheme_that_leads_into_a_broken_one_is_left_to_its_wires() -> None:
    assert found({"over": {"kind": "go_to", "scheme": "gone"}}) == {}
    assert found({"ring": ring(exits={})}) == {}
