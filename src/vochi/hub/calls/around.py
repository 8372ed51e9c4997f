"""What calls are written with, read once for all that a push touches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls.living import Written
from vochi.hub.calls.models import Call
from vochi.hub.calls.naming import Naming, naming
from vochi.hub.clients.cards import About, about
from vochi.hub.link.models import Box, Recording
from vochi.hub.text import plain

_COLUMNS = ("pk", "client", "client_words", "started_at", "state", "row", "body")


@dataclass(slots=True)
class Around:
    """Of some calls of a box: how they stand in the log, which recordings are stored (unique
    ids), whose numbers theirs are, names by version of the office. `born`: calls that began in
    this transaction, of which nobody can have said anything.
    """

    box: Box
    written: dict[int, Written]
    recorded: frozenset[str]
    born: frozenset[int]
    _cards: Mapping[str, About] | None = None
    _numbers: frozenset[str] = frozenset()
    _namings: dict[int, Naming] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        box: Box,
        calls: Mapping[int, FoldedCall],
        known: Mapping[int, Written | None] | None = None,
        born: Iterable[int] = (),
    ) -> "Around":
        """Read what is around `calls` (by row id); `known` is how some of them stand, None: they
        are not in the log.
        """
        company = box.company_id
        known = known or {}
        written = {root: was for root, was in known.items() if was is not None}
        if asked := [root for root in calls if root not in known]:
            rows = Call.objects.of(company).filter(pk__in=asked).values_list(*_COLUMNS)
            written |= {root: Written(*columns) for root, *columns in rows}
        marked = {mark.unique_id for call in calls.values() for mark in call.recordings}
        stored: Iterable[str] = ()
        if marked:
            stored = (
                Recording.objects.of(company)
                .filter(box=box, unique_id__in=marked, stored_at__isnull=False)
                .values_list("unique_id", flat=True)
            )
        numbers = frozenset(plain(call.client, 80) for call in calls.values())
        return cls(box, written, frozenset(stored), frozenset(born), None, numbers)

    def naming(self, call: FoldedCall) -> Naming:
        """The names by which the call went."""
        version = call.office_version
        if version not in self._namings:
            self._namings[version] = naming(self.box.company_id, version)
        return self._namings[version]

    @property
    def cards(self) -> Mapping[str, About]:
        """What is known of the clients' numbers."""
        if self._cards is None:
            self._cards = about(self.box.company_id, self._numbers)
        return self._cards
