"""Who and what answers to a number of the office: look-ups over the document."""

from dataclasses import dataclass
from functools import cached_property

from vochi.core.numbers import Numbering
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.line import Line, SipTrunk
from vochi.core.office.person import PORTABLE, Device, Person


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

    def phones(self, extension: str) -> tuple[Device, ...]:
        """Devices that ring for an extension now: none when its mobile does in their place."""
        person = self.by_extension.get(extension)
        devices = self.devices.get(extension, ())
        match "desk" if person is None else person.works_from:
            case "desk":
                return devices
            case "softphone":
                return tuple(device for device in devices if device.kind in PORTABLE)
            case "mobile":
                return ()

    def mobile(self, extension: str) -> str | None:
        """The number outside that rings for an extension in place of its devices."""
        person = self.by_extension.get(extension)
        return None if person is None else person.rings_mobile

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
        """What rings for the targets, each once: SIP accounts, and mobiles (E.164)."""
        found: list[str] = []
        for target in targets:
            for extension in self.extensions(target):
                mobile = self.mobile(extension)
                found += [device.account for device in self.phones(extension)]
                found += [] if mobile is None else [mobile]
        return tuple(dict.fromkeys(found))


def numbers_of(line: Line) -> tuple[str, ...]:
    """Our own numbers on a line, E.164, the main one first."""
    if isinstance(line, SipTrunk):
        return line.numbers
    return () if line.number is None else (line.number,)
