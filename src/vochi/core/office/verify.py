"""Everything that is wrong with an office, at once, each with its place."""

from collections.abc import Callable, Iterator

from vochi.core.office.checks.features import check_features
from vochi.core.office.checks.flow import check_flow
from vochi.core.office.checks.gateways import check_gateways
from vochi.core.office.checks.limits import check_limits
from vochi.core.office.checks.lines import check_lines
from vochi.core.office.checks.outbound import check_outbound
from vochi.core.office.checks.people import check_people
from vochi.core.office.checks.prompts import check_prompts
from vochi.core.office.checks.reach import check_reach
from vochi.core.office.checks.remote import check_remote
from vochi.core.office.checks.schemes import check_schemes
from vochi.core.office.checks.served import check_served
from vochi.core.office.checks.tariffs import check_tariffs
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem

_CHECKS: tuple[Callable[[Office], Iterator[Problem]], ...] = (
    check_people,
    check_remote,
    check_lines,
    check_gateways,
    check_prompts,
    check_reach,
    check_flow,
    check_schemes,
    check_outbound,
    check_served,
    check_limits,
    check_tariffs,
    check_features,
)


def verify(office: Office) -> tuple[Problem, ...]:
    """All problems in the order of the document; no error among them: the office compiles."""
    return tuple(problem for check in _CHECKS for problem in check(office))
