"""Departments: several people under one short number."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Slug, Title


class Department(Frozen):
    """A ring group. `members` are ids of people; all their phones ring at once."""

    number: Extension
    name: Title
    members: tuple[Slug, ...]
    strategy: Literal["ring_all"] = "ring_all"
    seconds: Annotated[int, Field(ge=5, le=600)] = 30
