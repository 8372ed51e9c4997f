"""Outbound schemes."""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.line import SipTrunk
from vochi.core.office.operators import same_operator
from vochi.core.office.outbound import Route
from vochi.core.office.problem import Problem, error, warning


def check_outbound(office: Office) -> Iterator[Problem]:
    """Every route leads over lines that are there, for operators that have numbers."""
    schemes = tuple(enumerate(office.outbound))
    lines = {line.id for line in office.lines}
    prompts = {prompt.id for prompt in office.prompts}
    yield from check_doubles("outbound.id_taken", ((f"outbound/{i}/id", s.id) for i, s in schemes))
    for index, scheme in schemes:
        if scheme.refused is not None and scheme.refused not in prompts:
            yield error(
                "route.unknown_prompt", f"outbound/{index}/refused",
                scheme=scheme.name, prompt=scheme.refused,
            )  # fmt: skip
        if not scheme.routes:
            yield warning("outbound.no_routes", f"outbound/{index}", name=scheme.name)
        for number, route in enumerate(scheme.routes):
            place = f"outbound/{index}/routes/{number}"
            shown = {"scheme": scheme.name, "route": str(number + 1)}
            yield from _number_shown(office, route, place, shown)
            if not route.classes and not route.begins:
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


def _number_shown(
    office: Office, route: Route, place: str, shown: dict[str, str]
) -> Iterator[Problem]:
    """An operator shows numbers of ours that are his; a SIM card shows its own."""
    if route.number_shown is None:
        return
    at = f"{place}/number_shown"
    carriers = [line for line in office.lines if line.id in route.lines]
    trunks = [line for line in carriers if isinstance(line, SipTrunk)]
    facts = {**shown, "number": route.number_shown}
    for line in carriers:
        if not isinstance(line, SipTrunk):
            yield warning("route.number_not_shown", at, **facts, line=line.name)
    if trunks and not any(route.number_shown in line.numbers for line in trunks):
        yield error("route.number_not_ours", at, **facts)


def _has_numbers(office: Office, operator: str) -> bool:
    country = COUNTRIES.get(office.company.country)
    return country is None or any(
        each.operator is not None and same_operator(each.operator, operator)
        for each in country.ranges
    )
