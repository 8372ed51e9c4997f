"""Departments: several people under one short number."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Slug, Title
from vochi.core.scheme.world import Strategy


class Department(Frozen):
    """A ring group of people; `strategy` and `turn` as in a node Ring, `seconds` in all.

    `score`: after a call from outside that its member answered the client is asked for a score.
    """

    number: Extension
    name: Title
    members: tuple[Slug, ...]
    strategy: Strategy = "ring_all"
    seconds: Annotated[int, Field(ge=5, le=600)] = 30
    turn: Annotated[int, Field(ge=5, le=120)] = 15
    record: bool = True
    score: bool = False
