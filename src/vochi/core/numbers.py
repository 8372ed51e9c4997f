"""Phone numbers: E.164 inside (P24), spaced for people, classed for routing."""

import re
from typing import Literal

import phonenumbers

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dial_pattern import matches
from vochi.core.frozen import Frozen

NumberKind = Literal[
    "emergency", "mobile", "city", "toll_free", "premium", "abroad", "internal", "unknown"
]

#: People write numbers with spaces, brackets, dots, slashes and every dash of Unicode.
_BETWEEN = "\\s()./\u00a0\u2009\u202f\u2010-\u2015\u2212-"
_WRITTEN = re.compile(rf"[{_BETWEEN}]*\+?(?:[0-9][{_BETWEEN}]*)+")
_LONGEST = 64
#: What a pseudonym of an erased person begins with: no number of the world does (E.164).
ERASED = "+0"


class Numbering(Frozen):
    """Where a number is read: ISO country and area code, e.g. `BY`, `17`."""

    country: str = "BY"
    area_code: str = "17"


def normalise(text: str, numbering: Numbering) -> str | None:
    """Read a number as people and networks write it; E.164, or None when it is none.

    Never raises, whatever the text. Short numbers (inside, emergency, of an operator) are None.
    """
    if len(text) > _LONGEST or not _WRITTEN.fullmatch(text):
        return None
    digits = "".join(letter for letter in text if letter in "0123456789")
    if "+" in text:
        return _checked(digits)
    country = COUNTRIES.get(numbering.country)
    if country is None:
        return _by_library(digits, numbering.country)
    candidate = _dialled(digits, country, numbering.area_code)
    return None if candidate is None else _checked(candidate)


def classify(number: str, numbering: Numbering) -> NumberKind:
    """Class of an E.164 number, or of what is dialled inside; by the tables of the country."""
    country = COUNTRIES.get(numbering.country)
    if country is not None and number in country.emergency:
        return "emergency"
    if re.fullmatch(r"[0-9]{2,5}", number):
        return "internal"
    number = _before_erasing(number)
    if not is_e164(number):
        return "unknown"
    digits = number[1:]
    if country is None:
        return "unknown"
    for each in country.ranges:
        if matches(each.pattern, digits):
            return each.kind
    return "unknown" if digits.startswith(country.code) else "abroad"


def is_e164(text: str) -> bool:
    """Whether a text is a number as this product keeps it; `+` alone makes none of a name."""
    return re.fullmatch(r"\+[1-9][0-9]{6,14}", text) is not None


def is_erased(number: str) -> bool:
    """Whether a number is a pseudonym: whose it was is forgotten (B13)."""
    return number.startswith(ERASED)


def operator_hint(e164: str) -> str | None:
    """Operator to whom the prefix was given first; a hint only, since numbers are ported."""
    e164 = _before_erasing(e164)
    for country in COUNTRIES.values():
        for each in country.ranges:
            if each.operator is not None and matches(each.pattern, e164.removeprefix("+")):
                return each.operator
    return None


def pretty(e164: str) -> str:
    """Space a number as people say it: `+375 29 666-66-66`; anything else stays as it is, and of a
    pseudonym the last digits are shown, so that nobody dials it.
    """
    if is_erased(e164):
        return f"#{e164[-4:]}"
    if not is_e164(e164):
        return e164
    digits = e164[1:]
    if digits.startswith("375") and len(digits) == 12:
        area = 2 if digits[3:5] in {"17", "25", "29", "33", "44"} else 3
        return f"+375 {digits[3 : 3 + area]} {_dashed(digits[3 + area :])}"
    if digits.startswith("7") and len(digits) == 11:
        return f"+7 {digits[1:4]} {_dashed(digits[4:])}"
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _before_erasing(number: str) -> str:
    """A pseudonym as a number of its country and operator (`core.privacy.needles.pseudonym`)."""
    return f"+{number[2:]}" if is_erased(number) else number


def _dashed(digits: str) -> str:
    """`6666666` -> `666-66-66`, `666666` -> `66-66-66`."""
    head = digits[: len(digits) - 4]
    return f"{head}-{digits[-4:-2]}-{digits[-2:]}"


def _dialled(digits: str, country: Country, area_code: str) -> str | None:
    for form in country.all_forms(area_code):
        if matches(form.pattern, digits):
            return form.add + digits[form.strip :]
    if len(digits) == country.national_length:
        return country.code + digits
    return None


def _checked(digits: str) -> str | None:
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    return _if_possible(parsed)


def _by_library(digits: str, country: str) -> str | None:
    if digits.startswith("00"):
        return _checked(digits[2:])
    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    return _if_possible(parsed)


def _if_possible(parsed: phonenumbers.PhoneNumber) -> str | None:
    if not phonenumbers.is_possible_number(parsed):
        return None
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return e164 if re.fullmatch(r"\+[1-9][0-9]{6,14}", e164) else None
