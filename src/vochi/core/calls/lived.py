"""What our own events tell of a call beside who talked: skips, steps, tags, messages, limits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from vochi.core.calls.call import Conferred, Mark, Message, Passed, Skipped
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import Row

#: Rows of one call by the name of their event, each list in order.
ByEvent = Mapping[str, Sequence[Row]]
Times = Mapping[int, datetime]

#: What of a dialplan's own text is kept: longer ones are no names of ours.
_LONGEST = 80
#: `what` of V_LIMIT when a call is over for it; `refused` never let it begin.
_CUTS = frozenset({"cut", "refused"})
#: The score that a client can key.
_SCORES = frozenset("0123456789")


def by_event(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by event."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.event, []).append(row)
    return found


def read_skipped(events: ByEvent, times: Times) -> tuple[Skipped, ...]:
    """Who was not rung. A dialplan that walks by the same place twice tells it twice."""
    return tuple(
        Skipped(
            to=row.said["to"][:_LONGEST],
            why=row.said.get("why", "")[:_LONGEST],
            at=times[row.when.seq],
            on=row.said.get("on") or None,
        )
        for row in events.get("V_SKIP", ())
        if row.said.get("to")
    )


def read_steps(events: ByEvent, times: Times) -> tuple[Passed, ...]:
    """Steps of follow me; one that was skipped left by `skipped` at once."""
    steps: list[Passed] = []
    for row in events.get("V_STEP", ()):
        number, step = row.said.get("fm", ""), row.said.get("step", "")
        if not number or not step:
            continue
        at, out = times[row.when.seq], row.said.get("out") or None
        if out and steps and (steps[-1].scheme, steps[-1].node) == (number, step):
            steps[-1] = steps[-1].model_copy(update={"out": out, "left_at": at})
            continue
        steps.append(
            Passed(
                scheme=number, node=step, kind="step", entered_at=at, out=out,
                left_at=at if out else None,
            )
        )  # fmt: skip
    return tuple(steps)


def read_tags(events: ByEvent) -> tuple[str, ...]:
    """Tags in order, each once."""
    tags = (row.said.get("tag", "")[:_LONGEST] for row in events.get("V_TAG", ()))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def read_source(events: ByEvent) -> str | None:
    """The last source that was set."""
    sources = (row.said.get("source", "")[:_LONGEST] for row in events.get("V_TAG", ()))
    return next(reversed([source for source in sources if source]), None)


def read_score(events: ByEvent) -> int | None:
    """The last score that the client keyed."""
    keyed = [row.said.get("score", "") for row in events.get("V_SCORE", ())]
    return next((int(each) for each in reversed(keyed) if each in _SCORES), None)


def read_limit(events: ByEvent) -> str | None:
    """What of V_LIMIT ended the call."""
    limits = (
        row.said.get("what", "")[:_LONGEST]
        for row in events.get("V_LIMIT", ())
        if row.said.get("out", "cut") in _CUTS
    )
    return next((limit for limit in limits if limit), None)


def read_callback(events: ByEvent, times: Times) -> datetime | None:
    """When the caller first asked to be called back."""
    return next((times[row.when.seq] for row in events.get("V_BACK", ())), None)


def read_messages(events: ByEvent, files: Iterable[Entry]) -> tuple[Message, ...]:
    """Messages that were left, by the channel that left them; what became of their files."""
    messages: dict[str, Message] = {}
    for row in events.get("V_MAIL", ()):
        messages[row.unique_id] = Message(
            unique_id=row.unique_id,
            owner=row.said.get("owner") or None,
            seconds=_seconds(row.said.get("seconds", "")),
        )
    for entry in files:
        body = entry.body
        known = messages.get(str(body.get("unique_id", "")))
        if known is None:
            continue
        sha256, form, seconds = body.get("sha256"), body.get("format"), body.get("seconds")
        messages[known.unique_id] = known.model_copy(
            update={
                "sha256": sha256 if isinstance(sha256, str) else None,
                "format": form if isinstance(form, str) else None,
                "seconds": float(seconds) if isinstance(seconds, int | float) else known.seconds,
            }
        )
    return tuple(messages.values())


def read_listeners(events: ByEvent) -> tuple[str, ...]:
    """Extensions that listened, each once, in order."""
    found = (row.said.get("by", "")[:_LONGEST] for row in _spies(events))
    return tuple(dict.fromkeys(each for each in found if each))


def listening(events: ByEvent) -> frozenset[str]:
    """Unique ids of channels that listen: whatever bridge they are in, they do not talk."""
    return frozenset(row.unique_id for row in _spies(events))


def read_marks(events: ByEvent, times: Times) -> list[Mark]:
    """What was done with the recording, and who listened."""
    marks = [
        Mark(at=times[row.when.seq], what=row.said["what"][:_LONGEST], by=row.said.get("by"))
        for row in events.get("V_MARK", ())
        if row.said.get("what")
    ]
    spied = [
        Mark(
            at=times[row.when.seq],
            what=row.said.get("mode", "listen")[:_LONGEST],
            by=row.said.get("by"),
        )
        for row in _spies(events)
    ]
    return [*marks, *spied]


def read_conferences(events: ByEvent, times: Times, ends: Mapping[str, datetime | None]) -> tuple[
    Conferred, ...
]:  # fmt: skip
    """Stays in conferences; who leaves by hanging up left when his channel ended (`ends`)."""
    stays: list[tuple[str, Conferred]] = []
    for row in events.get("V_CONF", ()):
        room, at = row.said.get("room", "")[:_LONGEST], times[row.when.seq]
        if not room:
            continue
        if row.said.get("out") != "left":
            by = row.said.get("by") or None
            stays.append((row.unique_id, Conferred(room=room, by=by, began_at=at)))
            continue
        for place in range(len(stays) - 1, -1, -1):
            owner, stay = stays[place]
            if owner == row.unique_id and stay.room == room and stay.ended_at is None:
                stays[place] = (owner, stay.model_copy(update={"ended_at": at}))
                break
    return tuple(stay if stay.ended_at else _left(stay, ends.get(owner)) for owner, stay in stays)


def _left(stay: Conferred, ended: datetime | None) -> Conferred:
    """Rows may be out of order: nobody leaves before he comes."""
    return stay.model_copy(update={"ended_at": ended and max(ended, stay.began_at)})


def _spies(events: ByEvent) -> Iterable[Row]:
    return (row for row in events.get("V_SPY", ()) if row.said.get("out") != "refused")


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None
