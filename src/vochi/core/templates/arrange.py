"""A whole small office on its first day: what answers its lines, and over what its people call.

What was arranged may be arranged anew, as often as its owner likes: what nobody has touched since
goes, what somebody has changed stays and is his.
"""

from vochi.core.frozen import Frozen
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.outbound import OutboundScheme
from vochi.core.scheme.graph import InboundScheme
from vochi.core.templates.outgoing import outgoing

OUTBOUND = "all"


class Arranged(Frozen):
    """What was put into an office by a template: as it was then, to be known again."""

    scheme: InboundScheme
    departments: tuple[Department, ...] = ()
    outbound: OutboundScheme | None = None


def cleared(office: Office, made: Arranged | None) -> Office:
    """The office without what was arranged before, as far as nobody has changed or used it.

    Lines that it answered are answered by nobody then, and people call nobody: `arranged` mends
    both.
    """
    if made is None:
        return office
    lines, people = office.lines, office.people
    inbound, outbound, departments = office.inbound, office.outbound, office.departments
    if made.scheme in inbound and not _is_entered(office, made.scheme.id):
        inbound = tuple(each for each in inbound if each != made.scheme)
        lines = tuple(_unwired(line, made.scheme.id) for line in lines)
        used = {
            target for each in inbound for n in each.nodes.values() for target in n.targets_named
        }
        used |= {number for person in people for number in person.listens_to}
        used |= {office.parking.department or ""}
        ours = [each for each in made.departments if each.number not in used]
        departments = tuple(each for each in departments if each not in ours)
    named = {getattr(n, "outbound", None) for each in inbound for n in each.nodes.values()}
    if made.outbound is not None and made.outbound in outbound and OUTBOUND not in named:
        outbound = tuple(each for each in outbound if each != made.outbound)
        people = tuple(
            each.model_copy(update={"outbound": None}) if each.outbound == OUTBOUND else each
            for each in people
        )
    return office.model_copy(
        update={
            "lines": lines, "people": people, "inbound": inbound, "outbound": outbound,
            "departments": departments,
        }
    )  # fmt: skip


def with_outgoing(office: Office, name: str) -> tuple[Office, OutboundScheme | None]:
    """The office with an outgoing scheme for everybody, where it has lines and no scheme yet."""
    if office.outbound:
        return office, None
    scheme = outgoing(office, OUTBOUND, name)
    if scheme is None:
        return office, None
    people = tuple(
        each.model_copy(update={"outbound": OUTBOUND}) if each.outbound is None else each
        for each in office.people
    )
    return office.model_copy(update={"outbound": (scheme,), "people": people}), scheme


def answered(office: Office, scheme: str) -> Office:
    """The office in which the scheme answers every line that nobody answers."""
    lines = tuple(
        line.model_copy(update={"inbound": scheme}) if line.inbound is None else line
        for line in office.lines
    )
    return office.model_copy(update={"lines": lines})


def _is_entered(office: Office, scheme: str) -> bool:
    """Whether another scheme leads into it."""
    return any(
        getattr(node, "scheme", None) == scheme
        for each in office.inbound
        if each.id != scheme
        for node in each.nodes.values()
    ) or any(scheme in getattr(line, "by_number", {}).values() for line in office.lines)


def _unwired(line: Line, scheme: str) -> Line:
    return line.model_copy(update={"inbound": None}) if line.inbound == scheme else line
