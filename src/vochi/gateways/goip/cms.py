"""What `errorstatus:<n>` says of an SMS: numbers of +CMS ERROR (GSM 07.05, 3GPP 24.011)."""

import re

from vochi.gateways.base import NotSent, Retry

#: The network or the module is busy, away or out of breath (500: weak signal or no money).
_LATER = frozenset({38, 41, 42, 47, 314, 331, 332, 500})
#: The SIM card is absent, locked or broken, or has no message centre: another line may do.
_LINE = frozenset({310, 311, 313, 316, 330})
_STATUS = re.compile(r"errorstatus:\s*([0-9]{1,6})")


def code_of(text: str) -> int | None:
    """The number in what follows ERROR."""
    found = _STATUS.search(text)
    return int(found[1]) if found else None


def retry_class(code: int) -> Retry:
    """Whether to try again: later, over another line, or never."""
    if code in _LATER:
        return "later"
    return "other_line" if code in _LINE else "never"


def not_sent(text: str) -> NotSent:
    """The fault that an ERROR of the gateway is."""
    code = code_of(text)
    detail = text.strip()[:80]
    if code is not None:
        return NotSent("refused", retry_class(code), code, detail)
    said = detail.lower()
    if "password" in said:
        return NotSent("wrong_password", "other_line", detail=detail)
    return NotSent("busy" if "busy" in said else "refused", "later", detail=detail)
