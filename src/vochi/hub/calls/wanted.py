"""What the asker wants to see of the log, and the sets of calls that give it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from vochi.hub.calls.days import EDGES, TALKED, WAITED
from vochi.hub.calls.sieves import Length, Sieve


@dataclass(frozen=True)
class Wanted:
    """Filters of the log; all given must hold (see `calls.api.CallFilter`)."""

    since: datetime | None = None
    until: datetime | None = None
    direction: str | None = None
    result: str | None = None
    person: str | None = None
    department: str | None = None
    line: str | None = None
    client: str | None = None
    has_recording: bool | None = None
    has_message: bool | None = None
    callback_asked: bool | None = None
    tag: str | None = None
    source: str | None = None
    score: int | None = None
    talked_from: int | None = None
    talked_to: int | None = None
    waited_from: int | None = None
    waited_to: int | None = None
    figure: str | None = None
    q: str | None = None
    cursor: str | None = None
    limit: int = 50


class Clause(NamedTuple):
    """Calls of any of the sets, or of none of them."""

    sets: tuple[tuple[str, str], ...]
    is_not: bool = False


def clauses(wanted: Wanted) -> list[Clause]:
    """What must hold, but for the words, the client and the time, as sets of `calls.days`.

    Lengths between two edges give too many: whoever reads the calls looks at their columns.
    """
    found = [
        Clause(((kind, str(value)),))
        for kind, value in (
            ("D", wanted.direction), ("E", wanted.result), ("L", wanted.line),
            ("S", wanted.source), ("G", wanted.score), ("p", wanted.person),
            ("d", wanted.department), ("t", wanted.tag),
        )
        if value is not None
    ]  # fmt: skip
    for kind, flag in (
        ("R", wanted.has_recording), ("m", wanted.has_message), ("b", wanted.callback_asked),
    ):  # fmt: skip
        if flag is not None:
            found.append(Clause(((kind, ""),), is_not=not flag))
    for kind, least, most in (
        ("T", wanted.talked_from, wanted.talked_to), ("W", wanted.waited_from, wanted.waited_to),
    ):  # fmt: skip
        below = [edge for edge in EDGES if least is not None and edge <= least]
        above = [edge for edge in EDGES if most is not None and edge >= most]
        if below:
            found.append(Clause(((kind, str(below[-1])),)))
        if above:
            found.append(Clause(((kind, str(above[0])),), is_not=True))
    return found


def sieves(wanted: Wanted) -> list[Sieve]:
    """Lengths between the edges, which no set tells."""
    return [
        Length(kind, least, most)
        for kind, least, most in (
            (TALKED, wanted.talked_from, wanted.talked_to),
            (WAITED, wanted.waited_from, wanted.waited_to),
        )
        if (least or 0) not in {0, *EDGES} or (most is not None and most not in EDGES)
    ]
