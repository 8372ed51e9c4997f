"""Who the clients are: numbers by operator, some with a name, few of them calling often."""

from dataclasses import dataclass
from random import Random
from typing import Final

from vochi.lab.year.plan import Plan

#: Prefixes of Belarus by operator (`protocols.md`), and two of neighbours.
_PREFIXES: Final = (
    *("+37529",) * 9, *("+37533",) * 4, *("+37544",) * 4, *("+37525",) * 2, *("+37517",) * 3,
)  # fmt: skip
#: Prime to the nine million numbers that do not begin with 0: each rank has one of its own.
_STEP: Final = 5_471_237
_NUMBERS: Final = 9_000_000
#: Zipf's law with a soft head: the most frequent client makes some calls of a thousand.
_SOFT: Final = 60
_NAMES: Final = ("ООО «Василёк»", "ИП Жук", "Наталья", "СТО на Кульман", "Ирина Дубовик", "Пётр",
                 "Курьер", "ОДО «Лоза»")  # fmt: skip
#: Of calls over city trunks the network tells a name so often; so many hide their number.
_NAMED, _HIDDEN = 0.15, 0.008


@dataclass(frozen=True)
class Clients:
    """Clients of a plan by rank, the most frequent first."""

    plan: Plan

    def somebody(self, dice: Random) -> int:
        """The rank of who calls; -1 when he hides his number."""
        if dice.random() < _HIDDEN:
            return -1
        count = self.plan.clients
        return int(_SOFT * ((count / _SOFT + 1) ** dice.random() - 1))

    def number(self, rank: int) -> str:
        """E.164; empty when hidden. A mobile is of one rank alone."""
        if rank < 0:
            return ""
        tail = 1_000_000 + (rank * _STEP + self.plan.seed * 7919) % _NUMBERS
        if rank % 97 == 96:
            return f"+7916{tail}"
        prefix = _PREFIXES[(rank * 2654435761 >> 7) % len(_PREFIXES)]
        if prefix == "+37517":  # numbers of Minsk begin with 2 or 3
            return f"{prefix}{2 + tail % 2}{tail % 1_000_000:06}"
        return f"{prefix}{tail}"

    def name(self, rank: int) -> str:
        """What a city network sends as his name."""
        if rank < 0 or (rank * 40503 >> 3) % 100 >= _NAMED * 100:
            return ""
        return _NAMES[rank % len(_NAMES)]

    def trunk(self, rank: int) -> int:
        """The place of the trunk whose number he knows."""
        luck = (rank * 7_368_787 % 1000) / 1000 if rank >= 0 else 0.0
        for place, trunk in enumerate(self.plan.trunks):
            luck -= trunk.share
            if luck < 0:
                return place
        return len(self.plan.trunks) - 1
