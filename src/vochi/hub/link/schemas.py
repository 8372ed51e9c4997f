"""What the commands' API takes and gives."""

from typing import Literal

from pydantic import JsonValue

from vochi.core.frozen import Frozen
from vochi.core.link import Action


class CommandIn(Frozen):
    """Something that the box shall do."""

    action: Action


class CommandOut(Frozen):
    """How far a command is; `code` says how it ended (see `core.link.Command`)."""

    id: str
    state: Literal["waiting", "done", "refused"]
    code: str | None
    facts: dict[str, JsonValue]
