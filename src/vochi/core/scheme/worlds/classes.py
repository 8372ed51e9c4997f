"""Classes of moments and callers: within one, a scheme treats all alike, so one life stands for it.

Moments are told apart by what the schedules of the schemes say of them, callers by what the
nodes that check clients ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations

from vochi.core.office.document import Office
from vochi.core.schedule import moments, port
from vochi.core.scheme.life import ClientLife
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.client_check import (
    ClientCheck,
    Hidden,
    Known,
    Listed,
    NumberKind,
    Tagged,
    Test,
)
from vochi.core.scheme.nodes.schedule import Schedule

#: More classes than that are not walked one by one: then only what differs in one or two ways.
MOST = 512
_ALL_SUBSETS_OF = 5
_CALLER = "+375291234567"
_LONGEST = 15


@dataclass(frozen=True)
class CallerClass:
    """Callers of whom the same is known; `caller` and `client` are one of them."""

    caller: str
    client: ClientLife

    def holds(self, test: Test) -> bool:
        """What a node that checks clients finds."""
        match test:
            case Hidden():
                return not self.caller
            case _ if not self.caller:
                return False
            case Known():
                return self.client.known
            case Listed(list=name):
                return name in self.client.lists
            case Tagged(tag=name):
                return name in self.client.tags
            case NumberKind(begins=begins):
                return self.caller.startswith(begins)


@dataclass(frozen=True)
class LifeClass:
    """One moment and one caller for all lives of the class."""

    at: datetime
    who: CallerClass
    office: Office

    def period(self, schedule: Schedule) -> str:
        """The port of the schedule at its moment."""
        return port(schedule, self.office.holidays, self.office.company, self.at)


def classes(office: Office, nodes: tuple[Node, ...]) -> tuple[LifeClass, ...]:
    """Every class that these nodes tell apart; at most `MOST`."""
    schedules = [node for node in nodes if isinstance(node, Schedule)]
    told: dict[tuple[str, ...], datetime] = {}
    for at in moments(office):
        answer = tuple(port(each, office.holidays, office.company, at) for each in schedules)
        told.setdefault(answer, at)
    tests = tuple(dict.fromkeys(node.test for node in nodes if isinstance(node, ClientCheck)))
    callers = tuple(_callers(tests))
    when = tuple(told.values())
    if len(when) * len(callers) <= MOST:
        return tuple(LifeClass(at, who, office) for at in when for who in callers)
    some = chain(((at, callers[0]) for at in when), ((when[0], who) for who in callers))
    return tuple(LifeClass(at, who, office) for at, who in list(dict.fromkeys(some))[:MOST])


def _callers(tests: tuple[Test, ...]) -> Iterator[CallerClass]:
    facts = [test for test in tests if isinstance(test, Known | Listed | Tagged)]
    begins = [test.begins for test in tests if isinstance(test, NumberKind)]
    numbers = _numbers(begins)
    for known in _subsets(facts):
        client = ClientLife(
            known=any(isinstance(test, Known) for test in known),
            lists=tuple(test.list for test in known if isinstance(test, Listed)),
            tags=tuple(test.tag for test in known if isinstance(test, Tagged)),
        )
        for number in numbers:
            yield CallerClass(number, client)
    if any(isinstance(test, Hidden) for test in tests):
        yield CallerClass("", ClientLife())


def _subsets(facts: list[Known | Listed | Tagged]) -> Iterator[tuple[Known | Listed | Tagged, ...]]:
    sizes = range(len(facts) + 1) if len(facts) <= _ALL_SUBSETS_OF else (0, 1, 2, len(facts))
    for size in sizes:
        yield from combinations(facts, size)


def _numbers(begins: list[str]) -> tuple[str, ...]:
    """A number for each set of beginnings that one number can have."""
    candidates = [_CALLER, "+375331234567", "+375171234567", "+79161234567", "+48501234567"]
    candidates += [f"+{digit}8765432109"[:13] for digit in "123456789"]
    for begin in begins:
        for filler in "7301245689":
            candidates.append((begin + filler * _LONGEST)[: max(13, len(begin))])
    found: dict[frozenset[str], str] = {}
    for number in candidates:
        found.setdefault(frozenset(each for each in begins if number.startswith(each)), number)
    return tuple(found.values())
