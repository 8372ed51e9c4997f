"""What holds a line back by the policy of its SIM card: minutes used up, rest after bad calls.

The same questions for the dialplan that is compiled, for who asks beforehand, and for alarms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line
from vochi.core.office.routing import LineRefusal
from vochi.core.office.sim import SimPolicy, Tariff

_MINUTE = 60
#: A month that nobody has told anything of begins on the first, and each second counts.
_PLAIN = Tariff(step=1)


@dataclass(frozen=True)
class LineCounts:
    """What the facts of `core.facts` say: seconds of the day and of the SIM card's month, the epoch
    until which a line rests; by line.
    """

    day: Mapping[str, int] = field(default_factory=dict)
    month: Mapping[str, int] = field(default_factory=dict)
    rest: Mapping[str, int] = field(default_factory=dict)


def policy_of(line: Line) -> SimPolicy | None:
    """None: no SIM card."""
    return line.policy if isinstance(line, GsmLine) else None


def tariff_of(line: Line) -> Tariff:
    """By which its month is counted."""
    told = line.tariff if isinstance(line, GsmLine) else None
    return told or _PLAIN


def counts_month(line: Line) -> bool:
    """Whether anybody asks for the seconds of its month (`spent/<line>.<yyyymm>.<dd>`)."""
    return isinstance(line, GsmLine) and (
        line.tariff is not None or line.policy.month_minutes is not None
    )


def rests(line: Line) -> SimPolicy | None:
    """Its policy when bad calls in a row make it rest."""
    policy = policy_of(line)
    return policy if policy is not None and policy.bad_calls is not None else None


def day_minutes(office: Office, line: Line) -> int | None:
    """Minutes a day over a line: the company's limit for each, or its own when that is less."""
    policy = policy_of(line)
    every, own = office.policy.limits.line_minutes, None if policy is None else policy.day_minutes
    told = [each for each in (every, own) if each is not None]
    return min(told, default=None)


def month_minutes(line: Line) -> int | None:
    """Minutes a month over a line."""
    policy = policy_of(line)
    return None if policy is None else policy.month_minutes


def held_by_policy(office: Office, line: Line, counts: LineCounts, now: int) -> LineRefusal | None:
    """`limit`, `rest`, or None; `now` is an epoch."""
    day, month = day_minutes(office, line), month_minutes(line)
    if day is not None and counts.day.get(line.id, 0) >= day * _MINUTE:
        return "limit"
    if month is not None and counts.month.get(line.id, 0) >= month * _MINUTE:
        return "limit"
    resting = rests(line) is not None and counts.rest.get(line.id, 0) > now
    return "rest" if resting else None
