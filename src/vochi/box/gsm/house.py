"""The rooms of the box that work with gateways, and what each runs."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from vochi.box.alarm import Alarm
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.offices import Offices
from vochi.box.scribe import Scribe
from vochi.engine.ami import Ami
from vochi.gateways.workshop import Workshop
from vochi.home import Settings


@dataclass(frozen=True)
class Premises:
    """What every room may need. `alarms(name)` gives what a room calls with all of its alarms."""

    ami: Ami
    scribe: Scribe
    clock: Clock
    offices: Offices
    is_online: Callable[[str], bool]
    alarms: Callable[[str], Callable[[tuple[Alarm, ...]], None]]


class GsmHouse:
    """Built before the commands are taken; `jobs` run side by side until the box ends."""

    def __init__(self, premises: Premises, settings: Settings) -> None:
        offices = premises.offices
        self.actions = GsmActions()
        self._workshop = Workshop(settings.listen, settings.goip_port)
        self.fleet = Fleet(self._workshop, offices.office, lambda: offices.secrets().keys)

    def jobs(self) -> dict[str, Coroutine[Any, Any, None]]:
        """What runs, by name."""
        return {"gateway sockets": self._workshop.run(), "gateways": self.fleet.run()}
