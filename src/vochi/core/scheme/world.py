"""What a caller's life depends on: a node asks, a world answers with what is possible.

One function of a node, `outcomes`, serves both: an open world (the verifier's) answers with
everything that can ever be, a concrete one (the simulator's) with exactly one thing. The compiled
dialplan does the same; a property test compares it with the concrete world.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from vochi.core.office.document import Office
    from vochi.core.scheme.nodes.client_check import Test
    from vochi.core.scheme.nodes.schedule import Schedule

#: Shortest and longest seconds; in a concrete world both are the same.
Span = tuple[float, float]
Strategy = Literal["ring_all", "linear", "round_robin", "least_recent", "random"]
#: How long a phrase of the product is taken to play.
PHRASE_SECONDS = 2.0
Hears = Literal["nothing", "ringback", "music", "prompt", "busy", "congestion"]


@dataclass(frozen=True)
class Attempt:
    """One phone or outside number that is rung from `begin` to `end` (seconds of its round).

    `to` is an extension or E.164. `on_behalf` is the extension whose outbound scheme carries an
    outside number, `outbound` that scheme. `confirm`: whoever answers must press 1, else he has
    not answered. `clock` is the follow me whose steps it goes by: when nothing rings of one clock,
    its next attempt begins at once, and the later ones are earlier by as much.
    """

    to: str
    begin: float
    end: float
    confirm: bool = False
    on_behalf: str | None = None
    outbound: str | None = None
    clock: str = ""


@dataclass(frozen=True)
class Round:
    """Attempts that run side by side; it ends at the first answer or when all have failed."""

    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class RingPlan:
    """Rounds one after another; the next begins as soon as one has ended without an answer.

    `seconds` is the longest of all together. `again`: after the last round the first one comes
    once more, until `seconds` are over or a whole pass rang nobody.
    """

    rounds: tuple[Round, ...]
    seconds: float | None = None
    again: bool = False


@dataclass(frozen=True)
class Rung:
    """How ringing ended. `by` is who answered (concrete world); `why` per target not rung.

    `nobody`: at least one phone rang to its end. `all_busy`: all were busy (do-not-disturb
    included). `none_reachable`: no phone at all. `no_line`: only outside targets, no line free.
    """

    how: Literal["answered", "nobody", "all_busy", "none_reachable", "no_line"]
    seconds: Span
    by: str | None = None
    why: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Keyed:
    """What a caller pressed; `digits` is empty when he pressed nothing in time."""

    digits: str
    seconds: Span


@dataclass(frozen=True)
class Queued:
    """How a queue ended: `key` is the way out by a key."""

    how: Literal["answered", "timeout", "key", "full", "empty"]
    seconds: Span
    by: str | None = None


@dataclass(frozen=True)
class Hooked:
    """What a webhook said: one of the branches asked for, else None (late, broken, other)."""

    branch: str | None
    seconds: Span


@dataclass(frozen=True)
class Outcome:
    """One thing that can happen to a caller at a node.

    `seconds` is the shortest and the longest time it takes. `leads` is a port, or `talk`
    (somebody answered), or `end` (the call is over), or `scheme:<id>` (goes on in another one).
    `by` is who answered; `heard` the prompt or phrase; `why` tells of targets that did not ring.
    """

    condition: str
    seconds: Span
    hears: Hears
    leads: str
    by: str | None = None
    heard: str | None = None
    why: tuple[tuple[str, str], ...] = ()


class World(Protocol):
    """The facts on which outcomes depend. Every tuple holds at least one possibility."""

    @property
    def office(self) -> "Office":
        """The office whose scheme it is."""

    def endpoints(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """What rings for extensions and departments, each once: SIP accounts, and mobiles."""

    def prompt_seconds(self, prompt: str) -> float:
        """How long a prompt, or a phrase of the product, plays."""

    def plan(self, targets: tuple[str, ...], seconds: float, strategy: Strategy,
             turn: float, *, outbound: str | None = None) -> RingPlan:  # fmt: skip
        """Targets (extensions, departments, follow me, E.164) as rounds of attempts."""

    def rings(self, plan: RingPlan) -> tuple[Rung, ...]:
        """How ringing can end."""

    def queued(self, members: tuple[str, ...], seconds: float, *, key: str | None,
               most: int) -> tuple[Queued, ...]:  # fmt: skip
        """How waiting in a queue can end."""

    def keyed(self, known: AbstractSet[str], wait: float, most: int) -> tuple[Keyed, ...]:
        """What a caller can press within `wait` seconds, `most` digits; silence takes them all.

        `wait` counts from the first second of the prompt: a key cuts it short. An open world
        gives each of `known`, one that is not known, and nothing.
        """

    def period(self, schedule: "Schedule") -> str:
        """The port of the schedule that this moment takes; one moment class per world."""

    def client(self, test: "Test") -> tuple[bool, ...]:
        """Whether the caller is such a client."""

    def manager(self, which: Literal["responsible", "last"]) -> tuple[str | None, ...]:
        """Extension of the caller's manager; None: he has none."""

    def hooked(self, url: str, branches: tuple[str, ...], seconds: float) -> tuple[Hooked, ...]:
        """What a webhook can say."""
