"""The name of a thread: one for each number or sender, however it is written."""

import re

from vochi.core.numbers import Numbering, normalise
from vochi.hub.companies.models import Company
from vochi.hub.text import plain

#: What cannot stand in an address of the API.
_UNFIT = re.compile(r"[/\\?#%\x00-\x1f\x7f\u2028\u2029]")


def numbering_of(company: int) -> Numbering:
    """How numbers are read where the company stands."""
    row = Company.objects.get(pk=company)
    return Numbering(country=row.country, area_code=row.area_code)


def thread_name(sender: str, numbering: Numbering) -> str:
    """E.164 where it can be read as a number, else the sender as shown: `A1`, `411`."""
    number = normalise(sender, numbering)
    if number:
        return number
    return _UNFIT.sub("_", plain(sender, 80)).strip() or "—"
