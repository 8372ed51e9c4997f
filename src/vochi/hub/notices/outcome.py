"""What came of telling one notice by one channel."""

from dataclasses import dataclass
from typing import Literal

#: `auth`: the channel does not know us; `address`: nobody is there (final); `blocked`: he stopped
#: the bot (final); `busy`: wait as long as it says; `big`: it takes no such message (final).
Why = Literal[
    "", "refused", "timeout", "no_address", "private_address", "tls", "status", "redirect",
    "broken", "auth", "address", "blocked", "busy", "big", "no_channel", "not_told",
]  # fmt: skip
FINAL: frozenset[Why] = frozenset({"address", "blocked", "big", "not_told"})
#: What says that the channel itself does not work, whoever is told.
OURS: frozenset[Why] = frozenset(
    {"refused", "timeout", "no_address", "private_address", "tls", "broken", "auth", "redirect",
     "status"}
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """`why` is empty when it was taken; `said` is what the other side said; `wait` seconds."""

    why: Why
    said: str = ""
    wait: float | None = None

    @property
    def is_ok(self) -> bool:
        """Whether it was taken."""
        return self.why == ""
