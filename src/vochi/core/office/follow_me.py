"""Follow Me: one number that looks for a person step by step on all his phones (S18)."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, Extension, Slug, Title


class FollowTarget(Frozen):
    """An extension or a number outside.

    `confirm`: whoever answers hears who calls and must press 1, so that a voicemail cannot win.
    """

    to: Extension | E164
    confirm: bool = False


class FollowStep(Frozen):
    """All of `targets` ring for `seconds`; what rang in the step before rings on without a break.

    A step in which nothing can ring takes no time.
    """

    seconds: Annotated[int, Field(ge=3, le=300)]
    targets: Annotated[tuple[FollowTarget, ...], Field(min_length=1, max_length=20)]


class FollowMe(Frozen):
    """`person`'s universal number; outside targets go over his outbound scheme."""

    number: Extension
    name: Title
    person: Slug
    steps: Annotated[tuple[FollowStep, ...], Field(min_length=1, max_length=20)]
