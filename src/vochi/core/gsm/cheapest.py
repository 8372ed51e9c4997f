"""What the next minute over each line costs, as `cost/<line>` tells the dialplan (B12).

Nobody knows how long a talk will be, so a minute of a usual one is priced: what is left of included
minutes may end in the middle of it. An included minute is not quite free, for it is used up: else
calls that cost nothing in a line's own network would eat those of another (2 to 3 % of all cost).
"""

from collections.abc import Mapping

from vochi.core.gsm.rehearsal import Learnt, price
from vochi.core.gsm.tariff import Used, call_price, free_seconds_left, minute_price
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.routing import DEAREST, own_price
from vochi.core.office.sim import Tariff

_USUAL_MINUTES = 3
_INCLUDED = 1


def prices(
    office: Office, used: Mapping[str, Used], learnt: Learnt | None = None
) -> dict[str, int]:
    """Cents by key of the family `cost`: `a1-1`, and `a1-1.own` within its own network.

    `used` is what each SIM card has used in its month. A line of a route that goes by price whose
    price nobody has told counts as the dearest; lines that no such route names are not here.
    `learnt` is what the office's own calls have taught of minutes and steps (`rehearsal`).
    """
    asked = {
        line
        for scheme in office.outbound
        for route in scheme.routes
        if route.order == "cheapest"
        for line in route.lines
    }
    known = learnt or Learnt()
    found: dict[str, int] = {}
    for line in office.lines:
        if line.id not in asked:
            continue
        tariff = line.tariff if isinstance(line, GsmLine) else None
        if tariff is None:
            found[line.id] = DEAREST
            continue
        mine = used.get(line.id, Used())
        for key, own in ((line.id, False), (f"{line.id}.own", True)):
            if own and not own_price(line):
                continue
            found[key] = (
                _rehearsed(tariff, mine, known, line.id, own=own)
                if line.id in known.stretch
                else _minute(tariff, mine, own=own)
            )
    return found


def _minute(tariff: Tariff, used: Used, *, own: bool) -> int:
    talk = call_price(tariff, _USUAL_MINUTES * 60, used, own=own)
    included = _INCLUDED if free_seconds_left(tariff, used) else 0
    return min(-(-talk // _USUAL_MINUTES) + included, DEAREST)


def _rehearsed(tariff: Tariff, used: Used, learnt: Learnt, line: str, *, own: bool) -> int:
    """An included minute at what it is worth, another one with the steps that are paid for it."""
    is_included = free_seconds_left(tariff, used) > 0
    cents = learnt.worth.get(line, _INCLUDED) if is_included else minute_price(tariff, own=own)
    return min(price(cents, learnt.stretch[line]), DEAREST)
