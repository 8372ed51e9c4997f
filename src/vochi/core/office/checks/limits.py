"""What the policy closes or limits, and what the owner must sign for."""

from collections.abc import Iterator

from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.problem import Problem, warning
from vochi.core.office.signatures import is_unsigned, rule_of


def check_limits(office: Office) -> Iterator[Problem]:
    """Warnings all: a call that is closed is refused audibly."""
    limits = office.policy.limits
    if limits.countries and not limits.abroad_minutes:
        yield warning("limits.no_abroad_minutes", "policy/limits/abroad_minutes")
    for index, line in enumerate(office.lines):
        if is_unsigned(office, line):
            rule = str(rule_of(office, line))
            yield warning("line.unsigned", f"lines/{index}/certified", name=line.name, rule=rule)
    known = {line.id for line in office.lines}
    for index, signature in enumerate(office.policy.signatures):
        if signature.line not in known:
            place = f"policy/signatures/{index}/line"
            yield warning("signature.unknown_line", place, line=signature.line)
    for index, scheme in enumerate(office.outbound):
        for number, route in enumerate(scheme.routes):
            place = f"outbound/{index}/routes/{number}"
            shown = {"scheme": scheme.name, "route": str(number + 1)}
            for kind in _closed(office, route):
                yield warning("route.closed", f"{place}/classes", **shown, classes=kind)
            yield from _pins(office, scheme, route, place, shown)


def _closed(office: Office, route: Route) -> Iterator[str]:
    """Classes of a route that the policy lets nobody call."""
    limits = office.policy.limits
    if "premium" in route.classes and not limits.premium:
        yield "premium"
    opened = limits.countries if limits.abroad_minutes else ()
    if "abroad" in route.classes and not any(
        code.startswith(each) or each.startswith(code)
        for code in opened
        for each in route.countries or (code,)
    ):
        yield "abroad"


def _pins(
    office: Office, scheme: OutboundScheme, route: Route, place: str, shown: dict[str, str]
) -> Iterator[Problem]:
    if not route.pin:
        return
    for person in office.people:
        if person.outbound == scheme.id and person.pin is None:
            yield warning("route.no_pin", f"{place}/pin", **shown, name=person.name)
