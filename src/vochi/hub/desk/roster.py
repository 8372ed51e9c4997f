"""What of people the desk shows that comes of the office alone, gathered once for each version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from vochi.core.calls.away import Away
from vochi.core.office.document import Office
from vochi.core.office.person import Person
from vochi.hub.desk.schemas import AwayNow


@dataclass(frozen=True)
class Roster:
    """Of one office: phones by extension, departments by person, names by short number."""

    office: Office

    @cached_property
    def phones(self) -> dict[str, tuple[str, ...]]:
        """Accounts of the phones of an extension."""
        found: dict[str, tuple[str, ...]] = {}
        for device in self.office.devices:
            found[device.extension] = (*found.get(device.extension, ()), device.account)
        return found

    @cached_property
    def departments(self) -> dict[str, tuple[str, ...]]:
        """Numbers of the departments of a person."""
        found: dict[str, tuple[str, ...]] = {}
        for department in self.office.departments:
            for member in dict.fromkeys(department.members):
                found[member] = (*found.get(member, ()), department.number)
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of people and departments."""
        names = {person.extension: person.name for person in self.office.people}
        return names | {each.number: each.name for each in self.office.departments}

    def phones_of(self, person: Person) -> tuple[str, ...]:
        """Accounts of a person's phones."""
        return self.phones.get(person.extension, ())

    def away(self, away: Away | None) -> AwayNow | None:
        """Why a person is not rung, as the desk shows it."""
        if away is None:
            return None
        return AwayNow(
            state=away.state,
            since=away.since,
            to=away.to,
            to_name=self.names.get(away.to) if away.to else None,
            until=away.until,
        )


#: One office for each company: nearly always the one in force.
_known: dict[int, Roster] = {}
_MOST = 64


def roster(company: int, office: Office) -> Roster:
    """The roster of an office, gathered anew when it is another one than before."""
    known = _known.get(company)
    if known is None or known.office is not office:
        if len(_known) > _MOST:
            _known.clear()
        known = _known[company] = Roster(office)
    return known
