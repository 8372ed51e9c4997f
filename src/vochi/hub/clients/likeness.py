"""Whether two cards may be one person: names however they are spelt, numbers a digit apart. Pure.

Names are compared in Latin letters without legal forms, in any order of words; `skeleton` is the
key by which like ones are looked up, so that no card is compared with all others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vochi.hub.text import digits, fold_case

_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфхыэіў", "abvgdezijklmnoprstufhyeiu", strict=True)),
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ь": "", "ъ": "",
    "'": "", "’": "",
}  # fmt: skip
_TABLE: dict[int, str] = {ord(letter): latin for letter, latin in _LATIN.items()}
#: Forms of companies and persons in business: they tell nobody from another.
_FORMS = frozenset(
    {"ooo", "oao", "zao", "odo", "ao", "pao", "tov", "too", "ip", "chup", "up", "chtup", "pup",
     "rup", "kfh", "llc", "ltd", "inc", "gmbh", "co", "company", "firma"}
)  # fmt: skip
_SOUNDS = (
    ("kh", "h"), ("ph", "f"), ("ck", "k"), ("sch", "sh"), ("shch", "sh"), ("tz", "ts"), ("x", "ks"),
    ("iy", "i"), ("ij", "i"), ("yi", "i"), ("w", "v"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_TAIL = 7
#: Names as much alike as this are one name.
_NAME, _LOOSE = 0.86, 0.6
#: Digits of a subscriber that a slip of the finger may change; the code of a country stays.
_NATIONAL = 9


@dataclass(frozen=True)
class Face:
    """What two cards are compared by."""

    name: str
    company: str
    numbers: tuple[str, ...]
    emails: tuple[str, ...]


def latin(text: str) -> list[str]:
    """Words of a name in Latin letters, sorted, without legal forms."""
    plain = re.sub(r"[^\w]+", " ", fold_case(text).translate(_TABLE))
    return sorted(word for word in plain.split() if word not in _FORMS)


def skeleton(name: str, company: str) -> str:
    """The key of a name; empty when it tells too little: one word without a company."""
    words = latin(name)
    if len(words) < 2:
        words = sorted([*words, *latin(company)]) if company else []
    bones = [_bones(word) for word in words]
    said = " ".join(sorted(bone for bone in bones if bone))
    return said[:120] if len(said) >= 3 else ""


def _bones(word: str) -> str:
    for one, other in _SOUNDS:
        word = word.replace(one, other)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", word)) or word[:1]


def tail(number: str) -> str:
    """The last seven digits; empty when the number is shorter."""
    said = digits(number)
    return said[-_TAIL:] if len(said) >= _TAIL else ""


def slips(number: str) -> list[str]:
    """Numbers with one digit other: 81 of them; none for what is not E.164."""
    if not number.startswith("+") or len(number) < 11:
        return []
    first = max(2, len(number) - _NATIONAL)
    return [
        f"{number[:place]}{digit}{number[place + 1 :]}"
        for place in range(first, len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]


def why_alike(a: Face, b: Face) -> tuple[int, tuple[str, ...]]:
    """How much, 0 to 100, and why: `email`, `name`, `company`, `digit`, `tail`."""
    why: list[str] = []
    weight = 0
    names, companies = _near(a.name, b.name), _near(a.company, b.company)
    if set(a.emails) & set(b.emails):
        why.append("email")
        weight += 70 if _may_be(names) else 30
    is_name = names is not None and names >= _NAME
    if is_name and _may_be(companies):
        full = len(latin(a.name)) > 1 and len(latin(b.name)) > 1
        same = companies is not None and companies >= _NAME
        if full or same:
            why.append("name")
            weight += 55 if full and same else 45 if full or same else 0
    if names is None and companies is not None and companies >= _NAME:
        why.append("company")
        weight += 45
    if _may_be(names) and _may_be(companies):
        if _slipped(a.numbers, b.numbers):
            why.append("digit")
            weight += 45 if is_name else 25
        elif {tail(n) for n in a.numbers} & ({tail(n) for n in b.numbers} - {""}):
            why.append("tail")
            weight += 45 if is_name else 25
    return min(weight, 100), tuple(why)


def _may_be(near: float | None) -> bool:
    """Nothing is known of one of them, or they are alike by and large."""
    return near is None or near >= _LOOSE


def _near(a: str, b: str) -> float | None:
    one, other = latin(a), latin(b)
    if not one or not other:
        return None
    bones = [" ".join(sorted(map(_bones, words))) for words in (one, other)]
    if bones[0] == bones[1]:
        return max(_NAME, _ratio(one, other))
    few, many = sorted((set(one), set(other)), key=len)
    if len(few) > 1 and few <= many:
        return 0.9
    return _ratio(one, other)


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio()


def _slipped(one: Iterable[str], other: Iterable[str]) -> bool:
    others = list(other)
    return any(_apart(a, b) for a in one for b in others)


def _apart(a: str, b: str) -> bool:
    if len(a) != len(b) or not a.startswith("+") or a[:4] != b[:4]:
        return False
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1
