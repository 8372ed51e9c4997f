"""A call as CRMs want to know it: pure, made of the folded call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.call import Result
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.leg import is_ringing


@dataclass(frozen=True)
class Record:
    """A recording whose file is here."""

    sha256: str
    format: str
    seconds: float


@dataclass(frozen=True)
class CallFacts:
    """One call. Extensions: `caller` began it (out), `rung` were asked in order, `ringing` are
    asked now, `talking` talk now, `talked` is who talked longest. Seconds: `waited`, `seconds`.

    `records` are files here, longest first; `records_wait`: one is on its way from the box.
    """

    id: int
    direction: Literal["in", "out"]
    number: str
    line: str
    started_at: datetime
    ended_at: datetime | None
    caller: str
    rung: tuple[str, ...]
    ringing: tuple[str, ...]
    talking: tuple[str, ...]
    talked: str
    was_answered: bool
    result: Result | None
    end_reason: str
    seconds: int
    score: int | None
    has_message: bool
    asked_back: bool
    records: tuple[Record, ...] = ()
    records_wait: bool = False
    is_gone: bool = False

    @property
    def is_over(self) -> bool:
        """Whether there is no more of it to come (but a recording)."""
        return self.ended_at is not None or self.is_gone


def facts_of(
    root: int, call: FoldedCall, number: str, records: tuple[Record, ...], *, is_gone: bool = False
) -> CallFacts | None:
    """The call for CRMs; None for one that stayed inside, and for a hidden number: no CRM takes
    those.
    """
    if call.direction == "internal" or not number:
        return None

    def extensions(endpoints: list[str]) -> tuple[str, ...]:
        found = (Endpoint(name=each).extension for each in endpoints)
        return tuple(dict.fromkeys(filter(None, found)))

    callers = extensions([leg.endpoint for leg in call.legs if leg.role == "caller"])
    rung = extensions([leg.endpoint for leg in call.legs if leg.role == "callee"])
    alive = [leg for leg in call.legs if leg.ended_at is None]
    talking = extensions([talk.endpoint for talk in call.talks if talk.ended_at is None])
    marked = {mark.unique_id for mark in call.recordings}
    return CallFacts(
        id=root,
        direction="in" if call.direction == "in" else "out",
        number=number,
        line=call.line or "",
        started_at=call.started_at,
        ended_at=call.ended_at,
        caller=callers[0] if callers and call.direction == "out" else "",
        rung=rung if call.direction == "in" else (),
        ringing=extensions([leg.endpoint for leg in alive if is_ringing(leg)]),
        talking=talking,
        talked=call.employee or "",
        was_answered=call.answered_at is not None,
        result=call.result,
        end_reason=call.end_reason or "",
        seconds=round(call.talked),
        score=call.score,
        has_message=bool(call.messages),
        asked_back=call.callback_asked_at is not None,
        records=tuple(sorted(records, key=lambda each: -each.seconds)),
        records_wait=len(records) < len(marked),
        is_gone=is_gone,
    )
