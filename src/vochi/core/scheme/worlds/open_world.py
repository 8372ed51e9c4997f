"""The open world: whatever can be, at one moment and for one class of callers, is."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.routing import Routed, route
from vochi.core.scheme.nodes.client_check import Test
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.ringing import Meeting, play_out
from vochi.core.scheme.world import (
    Attempt,
    Hooked,
    Keyed,
    Queued,
    RingPlan,
    Rung,
    Span,
)
from vochi.core.scheme.worlds.premises import Premises


def carried(directory: Directory, attempt: Attempt) -> Routed:
    """Lines for a number outside: of the outbound scheme told, else of whom it is rung for."""
    person = directory.by_extension.get(attempt.on_behalf or "")
    scheme = attempt.outbound or (None if person is None else person.outbound)
    return route(directory.office, scheme, attempt.to)


@dataclass(frozen=True)
class OpenWorld(Premises):
    """`period_of` and `is_client` fix the moment and the caller; all else is open.

    `is_client` gives None where it may be either.
    """

    office: Office
    period_of: Callable[[Schedule], str] = field(default=lambda _: "other")
    is_client: Callable[[Test], bool | None] = field(default=lambda _: None)

    def rings(self, plan: RingPlan) -> tuple[Rung, ...]:
        """Somebody answers, nobody does, all are busy, no phone is there, no line is free."""
        attempts = [attempt for each in plan.rounds for attempt in each.attempts]
        seconds = play_out(plan, self._rings_on).seconds
        only_outside = bool(attempts) and all(each.to.startswith("+") for each in attempts)
        nothing = Rung("no_line" if only_outside else "none_reachable", (0, 0))
        if not seconds:
            return (nothing,)
        return (
            Rung("answered", (0, seconds)),
            Rung("nobody", (seconds, seconds)),
            Rung("all_busy", (0, 0)),
            nothing,
        )

    def _rings_on(self, attempt: Attempt) -> Meeting:
        """Everything that can ring does, and nobody answers."""
        if attempt.to.startswith("+"):
            return Meeting() if carried(self.directory, attempt).lines else Meeting("no_line")
        mobile = self.directory.mobile(attempt.to)
        if mobile is not None:
            there = Attempt(mobile, 0, 0, on_behalf=attempt.to)
            return Meeting() if carried(self.directory, there).lines else Meeting("no_line")
        return Meeting() if self.endpoints((attempt.to,)) else Meeting("absent")

    def queued(
        self, members: tuple[str, ...], seconds: float, *, key: str | None, most: int
    ) -> tuple[Queued, ...]:
        """Everything, unless no member has a phone."""
        del most
        empty = Queued("empty", (0, 0))
        if not self.endpoints(members):
            return (empty,)
        ways: list[Queued] = [
            Queued("answered", (0, seconds)),
            Queued("timeout", (seconds, seconds)),
            Queued("full", (0, 0)),
            empty,
        ]
        if key:
            ways.append(Queued("key", (0, seconds)))
        return tuple(ways)

    def keyed(self, known: AbstractSet[str], wait: float, most: int) -> tuple[Keyed, ...]:
        """Each of `known`, one that is not known, and nothing."""
        every = [Keyed(digits, (0, wait)) for digits in sorted(known)]
        if (stranger := _unknown(known, most)) is not None:
            every.append(Keyed(stranger, (0, wait)))
        return (*every, Keyed("", (wait, wait)))

    def period(self, schedule: Schedule) -> str:
        """As the moment has it."""
        return self.period_of(schedule)

    def client(self, test: Test) -> tuple[bool, ...]:
        """As the class of callers has it, else both."""
        answer = self.is_client(test)
        return (True, False) if answer is None else (answer,)

    def manager(self, which: Literal["responsible", "last"]) -> tuple[str | None, ...]:
        """None, or any person of the office; one stands for all."""
        del which
        someone = next(
            (each for each in self.office.people if self.endpoints((each.extension,))), None
        )
        return (None,) if someone is None else (None, someone.extension)

    def hooked(self, url: str, branches: tuple[str, ...], seconds: float) -> tuple[Hooked, ...]:
        """Each branch, or a failure."""
        del url
        span: Span = (0, seconds)
        return (*(Hooked(branch, span) for branch in branches), Hooked(None, span))


def _unknown(known: AbstractSet[str], most: int) -> str | None:
    """Digits that are not known and no beginning of what is, at most `most`; None: there are none.

    Single keys come first: they are what a caller presses by mistake.
    """
    for key in "0123456789*#":
        if key not in known and not any(each.startswith(key) for each in known):
            return key
    if most > 1:
        for number in range(10**most):
            digits = f"{number:0{most}}"
            if digits not in known:
                return digits
    return None
