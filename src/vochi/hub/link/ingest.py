"""Taking over entries of a box: appended first and acknowledged, then made sense of."""

import json
import logging

from django.db import transaction
from django.utils import timezone

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import entry_hash
from vochi.hub.answer import Refused
from vochi.hub.calls.derive import derive
from vochi.hub.link.models import Box, LinkEntry

log = logging.getLogger("vochi.hub.link")


def ingest(box: Box, entries: tuple[Entry, ...]) -> int:
    """Append what follows our end of the box's chain; the sequence number that is safe now.

    Known entries are passed over, those after a gap are not taken (the box sends them again).
    Raises Refused 409 `chain_broken` for an entry that does not continue the chain, and
    `chain_forked` for a known number with other content: the box then is not the one we knew.
    """
    through = append(box, entries)
    try:
        derive(box)
    except Exception:
        # The entries are safe; a fault in making sense of them must not stop the journal. The
        # next push, or `refold`, tries again from where this stopped.
        log.exception("box %s: entries up to %s are kept but not folded", box.pk, through)
    return through


def append(box: Box, entries: tuple[Entry, ...]) -> int:
    """Append to `link_entry` in one durable transaction."""
    with transaction.atomic():
        row = Box.objects.of(box.company_id).select_for_update().get(pk=box.pk)
        _check_known(row, entries)
        seq, prev = row.last_seq, row.last_hash
        fresh: list[LinkEntry] = []
        for entry in entries:
            if entry.seq <= seq:
                continue
            if entry.seq != seq + 1:
                break
            if entry.prev != prev or entry.hash != entry_hash(entry):
                if fresh:
                    break  # what was good is taken; the next push begins with the bad one
                raise Refused(409, "chain_broken", seq=entry.seq)
            fresh.append(_row(row, entry))
            seq, prev = entry.seq, entry.hash
        if fresh:
            LinkEntry.objects.add_all(fresh)
            row.last_seq, row.last_hash, row.seen_at = seq, prev, timezone.now()
            row.save(update_fields=["last_seq", "last_hash", "seen_at"])
    return seq


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
        at=entry.at,
        mono=entry.mono,
        boot=entry.boot,
        kind=entry.kind,
        # ASCII: whatever text a stranger sent, any database can hold it.
        body=json.dumps(entry.body, ensure_ascii=True, separators=(",", ":")),
        prev=entry.prev,
        hash=entry.hash,
    )
