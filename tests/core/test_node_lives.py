"""What a caller lives through in one node."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_node import MENU, WORK, Document, keys, office

from vochi.core.scheme.life import ClientLife, Life, Pressed
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.simulate import simulate
from vochi.core.scheme.worlds.open_world import OpenWorld


def life(*keys: tuple[str, float], **more: Any) -> Life:
    pressed = tuple(Pressed(digits=digits, after=after) for digits, after in keys)
    return Life(
        line="a1", caller="+375291112233", at=datetime.fromisoformat("2026-04-20T12:00:00+03:00"),
        keys=pressed, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "extensions", "port", "waited"),
    [
        ([("1", 1)], False, "key-1", 1),
        ([("#", 1)], False, "key-hash", 1),
        ([("7", 1), ("2", 2)], False, "key-2", 5),
        ([], False, "timeout", 20),
        ([("", 1), ("9", 1)], False, "wrong", 12),
        ([("12", 1)], False, "key-1", 1),
        ([("1", 1)], True, "key-1", 3),
        ([("2", 1)], True, "key-2", 1),
        ([("199", 1), ("199", 1)], True, "wrong", 4),
        ([("18#", 1), ("2", 1)], True, "key-2", 4),
    ],
)
def test_lives_in_a_menu(
    keys: list[tuple[str, float]], extensions: bool, port: str, waited: float
) -> None:
    there = office({**MENU, "extensions": extensions})
    tale = simulate(there, life(*keys))
    assert ("in", "it", port) in tale.path
    assert tale.waited == waited


def test_a_number_dialled_in_a_menu_talks() -> None:
    there = office({**MENU, "extensions": True})
    tale = simulate(there, life(("180", 1), phones={"180": {"answers": 3}}))
    assert (tale.end, tale.answered_by, tale.waited) == ("talk", "180", 4)


@pytest.mark.parametrize(
    ("test", "client", "port"),
    [
        ({"what": "known"}, ClientLife(known=True), "yes"),
        ({"what": "known"}, ClientLife(), "no"),
        ({"what": "list", "list": "vip"}, ClientLife(lists=("vip",)), "yes"),
        ({"what": "tag", "tag": "vip"}, ClientLife(lists=("vip",)), "no"),
        ({"what": "number", "begins": "+37529"}, ClientLife(), "yes"),
        ({"what": "number", "begins": "+7"}, ClientLife(), "no"),
        ({"what": "hidden"}, ClientLife(), "no"),
    ],
)
def test_lives_in_a_client_check(test: Document, client: ClientLife, port: str) -> None:
    tale = simulate(office({"kind": "client", "test": test}), life(client=client))
    assert ("in", "it", port) in tale.path


def test_a_callback_is_taken_or_not() -> None:
    there = office({"kind": "callback"})
    assert simulate(there, life(("1", 1))).end == "callback"
    assert simulate(there, life(("2", 1))).end == "hung_up"
    hidden = life(("1", 1)).model_copy(update={"caller": ""})
    assert ("in", "it", "declined") in simulate(there, hidden).path


def test_a_schedule_and_a_scheme_that_goes_on() -> None:
    there = office({"kind": "schedule", "periods": [WORK]})
    assert ("in", "it", "holiday") in simulate(there, life()).path
    gone = simulate(office({"kind": "go_to", "scheme": "other"}), life())
    assert gone.path[1:] == (
        ("in", "it", "scheme:other"), ("other", "start", "next"), ("other", "end", None),
    )  # fmt: skip


menus = st.builds(
    Menu,
    prompt=st.just("hello"),
    keys=st.lists(keys, unique=True, max_size=4).map(tuple),
    extensions=st.booleans(),
    wait=st.integers(1, 9),
    attempts=st.integers(1, 3),
)
presses = st.lists(
    st.builds(
        Pressed,
        digits=st.text("0189*#", max_size=4),
        after=st.floats(0, 12).map(lambda s: round(s, 1)),
    ),
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(menus, presses)
def test_no_life_in_a_menu_is_unforeseen(menu: Menu, pressed: list[Pressed]) -> None:
    """What one life meets, the open world has told, with a span that holds it."""
    there = office(menu.model_dump())
    tale = simulate(there, life().model_copy(update={"keys": tuple(pressed)}))
    lived = next(port for scheme, node, port in tale.path if node == "it")
    begins = 0.0
    ends = max(each.at for each in tale.moments if each.node == "it") if lived else tale.waited
    outcomes = menu.outcomes(OpenWorld(there))
    fitting = [
        each
        for each in outcomes
        if (each.leads == lived if lived else each.leads in ("talk", "end"))
        and each.seconds[0] - 0.01 <= ends - begins <= each.seconds[1] + 0.01
    ]
    assert fitting, (lived, ends, outcomes)
