"""The outgoing scheme that most offices want: each operator over its own card, city over city."""

from vochi.core.countries import COUNTRIES
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line
from vochi.core.office.operators import same_operator
from vochi.core.office.outbound import OutboundScheme, Route


def outgoing(office: Office, scheme_id: str, name: str) -> OutboundScheme | None:
    """Over all lines of the office; None when there is none.

    Calls within one network go over its own card, and over another one when that is busy.
    """
    gsm = [line for line in office.lines if isinstance(line, GsmLine)]
    city = [line for line in office.lines if not isinstance(line, GsmLine)]
    if not office.lines:
        return None
    mobile: list[Line] = [*gsm, *city]
    routes: list[Route] = []
    for operator in _operators(office, gsm):
        own = [line for line in gsm if same_operator(line.operator, operator)]
        others = [line for line in mobile if line not in own]
        lines = tuple(line.id for line in (*own, *others))
        routes.append(Route(classes=("mobile",), operators=(operator,), lines=lines))
    routes.append(Route(classes=("mobile",), lines=tuple(line.id for line in mobile)))
    lines = tuple(line.id for line in (*city, *gsm))
    routes.append(Route(classes=("city", "toll_free"), lines=lines))
    return OutboundScheme(id=scheme_id, name=name, routes=tuple(routes))


def _operators(office: Office, gsm: list[GsmLine]) -> tuple[str, ...]:
    """Operators of our cards that have numbers of their own in the country's plan, once each."""
    country = COUNTRIES.get(office.company.country)
    known = {each.operator for each in country.ranges if each.operator} if country else set()
    found: list[str] = []
    for line in gsm:
        numbered = any(same_operator(line.operator, each) for each in known)
        if numbered and not any(same_operator(line.operator, each) for each in found):
            found.append(line.operator)
    return tuple(found)
