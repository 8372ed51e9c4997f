"""Outbound schemes: which line carries a call outside, and on what conditions (S20)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, LineId, Slug, Title

#: Class of a number. `emergency` is not here: it passes before every rule over any line.
NumberClass = Literal["mobile", "city", "toll_free", "premium", "abroad"]
#: As listed; longest unused first; least minutes this month first; by tariff and what is used up.
LineOrder = Literal["listed", "least_used", "least_spent", "cheapest"]


class Route(Frozen):
    """Numbers that fit go over `lines`.

    A number fits when it is of one of `classes` (and of one of `operators` by prefix, and of one
    of the calling codes `countries`, where given), or begins with one of `begins` (E.164).
    `sticky`: the line that the client knows (that carried the last call or SMS with him) first.
    `number_shown` on lines that can show it. `pin`: the employee must key his PIN. `minutes` a
    day per person over this route; `call_minutes` per call.
    """

    classes: tuple[NumberClass, ...] = ()
    operators: tuple[str, ...] = ()
    countries: tuple[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}$")], ...] = ()
    begins: tuple[Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{0,13}$")], ...] = ()
    lines: tuple[LineId, ...]
    order: LineOrder = "listed"
    sticky: bool = False
    number_shown: E164 | None = None
    pin: bool = False
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    call_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None


class OutboundScheme(Frozen):
    """The first route that fits a number carries it; no route: the call is refused, audibly.

    `refused` is a prompt for that, None: the phrase of the product.
    """

    id: Slug
    name: Title
    routes: tuple[Route, ...]
    refused: Slug | None = None
