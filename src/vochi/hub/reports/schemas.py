"""What the API of reports gives."""

from datetime import date, datetime

from vochi.core.frozen import Frozen
from vochi.core.planner.plan import LinePlan


class Sums(Frozen):
    """Counters of `hub.reports.tally`; `before` of the period before, where it is compared."""

    now: dict[str, float]
    before: dict[str, float] | None = None


class ReportRow(Sums):
    """A department, line, source or person; `where` is its part of the log's filter."""

    key: str
    name: str
    where: str


class DayRow(Frozen):
    """A day, week or month of the period, from `first` to `last`; the log's `since` and `until`."""

    first: date
    last: date
    since: datetime
    until: datetime
    now: dict[str, float]


class HourCell(Frozen):
    """An hour of a weekday (1: Monday), all weeks together."""

    weekday: int
    hour: int
    now: dict[str, float]
    where: str


class Slowest(Frozen):
    """Who waited longest: seconds, and the call."""

    seconds: float
    call: int


class CallReportOut(Frozen):
    """Figures of the days `first` to `last`, by the clock of the company.

    Each counter opens the calls that it counts: the log from `since` to `until` with `where` of the
    row and `filters[counter]` (`people_filters` for people, `{key}` is the extension).
    `is_ready` is false while figures of an old log are still being made.
    """

    first: date
    last: date
    before_first: date
    before_last: date
    since: datetime
    until: datetime
    zone: str
    is_ready: bool
    is_limited: bool
    total: Sums
    slowest: Slowest | None
    filters: dict[str, str]
    people_filters: dict[str, str]
    speed: tuple[int, ...]
    back: tuple[int, ...]
    step: str
    days: tuple[DayRow, ...]
    hours: tuple[HourCell, ...]
    people: tuple[ReportRow, ...]
    departments: tuple[ReportRow, ...]
    lines: tuple[ReportRow, ...]
    sources: tuple[ReportRow, ...]


class GroupPlan(Frozen):
    """Lines of one operator (a trunk is a group of its own): what they lose, and would.

    `handed` of the legs out belong to calls in: follow me, forwards, transfers to a mobile.
    `fee` is what one more costs a month, in cents of `currency`; None: no tariff is known.
    `is_chained`: a caller who finds one SIM card busy comes to another; if not, more lines help
    him only when the operator forwards.
    """

    operator: str
    names: tuple[str, ...]
    kind: str
    plan: LinePlan
    handed: float
    fee: int | None
    currency: str
    is_chained: bool


class PlannerOut(Frozen):
    """The plan of `day`, out of calls from `since`; by operator."""

    day: date
    since: date
    target: float
    groups: tuple[GroupPlan, ...]


class LetterOut(Frozen):
    """The weekly letter: whether the asker gets it, and whether it could reach him."""

    is_wanted: bool
    has_address: bool
    has_mail: bool
    next_at: datetime


class LetterIn(Frozen):
    """Whether the asker wants the weekly letter."""

    is_wanted: bool


class PreviewOut(Frozen):
    """The letter as it would be sent now."""

    subject: str
    text: str
    html: str
