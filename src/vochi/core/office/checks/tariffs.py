"""What is told of SIM cards' prices and limits, and cannot work as it is told."""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.operators import same_operator
from vochi.core.office.problem import Problem, warning
from vochi.core.office.sim_limits import day_minutes, rests


def check_tariffs(office: Office) -> Iterator[Problem]:
    """Warnings all: calls go on whatever is told of money."""
    for index, line in enumerate(office.lines):
        if isinstance(line, GsmLine):
            yield from _tariff(office, line, f"lines/{index}")
            yield from _policy(office, line, f"lines/{index}/policy")
    yield from _priced_routes(office)


def _tariff(office: Office, line: GsmLine, place: str) -> Iterator[Problem]:
    tariff = line.tariff
    if tariff is None:
        return
    if tariff.free_minutes and not tariff.minute:
        yield warning("tariff.never_paid", f"{place}/tariff/minute", name=line.name)
    country = COUNTRIES.get(office.company.country)
    known = () if country is None else country.ranges
    if tariff.minute_own is not None and not any(
        each.operator is not None and same_operator(each.operator, line.operator) for each in known
    ):
        yield warning(
            "tariff.own_unknown", f"{place}/tariff/minute_own", name=line.name,
            operator=line.operator,
        )  # fmt: skip


def _policy(office: Office, line: GsmLine, place: str) -> Iterator[Problem]:
    policy = line.policy
    day, month = day_minutes(office, line), policy.month_minutes
    if day is not None and month is not None and day > month:
        yield warning(
            "policy.day_over_month", f"{place}/day_minutes", name=line.name, day=str(day),
            month=str(month),
        )  # fmt: skip
    if rests(line) is None:
        return
    for scheme in office.outbound:
        for number, route in enumerate(scheme.routes, start=1):
            if set(route.lines) == {line.id}:
                yield warning(
                    "policy.rests_alone", f"{place}/bad_calls", name=line.name, scheme=scheme.name,
                    route=str(number),
                )  # fmt: skip


def _priced_routes(office: Office) -> Iterator[Problem]:
    by_id = {line.id: line for line in reversed(office.lines)}
    for index, scheme in enumerate(office.outbound):
        for number, route in enumerate(scheme.routes):
            if route.order != "cheapest":
                continue
            for each in dict.fromkeys(route.lines):
                line = by_id.get(each)
                if line is not None and not (isinstance(line, GsmLine) and line.tariff):
                    yield warning(
                        "tariff.price_unknown", f"outbound/{index}/routes/{number}/order",
                        scheme=scheme.name, route=str(number + 1), name=line.name,
                    )  # fmt: skip
