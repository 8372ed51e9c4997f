"""Parking: where a client waits with music till somebody takes him back (S26)."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Slug


class Parking(Frozen):
    """`slots` places, taken back by the code and the slot (`*51`..`*59`).

    After `seconds` the client returns: to who parked him, for `turn` seconds; then to his
    `colleague` (Person), to `department`, to voicemail - never a hang-up.
    """

    slots: Annotated[int, Field(ge=1, le=9)] = 9
    seconds: Annotated[int, Field(ge=10, le=900)] = 90
    turn: Annotated[int, Field(ge=5, le=120)] = 20
    music: Slug = "default"
    department: Extension | None = None
