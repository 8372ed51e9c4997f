"""From entries to calls, devices, lines: the only writer of what is derived."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.correlate import linked_ids
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import fold
from vochi.hub.calls import living, threads
from vochi.hub.calls.around import Around
from vochi.hub.calls.living import Held, Living, Written
from vochi.hub.calls.models import Call, Thread, ThreadEntry
from vochi.hub.calls.project import drop_calls, ended_call, live_call, write_call
from vochi.hub.calls.threads import Touched
from vochi.hub.desk import tiles
from vochi.hub.desk.events import note
from vochi.hub.desk.schemas import CallFiles
from vochi.hub.desk.tiles import OnDesk
from vochi.hub.link import facts
from vochi.hub.link.models import Box, LinkEntry
from vochi.hub.stored_entry import entry_of

log = logging.getLogger("vochi.hub.calls")

#: Entries in one transaction: short enough that a push or a desk never waits long for it.
BATCH = 1000


def derive(box: Box, *, quiet: bool = False) -> None:
    """Make sense of everything of a box that was appended and not yet folded.

    `quiet`: tell desks nothing (`refold`, which has them read the board again at its end).
    """
    while _derive_batch(box, quiet=quiet):
        pass


def _derive_batch(box: Box, *, quiet: bool) -> bool:
    with transaction.atomic():
        current = Box.objects.of(box.company_id).select_for_update().get(pk=box.pk)
        rows = list(
            LinkEntry.objects.of(box.company_id)
            .filter(box=current, seq__gt=current.folded_seq)
            .order_by("seq")[:BATCH]
        )
        if not rows:
            return False
        take(current, [(row.pk, entry_of(row)) for row in rows], quiet=quiet)
    return len(rows) == BATCH


def take(
    box: Box, entries: Sequence[tuple[int, Entry]], *, quiet: bool = False, are_new: bool = False
) -> None:
    """Make sense of entries (row id, entry) that follow what was folded, inside a transaction
    that has locked the box. `are_new`: it is the one that appended them, too.
    """
    rows = list(entries)
    memory = living.recall(box, rows[0][1].prev)
    devices_changed = facts.take(box, rows, quiet=quiet)
    touched = threads.index(box, rows, memory.roots)
    born = touched.roots & {number for number, _ in rows} if are_new else set[int]()
    is_engine = any(entry.kind == "engine" for _, entry in rows)
    if is_engine:
        touched.roots |= _open_roots(box)
    if is_engine or touched.gone:
        # Rare, and of several conversations at once: all of them are read anew.
        memory, born = Living(), set()
    live = _fold_touched(box, touched, memory, born)
    last = rows[-1][1]
    box.folded_seq = last.seq
    box.save(update_fields=["folded_seq", "office_tried", "office_runs"])
    living.keep(box, last.hash, memory)
    if not quiet:
        show(box, live, last.at, devices_changed=devices_changed)


def _open_roots(box: Box) -> set[int]:
    rows = Call.objects.of(box.company_id).filter(box=box).exclude(state="ended")
    return set(rows.values_list("pk", flat=True))


def _fold_touched(box: Box, touched: Touched, memory: Living, born: set[int]) -> dict[int, OnDesk]:
    """Fold what new entries touched, out of the memory where it has it; what became of them."""
    drop_calls(box.company_id, touched.gone)
    held = {root: memory.held[root] for root in touched.roots if root in memory.held}
    held |= {root: Held((), frozenset()) for root in born}
    known: dict[int, Written | None] = {root: each.written for root, each in held.items()}
    conversations = {root: [*each.entries, *touched.fresh[root]] for root, each in held.items()}
    conversations |= _entries_of(box, touched.roots - set(held))
    live, around = _write(box, conversations, known, born)
    for root, entries in conversations.items():
        names = _names_of(held.get(root), touched, root, entries)
        memory.put(root, Held(tuple(entries), names, around.written.get(root)))
    return dict.fromkeys(touched.gone) | live


def _names_of(
    held: Held | None, touched: Touched, root: int, entries: list[Entry]
) -> frozenset[str]:
    if held is not None:
        return held.names | touched.names[root]
    return frozenset(name for entry in entries for name in linked_ids(entry))


def refold_roots(box: Box, roots: Iterable[int]) -> dict[int, OnDesk]:
    """Fold conversations anew from all their entries and write their rows; what became of them."""
    return _write(box, _entries_of(box, set(roots)), {}, set())[0]


def _write(
    box: Box,
    conversations: dict[int, list[Entry]],
    known: dict[int, Written | None],
    born: set[int],
) -> tuple[dict[int, OnDesk], Around]:
    company = box.company_id
    folded = {root: _fold_one(root, entries) for root, entries in conversations.items()}
    calls = {root: call for root, call in folded.items() if call is not None}
    around = Around.of(box, calls, known, born)
    live: dict[int, OnDesk] = {}
    for root, call in folded.items():
        if call is None:
            if known.get(root, ...) is not None:
                drop_calls(company, [root])
            around.written.pop(root, None)
            live[root] = None
            continue
        was = write_call(box, root, call, around)
        if call.state != "ended":
            live[root] = live_call(company, root, call, around)
        else:  # one that came and went while the box was away is news for the log all the same
            live[root] = None if was else ended_call(company, root, call, around)
    return live, around


def show(box: Box, live: dict[int, OnDesk], at: datetime, *, devices_changed: bool) -> None:
    """Bring the desks up to date."""
    if live or devices_changed:
        tiles.show(box.company_id, live, at, anyway=devices_changed)


def _fold_one(root: int, entries: list[Entry]) -> FoldedCall | None:
    try:
        calls = fold(entries)
    except Exception:
        # One conversation that the fold cannot read must not keep all others from the log.
        log.exception("conversation %s cannot be folded", root)
        return None
    if len(calls) > 1:
        log.error("conversation %s folds to %s calls; the first is kept", root, len(calls))
    return calls[0] if calls else None


def _entries_of(box: Box, roots: set[int]) -> dict[int, list[Entry]]:
    """Entries of conversations, and the engine's entries after the first of each."""
    if not roots:
        return {}
    found: dict[int, list[Entry]] = defaultdict(list)
    rows = (
        ThreadEntry.objects.of(box.company_id)
        .filter(box=box, root__in=list(roots))
        .select_related("entry")
        .order_by("entry_id")
    )
    for row in rows:
        found[row.root].append(entry_of(row.entry))
    first = min((entries[0].seq for entries in found.values()), default=None)
    if first is None:
        return {}
    engine = [
        entry_of(row)
        for row in LinkEntry.objects.of(box.company_id)
        .filter(box=box, kind="engine", seq__gt=first)
        .order_by("seq")
    ]
    if engine:
        for entries in found.values():
            begun = entries[0].seq
            entries.extend(entry for entry in engine if entry.seq > begun)
            entries.sort(key=lambda entry: entry.seq)
    return dict(found)


def refold_recording(box: Box, unique_id: str) -> None:
    """The file of a recording came: its call has something to play now."""
    with transaction.atomic():
        current = Box.objects.of(box.company_id).select_for_update().get(pk=box.pk)
        named = Thread.objects.of(box.company_id).filter(box=current, linked_id=unique_id)
        roots = set(named.values_list("root", flat=True))
        refold_roots(current, roots)
        for root in sorted(roots):
            note(box.company_id, CallFiles(id=root))
