"""What our own events add to a call, hostile values included; told on recorded channels."""

from collections.abc import Iterable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import fold
from vochi.core.calls.vocabulary import EventName

from .table import bodies, following, journal, law
from .test_fold import check

Rows = list[dict[str, str]]
EVENTS = EventName.__args__  # type: ignore[attr-defined]


def with_event(rows: Rows, place: int, event: str, **said: str) -> Rows:
    """A user event on the channel of row `place`, at its moment."""
    extra = "&".join(f"{key}={quote(value, safe='')}" for key, value in said.items())
    told = {**rows[place], "EventType": event, "EventExtra": f'{{"extra":"{extra}"}}'}
    return [*rows[: place + 1], told, *rows[place + 1 :]]


def events(name: str, told: Iterable[tuple[str, dict[str, str]]], place: int = 3) -> Call:
    rows = bodies(name)
    for event, said in told:
        rows = with_event(rows, place, event, **said)
        place += 1
    (call,) = fold(journal(rows))
    check(call)
    return call


def test_tags_source_score_and_callback() -> None:
    call = events(
        "in_answered",
        [
            ("V_TAG", {"tag": "vip"}),
            ("V_TAG", {"tag": "vip"}),
            ("V_TAG", {"source": "site"}),
            ("V_TAG", {"source": "avito"}),
            ("V_BACK", {"scheme": "main", "node": "n5"}),
            ("V_SCORE", {"ext": "181", "score": "4"}),
            ("V_SCORE", {"ext": "181", "score": "5"}),
        ],
    )
    assert (call.tags, call.source, call.score) == (("vip",), "avito", 5)
    assert call.callback_asked_at is not None
    assert call.callback_asked_at >= call.started_at
    assert call.result == "answered"


@pytest.mark.parametrize(
    ("said", "kind"),
    [({}, "blind"), ({"kind": "attended"}, "attended"), ({"kind": "third"}, "third"),
     ({"kind": "pull"}, "blind")],
)  # fmt: skip
def test_a_transfer_that_was_refused(said: dict[str, str], kind: str) -> None:
    told = {"by": "180", "to": "+375296555555", "why": "no_line", **said}
    (move,) = events("in_answered", [("V_XFER", told)]).transfers
    assert (move.kind, move.by, move.why) == (kind, "180", "no_line")


@pytest.mark.parametrize("score", ["", "12", "-1", "x", "٣"])
def test_a_score_that_is_none(score: str) -> None:
    assert events("in_answered", [("V_SCORE", {"score": score})]).score is None


def test_a_message_is_still_a_missed_call_and_finds_its_file() -> None:
    rows = with_event(bodies("in_missed"), 8, "V_MAIL", file="x", owner="901", seconds="12")
    whole = journal(rows)
    unique_id = rows[8]["UniqueID"]
    body = {"unique_id": unique_id, "linked_id": unique_id, "sha256": "a" * 64,
            "seconds": 11.5, "format": "mp3"}  # fmt: skip
    late = following(whole, "message", body, whole[-1].at)
    for entries in ([*whole, late], [late, *whole]):
        (call,) = fold(entries)
        (message,) = call.messages
        assert call.result == "missed"
        assert (message.owner, message.seconds, message.sha256) == ("901", 11.5, "a" * 64)
        assert all(mark.unique_id != "" for mark in call.recordings)
    (call,) = fold(whole)
    assert (call.messages[0].seconds, call.messages[0].sha256) == (12.0, None)


@pytest.mark.parametrize(
    ("why", "result"),
    [("closed", "refused"), ("limit", "refused"), ("unsigned", "refused"), ("pin", "refused"),
     ("empty_slot", "failed")],
)  # fmt: skip
def test_new_ends(why: str, result: str) -> None:
    rows = bodies("out_refused")
    rows = [row for row in rows if row["ChanName"].startswith("PJSIP/181-")]
    (call,) = fold(journal(with_event(rows, len(rows) - 4, "V_END", why=why)))
    assert (call.result, call.end_reason) == (result, why)


@pytest.mark.parametrize(
    ("diverted", "via"),
    [("", None), ("anonymous", None), ("80172000001", "+375172000001"), ("<b>12", None)],
)
def test_the_old_number_that_was_dialled(diverted: str, via: str | None) -> None:
    """Operators tell it in Diversion, which is the column rdnis."""
    rows = [{**row, "rdnis": diverted} for row in bodies("in_answered")]
    (call,) = fold(journal(rows))
    assert call.via == via
    (call,) = fold(journal({**row, "rdnis": diverted} for row in bodies("out_answered")))
    assert call.via is None


