"""External number: the call goes on to a number outside, over lines of the office."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.office.ids import E164, Slug
from vochi.core.scheme.nodes.base import NodeBase


class ExternalNumber(NodeBase):
    """Rings `number` as the outbound scheme `outbound` allows; shows the caller where lines can.

    Ports: `nobody` (no answer, busy), `no_line` (no line free, or none allowed).
    """

    kind: Literal["external"] = "external"
    fixed_ports: ClassVar[tuple[str, ...]] = ("nobody", "no_line")

    number: E164
    outbound: Slug
    seconds: Annotated[int, Field(ge=5, le=120)] = 30
    confirm: bool = False
    music: Slug | None = None

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music in (None, "default") else (self.music,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """The number outside."""
        return (self.number,)
