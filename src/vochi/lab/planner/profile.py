"""How people call an office: twenty ways of it, each unlike what a formula would like."""

from dataclasses import dataclass

#: Calls of a working hour in parts of the day's mean, from 0 to 23 o'clock.
_OFFICE = (0, 0, 0, 0, 0, 0, 0, 0.2, 0.9, 1.5, 1.7, 1.5, 1.2, 0.9, 1.3, 1.4, 1.2, 0.8, 0.3, 0.1,
           0, 0, 0, 0)  # fmt: skip
_EVENING = (0.1, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.4, 0.6, 0.9, 0.7, 0.5, 0.6, 0.9, 1.5, 2.2, 2.4,
            1.9, 1.2, 0.6, 0.2)  # fmt: skip
_ALWAYS = (1.0,) * 24
_WORKDAYS = (1.15, 1.05, 1.0, 1.0, 0.9, 0.15, 0.0)
_EVERY_DAY = (1.0,) * 7


@dataclass(frozen=True)
class Profile:
    """`calls` of a busy hour, `talk` seconds on the average; shares are of fresh calls.

    `bursts` a week multiply the rate by `burst_by` for `burst_minutes`; `wobble` is how unlike each
    other days are (standard deviation of a day's factor); `retry` is the share of those who heard
    busy that call again, after some minutes, and again; `season` how the year swings. `handed` is
    the share of calls in that are then led out over another line of the group. `callers` are so
    few employees that call outside: one who talks calls nobody (0: nobody counts them).
    `spread` of talk times: 1 is exponential, more has long tails, 0 are all alike.
    """

    name: str
    lines: int
    calls: float
    talk: float = 94.0
    day: tuple[float, ...] = _OFFICE
    week: tuple[float, ...] = _WORKDAYS
    out: float = 0.0
    bursts: float = 0.0
    burst_by: float = 1.0
    burst_minutes: float = 20.0
    wobble: float = 0.0
    retry: float = 0.0
    retry_after: float = 180.0
    season: float = 0.0
    handed: float = 0.0
    callers: int = 0
    spread: float = 1.0


PROFILES: tuple[Profile, ...] = (
    Profile("flat, one line", 1, 4, day=_ALWAYS, week=_EVERY_DAY),
    Profile("flat, four lines", 4, 55, day=_ALWAYS, week=_EVERY_DAY),
    Profile("a shop with one line", 1, 6),
    Profile("a shop with two lines", 2, 18),
    Profile("in and out, two lines", 2, 22, out=0.5),
    Profile("in and out, three lines", 3, 40, out=0.6),
    Profile("taxi in the evening", 5, 75, day=_EVENING, week=_EVERY_DAY),
    Profile("a clinic on Mondays", 3, 42, week=(2.0, 1.0, 0.8, 0.8, 0.7, 0.3, 0.0)),
    Profile("bursts after an advertisement", 3, 16, bursts=5, burst_by=6),
    Profile("bursts of ten minutes", 4, 24, bursts=10, burst_by=6, burst_minutes=10),
    Profile("days unlike each other", 3, 26, wobble=0.5),
    Profile("callers try again", 2, 20, retry=0.7),
    Profile("callers try again at once", 2, 17, retry=0.8, retry_after=40),
    Profile("long talks", 4, 14, talk=600),
    Profile("long tails", 3, 30, spread=2.5),
    Profile("all talks alike", 3, 44, spread=0.0),
    Profile("a season", 4, 45, season=0.5),
    Profile("led on to mobiles", 4, 26, out=0.2, handed=0.35),
    Profile("three managers who call out", 2, 26, out=0.9, callers=3),
    Profile("everything at once", 8, 95, out=0.4, wobble=0.25, bursts=3, burst_by=2.5, retry=0.5,
            season=0.25, handed=0.1, spread=1.6),
)  # fmt: skip
