"""Which entries are of one conversation, kept as rows (see `core.calls.correlate`)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from vochi.core.calls.correlate import linked_ids
from vochi.core.calls.entry import Entry
from vochi.hub.calls.models import Thread, ThreadEntry
from vochi.hub.link.models import Box


@dataclass
class Touched:
    """What new entries did: roots of conversations to fold again, roots that were joined away."""

    roots: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    #: Ids that each conversation was named by, and its new entries.
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    fresh: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))


def index(
    box: Box, entries: list[tuple[int, Entry]], remembered: Mapping[str, int] | None = None
) -> Touched:
    """File new entries (row id, entry), in the order of the journal, under their conversations.

    `remembered` are roots by linked id, of some threads.
    """
    ids = {number: linked_ids(entry) for number, entry in entries}
    names = {name for found in ids.values() for name in found}
    threads = Thread.objects.of(box.company_id).filter(box=box)
    root_of = {name: root for name in names if (root := (remembered or {}).get(name)) is not None}
    if asked := names - set(root_of):
        rows = threads.filter(linked_id__in=asked)
        root_of |= dict(rows.values_list("linked_id", "root"))
    known = set(root_of)
    joined: dict[int, int] = {}
    placed: list[tuple[int, int]] = []
    touched = Touched()
    for number, entry in entries:
        if not ids[number]:
            continue
        roots = {_final(joined, root_of[name]) for name in ids[number] if name in root_of}
        root = min(roots, default=number)
        for other in roots - {root}:
            joined[other] = root
        for name in ids[number]:
            root_of[name] = root
        placed.append((number, root))
        touched.roots.add(root)
        touched.names[root] |= ids[number]
        touched.fresh[root].append(entry)
    for old in joined:
        new = _final(joined, old)
        threads.filter(root=old).update(root=new)
        ThreadEntry.objects.of(box.company_id).filter(box=box, root=old).update(root=new)
    if fresh := sorted(names - known):
        Thread.objects.add_all(
            [
                Thread(
                    company_id=box.company_id,
                    box=box,
                    linked_id=name,
                    root=_final(joined, root_of[name]),
                )
                for name in fresh
            ]
        )
    ThreadEntry.objects.add_all(
        [
            ThreadEntry(
                company_id=box.company_id, box=box, root=_final(joined, root), entry_id=number
            )
            for number, root in placed
        ]
    )
    touched.gone = set(joined)
    touched.roots = {_final(joined, root) for root in touched.roots}
    return touched


def _final(joined: dict[int, int], root: int) -> int:
    while root in joined:
        root = joined[root]
    return root
