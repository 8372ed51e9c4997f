"""What networks are told to forward, and ways round."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.forwarding import (
    REASONS,
    Held,
    Step,
    every_step,
    is_service_code,
    loops,
    next_try,
    steps,
)
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import Forward, ForwardReason

NOW = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)
OUT = "+375296666666"
NUMBERS = {name: f"+37529100000{n}" for n, name in enumerate("abcd")}


def line(name: str, **forwards: str) -> GsmLine:
    """`busy="b"`: to the line b, or to a number as it is."""
    told = tuple(
        Forward(reason=reason, to=NUMBERS.get(to, to))
        for reason in REASONS
        if (to := forwards.get(reason)) is not None
    )
    return GsmLine(id=name, name=name, operator="A1", number=NUMBERS[name], forwards=told)


def shown(*lines: GsmLine) -> list[str]:
    return [" ".join(f"{hop.line.id}-{hop.reason}" for hop in walk) for walk in loops(lines)]


def test_ways_round() -> None:
    assert shown(line("a", busy="b"), line("b")) == []
    assert shown(line("a", busy="b"), line("b", busy="c"), line("c", busy=OUT)) == []
    assert shown(line("a", always="b"), line("b", always="a")) == ["a-always b-always"]
    assert shown(line("a", busy="b"), line("b", always="a")) == ["a-busy b-always"]
    assert shown(line("a", busy="b"), line("b", busy="a")) == ["a-busy b-busy"]
    assert shown(line("a", no_reply="b"), line("b", unreachable="c"), line("c", busy="a")) == [
        "a-no_reply b-unreachable c-busy"
    ]


def test_with_always_no_other_reason_is_looked_at() -> None:
    assert shown(line("a", always=OUT, busy="b"), line("b", always="a")) == []
    assert shown(line("a", always="c", busy="b"), line("b", busy="a"), line("c")) == []


def test_two_circles_are_two() -> None:
    ring = (line("a", busy="b"), line("b", busy="a"), line("c", always="d"), line("d", busy="c"))
    assert shown(*ring) == ["a-busy b-busy", "c-always d-busy"]


def test_a_line_without_a_number_is_nobody() -> None:
    bare = line("b", busy="a").model_copy(update={"number": None})
    assert shown(line("a", busy="b"), bare) == []


@st.composite
def offices(draw: st.DrawFn) -> tuple[GsmLine, ...]:
    made = []
    for name in "abcd":
        targets = {
            reason: draw(st.sampled_from([None, OUT, *(set("abcd") - {name})]))
            for reason in REASONS
        }
        told = {reason: to for reason, to in targets.items() if to is not None}
        made.append(line(name, **told))
    return tuple(made)


@given(offices())
def test_a_way_round_is_found_when_there_is_one(lines: tuple[GsmLine, ...]) -> None:
    """Against the plain definition: some choice of states in which a call never ends."""
    by_number = {each.number: each for each in lines}

    def rounds(states: dict[str, ForwardReason]) -> bool:
        for start in lines:
            at, been = start, set[str]()
            while at.id not in been:
                been.add(at.id)
                told = {each.reason: each.to for each in at.forwards}
                to = told.get("always") or told.get(states[at.id])
                if to is None or to not in by_number:
                    break
                at = by_number[to]
            else:
                return True
        return False

    conditions: tuple[ForwardReason, ...] = ("busy", "no_reply", "unreachable")
    expected = any(
        rounds(dict(zip("abcd", chosen, strict=True)))
        for chosen in itertools.product(conditions, repeat=4)
    )
    assert bool(loops(lines)) == expected


BUSY = Forward(reason="busy", to=OUT)
LATE = Forward(reason="no_reply", to=OUT, seconds=15)


def held(to: str = OUT, *, ok: bool = True, ago: float = 0, **more: object) -> Held:
    fields = {"to": to, "ok": ok, "at": NOW - timedelta(hours=ago), **more}
    return Held.model_validate(fields)


def test_what_was_told_is_not_told_again() -> None:
    assert steps([BUSY], {}, NOW) == (Step("busy", OUT),)
    assert steps([BUSY], {"busy": held()}, NOW) == ()
    assert steps([BUSY], {"busy": held("+375291")}, NOW) == (Step("busy", OUT),)
    assert steps([LATE], {"no_reply": held(seconds=20)}, NOW) == (Step("no_reply", OUT, 15),)


def test_only_what_we_set_is_cleared() -> None:
    assert steps([], {}, NOW) == ()
    assert steps([], {"busy": held()}, NOW) == (Step("busy"),)
    assert steps([], {"busy": held("")}, NOW) == ()
    # Told, and killed before the answer came: it may be set.
    assert steps([], {"busy": held(ok=False)}, NOW) == (Step("busy"),)


def test_clearings_come_first() -> None:
    told = steps([BUSY], {"no_reply": held(seconds=15)}, NOW)
    assert told == (Step("no_reply"), Step("busy", OUT))


def test_at_night_the_old_is_told_again() -> None:
    assert steps([BUSY], {"busy": held(ago=21)}, NOW) == ()
    assert steps([BUSY], {"busy": held(ago=21)}, NOW, night=True) == (Step("busy", OUT),)
    assert steps([BUSY], {"busy": held(ago=1)}, NOW, night=True) == ()
    assert steps([], {"busy": held("", ago=30)}, NOW, night=True) == ()


def test_what_failed_waits() -> None:
    failed = held(ok=False, failed=1, why="refused")
    assert steps([BUSY], {"busy": failed}, NOW) == ()
    assert steps([BUSY], {"busy": failed}, NOW + timedelta(minutes=1)) == (Step("busy", OUT),)
    # Another wish need not wait.
    other = Forward(reason="busy", to="+375291112233")
    assert steps([other], {"busy": failed}, NOW) == (Step("busy", "+375291112233"),)
    waits = [next_try(held(ok=False, failed=n)) - NOW for n in range(7)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    assert next_try(held(ok=False, failed=1, why="not_supported")) - NOW == timedelta(days=1)


def test_a_person_has_all_four_told() -> None:
    assert every_step([BUSY]) == (
        Step("always"), Step("no_reply"), Step("unreachable"), Step("busy", OUT),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "is_one"),
    [("**21*+375291234567*11#", True), ("##002#", True), ("*67*80291234567#", True), ("#62#", True),
     ("**04*1234*4321*4321#", True), ("**05*12345678*1234*1234#", True), ("*43#", True),
     ("*33*0000#", True), ("*#21#", False), ("*100#", False), ("*100*4#", False), ("*210#", False),
     ("*141*2*1#", False), ("*#06#", False), ("1", False), ("*145*80291234567*5#", False)],
)  # fmt: skip
def test_codes_that_set_something_are_told_from_questions(code: str, is_one: bool) -> None:
    assert is_service_code(code) is is_one
