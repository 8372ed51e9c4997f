"""Entries of boxes as they lie in the database."""

import json
from typing import cast

from vochi.core.calls.entry import Entry, EntryKind
from vochi.hub.link.models import LinkEntry


def entry_of(row: LinkEntry) -> Entry:
    """The entry as it was sealed."""
    return Entry.model_construct(
        seq=row.seq,
        at=row.at,
        mono=row.mono,
        boot=row.boot,
        kind=cast("EntryKind", row.kind),
        body=json.loads(row.body),
        prev=row.prev,
        hash=row.hash,
    )
