"""What a call means for the promise to its client: he was missed, reached, or tried in vain."""

from datetime import datetime, timedelta

from vochi.core.calls.call import Call
from vochi.core.calls.endpoint import Endpoint
from vochi.core.frozen import Frozen
from vochi.core.promises.deadline import Deadlines
from vochi.core.promises.obligation import Kind

#: Ends of a call from outside in which nobody talked and the client is owed a call.
_VAIN = frozenset({"missed", "interrupted", "busy", "no_line", "failed"})
#: A transfer is told a moment before the talk that it ended.
_SLACK = timedelta(seconds=2)


class Contact(Frozen):
    """One call as promises see it. `number` is E.164 or as the network gave it; of a hidden caller
    who left a message or asked for a call, `h<call>`: he stands alone. `name` is what the network
    called him: hostile text, data only.

    `missed_at`: he wanted us and talked with nobody, or was lost while handed on (`lost`).
    `reached_at`: an employee (`by`) talked with him. `tried_at`: we called (`by`) and did not reach
    him; `why` is the result. `is_short`: he gave up at once. `message`: seconds of his voicemail.
    `due_at`: by when he is to be called, or called again, by the office of that day.
    """

    call: int
    number: str
    name: str = ""
    began_at: datetime
    ended_at: datetime
    due_at: datetime
    missed_at: datetime | None = None
    reached_at: datetime | None = None
    tried_at: datetime | None = None
    is_incoming: bool = True
    lost: bool = False
    is_short: bool = False
    waited: float = 0.0
    message: float | None = None
    has_asked: bool = False
    by: str | None = None
    why: str = ""
    line: str | None = None
    departments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    asked_for: str | None = None

    @property
    def places(self) -> tuple[datetime, datetime]:
        """The first and the last moment at which it counts."""
        every = [at for at in (self.missed_at, self.reached_at, self.tried_at) if at is not None]
        return min(every, default=self.began_at), max(every, default=self.began_at)

    @property
    def kind(self) -> Kind:
        """What a promise that it opens is."""
        if self.has_asked:
            return "callback_asked"
        return "missed" if self.message is None else "voicemail"


def contact_of(
    root: int,
    call: Call,
    deadlines: Deadlines,
    *,
    departments: tuple[str, ...] = (),
    is_unwanted: bool = False,
) -> Contact | None:
    """What a call that is over means by the office that it went by; None: nothing. `is_unwanted`:
    his scheme turned him away.

    A voicemail of his mobile that answered us for so long cannot be told from himself.
    """
    if call.direction == "internal" or call.state != "ended" or call.ended_at is None:
        return None
    policy = deadlines.office.policy.promises
    talks = (t.began_at for t in call.talks if t.seconds >= policy.reached_seconds)
    reached = next(talks, None)
    missed, lost = _missed(call), _lost_at(call)
    if is_unwanted or (not call.client and not call.messages and call.callback_asked_at is None):
        missed = lost = None
    tried = None
    caller = _caller(call)
    has_rung = call.result != "no_line" and any(leg.way == "out" for leg in call.carried)
    if call.direction == "out" and reached is None and has_rung:
        tried = call.started_at
    if missed is None and lost is None and reached is None and tried is None:
        return None
    seconds = [m.seconds or 0.0 for m in call.messages]
    has_given_up = missed is not None and call.end_reason == "cancelled"
    departments = _with_owners(call, departments, deadlines)
    found = Contact(
        call=root,
        number=(call.client or f"h{root}")[:80],
        name=call.client_name[:80],
        began_at=call.started_at,
        ended_at=call.ended_at,
        due_at=call.ended_at,
        missed_at=missed or lost,
        reached_at=reached,
        tried_at=tried,
        is_incoming=call.direction == "in",
        lost=missed is None and lost is not None,
        is_short=has_given_up and call.waited < policy.short_seconds,
        waited=round(call.waited, 1),
        message=sum(seconds) if seconds else None,
        has_asked=call.callback_asked_at is not None,
        by=call.employee or caller if reached is not None else caller,
        why=call.result or "",
        line=call.line,
        departments=departments,
        people=_people(call),
        asked_for=_asked_for(call, departments),
    )
    # The clock runs from when he gave up: till then somebody might have answered.
    met = (f"{s.scheme}/{s.node}" for s in reversed(call.path) if s.kind == "schedule")
    kind: Kind = "callback_failed" if tried is not None else found.kind
    due = deadlines.due(kind, call.ended_at, departments, next(met, None))
    return found.model_copy(update={"due_at": due})


def _missed(call: Call) -> datetime | None:
    """He called and talked with nobody."""
    is_vain = call.direction == "in" and not call.talks and call.result in _VAIN
    return call.started_at if is_vain else None


def _lost_at(call: Call) -> datetime | None:
    """Somebody had talked with him, and he was lost after: handed on to nobody, left on a parking
    slot, or his last word was a message or a wish to be called.
    """
    if not call.talks:
        return None
    last = call.talks[-1]
    until = last.ended_at or last.began_at
    if call.messages:
        return until
    asked = call.callback_asked_at
    if asked is not None and asked >= last.began_at:
        return asked
    if call.parks and call.parks[-1].how == "abandoned":
        return call.parks[-1].began_at
    handed = [m.at for m in call.transfers if m.why is None and m.kind == "blind"]
    if not handed or handed[-1] < until - _SLACK:
        return None
    has_come = any(stay.began_at >= handed[-1] - _SLACK for stay in call.conferences)
    return None if has_come else max(handed[-1], until)


def _with_owners(call: Call, departments: tuple[str, ...], deadlines: Deadlines) -> tuple[str, ...]:
    """Also those whose message was left."""
    known = {each.number for each in deadlines.office.departments}
    owners = (m.owner for m in call.messages if m.owner in known)
    return tuple(dict.fromkeys(each for each in (*departments, *owners) if each))


def _caller(call: Call) -> str | None:
    """The extension that called outside."""
    own = (Endpoint(name=leg.endpoint).extension for leg in call.legs if leg.role == "caller")
    found = next(filter(None, own), None)
    return found or next((c.by for c in call.carried if c.way == "out" and c.by), None)


def _people(call: Call) -> tuple[str, ...]:
    own = [Endpoint(name=leg.endpoint).extension for leg in call.legs]
    owners = [m.owner for m in call.messages]
    return tuple(dict.fromkeys(each for each in (*own, *owners) if each))


def _asked_for(call: Call, departments: tuple[str, ...]) -> str | None:
    """The one employee whom he called: he alone was rung, or has the message."""
    if call.direction != "in":
        return None
    owners = [m.owner for m in call.messages if m.owner and m.owner not in departments]
    if owners:
        return owners[0]
    if departments:
        return None
    rung = {Endpoint(name=leg.endpoint).extension for leg in call.legs if leg.role == "callee"}
    rung |= {skip.to for skip in call.skipped if skip.to.isdigit() and skip.to not in departments}
    rung.discard(None)
    return rung.pop() if len(rung) == 1 else None
