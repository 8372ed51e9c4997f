"""One request about one call, and what its answer means. Shared by the links to all CRMs."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

#: `auth`: the CRM does not know us any more; `app`: it wants an application; `refused`: no
#: connection; `busy`: it asks to wait; `unknown_user`, `unknown_call`: as it says; `no_user`:
#: nobody there to name; `hidden`: a number that nobody knows.
Why = Literal[
    "", "refused", "timeout", "no_address", "private_address", "tls", "status", "redirect",
    "broken", "auth", "app", "busy", "unknown_user", "unknown_call", "not_yet", "no_user",
    "hidden", "wrong", "paid", "gone",
]  # fmt: skip
#: What says that the CRM itself does not work, whichever call is told.
CRM_FAULTS: frozenset[str] = frozenset(
    {"refused", "timeout", "no_address", "private_address", "tls", "status", "redirect", "broken",
     "auth", "app", "paid"}
)  # fmt: skip
Told = dict[str, JsonValue]


@dataclass(frozen=True)
class Step:
    """A request to make. `what` is its name in the history; `note` is written into `told` before
    it goes out, `done` after it was taken. `record` is a recording whose bytes go along.
    """

    what: str
    method: str
    body: JsonValue
    note: Told = field(default_factory=dict)
    done: Told = field(default_factory=dict)
    record: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of a step: `why` is empty when it was taken; `result` is what the CRM gave."""

    why: Why
    status: int | None = None
    took_ms: int = 0
    said: str = ""
    wait: float | None = None
    result: JsonValue = None

    @property
    def is_ok(self) -> bool:
        """Whether it was taken."""
        return self.why == ""
