"""From facts about one client to the promises to him: pure, whatever order the facts came in.

    fold(contacts, words) -> obligations, the earliest first; at most one is open

Facts count in the order of their places (see `Contact`, `Word`). A fold may begin in the middle:
from a place `since` at which nothing was open, with the last obligation before it, it gives the
same obligations that the whole gives from there on.
"""

from collections.abc import Iterable
from datetime import datetime

from vochi.core.promises.contact import Contact
from vochi.core.promises.obligation import WEIGHT, Kind, Obligation, Tried
from vochi.core.promises.word import Word

_LONGEST_TEXT = 500


#: (place, rank, when said, what, id): a total order. At one moment what opens comes first.
_Key = tuple[datetime, int, datetime, str, int]


def fold(
    contacts: Iterable[Contact],
    words: Iterable[Word],
    last: Obligation | None = None,
    since: datetime | None = None,
) -> tuple[Obligation, ...]:
    """All obligations; `last`, when given, is the first of them, changed or not."""
    events: list[tuple[_Key, Contact | Word]] = []
    for contact in contacts:
        for at, rank, what in (
            (contact.missed_at, 0, "missed"),
            (contact.tried_at, 1, "tried"),
            (contact.reached_at, 2, "reached"),
        ):
            if at is not None:
                events.append(((at, rank, at, what, contact.call), contact))
    for word in words:
        rank = 0 if word.what in {"promised", "web"} else 3
        events.append(((word.place, rank, word.at, word.what, word.id), word))
    folding = _Folding(last)
    for key, fact in sorted(events, key=lambda each: each[0]):
        if since is not None and key[0] < since:
            continue
        if isinstance(fact, Word):
            folding.hear(fact)
        else:
            folding.meet(fact, key[3])
    return folding.all()


class _Folding:
    def __init__(self, last: Obligation | None) -> None:
        self._done: list[Obligation] = [last] if last else []
        self._open: Obligation | None = None

    def all(self) -> tuple[Obligation, ...]:
        return (*self._done, self._open) if self._open else tuple(self._done)

    def meet(self, contact: Contact, what: str) -> None:
        if what == "missed":
            self._owe(contact)
        elif self._open is None:
            return
        elif what == "reached":
            self._keep(contact)
        else:
            self._try(contact)

    def hear(self, word: Word) -> None:
        match word.what:
            case "promised" | "web":
                self._promise(word)
            case "taken":
                if self._open:
                    self._open = self._open.model_copy(update={"owner": word.owner})
            case "closed":
                self._close(word)
            case "again":
                self._reopen(word)

    def _owe(self, contact: Contact) -> None:
        assert contact.missed_at is not None
        was = self._begin(
            f"c{contact.call}", contact.kind, contact.number, contact.missed_at, contact.due_at
        )
        has_message = contact.message is not None
        self._open = was.model_copy(
            update={
                "name": contact.name or was.name,
                "times": was.times + 1,
                "short": was.short + contact.is_short,
                "longest_wait": max(was.longest_wait, contact.waited),
                "last_call": contact.call,
                "message_call": contact.call if has_message else was.message_call,
                "message": contact.message if has_message else was.message,
                "calls": (*was.calls, contact.call),
                "lost": was.lost or contact.lost,
                "line": contact.line or was.line,
                "departments": _joined(was.departments, contact.departments),
                "people": _joined(was.people, contact.people),
                "asked_for": contact.asked_for or was.asked_for,
            }
        )

    def _promise(self, word: Word) -> None:
        kind: Kind = "web" if word.what == "web" else "promised"
        departments = (word.department,) if word.department else ()
        was = self._begin(f"w{word.id}", kind, word.number, word.place, word.due_at or word.at)
        text = "\n".join(filter(None, (was.text, word.text)))[:_LONGEST_TEXT]
        self._open = was.model_copy(
            update={
                "text": text,
                "promised_by": word.name or was.promised_by,
                "owner": word.owner or was.owner,
                "departments": _joined(was.departments, departments),
            }
        )

    def _begin(self, key: str, kind: Kind, number: str, at: datetime, due: datetime) -> Obligation:
        """The open one, with one more reason; or a new one."""
        was = self._open
        if was is None:
            return Obligation(
                key=key, kind=kind, reasons=(kind,), number=number, numbers=(number,),
                opened_at=at, last_at=at, due_at=due,
            )  # fmt: skip
        reasons = _joined(was.reasons, (kind,))
        return was.model_copy(
            update={
                "kind": _weightiest(reasons),
                "reasons": reasons,
                "number": number,
                "numbers": _joined(was.numbers, (number,)),
                "last_at": max(was.last_at, at),
                "due_at": min(was.due_at, due),
            }
        )

    def _try(self, contact: Contact) -> None:
        """A call back that did not reach him: it stays open, and is due again later."""
        was = self._open
        assert was is not None
        assert contact.tried_at is not None
        tried = Tried(at=contact.tried_at, by=contact.by, why=contact.why, call=contact.call)
        self._open = was.model_copy(
            update={
                "kind": "callback_failed",
                "tries": was.tries + 1,
                "tried": tried,
                "due_at": max(was.due_at, contact.due_at),
                "people": _joined(was.people, (contact.by,) if contact.by else ()),
            }
        )

    def _keep(self, contact: Contact) -> None:
        assert self._open is not None
        self._settle(
            {
                "state": "kept",
                "settled": contact.reached_at,
                "closed_at": contact.ended_at,
                "how": "came" if contact.is_incoming else "called",
                "by": contact.by or "",
                "by_call": contact.call,
                "people": _joined(self._open.people, contact.people),
            }
        )

    def _close(self, word: Word) -> None:
        if self._open is not None:
            self._settle(
                {
                    "state": "closed",
                    "settled": word.place,
                    "closed_at": word.at,
                    "how": "hand",
                    "by": word.name,
                    "reason": word.reason,
                }
            )

    def _settle(self, end: dict[str, object]) -> None:
        assert self._open is not None
        self._done.append(self._open.model_copy(update=end))
        self._open = None

    def _reopen(self, word: Word) -> None:
        if self._open is not None or not self._done:
            return
        was = self._done.pop()
        self._open = was.model_copy(
            update={
                "state": "open", "settled": None, "closed_at": None, "how": None, "by": "",
                "by_call": None, "reason": "", "last_at": max(was.last_at, word.place),
                "due_at": max(was.due_at, word.due_at or word.at),
            }
        )  # fmt: skip


def _weightiest(reasons: tuple[Kind, ...]) -> Kind:
    return next(kind for kind in WEIGHT if kind in reasons)


def _joined(had: tuple, more: tuple) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys((*had, *more)))
