"""What a node sees of its scheme and office when it is compiled, and what a world is to it."""

from dataclasses import dataclass
from typing import Literal, Protocol

from vochi.core.dialplan.application import Announce, Application, GoTo, Place
from vochi.core.dialplan.expression import Encoded, Text


class Sounds(Protocol):
    """Where the sounds of the office are."""

    def sound(self, prompt: str) -> str:
        """Absolute path of the prompt's file without its ending."""

    def music(self, name: str) -> str:
        """Class of music on hold for `default` or for a prompt."""


class Phones(Protocol):
    """Who has a phone."""

    def endpoints(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """SIP accounts of all devices of extensions and departments, each once."""


Hears = Literal["nothing", "ringback", "music", "prompt", "busy", "congestion"]


@dataclass(frozen=True)
class Outcome:
    """One thing that can happen to a caller at a node.

    `seconds` is the shortest and the longest time it takes. `leads` is a port, or `talk`
    (somebody answered), or `end` (the call is over).
    """

    condition: str
    seconds: tuple[float, float]
    hears: Hears
    leads: str


class World(Phones, Protocol):
    """The facts on which outcomes depend."""

    def prompt_seconds(self, prompt: str) -> float:
        """How long a prompt plays."""


@dataclass(frozen=True)
class Surroundings:
    """A node's place in the scheme that is being compiled."""

    scheme: str
    node: str
    kind: str
    exits: dict[str, str]
    sounds: Sounds
    phones: Phones

    def enter(self) -> Application:
        """Say in the journal that the call came here."""
        return self._announce("enter")

    def leave(self, port: str) -> tuple[Application, ...]:
        """Say by which port the call leaves, and go where the port is wired to."""
        target = node_place(self.scheme, self.exits[port])
        return self._announce(port), GoTo(target)

    def _announce(self, out: str) -> Announce:
        return Announce(
            "V_NODE",
            (
                ("scheme", Encoded(self.scheme)),
                ("node", Encoded(self.node)),
                ("kind", Encoded(self.kind)),
                ("out", Encoded(out)),
            ),
        )


def node_place(scheme: str, node: str) -> Place:
    """Context and extension of a node.

    The dash of an id becomes `_`: Asterisk ignores dashes in extensions, so `a-b` would be `ab`.
    """
    return Place(f"scheme-{scheme}", Text(f"n{node.replace('-', '_')}"))
