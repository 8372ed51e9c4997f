"""Who and what answers to a number of the office: look-ups over the document."""

from dataclasses import dataclass
from functools import cached_property

from vochi.core.numbers import Numbering
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.line import Line, SipTrunk
from vochi.core.office.person import Device, Person


@dataclass(frozen=True)
class Directory:
    """Look-ups; of doubles (which `verify` refuses) the first one counts."""

    office: Office

    @cached_property
    def by_extension(self) -> dict[str, Person]:
        """People by extension."""
        return {person.extension: person for person in reversed(self.office.people)}

    @cached_property
    def by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in reversed(self.office.people)}

    @cached_property
    def departments(self) -> dict[str, Department]:
        """Departments by number."""
        return {each.number: each for each in reversed(self.office.departments)}

    @cached_property
    def follow_mes(self) -> dict[str, FollowMe]:
        """Follow me by number."""
        return {each.number: each for each in reversed(self.office.follow_me)}

    @cached_property
    def devices(self) -> dict[str, tuple[Device, ...]]:
        """Devices by extension, in the order of the document."""
        found: dict[str, list[Device]] = {}
        for device in self.office.devices:
            found.setdefault(device.extension, []).append(device)
        return {extension: tuple(devices) for extension, devices in found.items()}

    @cached_property
    def numbering(self) -> Numbering:
        """How numbers are read here."""
        return self.office.company.numbering

    def extensions(self, target: str) -> tuple[str, ...]:
        """Extensions behind a number: a person, all of a department, those of a follow me."""
        follow_me = self.follow_mes.get(target)
        if follow_me is not None:
            inside = (each.to for step in follow_me.steps for each in step.targets)
            return tuple(dict.fromkeys(each for each in inside if not each.startswith("+")))
        department = self.departments.get(target)
        if department is None:
            return (target,)
        members = (self.by_id.get(member) for member in department.members)
        found = (person.extension for person in members if person is not None)
        return tuple(dict.fromkeys(found))

    def endpoints(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """SIP accounts of all devices of the targets, each once."""
        accounts = (
            device.account
            for target in targets
            for extension in self.extensions(target)
            for device in self.devices.get(extension, ())
        )
        return tuple(dict.fromkeys(accounts))


def numbers_of(line: Line) -> tuple[str, ...]:
    """Our own numbers on a line, E.164, the main one first."""
    if isinstance(line, SipTrunk):
        return line.numbers
    return () if line.number is None else (line.number,)
