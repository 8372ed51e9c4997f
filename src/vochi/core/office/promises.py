"""By when a client who could not reach us is to be called back (P01, B07)."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension

Minutes = Annotated[int, Field(ge=1, le=10_080)]


class Terms(Frozen):
    """Minutes of working time in which each is due; after a failed callback, for the next try."""

    missed: Minutes = 15
    voicemail: Minutes = 30
    callback_asked: Minutes = 10
    web: Minutes = 10
    callback_failed: Minutes = 30


class DepartmentTerms(Frozen):
    """Terms of a department's own."""

    department: Extension
    terms: Terms


class PromisePolicy(Frozen):
    """Who is not called back in time is told of to the owner, after `head_minutes` to the heads.

    A talk of `reached_seconds` counts as reaching him; who hangs up within `short_seconds` is
    called back too, and marked.
    """

    terms: Terms = Terms()
    departments: Annotated[tuple[DepartmentTerms, ...], Field(max_length=100)] = ()
    reached_seconds: Annotated[int, Field(ge=1, le=60)] = 5
    short_seconds: Annotated[int, Field(ge=0, le=60)] = 5
    head_minutes: Annotated[int, Field(ge=0, le=1440)] = 30
