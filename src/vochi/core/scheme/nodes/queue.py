"""Queue: callers wait in order till somebody is free; position, estimate, 'call me back' (P07)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.nodes.menu import Key
from vochi.core.scheme.world import Strategy


class Queue(NodeBase):
    """Ports: `timeout`, `full` (`most` wait already), `empty` (nobody can ever answer now), `key`.

    Members are people and departments. Phones ring `turn` seconds; a member's `wrap_up` is kept.
    Position and estimate are told every `tell_every` seconds (0: never). With `callback_key` the
    caller who presses it leaves by `key` and keeps nothing waiting.
    """

    kind: Literal["queue"] = "queue"
    fixed_ports: ClassVar[tuple[str, ...]] = ("timeout", "full", "empty")

    targets: Annotated[tuple[Extension, ...], Field(min_length=1)]
    strategy: Strategy = "least_recent"
    seconds: Annotated[int, Field(ge=10, le=3600)] = 300
    turn: Annotated[int, Field(ge=5, le=120)] = 15
    most: Annotated[int, Field(ge=1, le=200)] = 20
    music: Slug = "default"
    tell_every: Annotated[int, Field(ge=0, le=600)] = 45
    callback_key: Key | None = None

    @property
    def ports(self) -> tuple[str, ...]:
        """`key` only where there is a key."""
        return (*self.fixed_ports, *(("key",) if self.callback_key else ()))

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music == "default" else (self.music,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Its members."""
        return self.targets
