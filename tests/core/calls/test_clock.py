"""R9: the wall clock is set while people talk; order and durations stay right."""

from datetime import UTC, datetime, timedelta

import pytest

from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import fold

from .table import NAMES, died, entries, told

HOUR = timedelta(hours=1)


def set_clock(journal: list[Entry], place: int, by: timedelta) -> list[Entry]:
    """The wall clock is set by `by` before the entry at `place`; the monotonic one runs on."""
    return [
        entry.model_copy(update={"at": entry.at + by}) if number >= place else entry
        for number, entry in enumerate(journal)
    ]


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(seconds=90), timedelta(days=-300)])
@pytest.mark.parametrize("name", ["in_answered", "in_missed", "out_second_line", "in_blind_refer"])
def test_a_clock_that_is_set_at_any_row_changes_no_duration(name, by) -> None:
    whole = entries(name)
    expected = [told(call) for call in fold(whole)]
    for place in range(1, len(whole)):
        (call,) = fold(set_clock(whole, place, by))
        assert [told(call)] == expected
        # the newest setting of the clock is the right one: people see its times
        assert call.ended_at == fold(whole)[0].ended_at + by


def test_woken_in_1970_and_then_told_the_time() -> None:
    whole = entries("in_answered")
    born = datetime(1970, 1, 1, 0, 2, tzinfo=UTC) - whole[0].at
    (right,) = fold(whole)
    for place in range(1, len(whole)):
        woken = set_clock(set_clock(whole, 0, born), place, -born)
        assert fold(woken) == (right,)


def test_an_engine_found_dead_after_a_reboot_that_forgot_the_time() -> None:
    cut = entries("killed")
    death = died(cut).model_copy(
        update={"boot": "boot-2", "mono": 12.0, "at": datetime(1970, 1, 1, tzinfo=UTC)}
    )
    (call,) = fold([*cut, death])
    assert call.result == "interrupted"
    assert call.waited > 0
    assert call.talked >= 0
    assert call.started_at <= call.answered_at <= call.ended_at


@pytest.mark.parametrize("name", NAMES)
def test_rows_read_late_and_at_once_keep_their_times(name) -> None:
    """A box that was away reads everything in one moment, but reckons mono back to the event."""
    whole = entries(name)
    assert fold(whole) == fold(e.model_copy(update={"mono": e.mono + 1e-4}) for e in whole)


def test_a_journal_without_a_clock_keeps_the_wall_times() -> None:
    whole = entries("in_answered")
    assert fold(e.model_copy(update={"mono": 0.0}) for e in whole) == fold(whole)
