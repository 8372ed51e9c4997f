"""Text for columns: what strangers send, made fit for any database and for searching."""

import re
from datetime import datetime
from typing import Any

from vochi.core.numbers import Numbering, normalise

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def plain(value: Any, longest: int) -> str:
    """A string without control characters and lone surrogates, cut to the column; else empty."""
    if not isinstance(value, str):
        return ""
    return _CONTROL.sub("", value)[:longest]


def kept(text: str) -> str:
    """Text as any database holds it: without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def sane(at: datetime | None, otherwise: datetime) -> datetime:
    """A moment that any database holds and that may be meant; else the other one."""
    return at if at is not None and at.tzinfo and 2000 <= at.year < 2200 else otherwise


def fold_case(text: str) -> str:
    """Text as it is searched: no case, ё is е. SQLite itself compares only ASCII without case."""
    return " ".join(_CONTROL.sub(" ", text).casefold().replace("ё", "е").split())


def digits(text: str) -> str:
    """The ASCII digits of a text."""
    return re.sub(r"[^0-9]", "", text)


def read_number(text: str, country: str, area_code: str) -> str:
    """A number as it is kept: E.164 where it can be read as one, else its digits as they came."""
    found = normalise(text, Numbering(country=country, area_code=area_code))
    return found or digits(text)[:40]
