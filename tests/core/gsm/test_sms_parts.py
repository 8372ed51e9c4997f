"""Sizes of messages by 3GPP TS 23.038 and 23.040 (protocols 3.5)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.parts import (
    JOINED,
    SINGLE,
    Parts,
    clean,
    count,
    encoding_of,
    is_full,
    places,
    split,
)


@pytest.mark.parametrize(
    ("text", "encoding", "parts", "left"),
    [
        ("", "gsm7", 1, 160),
        ("a" * 160, "gsm7", 1, 0),
        ("a" * 161, "gsm7", 2, 145),
        ("a" * 306, "gsm7", 2, 0),
        ("a" * 307, "gsm7", 3, 152),
        ("€" * 80, "gsm7", 1, 0),
        ("^{}\\[~]|€", "gsm7", 1, 142),
        # 152 letters leave one place: the euro goes to the next part, the place stays empty
        ("a" * 152 + "€" + "a" * 100, "gsm7", 2, 51),
        ("я" * 70, "ucs2", 1, 0),
        ("я" * 71, "ucs2", 2, 63),
        ("я" * 134, "ucs2", 2, 0),
        ("я" * 135, "ucs2", 3, 66),
        ("😀" * 35, "ucs2", 1, 0),
        # 33 pairs fill 66 of 67 places: the 34th is not cut in two
        ("😀" * 36, "ucs2", 2, 61),
        ("a" * 69 + "я", "ucs2", 1, 0),
        ("«»", "ucs2", 1, 68),
        ("`", "ucs2", 1, 69),
    ],
)
def test_count(text: str, encoding: str, parts: int, left: int) -> None:
    assert count(text) == Parts.model_validate({"encoding": encoding, "parts": parts, "left": left})


texts = st.one_of(
    st.text(st.sampled_from("aZ 9€[^я😀\n"), max_size=700),
    st.text(max_size=300),
    st.text(st.characters(categories=["Cs", "Cc", "Lu"]), max_size=50),
)


@given(texts)
def test_parts_are_the_text_and_fit(text: str) -> None:
    parts, counted = split(text), count(text)
    encoding = encoding_of(text)
    assert "".join(parts) == text
    assert (len(parts), encoding) == (counted.parts, counted.encoding)
    room = SINGLE if len(parts) == 1 else JOINED
    assert all(places(part, encoding) <= room[encoding] for part in parts)
    assert counted.left == room[encoding] - places(parts[-1], encoding) >= 0
    # no part could have taken the next letter
    for part, after in pairwise(parts):
        assert places(part + after[0], encoding) > JOINED[encoding]
        assert is_full(part)


@given(texts)
def test_what_is_sent_is_harmless(text: str) -> None:
    sent = clean(text)
    sent.encode()  # no halves of pairs
    assert all(letter.isprintable() or letter == "\n" or ord(letter) > 159 for letter in sent)
    assert clean(sent) == sent


def test_line_ends_and_tabs_stay_in_the_alphabet() -> None:
    assert clean(" a\r\nb\rc\td\x00\u202e ") == "a\nb\nc d"
    assert encoding_of(clean("a\tb")) == "gsm7"


@pytest.mark.parametrize(
    ("part", "full"),
    [
        ("a" * 153, True), ("a" * 151, True), ("a" * 150, False), ("a" * 160, False),
        ("я" * 67, True), ("я" * 66, True), ("я" * 64, False), ("я" * 70, False), ("1" * 67, True),
        ("", False), ("привет", False),
    ],
)  # fmt: skip
def test_full(part: str, *, full: bool) -> None:
    assert is_full(part) is full
