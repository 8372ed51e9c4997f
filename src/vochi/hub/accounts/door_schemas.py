"""What the API of sessions, lock-outs and the door's rule takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen


class SessionOut(Frozen):
    """A browser that is signed in; `device` is its own word, `is_this` the one asking."""

    id: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


class PasswordIn(Frozen):
    """A password that somebody thinks of taking; it is neither kept nor logged."""

    password: Annotated[str, Field(max_length=256, repr=False)]


class PasswordVerdict(Frozen):
    """Whether it would be taken; `why` not: codes, and words in the asker's language."""

    ok: bool
    why: tuple[str, ...]
    texts: tuple[str, ...]


class DoorOut(Frozen):
    """Of whom a second factor is asked (empty: of nobody), and how many of these have none yet."""

    second_factor: Literal["", "administrators", "everybody"]
    without: int


class DoorIn(Frozen):
    """Of whom a second factor is asked from now on."""

    second_factor: Literal["", "administrators", "everybody"]


class LockoutOut(Frozen):
    """A login that is shut for an address after too many wrong passwords, until `until`."""

    id: int
    login: str
    name: str
    address: str
    tries: int
    until: datetime
