"""Laws of promises: nobody forgotten, nobody called twice, whatever order the facts came in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.promises.contact import Contact
from vochi.core.promises.fold import fold
from vochi.core.promises.obligation import Obligation
from vochi.core.promises.word import Word

NINE = datetime(2026, 5, 19, 9, tzinfo=UTC)
NUMBERS = ("+375291111111", "+375292222222", "+375333333333")
law = settings(max_examples=150, deadline=None)


def minute(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


def missed(call: int, at: float, **more: Any) -> Contact:
    return Contact.model_validate(
        {"call": call, "number": NUMBERS[0], "began_at": minute(at), "ended_at": minute(at + 0.5),
         "due_at": minute(at + 15.5), "missed_at": minute(at), "waited": 30.0} | more
    )  # fmt: skip


def reached(call: int, at: float, **more: Any) -> Contact:
    return Contact.model_validate(
        {"call": call, "number": NUMBERS[0], "began_at": minute(at - 0.2), "by": "181",
         "ended_at": minute(at + 3), "due_at": minute(at), "reached_at": minute(at)} | more
    )  # fmt: skip


def tried(call: int, at: float, **more: Any) -> Contact:
    return Contact.model_validate(
        {"call": call, "number": NUMBERS[0], "began_at": minute(at), "ended_at": minute(at + 0.5),
         "due_at": minute(at + 30.5), "tried_at": minute(at), "by": "182", "why": "busy",
         "is_incoming": False} | more
    )  # fmt: skip


def word(number: int, what: str, at: float, place: float | None = None, **more: Any) -> Word:
    return Word.model_validate(
        {"id": number, "what": what, "number": NUMBERS[0], "at": minute(at),
         "place": minute(at if place is None else place), "name": "Анна"} | more
    )  # fmt: skip


def only(found: tuple[Obligation, ...]) -> Obligation:
    (it,) = found
    return it


def test_calls_in_vain_are_one_promise_till_he_is_reached() -> None:
    it = only(fold([missed(1, 0), missed(2, 5, number=NUMBERS[1], waited=44.0)], []))
    assert (it.state, it.times, it.longest_wait, it.calls) == ("open", 2, 44.0, (1, 2))
    assert (it.opened_at, it.due_at, it.number) == (minute(0), minute(15.5), NUMBERS[1])
    it = only(fold([missed(1, 0), missed(2, 5), reached(3, 7, number=NUMBERS[2])], []))
    assert (it.state, it.how, it.by, it.by_call) == ("kept", "came", "181", 3)
    assert it.closed_at == minute(10)
    again = fold([missed(1, 0), reached(2, 7), missed(3, 20)], [])
    assert [each.state for each in again] == ["kept", "open"]


def test_a_call_back_that_fails_leaves_it_open_and_due_later() -> None:
    it = only(fold([missed(1, 0), tried(2, 10)], []))
    assert (it.state, it.kind, it.tries, it.due_at) == (
        "open", "callback_failed", 1, minute(40.5),
    )  # fmt: skip
    assert it.tried is not None
    assert (it.tried.by, it.tried.why) == ("182", "busy")
    it = only(fold([missed(1, 0), tried(2, 10), missed(3, 12)], []))
    assert (it.kind, it.due_at, it.tries) == ("missed", minute(27.5), 1)
    called = reached(4, 20, is_incoming=False)
    it = only(fold([missed(1, 0), tried(2, 10), called], []))
    assert (it.state, it.how) == ("kept", "called")
    assert fold([tried(2, 10)], []) == (), "a call that nobody waited for is owed to nobody"


def test_the_weightiest_reason_names_it() -> None:
    mail, wish = missed(2, 5, message=18.0), missed(3, 6, has_asked=True)
    assert only(fold([missed(1, 0), mail], [])).kind == "voicemail"
    it = only(fold([missed(1, 0), mail, wish], []))
    assert (it.kind, it.reasons) == ("callback_asked", ("missed", "voicemail", "callback_asked"))
    assert (it.message_call, it.message, it.last_call) == (2, 18.0, 3)
    hand = word(1, "promised", 8, due_at=minute(300), text="прайс", owner="anna")
    it = only(fold([missed(1, 0), mail, wish], [hand]))
    assert (it.kind, it.text, it.owner, it.due_at) == ("promised", "прайс", "anna", minute(15.5))


def test_a_promise_by_hand_is_kept_by_the_next_talk_not_by_the_one_it_was_made_in() -> None:
    hand = word(1, "promised", 8, due_at=minute(300))
    assert only(fold([reached(1, 7)], [hand])).state == "open"
    assert only(fold([reached(1, 7), reached(2, 100)], [hand])).state == "kept"


def test_a_transfer_that_lost_him_is_owed_though_he_had_been_reached() -> None:
    it = only(fold([reached(1, 2, missed_at=minute(4), lost=True)], []))
    assert (it.state, it.lost, it.opened_at) == ("open", True, minute(4))


def test_what_came_to_light_after_a_closing_is_not_closed_by_it() -> None:
    closing = word(1, "closed", 30, place=0, reason="settled")
    done = only(fold([missed(1, 0)], [closing]))
    assert (done.state, done.how, done.by, done.reason) == ("closed", "hand", "Анна", "settled")
    assert done.closed_at == minute(30)
    late = fold([missed(1, 0), missed(2, 20)], [closing])
    assert [each.state for each in late] == ["closed", "open"], "nobody had seen the second call"


def test_what_was_kept_is_opened_again_by_a_word() -> None:
    again = word(1, "again", 60, place=7, due_at=minute(75))
    it = only(fold([missed(1, 0), reached(2, 7)], [again]))
    assert (it.state, it.how, it.by, it.due_at, it.times) == ("open", None, "", minute(75), 1)
    assert only(fold([missed(1, 0), reached(2, 7), reached(3, 80)], [again])).state == "kept"


def test_who_takes_it_owns_it_till_it_is_over() -> None:
    takes = [word(1, "taken", 3, place=0, owner="boris"), word(2, "taken", 4, place=0, owner="")]
    assert only(fold([missed(1, 0)], takes[:1])).owner == "boris"
    assert only(fold([missed(1, 0)], takes)).owner == ""
    two = fold([missed(1, 0), reached(2, 9), missed(3, 20)], takes[:1])
    assert [each.owner for each in two] == ["boris", ""]


# --- laws ----------------------------------------------------------------------------------------


@st.composite
def facts(draw: st.DrawFn) -> tuple[list[Contact], list[Word]]:
    """Calls and words of one client at any times, several at the same moment too."""
    times = st.integers(0, 12)
    contacts: list[Contact] = []
    for call in range(1, draw(st.integers(0, 9)) + 1):
        at, number = draw(times), draw(st.sampled_from(NUMBERS))
        kind = draw(st.sampled_from(["missed", "missed", "reached", "tried", "lost"]))
        if kind == "lost":
            contacts.append(
                reached(call, at, number=number, missed_at=minute(at + draw(st.integers(1, 3))))
            )
        else:
            make = {"missed": missed, "reached": reached, "tried": tried}[kind]
            contacts.append(make(call, at, number=number))
    words = [
        word(number, draw(st.sampled_from(["promised", "web", "taken", "closed", "again"])),
             draw(times) + 20, place=draw(times), owner=draw(st.sampled_from(["", "anna"])))
        for number in range(1, draw(st.integers(0, 5)) + 1)
    ]  # fmt: skip
    return contacts, words


def is_owed(contacts: list[Contact], words: list[Word]) -> bool:
    """Whether a call is owed, said without a fold: something opened it that nothing closed."""
    opened = [c.missed_at for c in contacts if c.missed_at]
    opened += [w.place for w in words if w.what in {"promised", "web"}]
    ended = [c.reached_at for c in contacts if c.reached_at]
    ended += [w.place for w in words if w.what == "closed"]
    return bool(opened) and max(opened) > max(ended, default=minute(-1))


@law
@given(facts())
def test_nobody_is_forgotten_and_nobody_is_owed_two_calls(
    given_facts: tuple[list[Contact], list[Word]],
) -> None:
    contacts, words = given_facts
    found = fold(contacts, words)
    assert sum(it.state == "open" for it in found) <= 1
    owed = [call for it in found for call in it.calls]
    assert sorted(owed) == sorted(c.call for c in contacts if c.missed_at), "each in one promise"
    assert [it.opened_at for it in found] == sorted(it.opened_at for it in found)
    for it in found:
        assert (it.state == "open") == (it.closed_at is None)
        if it.state == "kept":
            (keeper,) = (c for c in contacts if c.call == it.by_call)
            assert keeper.reached_at is not None
            assert keeper.reached_at >= it.last_at, "he was reached after he was owed"
    if not any(w.what == "again" for w in words):
        assert any(it.state == "open" for it in found) == is_owed(contacts, words)


@law
@given(facts(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    given_facts: tuple[list[Contact], list[Word]], dice: Any
) -> None:
    contacts, words = given_facts
    found = fold(contacts, words)
    dice.shuffle(contacts)
    dice.shuffle(words)
    assert fold(contacts, words) == found


@law
@given(facts(), st.integers(0, 12))
def test_a_fold_from_the_middle_gives_what_the_whole_gives(
    given_facts: tuple[list[Contact], list[Word]], at: int
) -> None:
    """As `hub.promises.derive` begins: where the last promise before the change was settled."""
    contacts, words = given_facts
    whole = fold(contacts, words)
    since, last, before = minute(at), None, 0
    begun = [n for n, it in enumerate(whole) if it.opened_at <= since]
    if begun:
        newest = begun[-1]
        it = whole[newest]
        if it.settled is not None and it.settled < since:
            last, before = it, newest
        else:
            since, before = it.opened_at, newest
            if newest:
                last, before = whole[newest - 1], newest - 1
    assert whole[:before] + fold(contacts, words, last, since) == whole


@law
@given(facts(), facts())
def test_clients_that_are_joined_and_parted_again_are_as_before(
    one: tuple[list[Contact], list[Word]], other: tuple[list[Contact], list[Word]]
) -> None:
    theirs = [c.model_copy(update={"call": c.call + 100}) for c in other[0]]
    said = [w.model_copy(update={"id": w.id + 100}) for w in other[1]]
    joined = fold([*one[0], *theirs], [*one[1], *said])
    assert sum(it.state == "open" for it in joined) <= 1, "one client, one promise"
    calls = sorted(call for it in joined for call in it.calls)
    assert calls == sorted(c.call for c in [*one[0], *theirs] if c.missed_at)
    assert fold(*one) == fold(list(one[0]), list(one[1]))


@pytest.mark.parametrize("text", ["x" * 900])
def test_what_is_promised_stays_of_a_size(text: str) -> None:
    words = [word(n, "promised", n, text=text[:300]) for n in range(5)]
    assert len(only(fold([], words)).text) <= 500
