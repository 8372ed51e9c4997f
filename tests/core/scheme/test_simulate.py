"""One life has one tale: the semantics that Asterisk is seen to have in tests/engine."""

import pytest

from vochi.core.scheme.life import Life, Tale
from vochi.core.scheme.simulate import simulate
from vochi.core.wording import TABLES, say
from vochi.lab.trials import draw

from .small import WORDS, Doc, life, small

RING: Doc = {"kind": "ring", "targets": ["901"], "seconds": 20, "exits": {"nobody": "bye"}}
GREETED = {
    "hello": {"kind": "greeting", "prompt": "hello", "exits": {"next": "ring"}},
    "ring": RING,
    "bye": WORDS,
}
MENU = {
    "menu": {
        "kind": "menu", "prompt": "menu", "keys": ["1"], "wait": 5, "attempts": 2,
        "exits": {"key-1": "ring", "timeout": "bye", "wrong": "bye"},
    },
    "ring": RING,
    "bye": WORDS,
}  # fmt: skip


def ports(tale: Tale) -> list[str]:
    return [f"{node}:{port or '.'}" for _, node, port in tale.path]


def test_a_greeting_is_heard_to_its_end_before_phones_ring() -> None:
    tale = simulate(small(GREETED), life(phones={"181": {"answers": 3}}))
    assert (tale.end, tale.answered_by, tale.waited) == ("talk", "181", 7)
    assert [m.at for m in tale.moments if m.code == "life.rings"] == [4, 4, 4]


def test_the_first_phone_to_answer_wins_and_a_late_one_is_too_late() -> None:
    tale = simulate(small(GREETED), life(phones={"180-2": {"answers": 2.5}, "181": {"answers": 3}}))
    assert (tale.answered_by, tale.waited) == ("180", 6.5)
    late = simulate(small(GREETED), life(phones={"181": {"answers": 20}}))
    assert (late.end, ports(late)[-2:]) == ("hung_up", ["ring:nobody", "bye:."])


def test_busy_and_unplugged_phones_do_not_ring_and_take_no_time() -> None:
    phones = {"180": {"state": "busy"}, "180-2": {"state": "offline"}, "181": {"state": "busy"}}
    tale = simulate(small(GREETED), life(phones=phones))
    assert [m.facts["not_rung"] for m in tale.moments if m.code == "life.not_rung"] == [
        "busy", "offline", "busy",
    ]  # fmt: skip
    assert next(m.at for m in tale.moments if m.facts.get("node") == "bye") == 4


def test_who_is_away_is_not_rung_and_a_forward_is_followed_once() -> None:
    away = {"180": "dnd", "181": "to:182"}
    tale = simulate(small(GREETED), life(away=away, phones={"182": {"answers": 1}}))
    assert (tale.answered_by, tale.waited) == ("182", 5)
    circle = simulate(small(GREETED), life(away={"180": "dnd", "181": "to:182", "182": "to:181"}))
    assert circle.end == "hung_up"


def test_an_impatient_caller_gives_up_in_the_node_where_he_is() -> None:
    tale = simulate(small(GREETED), life(patience=9))
    assert (tale.end, tale.waited, ports(tale)[-1]) == ("gave_up", 9, "ring:.")
    assert tale.moments[-1].code == "life.gives_up"


@pytest.mark.parametrize(
    ("keys", "way"),
    [
        ([{"digits": "1"}], "menu:key-1"),
        ([{"digits": "7"}, {"digits": "1"}], "menu:key-1"),
        ([{"digits": ""}, {"digits": "1"}], "menu:key-1"),
        ([{"digits": "7"}, {"digits": "7"}], "menu:wrong"),
        ([], "menu:timeout"),
        ([{"digits": "1", "after": 60}, {"digits": "1", "after": 60}], "menu:timeout"),
    ],
)
def test_keys_are_used_up_one_by_one(keys: list[Doc], way: str) -> None:
    assert ports(simulate(small(MENU), life(keys=keys)))[1] == way


def test_follow_me_rings_on_into_the_next_step() -> None:
    nodes = {"ring": RING | {"targets": ["401"], "seconds": 60}, "bye": WORDS}
    tale = simulate(small(nodes), life(phones={"180": {"answers": 12}}))
    assert (tale.answered_by, tale.waited) == ("180", 12)
    second = simulate(small(nodes), life(phones={"181": {"answers": 3}}))
    assert (second.answered_by, second.waited) == ("181", 13)


