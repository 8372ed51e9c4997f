"""Which lines rest after bad calls, and for which routes nothing else is left."""

from collections.abc import Collection, Iterator, Mapping

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.office.signatures import is_unsigned
from vochi.core.office.sim_limits import rests


class Rest(Frozen):
    """A line rests until the epoch; `last_of`: routes (scheme, number from 1) whose every other
    line is out of use, so it carries their calls all the same.
    """

    line: str
    until: int
    last_of: tuple[tuple[str, int], ...] = ()


def resting(
    office: Office, rest: Mapping[str, int], now: int, out_of_use: Collection[str]
) -> Iterator[Rest]:
    """Rests at `now` (epoch); `out_of_use` are lines that are down, paused or without minutes."""
    asleep = {
        line.id: rest[line.id]
        for line in office.lines
        if rests(line) is not None and rest.get(line.id, 0) > now
    }
    held = {line.id for line in office.lines if line.paused or is_unsigned(office, line)}
    known = {line.id for line in office.lines}
    for line, until in asleep.items():
        if line in held or line in out_of_use:
            continue
        last_of = tuple(
            (scheme.id, number)
            for scheme in office.outbound
            for number, route in enumerate(scheme.routes, start=1)
            if line in route.lines
            and all(
                each in asleep or each in held or each in out_of_use or each not in known
                for each in route.lines
            )
        )
        yield Rest(line=line, until=until, last_of=last_of)
