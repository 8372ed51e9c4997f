"""What each number of lines would lose."""

from collections.abc import Iterable, Mapping, Sequence

from vochi.core.frozen import Frozen
from vochi.core.planner.model import Model, fitted, plain
from vochi.core.planner.wish import Leg, Played, Wish, replay, wishes

#: What happened less often than this is reckoned by the formula, not counted.
ENOUGH = 40


class Forecast(Frozen):
    """`lines` lines: of all that wish to call the share `blocked` finds all busy; so many callers
    a week hear busy (`lost_in`), so many calls of employees find no line (`lost_out`).

    At the present number of lines `lost_out` is as it was seen. Callers who heard busy no operator
    tells of: `lost_in` is an estimate at any number. `is_counted`: by a replay of the log; else it
    is reckoned by the formula.
    """

    lines: int
    blocked: float
    lost_in: float
    lost_out: float
    is_counted: bool


def forecasts(
    legs: Iterable[Leg],
    refused: Iterable[float],
    lines: int,
    hours: float,
    wanted: Iterable[int],
) -> tuple[Forecast, ...]:
    """A forecast for each wanted number of lines, out of what `lines` lines did in `hours`."""
    return forecast_of(wishes(legs, refused, lines), lines, hours, wanted)


def forecast_of(
    wished: Sequence[Wish], lines: int, hours: float, wanted: Iterable[int]
) -> tuple[Forecast, ...]:
    """The same, out of the wishes."""
    numbers = sorted(set(wanted))
    played = {number: replay(wished, number) for number in (*numbers, lines)}
    model = _model(wished, played, lines, hours)
    weeks = max(hours, 1.0) / (7 * 24)
    found = []
    for number in numbers:
        it = played[number]
        # More lines than there were carry what the log cannot show: those who came while the
        # unseen ones talked. There the formula knows more than a replay.
        is_counted = number <= lines and it.lost_in + it.lost_out >= ENOUGH
        found.append(_forecast(number, it, weeks, None if is_counted else model.blocked(number)))
    return tuple(found)


def _model(wished: Sequence[Wish], played: Mapping[int, Played], lines: int, hours: float) -> Model:
    """Fitted to the most lines of which the log has enough to count."""
    flat = plain(wished, hours)
    for number in range(lines, 0, -1):
        it = played.get(number) or replay(wished, number)
        if it.lost_in + it.lost_out >= ENOUGH:
            return fitted(flat, number, it.blocked)
    return flat


def _forecast(number: int, played: Played, weeks: float, reckoned: float | None) -> Forecast:
    if reckoned is None:
        return Forecast(
            lines=number,
            blocked=played.blocked,
            lost_in=played.lost_in / weeks,
            lost_out=played.lost_out / weeks,
            is_counted=True,
        )
    return Forecast(
        lines=number,
        blocked=reckoned,
        lost_in=reckoned * played.wished_in / weeks,
        lost_out=reckoned * played.wished_out / weeks,
        is_counted=False,
    )
