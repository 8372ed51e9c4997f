"""Conversations as they were last folded, so that an entry more costs no reading of all before it.

Kept in the memory of this process and nowhere else: what is here was read or written by a
transaction that was committed, and is used only while the box stands where that left it. Another
worker, a restart, a rollback or a rewritten entry move it, and then everything is read anew.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from vochi.core.calls.entry import Entry
from vochi.hub.link.models import Box

#: Conversations of one box that are remembered, those that were touched last, and entries of all
#: of them: some 20 MB.
MOST, MOST_ENTRIES = 256, 10_000
_BOXES = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a box stands: the last entry that was folded, by number and hash, and its epoch."""

    seq: int
    hash: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Written:
    """The row of a call as it was last written, and the tags that come of the call itself."""

    client: str
    client_words: str
    started_at: datetime
    state: str
    row: str
    body: str
    tags: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One conversation: all its entries in order, its ids, and what was written of it."""

    entries: tuple[Entry, ...]
    names: frozenset[str]
    written: Written | None = None


@dataclass(slots=True)
class Living:
    """Conversations of a box by root; a copy that belongs to one transaction."""

    held: OrderedDict[int, Held] = field(default_factory=OrderedDict)
    roots: dict[str, int] = field(default_factory=dict)
    entries: int = 0

    def put(self, root: int, held: Held) -> None:
        """Remember a conversation, as the newest."""
        self.drop(root)
        self.held[root] = held
        self.roots.update(dict.fromkeys(held.names, root))
        self.entries += len(held.entries)
        while len(self.held) > MOST or self.entries > MOST_ENTRIES:
            self.drop(next(iter(self.held)))

    def drop(self, root: int) -> None:
        """Forget a conversation."""
        gone = self.held.pop(root, None)
        if gone is not None:
            self.entries -= len(gone.entries)
            for name in gone.names:
                self.roots.pop(name, None)


_lock = threading.Lock()
_kept: OrderedDict[int, tuple[Mark, Living]] = OrderedDict()


def recall(box: Box, before: str) -> Living:
    """What is remembered of a box that is locked and stands at `box.folded_seq`, whose hash is
    `before`; empty when it is of another moment.
    """
    with _lock:
        mark, living = _kept.get(box.pk, (None, None))
    if living is None or mark != Mark(box.folded_seq, before, box.epoch):
        return Living()
    return Living(living.held.copy(), living.roots.copy(), living.entries)


def keep(box: Box, last: str, living: Living) -> None:
    """Remember this from the commit on; `last` is the hash of the entry `box.folded_seq`."""
    mark = Mark(box.folded_seq, last, box.epoch)
    transaction.on_commit(partial(_keep, box.pk, mark, living))


def _keep(box: int, mark: Mark, living: Living) -> None:
    with _lock:
        _kept[box] = mark, living
        _kept.move_to_end(box)
        while len(_kept) > _BOXES:
            _kept.popitem(last=False)


def forget(box: Box | None = None) -> None:
    """Know nothing of a box, or of any: as a process that was just started."""
    with _lock:
        if box is None:
            _kept.clear()
        else:
            _kept.pop(box.pk, None)
