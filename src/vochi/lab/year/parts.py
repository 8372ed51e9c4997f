"""Parts of a folded call, put together without the checks that the dice need not pass again.

`test_year` reads samples of what is made here through the checks.
"""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from vochi.core.calls.call import Call, Carried, Leg, LegEnd, Passed, RecordingMark, Talk
from vochi.core.frozen import Frozen

F = TypeVar("F", bound=Frozen)


def made(kind: type[F], /, **fields: Any) -> F:
    """`kind.model_construct`, several times as fast; all its fields that must be given are."""
    it = kind.__new__(kind)
    put = object.__setattr__
    put(it, "__dict__", _blank(kind) | fields)
    put(it, "__pydantic_fields_set__", set(fields))
    put(it, "__pydantic_extra__", None)
    put(it, "__pydantic_private__", None)
    return it


@cache
def _blank(kind: type[Frozen]) -> dict[str, Any]:
    """Every field in its order, as it is when nothing is said of it."""
    return {
        name: None if about.is_required() else about.get_default(call_default_factory=True)
        for name, about in kind.model_fields.items()
    }


def leg(
    endpoint: str,
    unique_id: str,
    *,
    rang: datetime | None,
    answered: datetime | None,
    ended: datetime,
    end: LegEnd,
    caller: bool = False,
    cause: int = 16,
) -> Leg:
    """One leg that is over."""
    return made(
        Leg,
        endpoint=endpoint, unique_id=unique_id, role="caller" if caller else "callee",
        rang_at=rang, answered_at=answered, ended_at=ended, end=end, cause=cause,
    )  # fmt: skip


def talk(endpoint: str, began: datetime, ended: datetime, employee: str) -> Talk:
    """One interval of talk."""
    return made(
        Talk,
        began_at=began, ended_at=ended, endpoint=endpoint,
        seconds=round((ended - began).total_seconds(), 3), employee=employee,
    )  # fmt: skip


def passed(  # noqa: PLR0917 - as a node is written in a table
    scheme: str, node: str, kind: str, entered: datetime, left: datetime, out: str | None
) -> Passed:
    """One node of a scheme, gone through."""
    return made(
        Passed,
        scheme=scheme, node=node, kind=kind, entered_at=entered, out=out, left_at=left, key=None,
        why=None,
    )  # fmt: skip


def carried(
    line: str, unique_id: str, *, out: bool, number: str, by: str | None, began: datetime,
    answered: datetime | None, ended: datetime,
) -> Carried:  # fmt: skip
    """One leg over a line."""
    return made(
        Carried,
        line=line, unique_id=unique_id, way="out" if out else "in", number=number, by=by,
        began_at=began, answered_at=answered, ended_at=ended,
        seconds=round((ended - answered).total_seconds(), 3) if answered else 0.0,
    )  # fmt: skip


def recording(unique_id: str, seconds: float) -> RecordingMark:
    """A recording that is safe on disk; its name is made of its channel."""
    whole, _, part = unique_id.partition(".")
    sha256 = f"{int(whole) * 0x9E3779B97F4A7C15 + int(part):064x}"[-64:]
    return made(RecordingMark, unique_id=unique_id, sha256=sha256, seconds=seconds, format="mp3")


def call(**fields: Any) -> Call:
    """A call that is over; what is not named is as `Call` has it."""
    talks: tuple[Talk, ...] = fields.get("talks", ())
    said = [each.employee for each in talks]
    first = talks[0].began_at if talks else None
    until: datetime = fields["ended_at"]
    began: datetime = fields["started_at"]
    longest = max(talks, key=lambda each: each.seconds).employee if talks else None
    return made(
        Call,
        **{
            "state": "ended",
            "answered_at": first,
            "waited": round(((first or until) - began).total_seconds(), 3),
            "talked": round(sum(each.seconds for each in talks), 3),
            "employee": longest,
            "first_employee": said[0] if said else None,
            "last_employee": said[-1] if said else None,
            "talks": talks,
            "path": (),
            "lines_tried": (),
            "recordings": (),
        }
        | fields,
    )
