"""Parts become whole messages, each part of exactly one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.gsm.entries import SmsIn, SmsPart
from vochi.core.gsm.joining import GAP, GUESSED_WINDOW, WINDOW, Joiner
from vochi.core.gsm.parts import split

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LONG = "Добрый день! Ваш заказ № 1029 собран и ждёт вас на Немиге, 5. " * 4
FOUR = split(LONG)


def part(
    text: str, key: str, place: int | None = None, parts: int | None = None, *,
    ref: int | None = 7, sender: str = "+375291112233", line: str = "a1-1",
) -> SmsPart:  # fmt: skip
    ref = None if place is None else ref
    return SmsPart(line=line, sender=sender, text=text, key=key, part=place, parts=parts, ref=ref)


def feed(joiner: Joiner, *parts: SmsPart, after: float = 1.0) -> tuple[SmsIn, ...]:
    found: tuple[SmsIn, ...] = ()
    for number, each in enumerate(parts):
        found += joiner.feed(each, NOW + timedelta(seconds=number * after), each.sender)
    return found


def test_a_short_one_is_whole_at_once() -> None:
    (found,) = feed(Joiner(), part("привет", "k1"))
    assert (found.text, found.parts, found.whole, found.keys) == ("привет", 1, True, ("k1",))


def test_headers_join_in_any_order_and_twice() -> None:
    told = [part(text, f"k{n}", n, 4) for n, text in enumerate(FOUR, start=1)]
    again = [part(text, f"again{n}", n, 4) for n, text in enumerate(FOUR, start=1)]
    (found,) = feed(Joiner(), told[2], told[0], again[0], told[2], told[3], again[3], told[1])
    assert (found.text, found.parts, found.whole) == (LONG, 4, True)
    assert set(found.keys) == {"k1", "k2", "k3", "k4", "again1", "again4"}


def test_without_headers_full_parts_go_on() -> None:
    told = [part(text, f"k{n}") for n, text in enumerate(FOUR)]
    (found,) = feed(Joiner(), *told)
    assert (found.text, found.parts, found.whole) == (LONG, 4, True)


def test_two_senders_do_not_mix() -> None:
    mine = [part(text, f"m{n}") for n, text in enumerate(FOUR)]
    other = [part(text, f"o{n}", sender="MTS") for n, text in enumerate(FOUR)]
    elsewhere = [part(text, f"e{n}", line="a1-2") for n, text in enumerate(FOUR)]
    mixed = [each for three in zip(mine, other, elsewhere, strict=True) for each in three]
    found = feed(Joiner(), *mixed)
    assert [(each.sender, each.line, each.text) for each in found] == [
        ("+375291112233", "a1-1", LONG), ("MTS", "a1-1", LONG), ("+375291112233", "a1-2", LONG),
    ]  # fmt: skip


def test_a_part_that_does_not_come() -> None:
    joiner = Joiner()
    assert feed(joiner, part(FOUR[0], "k1", 1, 4), part(FOUR[3], "k4", 4, 4)) == ()
    assert joiner.overdue(NOW + WINDOW) == ()
    (found,) = joiner.overdue(NOW + WINDOW + timedelta(seconds=1))
    assert found.text == FOUR[0] + GAP + GAP + FOUR[3]
    assert (found.whole, found.parts) == (False, 4)
    assert not joiner.is_waiting
    # it comes after all
    late = joiner.feed(part(FOUR[1], "k2", 2, 4), NOW + WINDOW * 2, "+375291112233")
    assert late == ()
    (alone,) = joiner.overdue(NOW + WINDOW * 3)
    assert (alone.text, alone.whole) == (GAP + FOUR[1] + GAP + GAP, False)


def test_a_guessed_end_that_does_not_come() -> None:
    joiner = Joiner()
    assert feed(joiner, part("я" * 67, "k1")) == ()
    (found,) = joiner.overdue(NOW + GUESSED_WINDOW)
    assert (found.text, found.whole) == ("я" * 67, True)  # it may have been as long as that
    two = feed(joiner, part("я" * 67, "k2"), part("я" * 67, "k3"))
    assert two == ()
    (found,) = joiner.overdue(NOW + GUESSED_WINDOW * 2)
    assert (found.text, found.whole) == ("я" * 134, False)


def test_a_reference_that_comes_round() -> None:
    joiner = Joiner()
    assert feed(joiner, part("раз", "k1", 1, 2)) == ()
    (old,) = feed(joiner, part("два", "k2", 1, 2))
    assert (old.text, old.whole) == ("раз" + GAP, False)
    (new,) = feed(joiner, part("!", "k3", 2, 2))
    assert (new.text, new.whole) == ("два!", True)


@pytest.mark.parametrize(
    ("place", "parts"), [(0, 2), (3, 2), (-1, -1), (1, 0), (1, 255), (2, None), (None, 2)]
)
def test_headers_that_cannot_be(place: int | None, parts: int | None) -> None:
    (found,) = feed(Joiner(), part("привет", "k1", place, parts))
    assert (found.text, found.whole) == ("привет", True)


@dataclass(frozen=True)
class Come:
    part: SmsPart
    after: float


comes = st.lists(
    st.builds(
        Come,
        st.builds(
            part,
            st.sampled_from(["a", "я" * 67, "x" * 153, "b" * 70, *FOUR]),
            st.integers(0, 40).map(str),
            st.sampled_from([None, 1, 2, 3]),
            st.sampled_from([None, 1, 2, 3]),
            ref=st.sampled_from([1, 2]),
            sender=st.sampled_from(["+375291112233", "MTS"]),
            line=st.sampled_from(["a1-1", "a1-2"]),
        ),
        st.sampled_from([0.0, 1.0, 30.0, 61.0, 1000.0]),
    ),
    max_size=30,
)


@settings(max_examples=200)
@given(comes=comes, dies=st.sets(st.integers(0, 30), max_size=3))
def test_each_part_is_in_exactly_one_message_through_deaths(
    comes: list[Come], dies: set[int]
) -> None:
    """At a death what was told is known (journal), what waits is fed again."""
    journal: list[tuple[SmsPart, datetime]] = []
    told: dict[str, SmsIn] = {}

    def tell(messages: tuple[SmsIn, ...]) -> None:
        for each in messages:
            assert told.setdefault(each.id, each) == each

    joiner, now = Joiner(), NOW
    for number, come in enumerate(comes):
        now += timedelta(seconds=come.after)
        if number in dies:
            joiner = Joiner()
            known = {(each.line, key) for each in told.values() for key in each.keys}
            for each, at in journal:
                if (each.line, each.key) not in known:
                    tell(joiner.feed(each, at, each.sender))
        if any((each.line, each.key) == (come.part.line, come.part.key) for each, _ in journal):
            continue  # the journal takes a key once
        journal.append((come.part, now))
        tell(joiner.feed(come.part, now, come.part.sender))
        tell(joiner.overdue(now))
    tell(joiner.overdue(now + WINDOW * 2))
    assert not joiner.is_waiting
    keys = sorted((each.line, key) for each in told.values() for key in each.keys)
    assert keys == sorted((each.line, each.key) for each, _ in journal)
    # no letter is lost
    for each, _ in journal:
        assert any(each.text in found.text for found in told.values() if each.key in found.keys)
