"""The hash chain: what is sealed reads back, and no tampering passes."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import (
    GENESIS,
    ChainBreak,
    canonical,
    check_chain,
    entry_hash,
    happened_at,
    replay_hash,
    seal,
)

from .table import law

START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=3,
)
bodies = st.dictionaries(st.text(), values, max_size=4)


def chain_of(bodies_in_order) -> list[Entry]:
    chain: list[Entry] = []
    for number, body in enumerate(bodies_in_order):
        chain.append(
            seal(
                chain[-1].hash if chain else GENESIS,
                number + 1,
                START + timedelta(seconds=number),
                100.0 + number,
                "boot",
                "cel",
                body,
            )
        )
    return chain


chains = st.lists(bodies, min_size=2, max_size=5).map(chain_of)


def test_canonical_form_is_fixed() -> None:
    entry = seal(GENESIS, 1, START, 5, "b", "engine", {"state": "died", "a": "Минск \"'"})
    form = (
        '{"at":"2026-01-31T09:00:00.000000Z","body":{"a":"Минск \\"\'","state":"died"},'
        '"boot":"b","kind":"engine","mono":5.0,"prev":"' + GENESIS + '","seq":1}'
    ).encode()
    assert canonical(entry) == form
    assert entry.hash == sha256(form).hexdigest()


@law
@given(chains)
def test_untouched_chain_holds_and_survives_json(chain) -> None:
    assert check_chain(chain, head=chain[-1].hash) is None
    assert check_chain(Entry.model_validate_json(e.model_dump_json()) for e in chain) is None


@law
@given(chains, st.data())
def test_any_edit_is_found(chain, data) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    old = chain[place]
    change = data.draw(
        st.sampled_from(
            [
                {"at": old.at + timedelta(microseconds=1)},
                {"mono": old.mono + 0.5},
                {"boot": old.boot + "x"},
                {"kind": "device"},
                {"body": {**old.body, "new": 1}},
                {"prev": "f" * 64},
                {"hash": "f" * 64},
            ]
        )
    )
    chain[place] = old.model_copy(update=change)
    assert check_chain(chain) == ChainBreak(seq=place + 1, why="edited")


@law
@given(chains, st.data())
def test_an_edit_sealed_anew_is_found_by_its_successor_or_the_head(chain, data) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    head = chain[-1].hash
    forged = chain[place].model_copy(update={"body": {"forged": True}})
    chain[place] = forged.model_copy(update={"hash": entry_hash(forged)})
    broken = check_chain(chain, head=head)
    assert broken is not None
    assert broken.seq == place + 2


@law
@given(chains, st.data())
def test_a_missing_entry_is_found(chain, data) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    head = chain[-1].hash
    del chain[place]
    assert check_chain(chain, head=head) == ChainBreak(seq=place + 1, why="missing")


@law
@given(chains, st.data())
def test_a_doubled_entry_is_found(chain, data) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    chain.insert(data.draw(st.integers(place + 1, len(chain))), chain[place])
    broken = check_chain(chain)
    assert broken is not None
    assert broken.why == "doubled"
    assert broken.seq == place + 1


@law
@given(chains, st.data())
def test_exchanged_entries_are_found(chain, data) -> None:
    first = data.draw(st.integers(0, len(chain) - 2))
    second = data.draw(st.integers(first + 1, len(chain) - 1))
    chain[first], chain[second] = chain[second], chain[first]
    assert check_chain(chain) == ChainBreak(seq=first + 1, why="reordered")


@law
@given(chains)
def test_a_chain_is_checked_in_parts(chain) -> None:
    assert check_chain(chain[1:], after=(1, chain[0].hash)) is None
    assert check_chain(chain[1:], after=(1, "0" * 64)) == ChainBreak(seq=2, why="edited")


def test_what_no_database_carries_is_replaced_and_never_stops_the_journal() -> None:
    entry = seal(GENESIS, 1, START, 1.0, "b", "cel", {"name\0": ["\ud83d", {"k": "a\0b"}]})
    assert entry.body == {"name�": ["�", {"k": "a�b"}]}
    assert Entry.model_validate_json(entry.model_dump_json()) == entry


@pytest.mark.parametrize("mono", [float("nan"), float("inf")])
def test_times_must_be_real(mono) -> None:
    with pytest.raises(ValueError, match="finite"):
        seal(GENESIS, 1, START, mono, "b", "cel", {})
    with pytest.raises(ValueError, match="zone"):
        seal(GENESIS, 1, START.replace(tzinfo=None), 1.0, "b", "cel", {})
    with pytest.raises(ValueError, match="JSON"):
        seal(GENESIS, 1, START, 1.0, "b", "device", {"rtt_ms": mono})


@pytest.mark.parametrize(
    ("event", "read", "mono", "floor", "expected"),
    [
        (0, 0.05, 100.0, 90.0, 99.95),  # live
        (0, 600, 1000.0, 90.0, 400.0),  # the box was away for ten minutes
        (3600, 0, 100.0, 90.0, 100.0),  # the clock was set back between event and reading
        (0, 3600, 100.0, 99.0, 99.0),  # the clock was set on: never before the row before
    ],
)
def test_mono_is_reckoned_back_to_the_event(event, read, mono, floor, expected) -> None:
    at, read_at = (START + timedelta(seconds=s) for s in (event, read))
    assert happened_at(at, read_at, mono, floor) == pytest.approx(expected)


@law
@given(chains)
def test_equal_replays_hash_equally(chain) -> None:
    assert replay_hash(chain) == replay_hash(list(chain))
    assert replay_hash(chain) != replay_hash(chain[:-1])
    assert replay_hash(chain) != replay_hash(chain[::-1])
