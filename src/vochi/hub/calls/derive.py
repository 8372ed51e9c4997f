"""From entries to calls, devices, lines: the only writer of what is derived."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import fold
from vochi.hub.calls import threads
from vochi.hub.calls.models import Call, Thread, ThreadEntry
from vochi.hub.calls.project import drop_calls, ended_call, live_call, write_call
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
        entries = [(row.pk, entry_of(row)) for row in rows]
        devices_changed = facts.take(current, entries, quiet=quiet)
        touched = threads.index(current, entries)
        if any(entry.kind == "engine" for _, entry in entries):
            touched.roots |= _open_roots(current)
        live = refold_roots(current, touched.roots, touched.gone)
        current.folded_seq = rows[-1].seq
        current.save(update_fields=["folded_seq", "office_tried", "office_runs"])
        if not quiet:
            show(current, live, rows[-1].at, devices_changed=devices_changed)
    return len(rows) == BATCH


def _open_roots(box: Box) -> set[int]:
    rows = Call.objects.of(box.company_id).filter(box=box).exclude(state="ended")
    return set(rows.values_list("pk", flat=True))


def refold_roots(box: Box, roots: Iterable[int], gone: Iterable[int] = ()) -> dict[int, OnDesk]:
    """Fold conversations anew and write their rows; what became of them."""
    live: dict[int, OnDesk] = dict.fromkeys(gone)
    drop_calls(box.company_id, live)
    for root, entries in _entries_of(box, set(roots)).items():
        call = _fold_one(root, entries)
        if call is None:
            drop_calls(box.company_id, [root])
            live[root] = None
            continue
        is_new = write_call(box, root, call)
        if call.state != "ended":
            live[root] = live_call(box.company_id, root, call)
        else:  # one that came and went while the box was away is news for the log all the same
            live[root] = ended_call(box.company_id, root, call) if is_new else None
    return live


def show(box: Box, live: dict[int, OnDesk], at: datetime, *, devices_changed: bool) -> None:
    """Bring the desks up to date."""
    calls_changed = tiles.put_calls(box.company_id, live)
    if calls_changed or devices_changed:
        tiles.refresh(box.company_id, at)


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
