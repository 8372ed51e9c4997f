"""Responsible or last manager: the client's own manager is rung first (P11)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class Manager(NodeBase):
    """`none`: the client has no manager (known in <= 300 ms). `nobody`: rung, and not answered.

    `responsible` is of the client's card, `last` is who talked with him last, `either` asks in
    this order. `last` counts for `days`.
    """

    kind: Literal["manager"] = "manager"
    fixed_ports: ClassVar[tuple[str, ...]] = ("none", "nobody")

    which: Literal["responsible", "last", "either"] = "either"
    seconds: Annotated[int, Field(ge=5, le=120)] = 15
    music: Slug | None = None

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music in (None, "default") else (self.music,)
