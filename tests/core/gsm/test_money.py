"""Balances and numbers in what operators answer."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gsm.answers import ANSWERS, HOSTILE
from vochi.core.gsm.money import Money, read_money, read_number
from vochi.core.numbers import Numbering


@pytest.mark.parametrize(("text", "profile", "cents", "currency"), ANSWERS)
def test_an_answer_is_read(text: str, profile: str, cents: int | None, currency: str) -> None:
    read = read_money(text, "", profile)
    if cents is None:
        assert isinstance(read, str)
    else:
        assert read == Money(cents, currency)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_quickly_done_with(text: str) -> None:
    began = perf_counter()
    for pattern in ("", "(a+)+$", r"(.*)*(\d*)*x", "баланс.*?([0-9 ]+).*руб"):
        read_money(text, pattern)
        read_number(text, pattern, Numbering())
    assert perf_counter() - began < 2.0


@given(st.text(max_size=400), st.text(max_size=60))
def test_nothing_raises(text: str, pattern: str) -> None:
    read_money(text, pattern)
    read_number(text, pattern, Numbering())


@given(
    cents=st.integers(-99_999_999, 99_999_999), comma=st.sampled_from(",."),
    unit=st.sampled_from(["BYN", "руб.", "р.", " руб", " byn"]),
    before=st.sampled_from(["Баланс: ", "Ваш баланс ", "Остаток на счете ", "Balance "]),
    after=st.sampled_from(["", ". До 31.12.2026", "; 100 мин", ". Лимит 50,00 руб."]),
)  # fmt: skip
def test_every_sum_comes_back(cents: int, comma: str, unit: str, before: str, after: str) -> None:
    told = f"{'-' if cents < 0 else ''}{abs(cents) // 100}{comma}{abs(cents) % 100:02d}"
    assert read_money(before + told + unit + after) == Money(cents, "BYN")


def test_a_profile_s_pattern_is_the_only_reader() -> None:
    text = "Main 3.00 BYN; bonus 10.00 BYN"
    assert read_money(text, r"bonus ([-0-9.,]+)") == Money(1000, "BYN")
    assert read_money(text, r"reserve ([0-9.]+)") == "pattern_missed"
    assert read_money(text, r"main [0-9.]+") == Money(300, "BYN")
    assert read_money(text, "(") == "pattern_bad"
    assert read_money("balance: minus 5", r"balance: (\w+)") == "pattern_missed"


@pytest.mark.parametrize(
    ("text", "pattern", "number"),
    [
        ("Ваш номер: +375 29 123-45-67", "", "+375291234567"),
        ("Номер 375291234567, тариф Смарт", "", "+375291234567"),
        ("Vash nomer 80291234567", "", "+375291234567"),
        ("+375291234567", "", "+375291234567"),
        ("Тел. (029) 123-45-67", "", "+375291234567"),
        ("Справка +375172000000. Ваш номер 291234567", "", "+375291234567"),
        ("ID 123456789012; num 375331112233", r"num ([0-9]+)", "+375331112233"),
        ("Ваш номер не определён", "", None),
        ("*100#375291234567#", "", None),
        ("12", "", None),
    ],
)
def test_an_own_number_is_read(text: str, pattern: str, number: str | None) -> None:
    assert read_number(text, pattern, Numbering()) == number
