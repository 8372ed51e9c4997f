"""The fold: entries of the journal in, calls out; the same entries always give the same calls."""

from collections.abc import Iterable, Iterator

from vochi.core.calls.call import Call
from vochi.core.calls.conversation import Conversation
from vochi.core.calls.correlate import Groups, ids_of, linked_ids
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import Moment, read_row

_DEAD = frozenset({"died", "stopped"})


class Folder:
    """Folds entry by entry. Holds conversations until they are evicted; can be pickled.

    A conversation folded alone (its entries and the `engine` entries, see `correlate`) gives the
    very call that the whole journal gives.
    """

    def __init__(self) -> None:
        self._groups = Groups()
        self._conversations: dict[str, Conversation] = {}
        self._calls: dict[str, Call | None] = {}
        self._open: set[str] = set()
        self._deaths: list[Moment] = []

    def feed(self, entry: Entry) -> frozenset[str]:
        """Take an entry, in any order, any number of times; the linked ids of calls it concerns.

        An id among them whose `call` bears another `linked_id` was joined to that call: there is
        no call of that id any more.
        """
        if entry.kind == "engine":
            return self._engine(entry)
        row = read_row(entry)
        ids = linked_ids(entry) if row is None else ids_of(row)
        if not ids:
            return frozenset()
        name, joined = self._groups.join(ids)
        touched = {self._conversations[each].linked_id for each in joined
                   if each in self._conversations}  # fmt: skip
        conversation = self._conversations.setdefault(name, Conversation())
        for each in joined:
            if each != name:
                self._forget(each, into=conversation)
        conversation.add(entry, row)
        self._calls.pop(name, None)
        self._open.add(name)
        touched.add(conversation.linked_id)
        return frozenset(each for each in touched if each is not None)

    def call(self, linked_id: str) -> Call | None:
        """The call that `linked_id` (or any unique id) is of; None when there is none."""
        return self._fold(self._groups.find(linked_id))

    def open(self) -> tuple[Call, ...]:
        """Calls that live, in order of their beginning."""
        calls = []
        for name in list(self._open):
            call = self._fold(name)
            if call is not None and call.state == "ended":
                self._open.discard(name)
            elif call is not None:
                calls.append(call)
        return tuple(sorted(calls, key=_order))

    def calls(self) -> tuple[Call, ...]:
        """All calls that are held, in order of their beginning."""
        return tuple(sorted(self._every(), key=_order))

    def evict(self, linked_id: str) -> None:
        """Let go of a conversation. An entry of it that comes later would begin it anew."""
        name = self._groups.find(linked_id)
        self._conversations.pop(name, None)
        self._calls.pop(name, None)
        self._open.discard(name)
        self._groups.forget(linked_id)

    def _engine(self, entry: Entry) -> frozenset[str]:
        moment = Moment.of(entry)
        if entry.body.get("state") not in _DEAD or moment in self._deaths:
            return frozenset()
        before = {call.linked_id for call in self.open()}
        self._deaths = sorted([*self._deaths, moment], key=lambda each: each.seq)
        self._calls.clear()
        self._open.update(self._conversations)
        return frozenset(before - {call.linked_id for call in self.open()})

    def _forget(self, name: str, *, into: Conversation) -> None:
        absorbed = self._conversations.pop(name, None)
        self._calls.pop(name, None)
        self._open.discard(name)
        if absorbed is not None:
            into.absorb(absorbed)

    def _fold(self, name: str) -> Call | None:
        if name not in self._conversations:
            return None
        if name not in self._calls:
            self._calls[name] = self._conversations[name].call(self._deaths)
        return self._calls[name]

    def _every(self) -> Iterator[Call]:
        for name in self._conversations:
            call = self._fold(name)
            if call is not None:
                yield call


def fold(entries: Iterable[Entry]) -> tuple[Call, ...]:
    """All calls of the entries, in order of their beginning."""
    folder = Folder()
    for entry in entries:
        folder.feed(entry)
    return folder.calls()


def _order(call: Call) -> tuple[float, str]:
    return call.started_at.timestamp(), call.linked_id
