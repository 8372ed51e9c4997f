"""The hash chain of the journal: sealing an entry, and finding where a chain was tampered with."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from pydantic import JsonValue

from vochi.core.calls.entry import Entry, EntryKind
from vochi.core.frozen import Frozen

#: `prev` of the first entry.
GENESIS = "0" * 64

BreakReason = Literal["edited", "missing", "doubled", "reordered"]


class ChainBreak(Frozen):
    """The first sequence number at which a chain does not hold, and why."""

    seq: int
    why: BreakReason


def seal(  # noqa: PLR0917 - the fields of an entry in their order
    prev_hash: str,
    seq: int,
    at: datetime,
    mono: float,
    boot: str,
    kind: EntryKind,
    body: dict[str, JsonValue],
) -> Entry:
    """The entry that follows the one whose hash is `prev_hash` (`GENESIS` for the first).

    `at` must be aware and is kept in UTC. What UTF-8 or a database cannot carry (lone
    surrogates, NUL) becomes U+FFFD, so that no text of a stranger ever stops the journal.
    Raises ValueError for a naive `at` and for numbers that JSON does not have.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an entry needs its zone")
    if not math.isfinite(mono):
        raise ValueError("the monotonic time of an entry must be finite")
    clean = {_carried(key): _clean(value) for key, value in body.items()}
    draft = Entry(
        seq=seq, at=at.astimezone(UTC), mono=mono, boot=_carried(boot), kind=kind, body=clean,
        prev=prev_hash, hash="",
    )  # fmt: skip
    return draft.model_copy(update={"hash": entry_hash(draft)})


def happened_at(at: datetime, read_at: datetime, read_mono: float, floor: float) -> float:
    """`mono` of an event that bears the wall time `at` and was read later.

    `read_at` and `read_mono` are both clocks at the moment of reading, `floor` is the mono of
    the row before it in the same boot. So a box that was away and reads ten minutes of rows at
    once still knows when each happened, and a wall clock that jumps moves nothing.
    """
    lag = max(0.0, (read_at - at).total_seconds())
    return min(read_mono, max(floor, read_mono - lag))


def entry_hash(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of the entry but for `hash` itself, lower-case hex."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def canonical(entry: Entry) -> bytes:
    """Sorted keys, no spaces, UTF-8, time as `2026-01-31T09:00:00.000000Z`."""
    fields: dict[str, JsonValue] = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "mono": float(entry.mono),
        "boot": entry.boot,
        "kind": entry.kind,
        "body": entry.body,
        "prev": entry.prev,
    }
    return _json(fields)


def check_chain(
    entries: Iterable[Entry],
    *,
    after: tuple[int, str] = (0, GENESIS),
    head: str | None = None,
    redacted: Mapping[int, str] | None = None,
) -> ChainBreak | None:
    """The first break of a chain that goes on from `after` (sequence number, hash), or None.

    `head` is the hash that the last entry is known to have had; only with it can entries cut off
    the end, or a chain sealed anew from some point on, be seen. `redacted` is what redactions
    behind these entries say (`redactions`); those among them are read here.
    """
    chain = list(entries)
    rewritten = {**redactions(chain), **(redacted or {})}
    seq, previous = after
    for place, entry in enumerate(chain):
        seq += 1
        if entry.seq != seq:
            return ChainBreak(seq=min(seq, entry.seq), why=_misplaced(chain, place, seq))
        if entry.prev != previous or not holds(entry, rewritten):
            return ChainBreak(seq=seq, why="edited")
        previous = entry.hash
    if head is not None and head != previous:
        known = any(entry.hash == head for entry in chain)
        return ChainBreak(seq=seq + 1, why="doubled" if known else "missing")
    return None


def holds(entry: Entry, redacted: Mapping[int, str]) -> bool:
    """Whether an entry is what was sealed, or what the last redaction that names it has made."""
    now = entry_hash(entry)
    return redacted.get(entry.seq, entry.hash) == now


def redactions(entries: Iterable[Entry]) -> dict[int, str]:
    """What entries `redaction` say of the entries before them, by number; the last word counts."""
    found: dict[int, str] = {}
    for entry in entries:
        if entry.kind == "redaction":
            found.update((seq, digest) for seq, digest in _named(entry) if seq < entry.seq)
    return found


def _named(entry: Entry) -> Iterable[tuple[int, str]]:
    told = entry.body.get("entries")
    for pair in told if isinstance(told, list) else ():
        match pair:
            case [int() as seq, str() as digest]:
                yield seq, digest
            case _:
                continue


def replay_hash(documents: Iterable[Frozen]) -> str:
    """SHA-256 over documents in their order: equal replays (of calls, of a board) hash equally."""
    whole = hashlib.sha256()
    for document in documents:
        whole.update(_json(document.model_dump(mode="json")) + b"\n")
    return whole.hexdigest()


def _misplaced(chain: Sequence[Entry], place: int, wanted: int) -> BreakReason:
    if chain[place].seq < wanted:
        return "doubled"
    return "reordered" if any(e.seq == wanted for e in chain[place + 1 :]) else "missing"


def _json(value: JsonValue) -> bytes:
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8", "backslashreplace")


def _clean(value: JsonValue) -> JsonValue:
    match value:
        case str():
            return _carried(value)
        case float() if not math.isfinite(value):
            raise ValueError("NaN and infinity are no JSON")
        case list():
            return [_clean(item) for item in value]
        case dict():
            return {_carried(key): _clean(item) for key, item in value.items()}
        case _:
            return value


def _carried(text: str) -> str:
    return "".join("�" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
