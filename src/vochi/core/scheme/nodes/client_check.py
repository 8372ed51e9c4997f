"""Client check: who calls decides the way: known, a tag, a list, the blacklist, a VIP (P10)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class Known(Frozen):
    """There is a card of the client."""

    what: Literal["known"] = "known"


class Hidden(Frozen):
    """He shows no number."""

    what: Literal["hidden"] = "hidden"


class Listed(Frozen):
    """He is on a list: `blacklist`, `vip`, or one of the company's own."""

    what: Literal["list"] = "list"
    list: Slug


class Tagged(Frozen):
    """His card has a tag."""

    what: Literal["tag"] = "tag"
    tag: Slug


class NumberKind(Frozen):
    """His number is of a class, or begins so (E.164)."""

    what: Literal["number"] = "number"
    begins: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{0,14}$")]


Test = Annotated[Known | Hidden | Listed | Tagged | NumberKind, Field(discriminator="what")]


class ClientCheck(NodeBase):
    """Leaves by `yes` or `no`. A number that the box knows nothing of is not known."""

    kind: Literal["client"] = "client"
    fixed_ports: ClassVar[tuple[str, ...]] = ("yes", "no")

    test: Test
