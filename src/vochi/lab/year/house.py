"""Who and what is busy: a person talks with one at a time, a SIM card carries one call."""

from dataclasses import dataclass, field
from datetime import datetime

from vochi.lab.year.plan import Plan


@dataclass
class House:
    """Till when each person and each channel of each line is taken."""

    plan: Plan
    _people: dict[int, datetime] = field(default_factory=dict)
    _channels: dict[tuple[int, int], datetime] = field(default_factory=dict)

    def members(self, department: int) -> range:
        """Places of the people of a department."""
        return range(department, self.plan.people, self.plan.departments)

    def is_free(self, person: int, at: datetime) -> bool:
        """Whether he neither talks nor rings for a call of his own."""
        until = self._people.get(person)
        return until is None or until <= at

    def take(self, person: int, until: datetime) -> None:
        """He talks till then."""
        self._people[person] = until

    def channel(self, trunk: int, at: datetime) -> tuple[int, int] | None:
        """A free channel of an operator, None when all are taken."""
        for place in range(self.plan.trunks[trunk].channels):
            until = self._channels.get((trunk, place))
            if until is None or until <= at:
                return trunk, place
        return None

    def hold(self, channel: tuple[int, int], until: datetime) -> None:
        """It carries a call till then."""
        self._channels[channel] = until

    def line(self, channel: tuple[int, int]) -> str:
        """The id of the line of a channel."""
        trunk = self.plan.trunks[channel[0]]
        return f"{trunk.id}-{channel[1] + 1}" if trunk.gsm else trunk.id

    def scheme(self, channel: tuple[int, int]) -> int:
        """The department whose scheme answers the channel's line (see `office_of`)."""
        trunk = self.plan.trunks[channel[0]]
        return channel[1] % self.plan.departments if trunk.gsm else 0
