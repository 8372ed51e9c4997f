"""Phone numbers: E.164 inside (P24), spaced for people, classed for routing."""

from typing import Literal

from vochi.core.frozen import Frozen

NumberKind = Literal[
    "emergency", "mobile", "city", "toll_free", "premium", "abroad", "internal", "unknown"
]


class Numbering(Frozen):
    """Where a number is read: ISO country and area code, e.g. `BY`, `17`."""

    country: str = "BY"
    area_code: str = "17"
