"""Numbering plans as data: one table for `numbers` and for the compiled dialplan.

Patterns are Asterisk's: `X` 0-9, `Z` 1-9, `N` 2-9, `[13]` one of, a final `!` any more digits.
Ranges of one country do not overlap, so that a number has one meaning whoever matches it.
Sources: ITU-T E.164 national plans as in libphonenumber 9; 3GPP MCC 257, 250, 401 for operators.
"""

from dataclasses import dataclass
from typing import Literal

RangeKind = Literal["mobile", "city", "toll_free", "premium", "abroad"]


@dataclass(frozen=True)
class Range:
    """Numbers in E.164 without `+`; `operator` is a hint only, numbers are ported.

    `trunk` is what people dial before the national number: `80` 29 123-45-67.
    """

    pattern: str
    kind: RangeKind
    trunk: str
    operator: str | None = None


@dataclass(frozen=True)
class Form:
    """A way to dial a number: `strip` digits off the front, put `add` before the rest."""

    pattern: str
    strip: int
    add: str


@dataclass(frozen=True)
class Country:
    """One numbering plan. `national_length` is that of ordinary numbers, area code included.

    `rules` are those of the country for lines, see `office.signatures`.
    """

    iso: str
    code: str
    national_length: int
    emergency: tuple[str, ...]
    ranges: tuple[Range, ...]
    forms: tuple[Form, ...]
    international: tuple[str, ...] = ("810", "00")
    rules: tuple[str, ...] = ()

    def local_form(self, area_code: str) -> Form | None:
        """How a neighbour is dialled: 7 digits in Minsk, None where there is no area code."""
        length = self.national_length - len(area_code)
        if not area_code or length < 5:
            return None
        return Form("Z" + "X" * (length - 1), 0, self.code + area_code)

    def all_forms(self, area_code: str) -> tuple[Form, ...]:
        """Every way to dial a number of this country or abroad without a `+`."""
        local = self.local_form(area_code)
        abroad = tuple(Form(f"{prefix}XXXXXXX!", len(prefix), "") for prefix in self.international)
        return (*self.forms, *((local,) if local else ()), *abroad)


BELARUS = Country(
    iso="BY",
    # Voice over the Internet only through certified operators.
    rules=("certified-operator",),
    code="375",
    national_length=9,
    emergency=("101", "102", "103", "104", "112"),
    ranges=(
        Range("37525XXXXXXX", "mobile", "80", "life:)"),
        Range("37529[1369]XXXXXX", "mobile", "80", "A1"),
        Range("37529[2578]XXXXXX", "mobile", "80", "MTS"),
        Range("37529[04]XXXXXX", "mobile", "80"),
        Range("37533XXXXXXX", "mobile", "80", "MTS"),
        Range("37544XXXXXXX", "mobile", "80", "A1"),
        Range("3751XXXXXXXX", "city", "80"),
        Range("3752[1-3]XXXXXXX", "city", "80"),
        Range("375800XXX!", "toll_free", "8"),
        Range("37580[13]XXXXXXX", "toll_free", "8"),
        Range("375820XXXXXXXX", "toll_free", "8"),
        Range("375810XXXXXXX", "premium", "8"),
        Range("375902XXXXXXX", "premium", "8"),
    ),
    forms=(
        Form("80ZXXXXXXXX", 2, "375"),
        Form("0ZXXXXXXXX", 1, "375"),
        Form("8[89]XXXXXX!", 1, "375"),
        Form("375ZXXXXX!", 0, ""),
    ),
)

_RUSSIA_ONLY = (
    Range("79XXXXXXXXX", "mobile", "8"),
    Range("7[34]XXXXXXXXX", "city", "8"),
    Range("78[1-7]XXXXXXXX", "city", "8"),
)
_KAZAKHSTAN_ONLY = (
    Range("77[04]XXXXXXXX", "mobile", "8"),
    Range("77[678]XXXXXXXX", "mobile", "8"),
    Range("77[12]XXXXXXXX", "city", "8"),
)
_SEVEN = (
    Range("780[04]XXXXXXX", "toll_free", "8"),
    Range("780[39]XXXXXXX", "premium", "8"),
)
_SEVEN_FORMS = (
    Form("8[3-9]XXXXXXXXX", 1, "7"),
    # 10 digits without the 8; not 810, with which a number abroad begins.
    Form("[3-79]XXXXXXXXX", 0, "7"),
    Form("8[02-9]XXXXXXXX", 0, "7"),
    Form("81[1-9]XXXXXXX", 0, "7"),
    Form("7[3-9]XXXXXXXXX", 0, ""),
)


def _foreign(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """The neighbour under the same country code `7` is abroad, though dialled alike."""
    return tuple(Range(each.pattern, "abroad", "8") for each in ranges)


RUSSIA = Country(
    iso="RU",
    code="7",
    national_length=10,
    emergency=("101", "102", "103", "104", "112"),
    ranges=(*_RUSSIA_ONLY, *_SEVEN, *_foreign(_KAZAKHSTAN_ONLY)),
    forms=_SEVEN_FORMS,
)

KAZAKHSTAN = Country(
    iso="KZ",
    code="7",
    national_length=10,
    emergency=("101", "102", "103", "104", "112"),
    ranges=(*_KAZAKHSTAN_ONLY, *_SEVEN, *_foreign(_RUSSIA_ONLY)),
    forms=_SEVEN_FORMS,
)

COUNTRIES = {each.iso: each for each in (BELARUS, RUSSIA, KAZAKHSTAN)}
