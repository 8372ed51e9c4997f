"""What can make a phone ring, with the way that leads there."""

from vochi.core.scheme.reverse import who_rings
from vochi.core.wording import say

from .small import WORDS, Doc, small

NODES: Doc = {
    "menu": {
        "kind": "menu", "prompt": "menu", "keys": ["1", "2"],
        "exits": {"key-1": "sales", "key-2": "boss", "timeout": "bye", "wrong": "bye"},
    },
    "sales": {"kind": "ring", "targets": ["901"], "exits": {"nobody": "bye"}},
    "boss": {"kind": "ring", "targets": ["401"], "exits": {"nobody": "bye"}},
    "island": {"kind": "ring", "targets": ["182"], "exits": {"nobody": "bye"}},
    "bye": WORDS,
}  # fmt: skip


def test_every_line_way_and_number_is_told() -> None:
    told = who_rings(small(NODES), "180")
    ways = {(each.line, each.node, each.via, each.path[-1][2]) for each in told if each.line}
    assert ways == {
        (line, node, via, key)
        for line in ("a1", "a2")
        for node, via, key in (("sales", "901", "key-1"), ("boss", "401", "key-2"))
    }
    dialled = {each.facts["number"] for each in told if each.code == "rings.dialled"}
    assert dialled == {"180", "901", "401"}


def test_what_no_call_reaches_rings_nobody() -> None:
    assert {each.code for each in who_rings(small(NODES), "182")} == {"rings.dialled"}
    assert who_rings(small(NODES), "199") == ()


def test_words_name_phone_line_and_way() -> None:
    told = [each for each in who_rings(small(NODES), "181") if each.line == "a1"]
    words = say(told[0].code, told[0].facts, "en")
    assert all(each in words for each in ("901", "A1", "menu:key-1"))
