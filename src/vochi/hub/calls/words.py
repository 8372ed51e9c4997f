"""The words by which a number is found: as it is kept, and as people of its country write it."""

from functools import lru_cache

import phonenumbers

from vochi.hub.text import digits


@lru_cache(maxsize=8192)
def number_words(number: str) -> str:
    """`+375291234567` -> `375291234567 80291234567`; other numbers are their digits alone."""
    international = digits(number)
    if not number.startswith("+"):
        return international
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return international
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return f"{international} {digits(national)}"
