"""One life of a caller for the simulator: who calls, when, and how the world stands; and its tale.

`vochi simulate`, `POST /office/simulate`, the property test against Asterisk and the counter-
examples of the verifier all speak these two documents.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, Account, Extension, LineId, Slug

#: No life lasts longer, in seconds.
LONGEST = 7200.0
Seconds = Annotated[float, Field(ge=0, le=LONGEST)]


class PhoneLife(Frozen):
    """How a phone, or somebody outside, meets a ring. `answers`: after so many seconds of it.

    `not_before`: nobody is at the phone earlier than so many seconds after the call came. Where
    whoever answers must press 1, he does so `accepts_after` seconds later; None: never, as the
    voicemail of a mobile.
    """

    state: Literal["free", "busy", "offline"] = "free"
    answers: Seconds | None = None
    not_before: Seconds = 0
    accepts_after: Seconds | None = 2


class ClientLife(Frozen):
    """What is known of the caller."""

    known: bool = False
    lists: tuple[Slug, ...] = ()
    tags: tuple[Slug, ...] = ()
    responsible: Extension | None = None
    last: Extension | None = None


class Pressed(Frozen):
    """Keys for the next node that asks for some: `digits` empty is silence."""

    digits: Annotated[str, Field(pattern=r"^[0-9*#]{0,32}$")] = ""
    after: Seconds = 1.0


class Life(Frozen):
    """What is not told is the best case: phones are registered, free, and nobody answers them.

    `number` is the number of ours that was dialled (None: the line's first). `caller` empty:
    hidden. `at` has a zone. `away` is by extension, as the fact `away/<ext>`. `lines` are those
    that are not free. `keys` are used up one by one by nodes that ask for keys. `hooks` says what
    a webhook answers, by address: a branch, or None for failure. `queue_ahead` callers wait
    already. `patience`: the caller hangs up after so many seconds, None: never.
    """

    line: LineId
    number: E164 | None = None
    caller: str = ""
    at: datetime
    client: ClientLife = ClientLife()
    phones: dict[Account, PhoneLife] = Field(default_factory=dict)
    away: dict[Extension, str] = Field(default_factory=dict)
    outside: dict[E164, PhoneLife] = Field(default_factory=dict)
    lines: dict[LineId, Literal["busy", "down", "paused"]] = Field(default_factory=dict)
    keys: tuple[Pressed, ...] = ()
    hooks: dict[str, str | None] = Field(default_factory=dict)
    queue_ahead: int = 0
    patience: Seconds | None = None


class Moment(Frozen):
    """One thing that happens `at` seconds after the call came; `code` is worded by `core.wording`.

    Codes begin with `life.`: `life.enters` (node), `life.hears`, `life.rings`, `life.not_rung`,
    `life.presses`, `life.leaves` (port), `life.answered`, `life.ends`, ...
    """

    at: float
    code: str
    scheme: str | None = None
    node: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)


class Tale(Frozen):
    """What the caller lives through. `path` are nodes as in `Call.path`, with the port left by."""

    moments: tuple[Moment, ...]
    end: Literal["talk", "hung_up", "gave_up", "voicemail", "callback", "loop", "no_scheme"]
    answered_by: str | None = None
    waited: float
    path: tuple[tuple[str, str, str | None], ...]


class Example(Frozen):
    """A counter-example of the verifier: simulating `life` gives `tale`."""

    life: Life
    tale: Tale


def bounded(seconds: float) -> float:
    """Seconds that a life may name."""
    return min(max(0.0, seconds), LONGEST)
