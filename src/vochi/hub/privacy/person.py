"""One person outside whose data somebody asks for, or asks to be forgotten (B13).

Each room that keeps such data has a module `personal.py` with

    def told(company: int, person: Person) -> dict[str, JsonValue]    # everything kept of him
    def forget(company: int, person: Person) -> None                  # nothing of him is left

and is named in `ROOMS`. `forget` runs in one transaction of all rooms, and may be run again.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Person:
    """Numbers (E.164, or as the network gave them), the card (None: he has none), e-mails."""

    numbers: frozenset[str]
    client: int | None = None
    emails: frozenset[str] = frozenset()


#: Modules by name, in the order in which they are asked.
ROOMS: tuple[str, ...] = (
    "vochi.hub.promises.personal",
    "vochi.hub.clients.personal",
    "vochi.hub.notices.personal",
    "vochi.hub.crm.personal",
)


def rooms() -> Iterator[ModuleType]:
    """The rooms that keep something of people outside."""
    for name in ROOMS:
        if importlib.util.find_spec(name) is not None:
            yield importlib.import_module(name)
