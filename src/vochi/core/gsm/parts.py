"""How a text goes over the air: alphabet and parts (3GPP TS 23.038, 23.040).

    count("привет")  -> Parts(encoding="ucs2", parts=1, left=64)
    split(text)      -> the parts as a network carries them
    clean(text)      -> what may be sent of a text of people

A text whose letters are all of the GSM alphabet takes 7 bits a letter, any other 16. A letter of
the extension table takes two places, so does one beyond U+FFFF; neither is cut in two.
"""

import re
from collections.abc import Iterator
from typing import Literal

from vochi.core.frozen import Frozen

Encoding = Literal["gsm7", "ucs2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")
#: Places in a message of one part, and in each part of a longer one (a header of 6 bytes).
SINGLE: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
JOINED: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}
#: What a GoIP takes at once, in bytes of UTF-8.
MOST_BYTES = 3000
#: Control characters but the line feed, halves of surrogate pairs, and marks that turn text about.
_HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Parts(Frozen):
    """`parts` is what the network counts; `left` places are free in the last one."""

    encoding: Encoding
    parts: int
    left: int


def encoding_of(text: str) -> Encoding:
    """The narrowest alphabet that has all letters of a text."""
    return "gsm7" if all(each in _BASIC or each in _EXTENSION for each in text) else "ucs2"


def places(text: str, encoding: Encoding) -> int:
    """How many septets (`gsm7`) or units of 16 bits a text takes."""
    return sum(_width(letter, encoding) for letter in text)


def count(text: str) -> Parts:
    """Encoding and number of parts; an empty text is one empty part."""
    encoding = encoding_of(text)
    taken = places(text, encoding)
    if taken <= SINGLE[encoding]:
        return Parts(encoding=encoding, parts=1, left=SINGLE[encoding] - taken)
    parts, used = 0, 0
    for parts, part in enumerate(_cut(text, encoding), start=1):  # noqa: B007 - of the last one
        used = places(part, encoding)
    return Parts(encoding=encoding, parts=parts, left=JOINED[encoding] - used)


def split(text: str) -> tuple[str, ...]:
    """The parts, in order; joined they are the text."""
    encoding = encoding_of(text)
    if places(text, encoding) <= SINGLE[encoding]:
        return (text,)
    return tuple(_cut(text, encoding))


def is_full(part: str) -> bool:
    """Whether a text is as long as a part of a longer message that goes on.

    Headers of 16-bit references take one place more, and a letter of two places may not have fitted
    in. A part of a Cyrillic message may hold nothing but Latin letters or digits.
    """
    wide = places(part, "ucs2")
    if JOINED["ucs2"] - 2 <= wide <= JOINED["ucs2"]:
        return True
    if encoding_of(part) != "gsm7":
        return False
    return JOINED["gsm7"] - 2 <= places(part, "gsm7") <= JOINED["gsm7"]


def clean(text: str) -> str:
    """What may go to a network of what people typed: line ends of one kind, nothing invisible."""
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _HARMFUL.sub("", lined).strip()


def _cut(text: str, encoding: Encoding) -> Iterator[str]:
    room = JOINED[encoding]
    begin, used = 0, 0
    for place, letter in enumerate(text):
        width = _width(letter, encoding)
        if used + width > room:
            yield text[begin:place]
            begin, used = place, 0
        used += width
    yield text[begin:]


def _width(letter: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return 2 if letter in _EXTENSION else 1
    return 2 if ord(letter) > 0xFFFF else 1
