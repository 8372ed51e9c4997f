"""Announcement: a prompt that a key may cut short, if allowed."""

from typing import ClassVar, Literal

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class Announcement(NodeBase):
    """Plays the prompt, before the answer (early media, not paid for by the caller) if `unpaid`."""

    kind: Literal["announcement"] = "announcement"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    prompt: Slug
    skippable: bool = False
    unpaid: bool = False

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays."""
        return (self.prompt,)
