"""Laws of the fold, over tables of a real Asterisk cut, lost, doubled and mixed."""

import pickle
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.call import Call
from vochi.core.calls.correlate import Groups, linked_ids
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import Folder, fold
from vochi.core.calls.journal import replay_hash

from .table import NAMES, bodies, died, entries, journal, law

names = st.sampled_from(NAMES)


def mixed(tables: list[str], data: st.DataObject) -> list[Entry]:
    """Rows of several tables in one journal, each table in its own order."""
    queues = [bodies(name) for name in tables]
    rows = []
    while queues:
        queue = queues[data.draw(st.integers(0, len(queues) - 1))]
        rows.append(queue.pop(0))
        queues = [queue for queue in queues if queue]
    return journal(rows)


def check(call: Call) -> None:
    """What holds for every call whatever happened to its rows."""
    last = call.ended_at or max(
        [call.started_at, *(t.began_at for t in call.talks), *(t.ended_at or t.began_at
         for t in call.talks)]
    )  # fmt: skip
    assert call.started_at <= last
    assert call.waited >= 0
    whole = sum(talk.seconds for talk in call.talks)
    assert max((talk.seconds for talk in call.talks), default=0) <= call.talked + 1e-6
    assert call.talked <= whole + 1e-6
    people = {talk.employee for talk in call.talks} - {None}
    assert {call.employee, call.first_employee, call.last_employee} - {None} <= people
    assert bool(people) == (call.employee is not None)
    for stay in (*call.parks, *call.conferences):
        assert stay.ended_at is None or stay.began_at <= stay.ended_at
    assert all(line.seconds >= 0 for line in call.carried)
    assert len(call.carried) == sum(not leg.endpoint[:1].isdigit() for leg in call.legs
                                    if leg.unique_id)  # fmt: skip
    assert [mark.at for mark in call.marks] == sorted(mark.at for mark in call.marks)
    assert [move.at for move in call.transfers] == sorted(move.at for move in call.transfers)
    for talk in call.talks:
        assert talk.seconds >= 0
        assert talk.ended_at is None or talk.began_at <= talk.ended_at
    for leg in call.legs:
        times = [t for t in (leg.rang_at, leg.answered_at, leg.ended_at) if t is not None]
        assert all(a <= b for a, b in pairwise(times))
        assert (leg.end is None) == (leg.ended_at is None)
    assert (call.state == "ended") == (call.ended_at is not None) == (call.result is not None)
    assert bool(call.talks) == (call.answered_at is not None)
    if call.state == "ended":
        assert all(talk.ended_at is not None for talk in call.talks)
        assert (call.result in {"answered", "interrupted"}) >= bool(call.talks)
        assert call.talks or call.result != "answered"
    if call.direction == "in" and call.state == "ended" and call.result != "interrupted":
        turned_away = call.result in {"refused", "busy", "no_line", "failed"}
        assert not (turned_away and any(leg.role == "callee" for leg in call.legs))
        assert (call.result == "missed") == (not call.talks and not turned_away)
    if call.direction == "internal":
        assert call.line is None


@law
@given(names, st.data())
def test_any_loss_and_order_of_rows_folds_to_sane_calls(name, data) -> None:
    rows = bodies(name)
    kept = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=len(rows) + 5))
    for call in fold(journal([rows[place] for place in kept])):
        check(call)


@law
@given(names, st.data())
def test_every_prefix_is_sane_and_what_was_talked_stays(name, data) -> None:
    whole = entries(name)
    folder = Folder()
    said: dict[str, list] = defaultdict(list)
    for entry in whole:
        for linked_id in folder.feed(entry):
            call = folder.call(linked_id)
            if call is None or call.linked_id != linked_id:
                continue
            check(call)
            # what was interrupted for a blink may go on as one talk
            settled = entry.at - timedelta(seconds=0.31)
            closed = [
                talk
                for talk in call.talks
                if talk.ended_at and talk.ended_at < settled and talk.seconds > 0.3
            ]
            assert closed[: len(said[linked_id])] == said[linked_id]
            said[linked_id] = closed
    assert folder.calls() == fold(whole)


