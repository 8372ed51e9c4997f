"""Who is written to after a missed call: the very calls that the hub calls missed, and no more."""

from datetime import timedelta

import pytest
from calls.table import NAMES, bodies, died, entries, journal, law
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import fold
from vochi.core.gsm.missed import STALE, Watch, is_to_tell
from vochi.core.office.company import Company
from vochi.core.office.document import Office

OFFICE = Office(company=Company(name="Ромашка"))


def over(rows: list[Entry], watch: Watch | None = None) -> list[Call]:
    watch = watch or Watch()
    return [call for entry in rows for call in watch.feed(entry).over]


def missed(calls: list[Call]) -> set[str]:
    return {c.linked_id for c in calls if c.direction == "in" and c.result == "missed"}


@pytest.mark.parametrize("table", NAMES)
def test_missed_are_those_of_the_hub(table: str) -> None:
    rows = entries(table)
    assert missed(over(rows)) == missed(list(fold(rows)))
    assert len(over(rows)) == len({call.linked_id for call in over(rows)})


@pytest.mark.parametrize("table", NAMES)
def test_whom_the_engine_cut_off_is_missed_only_where_the_hub_says_so(table: str) -> None:
    whole = entries(table)
    for cut in range(1, len(whole), 3):
        rows = [*whole[:cut], died(whole[:cut], 5)]
        assert missed(over(rows)) == missed(list(fold(rows)))


@law
@given(st.sampled_from([each for each in NAMES if each.startswith("in_")]), st.data())
def test_read_again_from_its_floor_it_tells_the_same(table: str, data: st.DataObject) -> None:
    rows = journal([*bodies(table), *bodies("voicemail")])
    cut = data.draw(st.integers(0, len(rows)))
    first = Watch()
    before = over(rows[:cut], first)
    floor = first.floor(cut)
    after = [call for call in over(rows[floor:]) if call not in before]
    assert missed([*before, *after]) == missed(over(rows))


@pytest.mark.parametrize("table", ["in_answered", "out_answered"])
def test_who_talks_is_known_while_he_talks(table: str) -> None:
    rows = [each for each in entries(table) if each.body["EventType"] != "LINKEDID_END"]
    watch = Watch()
    talked = [number for entry in rows for number, _ in watch.feed(entry).talked]
    assert set(talked) == {fold(rows)[0].client}


def test_what_never_ends_holds_neither_memory_nor_the_floor() -> None:
    whole = entries("in_gave_up")
    watch = Watch()
    for entry in whole[:5]:
        watch.feed(entry)
    assert watch.floor(5) == 0
    later = whole[-1].model_copy(update={"seq": 900, "at": whole[0].at + timedelta(hours=5)})
    other = {**later.body, "UniqueID": "other", "LinkedID": "other"}
    watch.feed(later.model_copy(update={"body": other}))
    assert watch.floor(900) == 900


def test_rules() -> None:
    (call,) = over(entries("in_gave_up"))
    assert call.ended_at is not None
    now = call.ended_at
    number = call.client

    def told(
        of: Call = call, talked_after: float | None = None, later: timedelta | None = None
    ) -> bool:
        talks = {}
        if talked_after is not None:
            talks = {number: call.started_at + timedelta(seconds=talked_after)}
        return is_to_tell(OFFICE, of, talks, now + (later or timedelta()))

    assert told()
    assert told(talked_after=-60)
    assert not told(talked_after=60)
    assert told(later=STALE)
    assert not told(later=STALE + timedelta(seconds=1))
    for client in ("", "+375172345678", "+48601123456", "112", "180", "+375901234567", "'; --"):
        assert not told(call.model_copy(update={"client": client}))
    assert not told(call.model_copy(update={"direction": "out"}))
    assert not told(call.model_copy(update={"result": "refused"}))
    written = call.path[0].model_copy(update={"kind": "sms"})
    assert not told(call.model_copy(update={"path": (*call.path, written)}))