def test_a_limit_that_warns_cuts_nothing() -> None:
    warned = events("in_answered", [("V_LIMIT", {"what": "day", "out": "warned"})])
    assert warned.limit is None
    cut = events("in_answered", [("V_LIMIT", {"what": "call", "out": "cut"})])
    assert (cut.limit, cut.result) == ("call", "answered")


@pytest.mark.parametrize("mode", ["listen", "whisper", "barge"])
def test_who_listens_never_talked(mode: str) -> None:
    rows = bodies("hand_spy")
    told = next(row for row in rows if row["EventType"] == "V_SPY")
    told["EventExtra"] = told["EventExtra"].replace("mode=listen", f"mode={mode}")
    (call,) = fold(journal(rows))
    assert call.listeners == ("183",)
    assert {talk.employee for talk in call.talks} == {"181"}
    assert [mark.what for mark in call.marks] == [mode]
    assert next(leg for leg in call.legs if leg.endpoint == "183").end == "answered"


def test_a_refused_listener_is_told_nowhere_and_joins_nothing() -> None:
    rows = bodies("hand_spy")
    told = next(row for row in rows if row["EventType"] == "V_SPY")
    told["EventExtra"] = told["EventExtra"].replace('"}', '&out=refused"}')
    (call,) = fold(journal(rows))
    assert (call.listeners, call.marks) == ((), ())
    assert all(leg.endpoint != "183" for leg in call.legs)


def test_a_transfer_that_came_back_is_told_once() -> None:
    call = events(
        "in_blind_refer_nobody",
        [("V_XFER", {"by": "181", "to": "183", "why": "no_target"})],
        place=next(n for n, row in enumerate(bodies("in_blind_refer_nobody"))
                   if row["EventType"] == "BLINDTRANSFER") + 1,
    )  # fmt: skip
    assert [(move.kind, move.by, move.to, move.why) for move in call.transfers] == [
        ("blind", "181", "183", "no_target")
    ]


def test_a_parked_client_walks_down_the_chain() -> None:
    rows = bodies("hand_park_mail")
    (call,) = fold(journal(rows))
    (park,) = call.parks
    assert (park.slot, park.by, park.how, park.taken_by) == ("1", "181", "returned", None)
    assert [message.owner for message in call.messages] == ["181"]
    assert call.employee == "181"


def test_a_call_is_over_when_the_rows_of_its_end_are_lost_but_the_last() -> None:
    """Behind an attended transfer channels change their linked id, and no row tells it."""
    for name in ("in_answered", "hand_attended_refer", "hand_park_taken", "hand_pickup_group"):
        rows = bodies(name)
        (whole,) = fold(journal(rows))
        kept = [row for row in rows if row["EventType"] not in {"HANGUP", "CHAN_END"}]
        (call,) = fold(journal(kept))
        assert (call.state, call.result) == ("ended", whole.result), name
        lost = [row for row in rows if row["EventType"] != "LINKEDID_END"]
        (call,) = fold(journal(lost))
        assert (call.state, call.talks) == ("ended", whole.talks), name


def test_what_runs_when_somebody_hung_up_begins_no_call() -> None:
    rows = bodies("hand_spy")
    place = next(n for n, row in enumerate(rows) if row["EventType"] == "V_SPY")
    lone = [row for row in rows if row["ChanName"] == rows[place]["ChanName"]]
    told = with_event(lone, len(lone) - 4, "V_CALL", dir="int", **{"from": "183", "to": ""})
    told[len(lone) - 3]["Exten"] = "h"
    assert fold(journal(told)) == ()


texts = st.one_of(
    st.sampled_from(["", "180", "1", "enter", "left", "taken", "back", "refused", "dnd", "h",
                     "+375291234567", "9" * 400, "<b>", "\x00", "٣", "skipped"]),
    st.text(max_size=8),
)  # fmt: skip
SAID = ("dir", "from", "to", "why", "on", "out", "fm", "step", "line", "by", "what", "tag", "room",
        "source", "owner", "seconds", "ext", "state", "until", "who", "mode", "slot", "score",
        "key", "scheme", "node", "kind", "call", "via", "office")  # fmt: skip


@law
@given(
    st.sampled_from(["in_answered", "hand_park_taken", "hand_conference_outside", "out_click"]),
    st.lists(
        st.tuples(
            st.sampled_from(EVENTS), st.integers(0, 40),
            st.dictionaries(st.sampled_from(SAID), texts, max_size=5),
        ),
        min_size=1, max_size=6,
    ),
)  # fmt: skip
def test_any_words_of_ours_fold_to_sane_calls_in_any_order(name, told) -> None:
    rows = bodies(name)
    for event, place, said in told:
        rows = with_event(rows, place % len(rows), event, **said)
    whole: list[Entry] = journal(rows)
    calls = fold(whole)
    for call in calls:
        check(call)
    assert fold(reversed(whole)) == calls
