"""Ring: phones ring until one answers; the caller hears ring-back or music (S25)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase


class Ring(NodeBase):
    """Rings people and departments, all devices at once, for `seconds`.

    `music`: None is the operator's ring-back; `default` is the music on hold of the box; any
    other value is the id of a prompt of the office. With music the call is answered at once and
    the caller hears it while the phones ring; an employee can take the call at any moment.
    """

    kind: Literal["ring"] = "ring"
    ports: ClassVar[tuple[str, ...]] = ("nobody",)

    targets: Annotated[tuple[Extension, ...], Field(min_length=1)]
    seconds: Annotated[int, Field(ge=5, le=600)] = 30
    music: Slug | None = None
