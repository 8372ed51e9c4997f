"""The times of one conversation, put right when the wall clock was set while it lasted.

The wall clock is for people, the monotonic clock for durations. As long as both agree, times are
the wall's. Where they part (set by an hour, woken in 1970), everything before is shifted so that
distances are the monotonic clock's and the newest setting of the wall clock, which is the
corrected one, counts. So no duration is negative and the order is that of the journal.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from vochi.core.calls.row import Moment

#: Clocks of one machine drift far less within a call; a box reads rows less than this late
#: without noticing.
AGREE = timedelta(seconds=2)


def true_times(moments: Sequence[Moment]) -> dict[int, datetime]:
    """Times by seq, never going back along the journal. `moments` must be in its order.

    Where mono is the same at every moment there is no monotonic clock, and the wall's times stay.
    """
    has_clock = len({(moment.boot, moment.mono) for moment in moments}) > 1
    times: dict[int, datetime] = {}
    shift = timedelta()
    after: Moment | None = None
    for moment in reversed(moments):
        if after is not None and has_clock:
            shift += _jump(moment, after)
        times[moment.seq] = moment.at + shift
        after = moment
    latest: datetime | None = None
    for moment in moments:
        latest = times[moment.seq] if latest is None else max(latest, times[moment.seq])
        times[moment.seq] = latest
    return times


def _jump(before: Moment, after: Moment) -> timedelta:
    wall = after.at - before.at
    if before.boot != after.boot:
        return min(wall, timedelta())
    jump = wall - timedelta(seconds=after.mono - before.mono)
    return jump if abs(jump) > AGREE else timedelta()
