"""What the next minute over each line costs, as `cost/<line>` tells the dialplan (B12)."""

from collections.abc import Mapping

from vochi.core.gsm.tariff import Used, next_minute
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.routing import DEAREST, own_price


def prices(office: Office, used: Mapping[str, Used]) -> dict[str, int]:
    """Cents by key of the family `cost`: `a1-1`, and `a1-1.own` within its own network.

    `used` is what each SIM card has used in its month. A line of a route that goes by price whose
    price nobody has told counts as the dearest; lines that no such route names are not here.
    """
    asked = {
        line
        for scheme in office.outbound
        for route in scheme.routes
        if route.order == "cheapest"
        for line in route.lines
    }
    found: dict[str, int] = {}
    for line in office.lines:
        if line.id not in asked:
            continue
        tariff = line.tariff if isinstance(line, GsmLine) else None
        if tariff is None:
            found[line.id] = DEAREST
            continue
        mine = used.get(line.id, Used())
        found[line.id] = min(next_minute(tariff, mine), DEAREST)
        if own_price(line):
            found[f"{line.id}.own"] = min(next_minute(tariff, mine, own=True), DEAREST)
    return found