def test_an_outside_number_needs_a_line_that_is_free() -> None:
    nodes = {
        "far": {"kind": "external", "number": "+375297777777", "outbound": "all", "seconds": 20,
                "exits": {"nobody": "bye", "no_line": "bye"}},
        "bye": WORDS,
    }  # fmt: skip
    outside = {"+375297777777": {"answers": 4}}
    # The line of the call itself is a SIM card and carries it already.
    assert simulate(small(nodes), life(outside=outside)).answered_by == "+375297777777"
    full = simulate(small(nodes), life(outside=outside, lines={"a2": "busy"}))
    assert ports(full)[1] == "far:no_line"


def test_the_voicemail_of_a_mobile_never_wins() -> None:
    nodes = {
        "far": {"kind": "external", "number": "+375297777777", "outbound": "all", "seconds": 20,
                "confirm": True, "exits": {"nobody": "bye", "no_line": "bye"}},
        "bye": WORDS,
    }  # fmt: skip
    person = {"+375297777777": {"answers": 4, "accepts_after": 3}}
    assert simulate(small(nodes), life(outside=person)).waited == 7
    voicemail = {"+375297777777": {"answers": 4, "accepts_after": None}}
    assert ports(simulate(small(nodes), life(outside=voicemail)))[1] == "far:nobody"


def test_the_notice_of_recording_comes_before_all() -> None:
    policy = {"policy": {"recording": {"notice": ["in"], "notice_prompt": "menu"}}}
    tale = simulate(small(GREETED, **policy), life(phones={"181": {"answers": 3}}))
    assert tale.waited == 10
    hasty = simulate(small(GREETED, **policy), life(patience=1))
    assert (hasty.end, hasty.waited, hasty.path) == ("gave_up", 1, ())


def test_a_circle_is_cut() -> None:
    nodes = {
        "hello": {"kind": "greeting", "prompt": "hello", "exits": {"next": "ring"}},
        "ring": RING | {"exits": {"nobody": "hello"}},
    }
    assert simulate(small(nodes), life()).end == "loop"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"line": "nowhere"}, "life.unknown_line"),
        ({"lines": {"a1": "busy"}}, "life.line_busy"),
        ({"lines": {"a1": "down"}}, "life.line_down"),
    ],
)
def test_a_call_that_cannot_come(more: Doc, code: str) -> None:
    tale = simulate(small(GREETED), life(**more))
    assert (tale.end, tale.moments[-1].code, tale.path) == ("no_scheme", code, ())


def test_an_office_with_errors_is_read_as_far_as_it_goes() -> None:
    nodes = {"hello": {"kind": "greeting", "prompt": "gone", "exits": {"next": "nowhere"}}}
    assert simulate(small(nodes), life()).moments[-1].code == "life.nowhere"
    nodes = {"over": {"kind": "go_to", "scheme": "deleted"}}
    assert simulate(small(nodes), life()).moments[-1].code == "life.nowhere"


def test_a_hidden_caller_has_no_card_and_no_manager() -> None:
    nodes = {
        "known": {"kind": "client", "test": {"what": "known"},
                  "exits": {"yes": "bye", "no": "own"}},
        "own": {"kind": "manager", "exits": {"none": "bye", "nobody": "known"}},
        "bye": WORDS,
    }  # fmt: skip
    client = {"known": True, "responsible": "180"}
    assert ports(simulate(small(nodes), life(client=client, caller="")))[1:3] == [
        "known:no", "own:none",
    ]  # fmt: skip
    assert ports(simulate(small(nodes), life(client=client)))[1] == "known:yes"


def test_hostile_callers_are_data() -> None:
    for caller in ("${SHELL(id)}", "'; DROP TABLE", "{0.__class__}", "\x00\u202e", "9" * 500):
        tale = simulate(small(GREETED), life(caller=caller))
        assert tale.moments[0].facts["caller"] == caller
        assert caller in say("life.comes", tale.moments[0].facts, "ru")


def test_every_moment_of_random_lives_has_words() -> None:
    codes: set[str] = set()
    for seed in range(12):
        trial = draw(seed)
        for each in trial.lives:
            tale = simulate(trial.office, each)
            assert tale == simulate(trial.office, Life.model_validate_json(each.model_dump_json()))
            assert [m.at for m in tale.moments] == sorted(m.at for m in tale.moments)
            codes |= {moment.code for moment in tale.moments} | {f"life.end.{tale.end}"}
    assert {"life.answered", "life.not_rung", "life.presses"} <= codes
    for table in TABLES.values():
        assert codes <= set(table)
