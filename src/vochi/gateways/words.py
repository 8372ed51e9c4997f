"""Texts and numbers from and to devices, as the box may take them, and what nobody could send."""

import re

from vochi.gateways.base import NotSent

#: Characters; a text longer than the longest honest SMS (255 parts of 153) is no SMS.
LONGEST = 40_000
_NUMBER = re.compile(r"\+?[0-9*#]{2,20}")
_CODE = re.compile(r"[*#0-9]{1,60}")
_DIGITS = re.compile(r"[0-9]+")


def clean(told: object, longest: int = LONGEST) -> str:
    """A text of a device: bounded, without halves of characters; no text: empty."""
    if not isinstance(told, str):
        return ""
    whole = told[: longest * 2].encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace")[:longest]


def digits(told: object, least: int, most: int) -> str:
    """ICCID, IMSI, IMEI: digits of a fitting length, else empty."""
    text = str(told).strip().strip('"').rstrip("Ff") if isinstance(told, str | int) else ""
    return text if _DIGITS.fullmatch(text) and least <= len(text) <= most else ""


def number(told: object) -> str:
    """A phone number; what is none is empty."""
    text = str(told).strip() if isinstance(told, str | int) else ""
    return text if _NUMBER.fullmatch(text) else ""


def whole(told: object) -> int | None:
    """A number of JSON or of a field, however it is written; None: it is none."""
    if isinstance(told, bool):
        return None
    if isinstance(told, int):
        return told if abs(told) < 1 << 62 else None
    text = told.strip() if isinstance(told, str) else ""
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None


def check_sms(to: str, text: str, most_bytes: int) -> None:
    """Raises NotSent for what can never be sent."""
    if not _NUMBER.fullmatch(to):
        raise NotSent("refused", "never", detail="number")
    if not text or "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise NotSent("refused", "never", detail="text")
    if len(text.encode()) > most_bytes:
        raise NotSent("refused", "never", detail="too_long")


def is_code(code: str) -> bool:
    """A USSD code or a choice of a menu."""
    return _CODE.fullmatch(code) is not None
