"""Hostile dialled strings: what a phone sends never chooses a priority, only an extension.

A comma in what was dialled would be the next argument of Goto: `*77180,may` began to listen behind
the step that asks for the right.
"""

import time
from collections.abc import Iterator

import pytest
from load_asterisk import running
from offices import OFFICES
from test_load_dialled import originate, read_calls

from vochi.engine.tree import Tree

#: 183 has no right to listen to anybody; 189 may listen to 180.
HOSTILE = tuple(
    ("phone-all", dialled)
    for code in ("*77", "*78", "*79")
    for dialled in (f"{code}180,may", f"{code}180,4", f"{code}180,5", f"{code}180,8", f"{code}180")
)
#: Codes of a line: none of them may ever act when a client is on the channel.
FROM_OUTSIDE = tuple(
    (context, dialled)
    for context in ("out-all", "line-a1-1", "line-city", "reach-all", "ask-all")
    for dialled in ("*51", "*77180", "*8", "*8180", "*73180", "*72", "*76180", "102,2", "180&181")
)


@pytest.fixture(scope="module")
def told(tree: Tree) -> Iterator[dict[tuple[str, str], list[str]]]:
    romashka = OFFICES["romashka"]
    listens = {"extension": "189", "id": "boss", "listens_to": ("901",)}
    boss = romashka.people[0].model_copy(update=listens)
    office = romashka.model_copy(update={"people": (*romashka.people, boss)})
    with running(tree, office) as loader:
        ways = (*HOSTILE, *FROM_OUTSIDE)
        originate(loader, ways, "V_EXT=183")
        deadline = time.monotonic() + 40
        calls = read_calls(loader)
        while sum("LINKEDID_END" in events for events in calls.values()) < len(ways):
            assert time.monotonic() < deadline, calls
            time.sleep(0.2)
            calls = read_calls(loader)
        yield calls


@pytest.mark.parametrize("way", HOSTILE, ids=lambda way: way[1])
def test_nobody_listens_without_the_right(
    told: dict[tuple[str, str], list[str]], way: tuple[str, str]
) -> None:
    assert any(each.endswith(" refused") for each in told[way]), told[way]


@pytest.mark.parametrize("way", FROM_OUTSIDE, ids=lambda way: f"{way[1]}@{way[0]}")
def test_a_client_reaches_no_code(
    told: dict[tuple[str, str], list[str]], way: tuple[str, str]
) -> None:
    events = " ".join(told[way])
    for word in ("V_SPY", "V_PARK", "V_PICK", "V_AWAY", "empty_slot"):
        assert word not in events, told[way]
    assert told[way][-1] == "LINKEDID_END"
