"""When to try again: 1 s, then three times longer each time, up to a day; never in step."""

from datetime import datetime, timedelta

#: Tries of one event end after this.
DEAD_AFTER = timedelta(days=4)
#: A receiver that only failed for so long is not tried any more until somebody looks.
PAUSE_AFTER = timedelta(days=1)
#: And it must have failed so often: one with two events a week is not dead.
PAUSE_FAILURES = 20
_FIRST, _TIMES, _LONGEST = 1.0, 3.0, 86400.0
#: From so many failures in a row on the receiver itself rests: one try tells for all.
_RESTS_AFTER, _LONGEST_REST = 5, 300.0


def delay(tries: int, chance: float) -> timedelta:
    """Till the next try after so many; `chance` in [0, 1) takes it up to a fifth off or on."""
    seconds = min(_FIRST * _TIMES ** min(tries - 1, 20), _LONGEST)
    return timedelta(seconds=seconds * (0.8 + 0.4 * chance))


def rest(failures: int, now: datetime) -> datetime | None:
    """Until when a receiver is left alone after so many failures in a row."""
    over = failures - _RESTS_AFTER
    if over < 0:
        return None
    return now + timedelta(seconds=min(2.0 ** min(over, 20), _LONGEST_REST))
