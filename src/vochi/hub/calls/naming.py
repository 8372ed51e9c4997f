"""What things of a call were called in the office by which the call went."""

from dataclasses import dataclass
from functools import cached_property

from vochi.core.calls.endpoint import Endpoint
from vochi.core.office.document import Office
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.hub.calls.schemas import EmployeeRef
from vochi.hub.offices.current import office
from vochi.hub.offices.models import OfficeVersion


@dataclass(frozen=True)
class Naming:
    """Names of one version of an office; unknown things are called by their number."""

    office: Office

    @cached_property
    def _people(self) -> dict[str, str]:
        return {person.extension: person.name for person in self.office.people}

    @cached_property
    def _lines(self) -> dict[str, str]:
        return {line.id: line.name for line in self.office.lines}

    @cached_property
    def _departments(self) -> dict[str, frozenset[str]]:
        extensions = {person.id: person.extension for person in self.office.people}
        return {
            d.number: frozenset(extensions[m] for m in d.members if m in extensions)
            for d in self.office.departments
        }

    def employee(self, extension: str) -> EmployeeRef:
        """An employee by his extension."""
        return EmployeeRef(extension=extension, name=self._people.get(extension, extension))

    @cached_property
    def short(self) -> dict[str, str]:
        """Names of people, departments and the like by their short numbers."""
        found = {each.number: each.name for each in self.office.follow_me}
        found |= {each.number: each.name for each in self.office.conferences}
        found |= {each.number: each.name for each in self.office.departments}
        return found | self._people

    def party(self, number: str | None) -> str | None:
        """The name of an employee, department, follow me or conference by its short number."""
        return None if number is None else self.short.get(number)

    def line(self, line: str) -> str:
        """The name of a line."""
        return self._lines.get(line, line)

    def scheme(self, scheme: str) -> str:
        """The name of an inbound scheme."""
        return next((s.name for s in self.office.inbound if s.id == scheme), scheme)

    def endpoint(self, endpoint: str) -> str:
        """The name of an employee or a line by its endpoint."""
        it = Endpoint(name=endpoint)
        return self.line(endpoint) if it.extension is None else self.employee(it.extension).name

    def is_department(self, number: str) -> bool:
        """Whether a short number is a department's."""
        return number in self._departments

    def departments_of_node(self, scheme: str, node: str) -> tuple[str, ...]:
        """The departments that a ring or queue node of an inbound scheme calls."""
        found = next((s for s in self.office.inbound if s.id == scheme), None)
        it = found.nodes.get(node) if found else None
        return (
            tuple(t for t in it.targets if self.is_department(t))
            if isinstance(it, Ring | Queue)
            else ()
        )


def naming(company: int, version: int) -> Naming:
    """The names of a version; of the empty office when it is not known here."""
    try:
        found = office(company, version)
    except OfficeVersion.DoesNotExist:
        found = office(company, 0)
    # Offices are kept (`offices.current`); what is gathered out of one is good as long as it is.
    known = _known.get((company, version))
    if known is None or known.office is not found:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[company, version] = Naming(found)
    return known


_known: dict[tuple[int, int], Naming] = {}
_MOST = 64
