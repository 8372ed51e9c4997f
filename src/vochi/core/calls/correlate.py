"""Which entries belong to one conversation: union-find over the ids that channels bear.

How a hub indexes entries by conversation, incrementally and in any order:

1. for each entry, `ids = linked_ids(entry)`; none: the entry is not of one conversation (an
   `engine` entry concerns all of them);
2. join those ids: give all of them one group number, and if some already have different ones,
   give all members of these groups the smallest of them (`Groups.join` does it in memory);
3. the entry's conversation is the group of any of its ids. A transfer, a masquerade, a pickup or
   a Local channel joins two conversations by a row that bears ids of both; so do somebody who
   listens in (V_SPY), the phones that one click rings and a conference.

To fold a conversation: all entries of its group, and every `engine` entry after its first.
"""

from collections.abc import Iterable

from vochi.core.calls.click import read_click
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import Row, read_row

#: Keys of EventExtra that hold the unique id of another channel of the same conversation.
_OTHER_CHANNELS = (
    "transferee_channel_uniqueid",
    "transfer_target_channel_uniqueid",
    "channel2_uniqueid",
    "local_two_id",
    "pickup_channel_uniqueid",
)

#: Technology of bridges in which more than two talk.
_MEETING = "softmix"


def linked_ids(entry: Entry) -> frozenset[str]:
    """The unique and linked ids that an entry bears; all of them are of one conversation."""
    if entry.kind in {"recording", "message"}:
        found = (entry.body.get("unique_id"), entry.body.get("linked_id"))
        return frozenset(value for value in found if isinstance(value, str) and value)
    row = read_row(entry)
    return frozenset() if row is None else ids_of(row)


def ids_of(row: Row) -> frozenset[str]:
    """The same of a row that was read already."""
    ids = {row.unique_id, row.linked_id}
    if row.extra:
        ids.update(row.extra.get(key, "") for key in _OTHER_CHANNELS)
    if row.event == "BRIDGE_ENTER" and row.extra.get("bridge_technology") == _MEETING:
        # those who meet in a conference keep linked ids of their own
        ids.add(row.extra.get("bridge_id", ""))
    if row.event == "V_SPY" and row.said.get("out") != "refused":
        # who listens has a channel of his own, which no row of Asterisk ties to the call
        ids.add(row.said.get("call", ""))
    if (click := read_click(row.unique_id)) is not None:
        ids.add(click.id)  # one click rings all phones of the employee, each by a call of its own
    ids.discard("")
    return frozenset(ids)


class Groups:
    """Disjoint sets of ids. The groups depend on what was joined, never on the order."""

    def __init__(self) -> None:
        self._name: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def find(self, member: str) -> str:
        """The name of the group of `member`: its smallest id; an unknown id stands alone."""
        return self._name.get(member, member)

    def join(self, members: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        """Make one group of all: (its name now, the names of the groups that it was made of)."""
        joined = sorted({self.find(member) for member in members})
        if not joined:
            raise ValueError("no ids to join")
        name = joined[0]
        whole = self._members.setdefault(name, [name])
        self._name[name] = name
        for other in joined[1:]:
            moved = self._members.pop(other, [other])
            whole.extend(moved)
            self._name.update(dict.fromkeys(moved, name))
        return name, tuple(joined)

    def forget(self, member: str) -> None:
        """Drop the whole group of `member`."""
        for each in self._members.pop(self.find(member), []):
            del self._name[each]
