"""A chain with redactions holds; the same change without one is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import GENESIS, check_chain, entry_hash, redactions, seal
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBERS = ("+375291234567", "+375447654321", "+375333333333")


def chain_of(bodies: list[dict[str, Any]], kind: Any = "cel") -> list[Entry]:
    entries: list[Entry] = []
    for body in bodies:
        _add(entries, kind, body)
    return entries


def _add(entries: list[Entry], kind: Any, body: dict[str, Any]) -> None:
    last = entries[-1] if entries else None
    at = NOON + timedelta(seconds=len(entries))
    entries.append(seal(last.hash if last else GENESIS, len(entries) + 1, at, 1.0, "b", kind, body))


def redact(entries: list[Entry], number: str, pseudonym: str) -> int:
    eraser = Eraser(Needles(numbers=(number,), pseudonym=pseudonym))
    named: list[list[Any]] = []
    for place, entry in enumerate(entries):
        clean = eraser.entry(entry)
        if clean is not None:
            entries[place] = clean
            named.append([clean.seq, entry_hash(clean)])
    if named:
        _add(entries, "redaction", {"order": "o", "entries": named})
    return len(named)


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=12),
    st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True),
    st.data(),
)
def test_redactions_hold_and_tampering_is_found(
    numbers: list[str], erased: list[str], data: st.DataObject
) -> None:
    entries = chain_of([{"num": n, "other": numbers[0], "i": i} for i, n in enumerate(numbers)])
    before = [entry.hash for entry in entries]
    for place, number in enumerate(erased):
        redact(entries, number, f"+037529000000{place}")
    assert [entry.hash for entry in entries[: len(before)]] == before
    assert check_chain(entries, head=entries[-1].hash) is None
    for number in erased:
        assert number not in repr(entries[: len(before)])
    # In parts, as a journal is read: what comes later says what was redacted.
    half = len(entries) // 2
    known = redactions(entries)
    assert check_chain(entries[:half], redacted=known) is None
    place = data.draw(st.integers(0, len(entries) - 1))
    victim = entries[place]
    forged = victim.model_copy(update={"body": {**victim.body, "num": "+375250000000"}})
    broken = check_chain([*entries[:place], forged, *entries[place + 1 :]])
    assert broken is not None
    assert (broken.seq, broken.why) in {(victim.seq, "edited"), (broken.seq, "edited")}
    assert broken.seq <= victim.seq


def test_only_a_later_redaction_counts() -> None:
    entries = chain_of([{"num": NUMBERS[0]}])
    clean = Eraser(Needles(numbers=(NUMBERS[0],), pseudonym="+0111111111")).entry(entries[0])
    assert clean is not None
    assert check_chain([clean]) is not None
    early = chain_of([{"order": "o", "entries": [[2, entry_hash(clean)]]}], "redaction")
    _add(early, "cel", {"num": NUMBERS[0]})
    early[1] = early[1].model_copy(update={"body": clean.body})
    assert check_chain(early) is not None


def test_what_was_redacted_does_not_come_back() -> None:
    entries = chain_of([{"num": NUMBERS[0], "ani": NUMBERS[1]}, {"num": "x"}])
    sealed = entries[0]
    redact(entries, NUMBERS[0], "+0111111111")
    once = entries[0]
    redact(entries, NUMBERS[1], "+0222222222")
    assert check_chain(entries) is None
    for old in (sealed, once):
        assert check_chain([old, *entries[1:]]) is not None


def test_a_redaction_that_makes_no_sense_names_nothing() -> None:
    bodies: list[dict[str, Any]] = [
        {}, {"entries": None}, {"entries": "x"}, {"entries": [[1], ["1", "x"], 5, [0.5, "a"]]}
    ]  # fmt: skip
    entries = chain_of(bodies, "redaction")
    assert redactions(entries) == {}
    assert check_chain(entries) is None