@law
@given(st.lists(names, min_size=1, max_size=4, unique=True), st.booleans(), st.data())
def test_a_conversation_alone_gives_the_call_of_the_whole_journal(tables, dies, data) -> None:
    whole = mixed(tables, data)
    if dies:
        whole = whole[: data.draw(st.integers(1, len(whole)))]
        whole.append(died(whole))
    groups = Groups()
    for entry in whole:
        if ids := linked_ids(entry):
            groups.join(ids)
    parts: dict[str, list[Entry]] = defaultdict(list)
    for entry in whole:
        if ids := linked_ids(entry):
            parts[groups.find(min(ids))].append(entry)
    engine = [entry for entry in whole if entry.kind == "engine"]
    alone = [call for part in parts.values()
             for call in fold([*part, *(e for e in engine if e.seq > part[0].seq)])]  # fmt: skip
    assert sorted(alone, key=lambda c: c.linked_id) == sorted(
        fold(whole), key=lambda c: c.linked_id
    )


@law
@given(st.lists(names, min_size=1, max_size=3, unique=True), st.data())
def test_tables_mixed_are_the_calls_of_the_tables(tables, data) -> None:
    def known(calls) -> set[tuple]:
        return {(c.linked_id, c.direction, c.result, c.client, len(c.legs)) for c in calls}

    assert known(fold(mixed(tables, data))) == known(
        call for name in tables for call in fold(entries(name))
    )


@law
@given(
    st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=3), max_size=12),
    st.data(),
)
def test_groups_depend_neither_on_order_nor_on_batches(sets, data) -> None:
    def partition(groups: Groups) -> dict[str, str]:
        return {each: groups.find(each) for each in "abcdefghij"}

    straight, other = Groups(), Groups()
    for ids in sets:
        straight.join(ids)
    for ids in data.draw(st.permutations(sets)):
        # a batch more: the same ids two by two, in any order
        ordered = data.draw(st.permutations(sorted(ids)))
        for pair in pairwise(ordered) if len(ordered) > 1 else [tuple(ordered)]:
            other.join(pair)
    assert partition(straight) == partition(other)
    for ids in sets:
        assert len({straight.find(each) for each in ids}) == 1


@law
@given(names, st.data())
def test_a_folder_can_be_put_away_in_the_middle(name, data) -> None:
    whole = entries(name)
    cut = data.draw(st.integers(0, len(whole)))
    folder = Folder()
    for entry in whole[:cut]:
        folder.feed(entry)
    folder = pickle.loads(pickle.dumps(folder))
    for entry in whole[cut:]:
        folder.feed(entry)
    assert replay_hash(folder.calls()) == replay_hash(fold(whole))


def test_an_evicted_conversation_is_folded_again_from_its_entries() -> None:
    whole = entries("in_answered")
    folder = Folder()
    changed = set().union(*(folder.feed(entry) for entry in whole))
    (call,) = folder.calls()
    assert changed == {call.linked_id}
    folder.evict(call.linked_id)
    assert folder.calls() == ()
    assert folder.call(call.linked_id) is None
    for entry in whole:
        folder.feed(entry)
    assert folder.calls() == (call,)


def test_a_call_without_its_last_rows_stays_open_until_the_engine_dies() -> None:
    ends = {"HANGUP", "CHAN_END", "LINKEDID_END"}
    whole = journal(row for row in bodies("in_answered") if row["EventType"] not in ends)
    folder = Folder()
    for entry in whole:
        folder.feed(entry)
    (call,) = folder.open()
    assert call.result is None
    assert folder.feed(died(whole, 60.0)) == {call.linked_id}
    (ended,) = folder.calls()
    assert (ended.result, ended.end_reason) == ("interrupted", "engine")
    assert (ended.ended_at - whole[-1].at).total_seconds() == 60.0
    assert ended.talks == call.talks


def test_rows_read_after_the_death_was_noticed_still_count() -> None:
    rows = entries("killed")
    late = rows[: len(rows) - 3]
    death = died(late, 2.0)
    journaled = [*late, death, *journal(bodies("killed")[-3:], after=[*late, death])]
    (call,) = fold(journaled)
    assert call.result == "interrupted"
    assert [talk.endpoint for talk in call.talks] == ["181"]


def test_a_call_after_the_death_is_not_touched_by_it() -> None:
    first = entries("killed")
    death = died(first, 1.0)
    shifted = [{**row, "EventTime": str(float(row["EventTime"]) + 90_000)}
               for row in bodies("in_answered")]  # fmt: skip
    then = journal(shifted, after=[*first, death])
    results = [call.result for call in fold([*first, death, *then])]
    assert results == ["interrupted", "answered"]
