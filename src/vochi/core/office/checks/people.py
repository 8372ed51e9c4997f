"""People, their numbers and phones, departments, and the numbering plan inside."""

from collections.abc import Iterator
from itertools import combinations

from vochi.core.countries import COUNTRIES
from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.department import Department
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem, error, warning


def check_people(office: Office) -> Iterator[Problem]:
    """Company, numbering, people, devices, departments."""
    country = COUNTRIES.get(office.company.country)
    if country is None:
        known = ", ".join(COUNTRIES)
        yield error(
            "company.country_unsupported",
            "company/country",
            country=office.company.country,
            known=known,
        )
    yield from _numbering(office)
    yield from _people(office)
    yield from _devices(office)
    yield from _departments(office)


def _numbering(office: Office) -> Iterator[Problem]:
    """Prefixes of two kinds of numbers must not begin alike: one number would mean two things."""
    plan = office.numbering
    kinds = {
        "extensions": plan.extensions,
        "follow_me": plan.follow_me,
        "conferences": plan.conferences,
        "departments": plan.departments,
    }
    for (one, prefixes), (other, others) in combinations(kinds.items(), 2):
        for left in prefixes:
            for right in others:
                if left.startswith(right) or right.startswith(left):
                    yield error(
                        "numbering.overlap",
                        f"numbering/{other}",
                        prefix=right,
                        other=left,
                        kind=one,
                    )


def _people(office: Office) -> Iterator[Problem]:
    people = tuple(enumerate(office.people))
    emergency = _emergency(office)
    schemes = {scheme.id for scheme in office.outbound}
    directory = Directory(office)
    yield from check_doubles("person.id_taken", ((f"people/{i}/id", p.id) for i, p in people))
    yield from check_doubles(
        "extension.taken",
        ((f"people/{i}/extension", p.extension) for i, p in people),
        "extension",
    )
    for index, person in people:
        place = f"people/{index}"
        number = person.extension
        if number in emergency:
            yield error("extension.emergency", f"{place}/extension", extension=number)
        yield from _dialled_outside(office, f"{place}/extension", number)
        if not _fits(office, number, office.numbering.extensions):
            yield warning(
                "extension.outside_plan",
                f"{place}/extension",
                extension=number,
                name=person.name,
                plan=_plan(office, office.numbering.extensions),
            )
        if person.outbound is not None and person.outbound not in schemes:
            yield error(
                "person.unknown_outbound",
                f"{place}/outbound",
                name=person.name,
                scheme=person.outbound,
            )
        if number not in directory.devices and person.rings_mobile is None:
            yield warning("person.no_device", place, name=person.name, extension=number)


def _devices(office: Office) -> Iterator[Problem]:
    devices = tuple(enumerate(office.devices))
    extensions = {person.extension for person in office.people}
    yield from check_doubles(
        "device.account_taken", ((f"devices/{i}/account", d.account) for i, d in devices), "account"
    )
    for index, device in devices:
        if device.extension not in extensions:
            yield error(
                "device.no_person",
                f"devices/{index}/account",
                account=device.account,
                extension=device.extension,
            )
        if device.transport == "ws":
            yield error(
                "device.transport_unsupported",
                f"devices/{index}/transport",
                account=device.account,
                transport=device.transport,
            )


def _departments(office: Office) -> Iterator[Problem]:
    departments = tuple(enumerate(office.departments))
    extensions = {person.extension: person for person in office.people}
    emergency = _emergency(office)
    yield from check_doubles(
        "department.number_taken",
        ((f"departments/{i}/number", d.number) for i, d in departments),
        "number",
    )
    for index, department in departments:
        place = f"departments/{index}"
        number = department.number
        if number in extensions:
            yield error(
                "department.number_is_extension",
                f"{place}/number",
                number=number,
                name=extensions[number].name,
            )
        if number in emergency:
            yield error("department.emergency", f"{place}/number", number=number)
        yield from _dialled_outside(office, f"{place}/number", number)
        if not _fits(office, number, office.numbering.departments):
            yield warning(
                "department.outside_plan",
                f"{place}/number",
                number=number,
                name=department.name,
                plan=_plan(office, office.numbering.departments),
            )
        yield from _members(office, place, department)


def _members(office: Office, place: str, department: Department) -> Iterator[Problem]:
    people = {person.id for person in office.people}
    if not department.members:
        yield warning("department.empty", f"{place}/members", name=department.name)
    seen: set[str] = set()
    for index, member in enumerate(department.members):
        here = f"{place}/members/{index}"
        if member not in people:
            yield error("department.unknown_member", here, name=department.name, member=member)
        elif member in seen:
            yield warning("department.member_twice", here, name=department.name, member=member)
        seen.add(member)


def _emergency(office: Office) -> tuple[str, ...]:
    country = COUNTRIES.get(office.company.country)
    return () if country is None else country.emergency


def _dialled_outside(office: Office, place: str, number: str) -> Iterator[Problem]:
    """A short area makes short local numbers: 5 digits of a village are 5 digits inside."""
    country = COUNTRIES.get(office.company.country)
    local = None if country is None else country.local_form(office.company.area_code)
    if local is not None and len(local.pattern) == len(number):
        yield error("numbering.clash", place, number=number, area=office.company.area_code)


def _fits(office: Office, number: str, prefixes: tuple[str, ...]) -> bool:
    return len(number) == office.numbering.length and number.startswith(prefixes)


def _plan(office: Office, prefixes: tuple[str, ...]) -> str:
    """`1xx, 2xx`."""
    return ", ".join(prefix.ljust(office.numbering.length, "x") for prefix in prefixes)
