"""Callback offer: press a key and hang up, we call you back; becomes an open item (P01)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.nodes.menu import Key


class CallbackOffer(NodeBase):
    """Plays `prompt` (None: the phrase of the product); `taken` after the key, else `declined`.

    A caller without a number goes to `declined` at once. After the key he hears that it is noted.
    """

    kind: Literal["callback"] = "callback"
    fixed_ports: ClassVar[tuple[str, ...]] = ("taken", "declined")

    prompt: Slug | None = None
    key: Key = "1"
    wait: Annotated[int, Field(ge=1, le=30)] = 5

    @property
    def prompts(self) -> tuple[str, ...]:
        """The offer."""
        return () if self.prompt is None else (self.prompt,)
