"""Outbound schemes: which line carries a call outside."""

from typing import Literal

from vochi.core.frozen import Frozen
from vochi.core.office.ids import LineId, Slug, Title

#: Class of a number. `emergency` is not here: it passes before every rule over any line.
NumberClass = Literal["mobile", "city", "toll_free", "premium", "abroad"]


class Route(Frozen):
    """Numbers of `classes` (and, if given, of `operators` by prefix) go over `lines` in order."""

    classes: tuple[NumberClass, ...]
    operators: tuple[str, ...] = ()
    lines: tuple[LineId, ...]


class OutboundScheme(Frozen):
    """The first route that fits a number carries it; no route: the call is refused, audibly."""

    id: Slug
    name: Title
    routes: tuple[Route, ...]
