"""Who is written to after a missed call (P31): calls in as the journal tells, the callers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import Folder
from vochi.core.calls.row import read_row
from vochi.core.numbers import classify
from vochi.core.office.document import Office

#: A text about a call that is longer ago helps nobody: the box was away.
STALE = timedelta(hours=2)
#: What lives longer than that was talked, or its end was lost.
_LONGEST = timedelta(hours=4)
_OPEN = 2000


@dataclass(frozen=True)
class Heard:
    """What an entry tells: calls that are over now, and when somebody was talked to, by number."""

    over: tuple[Call, ...] = ()
    talked: tuple[tuple[str, datetime], ...] = ()


class Watch:
    """Folds the calls that live now, and lets go of each when it is over.

    `floor` is the number behind which everything stands that must be read again for them.
    """

    def __init__(self) -> None:
        self._folder = Folder()
        #: First entry of each conversation that lives, by its linked id as rows bear it.
        self._begun: dict[str, tuple[int, datetime]] = {}

    def floor(self, through: int) -> int:
        """Everything through `through` was fed."""
        return min((seq - 1 for seq, _ in self._begun.values()), default=through)

    def feed(self, entry: Entry) -> Heard:
        """Take the next entry."""
        if entry.kind == "engine":
            return self._cut(entry)
        row = read_row(entry)
        if row is None:
            return Heard()
        self._begun.setdefault(row.linked_id, (entry.seq, entry.at))
        self._folder.feed(entry)
        if row.event not in {"BRIDGE_ENTER", "LINKEDID_END"}:
            return Heard()
        call = self._folder.call(row.linked_id)
        talked = () if call is None else _talked(call)
        if row.event == "BRIDGE_ENTER":
            return Heard(talked=talked)
        self._let_go(entry)
        if call is not None and call.state != "ended":
            return Heard(talked=talked)  # another part of the conversation lives
        self._folder.evict(row.linked_id)
        for name in {row.linked_id} if call is None else {row.linked_id, call.linked_id}:
            self._begun.pop(name, None)
        return Heard(() if call is None else (call,), talked)

    def _cut(self, entry: Entry) -> Heard:
        """Nothing outlives the engine; whom it cut off is `interrupted`, not missed."""
        if entry.body.get("state") not in {"died", "stopped"}:
            return Heard()
        self._folder.feed(entry)
        calls = self._folder.calls()
        self._folder = Folder()
        self._begun.clear()
        return Heard(calls, tuple(each for call in calls for each in _talked(call)))

    def _let_go(self, entry: Entry) -> None:
        """Of what never ends, so that neither memory nor what is read again grows."""
        for name, (_, began) in tuple(self._begun.items()):
            if entry.at - began <= _LONGEST and len(self._begun) <= _OPEN:
                break
            del self._begun[name]
            self._folder.evict(name)


def _talked(call: Call) -> tuple[tuple[str, datetime], ...]:
    if call.direction == "internal" or not call.client or not call.talks:
        return ()
    return ((call.client, max(each.began_at for each in call.talks)),)


def is_to_tell(office: Office, call: Call, talked: Mapping[str, datetime], now: datetime) -> bool:
    """Whether a call that is over asks for the text: missed, of a mobile number, not long ago,
    nobody talked with the caller since, and its scheme has not written to him itself.
    """
    if call.direction != "in" or call.result != "missed" or call.ended_at is None:
        return False
    if classify(call.client, office.company.numbering) != "mobile":
        return False
    since = talked.get(call.client)
    if since is not None and since >= call.started_at:
        return False
    return now - call.ended_at <= STALE and all(each.kind != "sms" for each in call.path)
