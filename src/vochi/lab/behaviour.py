"""What a party does by itself when its phone rings, and after it has answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen

Keys = Annotated[str, StringConstraints(pattern=r"^[0-9A-D*#]{1,32}$")]
Seconds = Annotated[float, Field(ge=0, le=3600)]

#: SIP answers of a party who will not talk.
REFUSALS: dict[str, int] = {
    "busy": 486, "rejected": 603, "unavailable": 480, "not_found": 404, "no_room": 503,
}  # fmt: skip
Refusal = Literal["busy", "rejected", "unavailable", "not_found", "no_room"]


class Step(Frozen):
    """Something done `after` seconds since the step before it (the first: since the answer).

    `transfer` sends the other side on with a REFER, as a phone's transfer key does; keys of the
    office's own features go by `press`.
    """

    after: Seconds = 0
    press: Keys | None = None
    transfer: str | None = None
    hang_up: bool = False


class Behaviour(Frozen):
    """How a party meets a call. Nothing set: it lets the phone ring."""

    answer: Seconds | None = None
    refuse: Refusal | None = None
    refuse_after: Seconds = 0
    then: tuple[Step, ...] = ()


RINGS = Behaviour()
BUSY = Behaviour(refuse="busy")
REJECTS = Behaviour(refuse="rejected")


def answers(after: float = 0.5, *, hang_up_after: float | None = None) -> Behaviour:
    """Answers after so many seconds, and hangs up itself after so many of talk, or never."""
    end = () if hang_up_after is None else (Step(after=hang_up_after, hang_up=True),)
    return Behaviour(answer=after, then=end)
