"""Voicemail: the caller leaves a message; it becomes an open item of the missed list (P08)."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase


class Voicemail(NodeBase):
    """Plays `prompt` (None: the phrase of the product), a tone, records, thanks, ends.

    `owner` is the extension or department whose item it becomes; None: everybody's. A message
    shorter than a second is none.
    """

    kind: Literal["voicemail"] = "voicemail"

    prompt: Slug | None = None
    owner: Extension | None = None
    seconds: Annotated[int, Field(ge=10, le=600)] = 120

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays before the tone."""
        return () if self.prompt is None else (self.prompt,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Whose item it becomes."""
        return () if self.owner is None else (self.owner,)
