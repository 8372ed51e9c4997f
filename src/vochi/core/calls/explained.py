"""One line of the trace of a call: what happened, or why something did not."""

from datetime import datetime
from typing import Literal

from vochi.core.frozen import Frozen

About = Literal[
    "call", "node", "step", "device", "person", "line", "transfer", "park", "limit", "note", "end"
]


class Explained(Frozen):
    """`code` is worded by `core.wording.say(code, facts, language)`; all codes begin `trace.`.

    `about` is what kind of thing the line tells of, for the icon and the indent: `device` is a
    phone that was asked to ring, `person` somebody who should have rung and was not asked, `line`
    a line that was tried or bore a leg. `who` names it: an account (`180-2`), an extension, a
    number outside (E.164) or a line. `unique_id` is the leg that is explained (`Leg.unique_id`).
    `scheme` and `node` are where it happened; a follow me is a scheme named by its number, its
    steps are nodes `1`, `2`, ... `rang`: whether the device rang at all.
    """

    at: datetime
    code: str
    about: About
    facts: dict[str, str]
    who: str | None = None
    unique_id: str | None = None
    scheme: str | None = None
    node: str | None = None
    rang: bool | None = None
