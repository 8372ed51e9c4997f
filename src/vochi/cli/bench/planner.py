"""B03: what the line planner tells of twenty years that a simulator played, beside what was."""

import sys

from vochi.cli.bench.figures import Figure, progress, show
from vochi.core.planner.forecast import Forecast, forecasts
from vochi.core.planner.wish import Leg
from vochi.lab.planner.played import Played, play
from vochi.lab.planner.profile import PROFILES, Profile

_WEEKS = 52


def run(as_json: bool) -> int:
    """Play each profile with the lines it has, one fewer and one more; 1 when one misses 15 %."""
    rows = []
    for profile in PROFILES:
        rows.append(row := measure(profile, _WEEKS))
        if not as_json:
            progress(_line(profile, *row))
    worst = max(abs(_error(told[profile.lines], years[profile.lines]))
                for profile, (told, years) in zip(PROFILES, rows, strict=True))  # fmt: skip
    more = sorted(
        abs(_error(told[profile.lines + 1], years[profile.lines + 1]))
        for profile, (told, years) in zip(PROFILES, rows, strict=True)
    )
    return show(
        {
            "planner": Figure(
                value=round(worst * 100, 1), unit="% worst", target=15,
                floor="the share that hears busy, of 20 simulated years",
            ),
            "one more": Figure(
                value=round(more[13] * 100, 1), unit="% 14 of 20", target=15,
                floor="the same with a line more than the log was made with",
            ),
        },
        as_json,
    )  # fmt: skip


def measure(profile: Profile, weeks: int) -> tuple[dict[int, Forecast], dict[int, Played]]:
    """(what is told out of the log of the present lines, what was) by number of lines."""
    numbers = [n for n in (profile.lines - 1, profile.lines, profile.lines + 1) if n]
    years = {number: play(profile, number, weeks=weeks) for number in numbers}
    log = years[profile.lines]
    legs = [Leg(began, ended, way == "in", call) for began, ended, way, call in log.legs]
    told = forecasts(legs, log.refused, profile.lines, log.seconds / 3600, numbers)
    return {each.lines: each for each in told}, years


def _error(told: Forecast, was: Played) -> float:
    return told.blocked / was.blocked - 1 if was.blocked else 0.0


def _line(profile: Profile, told: dict[int, Forecast], years: dict[int, Played]) -> str:
    cells = [
        f"{n}: {told[n].blocked:7.2%} told {year.blocked:7.2%} was {_error(told[n], year):+7.1%}"
        for n, year in years.items()
    ]
    return f"{profile.name:30} {' | '.join(cells)}"


if __name__ == "__main__":
    sys.exit(run(as_json=False))
