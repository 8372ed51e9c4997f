"""Patterns of administrators: as Python's, but bounded in time."""

import re
import warnings
from contextlib import suppress
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.characters import BadPattern
from vochi.core.gsm.pattern import Pattern

_PIECES = st.sampled_from(
    ["a", "b", "(a", ")", "(?:b", "|", "*", "+", "?", "*?", "{1,2}", "[ab]", "[^a]", ".", "^", "$",
     r"\b", r"\d", "1"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=9).map("".join), st.text("ab1 ", max_size=9))
def test_finds_what_python_finds(pattern: str, text: str) -> None:
    try:
        mine = Pattern(pattern)
    except BadPattern:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what another Python may read otherwise
        found = re.search(pattern, text)
    expected = None if found is None else found.group(1 if mine.groups else 0)
    assert mine.first(text) == expected


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*$", "(a*)*b", ".*.*.*.*.*.*x", "((((a*)*)*)*)*b", r"(\w+\s?)*!", "(a?){30}a"],
)
def test_a_catastrophe_takes_a_moment(pattern: str) -> None:
    began = perf_counter()
    Pattern(pattern).first("a" * 5000 + "?")
    assert perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "brackets"), (")", "brackets"), ("[a", "brackets"), ("a\\", "brackets"),
        ("*", "repeat"), ("a**", "repeat"), ("a{3,1}", "repeat"), ("a{9999}", "repeat"),
        ("a{1", "repeat"), ("^*", "repeat"), ("(?=a)", "unsupported"), (r"(a)\1", "unsupported"),
        ("[z-a]", "unsupported"), (r"\A", "unsupported"), ("(?i)a", "unsupported"),
        ("a" * 201, "too_long"), ("((a{50}){50}){50}", "too_big"), ("(" * 40 + ")" * 40, "too_big"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(BadPattern) as told:
        Pattern(pattern)
    assert told.value.why == why


@given(st.text(max_size=250), st.text(max_size=100))
def test_never_raises_else(pattern: str, text: str) -> None:
    with suppress(BadPattern):
        Pattern(pattern).first(text)
