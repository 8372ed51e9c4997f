"""Greeting: the caller hears it to the end, only then the call goes on (S25)."""

from typing import ClassVar, Literal

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class Greeting(NodeBase):
    """Answers the call and plays the prompt to its end."""

    kind: Literal["greeting"] = "greeting"
    ports: ClassVar[tuple[str, ...]] = ("next",)

    prompt: Slug
