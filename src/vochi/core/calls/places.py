"""Where in its schemes a call stood at a moment: nodes and steps of follow me."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from vochi.core.calls.call import Call, Passed


@dataclass(frozen=True, slots=True)
class Stay:
    """A node or step and the time that the call spent there; `until` None: to the end."""

    place: Passed
    until: datetime | None


class Places:
    """Stays of a call in order; nodes and steps lie in one row, a step inside its node."""

    def __init__(self, call: Call) -> None:
        self.nodes = _stays(call.path)
        self.steps = _stays(call.steps)

    def at(self, moment: datetime) -> Passed | None:
        """The innermost place at the moment; None before the first and outside schemes."""
        step, node = _at(self.steps, moment), _at(self.nodes, moment)
        if step is not None and (node is None or step.entered_at >= node.entered_at):
            return step
        return node


def _stays(path: tuple[Passed, ...]) -> tuple[Stay, ...]:
    after: list[datetime | None] = [each.entered_at for each in path[1:]]
    return tuple(
        Stay(each, each.left_at or end) for each, end in zip(path, [*after, None], strict=False)
    )


def _at(stays: tuple[Stay, ...], moment: datetime) -> Passed | None:
    place = bisect_right([stay.place.entered_at for stay in stays], moment) - 1
    if place < 0:
        return None
    stay = stays[place]
    return stay.place if stay.until is None or moment <= stay.until else None
