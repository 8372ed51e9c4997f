"""Taking over entries of a box: appended first and acknowledged, then made sense of."""

import json
import logging
from datetime import UTC

from django.db import DatabaseError, transaction
from django.utils import timezone

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import entry_hash
from vochi.hub.answer import Refused
from vochi.hub.calls import living
from vochi.hub.calls.derive import BATCH, derive, take
from vochi.hub.link.models import Box, LinkEntry
from vochi.hub.stored_entry import entry_of

log = logging.getLogger("vochi.hub.link")


def ingest(box: Box, entries: tuple[Entry, ...]) -> int:
    """Append what follows our end of the box's chain; the sequence number that is safe now.

    Known entries are passed over, those after a gap are not taken (the box sends them again).
    Raises Refused 409 `chain_broken` for an entry that does not continue the chain, and
    `chain_forked` for a known number with other content: the box then is not the one we knew.
    """
    try:
        with transaction.atomic():  # one commit for both: a push waits for one sync of the disk
            row, fresh = _append(box, entries)
            through, is_folded = row.last_seq, _fold(row, fresh)
    except DatabaseError:
        # What was derived cannot be committed, or nothing can: the journal goes before.
        log.exception("box %s: a push is taken without what it means", box.pk)
        through, is_folded = append(box, entries), False
    if not is_folded:
        living.forget(box)
        try:
            derive(box)
        except Exception:
            # The entries are safe; a fault in making sense of them must not stop the journal.
            # The next push, or `refold`, tries again from where this stopped.
            log.exception("box %s: entries up to %s are kept but not folded", box.pk, through)
    return through


def append(box: Box, entries: tuple[Entry, ...]) -> int:
    """Append to `link_entry` in one durable transaction."""
    with transaction.atomic():
        return _append(box, entries)[0].last_seq


def _fold(row: Box, fresh: list[tuple[int, Entry]]) -> bool:
    """Make sense of entries that were just appended; whether nothing is left to be folded."""
    if not fresh:
        return row.folded_seq == row.last_seq
    if row.folded_seq + 1 != fresh[0][1].seq or len(fresh) > BATCH:
        return False
    try:
        with transaction.atomic():  # if it fails, the entries are kept all the same
            take(row, fresh, are_new=True)
    except Exception:
        log.exception("box %s: what was appended is folded once more", row.pk)
        return False
    return True


def _append(box: Box, entries: tuple[Entry, ...]) -> tuple[Box, list[tuple[int, Entry]]]:
    """The box as it stands then, locked, and what was new of the entries, with its row ids."""
    row = Box.objects.of(box.company_id).select_for_update().get(pk=box.pk)
    _check_known(row, entries)
    seq, prev = row.last_seq, row.last_hash
    fresh: list[Entry] = []
    for entry in entries:
        if entry.seq <= seq:
            continue
        if entry.seq != seq + 1:
            break
        if entry.prev != prev or entry.hash != entry_hash(entry):
            if fresh:
                break  # what was good is taken; the next push begins with the bad one
            raise Refused(409, "chain_broken", seq=entry.seq)
        fresh.append(entry)
        seq, prev = entry.seq, entry.hash
    if not fresh:
        return row, []
    rows = [_row(row, entry) for entry in fresh]
    LinkEntry.objects.add_all(rows)
    row.last_seq, row.last_hash, row.seen_at = seq, prev, timezone.now()
    row.save(update_fields=["last_seq", "last_hash", "seen_at"])
    return row, [(each.pk, entry_of(each)) for each in rows]


def _check_known(box: Box, entries: tuple[Entry, ...]) -> None:
    known = {entry.seq: entry.hash for entry in entries if entry.seq <= box.last_seq}
    if not known:
        return
    rows = LinkEntry.objects.of(box.company_id).filter(box=box, seq__in=list(known))
    for seq, kept in rows.values_list("seq", "hash"):
        if known[seq] != kept:
            raise Refused(409, "chain_forked", seq=seq)


def _row(box: Box, entry: Entry) -> LinkEntry:
    return LinkEntry(
        company_id=box.company_id,
        box=box,
        seq=entry.seq,
        at=entry.at.astimezone(UTC),  # as it is read again
        mono=entry.mono,
        boot=entry.boot,
        kind=entry.kind,
        # ASCII: whatever text a stranger sent, any database can hold it.
        body=json.dumps(entry.body, ensure_ascii=True, separators=(",", ":")),
        prev=entry.prev,
        hash=entry.hash,
    )
