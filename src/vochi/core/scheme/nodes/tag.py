"""Tag: marks the call with a tag or a source; the log and the client's card show it."""

from typing import ClassVar, Literal

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class Tag(NodeBase):
    """Sets a tag (several may gather) or the source (the last one counts), and goes on."""

    kind: Literal["tag"] = "tag"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    tag: Slug | None = None
    source: Slug | None = None
