"""Open ends: each that a call can come to is lived, in the office as it is."""

import time

from vochi.core.office.document import Office
from vochi.core.office.problem import Problem
from vochi.core.office.verify import verify
from vochi.core.scheme.life import Example
from vochi.core.scheme.simulate import simulate

from .small import WORDS, Doc, small

RING: Doc = {"kind": "ring", "targets": ["901"], "seconds": 20}
HOURS: Doc = {
    "kind": "schedule",
    "holidays": False,
    "periods": [
        {
            "id": "work",
            "name": "Рабочее",
            "hours": [{"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "18:00"}],
        }
    ],
}


def open_ends(office: Office) -> dict[tuple[str, str], Problem]:
    codes = ("node.port_unwired", "node.unknown_exit")
    return {
        (each.facts["node"], each.facts["port"]): each
        for each in verify(office)
        if each.code in codes
    }


def played(office: Office, problem: Problem) -> Example:
    assert problem.example is not None
    assert simulate(office, problem.example.life) == problem.example.tale
    assert problem.example.tale.moments[-1].code == "life.nowhere"
    return problem.example


def test_nobody_answers_and_the_wire_is_loose() -> None:
    office = small({"ring": RING})
    (problem,) = open_ends(office).values()
    example = played(office, problem)
    assert example.tale.path[-1] == ("in", "ring", "nobody")
    assert example.tale.waited == 20


def test_an_hour_at_which_nothing_is_wired() -> None:
    office = small({"hours": {**HOURS, "exits": {"work": "end"}}, "end": WORDS})
    (problem,) = open_ends(office).values()
    at = played(office, problem).life.at
    assert (at.weekday() >= 5) or not 9 <= at.hour < 18


def test_a_wire_to_a_node_that_is_gone_and_a_key_without_a_wire() -> None:
    menu = {"kind": "menu", "prompt": "menu", "keys": ["1", "2"]}
    wires = {"key-1": "gone", "timeout": "end", "wrong": "end"}
    office = small({"menu": {**menu, "exits": wires}, "end": WORDS})
    found = open_ends(office)
    assert set(found) == {("menu", "key-1"), ("menu", "key-2")}
    for (_, port), problem in found.items():
        keys = [each.digits for each in played(office, problem).life.keys]
        assert keys == [port.removeprefix("key-")]


def test_what_no_call_comes_to_has_no_life() -> None:
    office = small({"end": WORDS, "lonely": RING})
    (problem,) = open_ends(office).values()
    assert problem.example is None


def test_a_scheme_without_a_start_is_left_alone() -> None:
    office = small({"ring": RING})
    scheme = office.inbound[0].model_copy(update={"start": "ring"})
    broken = office.model_copy(update={"inbound": (scheme,)})
    assert all(each.example is None for each in open_ends(broken).values())


def test_a_hundred_loose_wires_are_told_in_time() -> None:
    nodes: Doc = {}
    for number in range(100):
        nodes[f"m{number}"] = {
            "kind": "menu", "prompt": "menu", "keys": ["1", "2"],
            "exits": {"key-1": f"m{number + 1}", "timeout": f"m{number + 1}"},
        }  # fmt: skip
    nodes["m100"] = RING
    began = time.process_time()
    found = open_ends(small(nodes))
    assert len(found) == 201
    assert sum(each.example is not None for each in found.values()) >= 10
    assert time.process_time() - began < 2
