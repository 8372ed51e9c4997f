"""What must come of a scenario: who rang and heard what, and rows of the log. Data only."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.calls.call import Direction, LegEnd, Result
from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.phrases import Phrase
from vochi.lab.gsm.expected import GsmExpected
from vochi.lab.steps import Who

#: Least and most seconds, both included.
Span = tuple[float, float]


class Rung(Frozen):
    """A phone rang from a second to a second, give or take `about`; `never`: not at all.

    `end` is what its network told it of the end (`lab.side.CAUSES`): `answered elsewhere`.
    `since`: the seconds count from his last call before it, not from the scenario's first step.
    `at_once` names who `answers` instead: it stopped ringing right then. Whoever is asked first
    whether he takes the call has answered when he `presses` his key.
    """

    who: Who
    from_: Annotated[float, Field(alias="from")] = 0
    to: float | None = None
    about: float = 0.8
    since: Who | None = None
    never: bool = False
    end: str | None = None
    at_once: Who | None = None
    when: Literal["answers", "presses"] = "answers"


class Heard(Frozen):
    """Somebody heard a party, or the `greeting` or `music`, for so long in all of his calls.

    `gap` is the longest break that is allowed inside; `level` the least dBFS.
    """

    who: Who
    by: str
    seconds: Span
    gap: float | None = None
    level: float = -25


class Said(Frozen):
    """Words were spoken into somebody's ear, whole, in all of his calls; early media counts.

    One of `phrase` (`core.phrases`), `sound` (of the engine: `digits/1`), `text` (spoken on the
    spot, as a prompt made by `vochi prompt say` is). `never`: they were not.
    """

    who: Who
    phrase: Phrase | None = None
    sound: str | None = None
    text: str | None = None
    language: Language = "ru"
    never: bool = False


class LegExpected(Frozen):
    """A leg of the call, by its phone or line."""

    endpoint: str
    end: LegEnd


class Recorded(Frozen):
    """Who is in which channel, and the length; the other's tone must not be in a channel.

    `others` talked with him before or after `right`: they are in the right channel as well. `gap`
    is how long a hold may silence them.
    """

    left: Who
    right: Who
    others: tuple[Who, ...] = ()
    seconds: Span | None = None
    gap: float | None = None


class Logged(Frozen):
    """A row of the call log; `unrecorded`: nothing of it is kept.

    `client` is one of `people` or a number; None is not asked for. `employee` is an extension, or a
    name that `OneOf` gave. `message` is how long a message the caller left.
    """

    direction: Direction
    result: Result
    client: str | None = None
    client_name: str | None = None
    line: str | None = None
    number: str | None = None
    employee: str | None = None
    rang: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    waited: Span | None = None
    talked: Span | None = None
    end_reason: str | None = None
    path: tuple[str, ...] | None = None
    legs: tuple[LegExpected, ...] | None = None
    lines_tried: tuple[str, ...] | None = None
    recorded: Recorded | None = None
    unrecorded: bool = False
    score: int | None = None
    message: Span | None = None
    tags: tuple[str, ...] | None = None
    source: str | None = None
    callback_asked: bool | None = None


class Expected(Frozen):
    """What must come of it; `logged` is all rows, each once, in the order of their beginning.

    `shown` is the number that somebody saw on his first call; `gsm` is what came of messages.
    """

    rung: tuple[Rung, ...] = ()
    heard: tuple[Heard, ...] = ()
    said: tuple[Said, ...] = ()
    shown: dict[Who, str] = Field(default_factory=dict)
    keys: dict[Who, str] = Field(default_factory=dict)
    logged: tuple[Logged, ...] = ()
    gsm: GsmExpected = GsmExpected()
