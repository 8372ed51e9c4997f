"""Music on hold: what a client hears while he is held, of the company or of one department."""

from typing import Annotated

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Slug

#: Who allowed the music to be played to callers, in a person's own words.
Licence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class MusicOnHold(Frozen):
    """Prompts played one after another, each caller from its beginning; `shuffled`: by chance."""

    prompts: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=30)]
    shuffled: bool = False
    licence: Licence = ""


class DepartmentMusic(MusicOnHold):
    """What a client hears whom a member of the department holds."""

    department: Extension


class MusicPolicy(Frozen):
    """`company` takes the place of the music of the box wherever that is named (`default`)."""

    company: MusicOnHold | None = None
    departments: tuple[DepartmentMusic, ...] = ()
