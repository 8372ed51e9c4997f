"""What calls that a real Asterisk wrote mean for promises to their clients."""

from datetime import timedelta
from typing import Any

import pytest
from tests.core.calls.table import died, entries

from vochi.core.calls.fold import fold
from vochi.core.office.document import Office
from vochi.core.promises.contact import Contact, contact_of
from vochi.core.promises.deadline import Deadlines

OFFICE = Office.model_validate(
    {"company": {"name": "Ромашка"}, "policy": {"promises": {"reached_seconds": 1}}}
)
PATIENT = Office.model_validate({"company": {"name": "Ромашка"}})


def contacts(name: str, office: Office = OFFICE, **more: Any) -> list[Contact | None]:
    calls = fold(entries(name))
    return [
        contact_of(number, call, Deadlines(office), **more) for number, call in enumerate(calls, 1)
    ]


def only(name: str, office: Office = OFFICE, **more: Any) -> Contact:
    (found,) = (each for each in contacts(name, office, **more) if each is not None)
    return found


@pytest.mark.parametrize(
    "name", ["in_missed", "in_gave_up", "in_all_busy", "in_unregistered", "in_rejected",
             "in_greeting_missed", "in_hunting_outside", "hand_follow_left", "hand_queue_timeout"]
)  # fmt: skip
def test_whom_nobody_talked_with_is_missed(name: str) -> None:
    it = only(name)
    assert it.missed_at == it.began_at
    assert (it.reached_at, it.tried_at, it.kind, it.lost) == (None, None, "missed", False)


def test_who_gave_up_at_once_counts_and_is_marked() -> None:
    assert only("in_gave_up").is_short
    assert not only("in_missed").is_short, "we let him ring till the end"
    assert not only("in_rejected").is_short, "it was we who hung up"


def test_a_message_and_a_wish_are_more_than_a_missed_call() -> None:
    assert (only("hand_mail").kind, only("hand_mail").message is not None) == ("voicemail", True)
    assert only("hand_queue_key").kind == "callback_asked"


@pytest.mark.parametrize("name", ["in_blind_refer_nobody", "hand_park_left", "hand_blind_busy"])
def test_a_client_lost_while_he_was_handed_on_is_missed_after_he_was_reached(name: str) -> None:
    it = only(name)
    assert it.lost
    assert it.reached_at is not None
    assert it.missed_at is not None
    assert it.missed_at > it.reached_at


@pytest.mark.parametrize(
    "name", ["in_blind_refer", "in_attended", "hand_conference_moved", "hand_park_taken",
             "hand_park_back", "hand_pull", "transfer_refused", "in_transfer_outside"]
)  # fmt: skip
def test_a_client_who_found_somebody_is_not_lost(name: str) -> None:
    assert all(it is None or it.missed_at is None for it in contacts(name))


def test_a_call_of_ours_that_he_did_not_take_is_a_try() -> None:
    for name, by, why in (("out_busy", "181", "busy"), ("out_no_answer", "181", "no_answer")):
        it = only(name)
        assert it.tried_at == it.began_at
        assert (it.by, it.why, it.missed_at, it.reached_at) == (by, why, None, None)


@pytest.mark.parametrize("name", ["out_click_agent_silent", "out_no_line", "pin_wrong"])
def test_a_call_that_never_rang_at_his_is_no_try(name: str) -> None:
    assert contacts(name) in ([None], [])


def test_a_talk_too_short_reaches_nobody() -> None:
    assert only("out_answered").reached_at is not None
    short = only("out_answered", PATIENT)
    assert (short.reached_at, short.tried_at) == (None, short.began_at)


def test_calls_inside_mean_nothing() -> None:
    assert contacts("int_no_answer") == [None]


def test_who_was_turned_away_as_unwanted_is_owed_nothing() -> None:
    assert contacts("in_missed", is_unwanted=True) == [None]


def test_who_was_cut_off_by_a_crash_before_anybody_answered_is_missed() -> None:
    log = entries("killed_ringing")
    (call,) = fold([*log, died(log)])
    it = contact_of(1, call, Deadlines(OFFICE))
    assert it is not None
    assert (it.missed_at, it.why) == (it.began_at, "interrupted")


def test_a_hidden_caller_stands_alone_and_only_when_he_said_something() -> None:
    (call,) = fold(entries("in_missed"))
    hidden = call.model_copy(update={"client": ""})
    assert contact_of(7, hidden, Deadlines(OFFICE)) is None
    (mail,) = fold(entries("hand_mail"))
    it = contact_of(7, mail.model_copy(update={"client": ""}), Deadlines(OFFICE))
    assert it is not None
    assert it.number == "h7"


def test_the_clock_runs_from_the_end_of_the_call() -> None:
    it = only("in_missed")
    assert it.due_at == it.ended_at + timedelta(minutes=15)
