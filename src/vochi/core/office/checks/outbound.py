"""Outbound schemes."""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.operators import same_operator
from vochi.core.office.problem import Problem, error, warning


def check_outbound(office: Office) -> Iterator[Problem]:
    """Every route leads over lines that are there, for operators that have numbers."""
    schemes = tuple(enumerate(office.outbound))
    lines = {line.id for line in office.lines}
    yield from check_doubles("outbound.id_taken", ((f"outbound/{i}/id", s.id) for i, s in schemes))
    for index, scheme in schemes:
        if not scheme.routes:
            yield warning("outbound.no_routes", f"outbound/{index}", name=scheme.name)
        for number, route in enumerate(scheme.routes):
            place = f"outbound/{index}/routes/{number}"
            shown = {"scheme": scheme.name, "route": str(number + 1)}
            if not route.classes:
                yield warning("route.no_classes", f"{place}/classes", **shown)
            if not route.lines:
                yield warning("route.no_lines", f"{place}/lines", **shown)
            for n, line in enumerate(route.lines):
                if line not in lines:
                    yield error("route.unknown_line", f"{place}/lines/{n}", **shown, line=line)
            for n, operator in enumerate(route.operators):
                if not _has_numbers(office, operator):
                    yield error(
                        "route.unknown_operator",
                        f"{place}/operators/{n}",
                        **shown,
                        operator=operator,
                    )


def _has_numbers(office: Office, operator: str) -> bool:
    country = COUNTRIES.get(office.company.country)
    return country is None or any(
        each.operator is not None and same_operator(each.operator, operator)
        for each in country.ranges
    )
