"""Look-ups of GSM lines in the office in force, as the rooms of gateways need them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine


def gsm_lines(office: Office | None) -> tuple[GsmLine, ...]:
    """The SIM cards of an office whose gateways it has declared."""
    if office is None:
        return ()
    gateways = {each.id for each in office.gateways}
    return tuple(
        line for line in office.lines if isinstance(line, GsmLine) and line.gateway in gateways
    )


def gsm_line(office: Office | None, line: str) -> GsmLine | None:
    """One of them."""
    return next((each for each in gsm_lines(office) if each.id == line), None)


def local(office: Office, moment: datetime) -> datetime:
    """A moment by the clock on the company's wall."""
    return moment.astimezone(ZoneInfo(office.company.time_zone))


def day_of(office: Office, moment: datetime) -> str:
    """Its day there as keys have it: `20261123`."""
    return local(office, moment).strftime("%Y%m%d")
