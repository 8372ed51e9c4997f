"""An account that an adapter registers with, and where it goes."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """`name` is what people call the line or the phone."""

    user: str
    name: str
    password: str = field(repr=False)
