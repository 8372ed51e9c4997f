"""Conference rooms: several people under one short number (P29)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Title


class Conference(Frozen):
    """Whoever dials `number` is in; with a PIN, who knows it. Outside callers come by transfer."""

    number: Extension
    name: Title
    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")] | None = None
    most: Annotated[int, Field(ge=2, le=50)] = 12
    record: bool = True
