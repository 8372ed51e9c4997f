"""Lines to the outside world."""

import ipaddress
from collections.abc import Iterator

from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.directory import numbers_of
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line, SipTrunk
from vochi.core.office.problem import Problem, error, warning


def check_lines(office: Office) -> Iterator[Problem]:
    """Names, numbers, where calls of a line go."""
    lines = tuple((f"lines/{index}", line) for index, line in enumerate(office.lines))
    schemes = {scheme.id for scheme in office.inbound}
    if not lines:
        yield warning("line.none", "lines")
    yield from check_doubles("line.id_taken", ((f"{place}/id", line.id) for place, line in lines))
    yield from check_doubles(
        "line.number_taken",
        (
            (f"{place}/numbers/{n}" if isinstance(line, SipTrunk) else f"{place}/number", number)
            for place, line in lines
            for n, number in enumerate(numbers_of(line))
        ),
        "number",
    )
    yield from _slots(lines)
    yield from _replaced(lines)
    for place, line in lines:
        yield from _inbound(place, line, schemes)
        if isinstance(line, SipTrunk):
            yield from _trunk(place, line, schemes)


def _slots(lines: tuple[tuple[str, Line], ...]) -> Iterator[Problem]:
    """Two SIM cards in one slot: calls work all the same, the map of SIM cards does not."""
    seen: dict[tuple[str, int], str] = {}
    for place, line in lines:
        if not isinstance(line, GsmLine):
            continue
        slot = (line.gateway, line.slot)
        if slot in seen:
            yield warning(
                "line.slot_taken",
                f"{place}/slot",
                name=line.name,
                other=seen[slot],
                gateway=line.gateway,
                slot=str(line.slot),
            )
        seen.setdefault(slot, line.name)


def _replaced(lines: tuple[tuple[str, Line], ...]) -> Iterator[Problem]:
    """Old numbers lead to numbers of the same trunk, and no old number is one of ours."""
    ours = {number for _, line in lines for number in numbers_of(line)}
    seen: dict[str, str] = {}
    for place, line in lines:
        for index, old in enumerate(line.replaces if isinstance(line, SipTrunk) else ()):
            here = f"{place}/replaces/{index}"
            facts = {"name": line.name, "number": old.number}
            if old.to not in numbers_of(line):
                yield error("line.replaces_unknown", f"{here}/to", **facts, to=old.to)
            if old.number in ours:
                yield error("line.replaces_own", f"{here}/number", **facts)
            elif old.number in seen:
                other = seen[old.number]
                yield error("line.replaces_twice", f"{here}/number", **facts, other=other)
            seen.setdefault(old.number, line.name)


def _inbound(place: str, line: Line, schemes: set[str]) -> Iterator[Problem]:
    if line.inbound is not None and line.inbound not in schemes:
        yield error("line.unknown_inbound", f"{place}/inbound", name=line.name, scheme=line.inbound)
    elsewhere = (
        isinstance(line, SipTrunk)
        and bool(line.numbers)
        and set(line.numbers) <= set(line.by_number)
    )
    if line.inbound is None and not elsewhere:
        yield warning("line.no_inbound", f"{place}/inbound", name=line.name)


def _trunk(place: str, line: SipTrunk, schemes: set[str]) -> Iterator[Problem]:
    for number, scheme in line.by_number.items():
        here = f"{place}/by_number/{number}"
        if scheme not in schemes:
            yield error("line.unknown_inbound", here, name=line.name, scheme=scheme)
        if number not in line.numbers:
            yield warning("line.number_not_listed", here, name=line.name, number=number)
    try:
        ipaddress.ip_address(line.host)
    except ValueError:
        yield warning("line.host_is_name", f"{place}/host", name=line.name, host=line.host)
