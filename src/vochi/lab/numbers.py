"""How the networks of Belarus read what an office dials. The lab's own: it judges the office."""

import re


def read_dialled(text: str, country: str = "375", area: str = "17") -> str | None:
    """E.164 of a dialled string, None when the network would not know it.

    Emergency and service numbers (three digits) stay as they are.
    """
    digits = re.sub(r"[^0-9]", "", text)
    if not re.fullmatch(r"\+?[0-9]+", text):
        return None
    if re.fullmatch(r"[0-9]{3}", text):
        return text
    if text.startswith("+"):
        return text
    for prefix, length, front in (
        ("810", None, "+"), ("80", 11, f"+{country}"), ("00", None, "+"),
        (country, len(country) + 9, f"+{country}"), ("0", 10, f"+{country}"),
    ):  # fmt: skip
        if digits.startswith(prefix) and (length is None or len(digits) == length):
            return front + digits[len(prefix) :]
    return f"+{country}{area}{digits}" if len(digits) == 7 else None
