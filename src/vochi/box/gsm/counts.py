"""What Asterisk's store holds of the lines: seconds of talk, rests, as `core.facts` names them."""

from collections.abc import Mapping
from datetime import datetime

from vochi.box.gsm.office import day_of
from vochi.core.gsm.tariff import month_at
from vochi.core.office.document import Office
from vochi.core.office.sim_limits import LineCounts, tariff_of
from vochi.engine.ami import Ami
from vochi.engine.errors import Refused


async def read_family(ami: Ami, family: str) -> dict[str, str]:
    """Values by key; empty when there is nothing. Raises AmiError."""
    try:
        found = await ami.items("DBGetTree", Family=family)
    except Refused:
        return {}
    prefix = f"/{family}/"
    return {
        each.get("Key").removeprefix(prefix): each.get("Val") for each in found if each.get("Key")
    }


async def read_counts(ami: Ami, office: Office, now: datetime) -> LineCounts:
    """Of all lines, at this moment. Raises AmiError."""
    return counts(
        office,
        now,
        await read_family(ami, "day"),
        await read_family(ami, "spent"),
        await read_family(ami, "rest"),
    )


def counts(
    office: Office,
    now: datetime,
    day: Mapping[str, str],
    spent: Mapping[str, str],
    rest: Mapping[str, str],
) -> LineCounts:
    """Of lines of the office, out of the families `day`, `spent` and `rest`."""
    zone, today = office.company.time_zone, day_of(office, now)
    months = {line.id: month_at(tariff_of(line).month_day, now, zone).key for line in office.lines}
    return LineCounts(
        day={line: _number(day.get(f"{line}.{today}")) for line in months},
        month={line: _number(spent.get(f"{line}.{key}")) for line, key in months.items()},
        rest={line: _number(rest.get(line)) for line in months},
    )


def _number(held: str | None) -> int:
    return int(held) if held is not None and held.isascii() and held.isdigit() else 0
