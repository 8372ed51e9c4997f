"""What a node sees of its scheme and office when it is compiled."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from vochi.core.dialplan.application import Announce, Application, GoTo, Place
from vochi.core.dialplan.expression import Encoded, Text, Value
from vochi.core.phrases import Phrase

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory
    from vochi.core.office.document import Office


class Sounds(Protocol):
    """Where the sounds of the office are."""

    def sound(self, prompt: str) -> str:
        """Absolute path of the prompt's file without its ending."""

    def music(self, name: str) -> str:
        """Class of music on hold for `default` or for a prompt."""

    @property
    def messages(self) -> str:
        """Absolute path of the folder of messages that callers leave."""

    def phrase(self, phrase: Phrase) -> str:
        """Absolute path of a phrase of the product; Asterisk puts the channel's language in."""


@dataclass(frozen=True)
class Surroundings:
    """A node's place in the scheme that is being compiled."""

    scheme: str
    node: str
    kind: str
    exits: dict[str, str]
    sounds: Sounds
    phones: "Directory"
    office: "Office"

    def enter(self) -> Application:
        """Say in the journal that the call came here."""
        return self._announce("enter")

    def leave(self, port: str, *facts: tuple[str, Value]) -> tuple[Application, ...]:
        """Say by which port the call leaves, and go where the port is wired to.

        `facts` are further fields of V_NODE: `key`, `why`.
        """
        target = node_place(self.scheme, self.exits[port])
        return self._announce(port, *facts), GoTo(target)

    def go_on(self, scheme: str) -> tuple[Application, ...]:
        """Say that the call goes on in another scheme, and go to its start. KeyError: unknown."""
        start = {each.id: each.start for each in self.office.inbound}[scheme]
        return self._announce(f"scheme:{scheme}"), GoTo(node_place(scheme, start))

    @property
    def itself(self) -> tuple[tuple[str, Value], ...]:
        """Scheme and node, as fields of an event."""
        return ("scheme", Encoded(self.scheme)), ("node", Encoded(self.node))

    def _announce(self, out: str, *facts: tuple[str, Value]) -> Announce:
        return Announce(
            "V_NODE",
            (
                *self.itself,
                ("kind", Encoded(self.kind)),
                ("out", Encoded(out)),
                *facts,
            ),
        )


def node_place(scheme: str, node: str) -> Place:
    """Context and extension of a node.

    The dash of an id becomes `_`: Asterisk ignores dashes in extensions, so `a-b` would be `ab`.
    """
    return Place(f"scheme-{scheme}", Text(f"n{node.replace('-', '_')}"))
