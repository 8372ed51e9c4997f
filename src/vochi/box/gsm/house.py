"""The rooms of the box that work with gateways, and what each runs."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vochi.box.alarm import TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.balances import Balances
from vochi.box.gsm.costs import Costs
from vochi.box.gsm.doctor import Doctor
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.forwards import Forwards
from vochi.box.gsm.health import HealthRoom
from vochi.box.gsm.letters import Letters
from vochi.box.gsm.past import past_calls
from vochi.box.gsm.probe import Probes
from vochi.box.gsm.repair import Repairs
from vochi.box.gsm.rests import Rests
from vochi.box.gsm.room import keep
from vochi.box.gsm.sims import Sims
from vochi.box.gsm.sms import Sms
from vochi.box.gsm.strangers import Strangers
from vochi.box.gsm.trial import Trials
from vochi.box.gsm.ussd import Ussd
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
    alarms: Callable[[str], TellAlarms]
    #: Of the engine: what test calls heard lies there for a moment.
    spool: Path


class GsmHouse:
    """Built before the commands are taken; `jobs` run side by side until the box ends.

    A room is a name and what it runs; whatever falls in one is begun again (`room.keep`), so that
    no gateway ends the box.
    """

    def __init__(self, premises: Premises, settings: Settings) -> None:
        offices, alarms = premises.offices, premises.alarms
        self.actions = GsmActions()
        self._alarms = alarms
        self._workshop = Workshop(settings.listen, settings.goip_port)
        self.fleet = Fleet(
            self._workshop, offices.office, lambda: offices.secrets().keys, alarms("gateways")
        )
        self.sims = Sims(
            self.fleet, offices.office, premises.scribe, premises.clock, alarms("sim cards")
        )
        self.ussd = Ussd(
            self.fleet, self.sims, offices.office,
            scribe=premises.scribe, clock=premises.clock, actions=self.actions,
        )  # fmt: skip
        self.balances = Balances(
            self.fleet, self.sims, self.ussd, offices.office, scribe=premises.scribe,
            clock=premises.clock, actions=self.actions, tell_alarms=alarms("balances"),
        )  # fmt: skip
        self.forwards = Forwards(
            self.fleet, self.sims, self.ussd, offices.office, scribe=premises.scribe,
            clock=premises.clock, actions=self.actions, tell_alarms=alarms("forwards"),
        )  # fmt: skip
        self.health = HealthRoom(
            premises.ami,
            premises.scribe,
            premises.clock,
            offices.office,
            fleet=self.fleet,
            is_online=premises.is_online,
            tell_alarms=alarms("health"),
        )
        self.repairs = Repairs(
            premises.scribe,
            premises.clock,
            offices.office,
            lambda: offices.secrets().keys,
            fleet=self.fleet,
            health=self.health,
            actions=self.actions,
        )
        self.sms = Sms(
            premises.ami, premises.scribe, premises.clock, offices.office,
            fleet=self.fleet, actions=self.actions, tell_alarms=alarms("sms"),
        )  # fmt: skip
        self.doctor = Doctor(
            premises.ami, premises.scribe, premises.clock, offices.office,
            sims=self.sims, health=self.health, is_online=premises.is_online,
            trials=Trials(premises.ami, premises.clock, premises.spool),
            letters=Letters(self.fleet, self.sms.sending),
            actions=self.actions, tell_alarms=alarms("line doctor"),
        )  # fmt: skip
        self.probes = Probes(
            premises.scribe, premises.clock, offices.office, lambda: offices.secrets().keys,
            fleet=self.fleet, gateways=self.sims.gateways, doctor=self.doctor,
            is_online=premises.is_online, actions=self.actions,
            tell_alarms=alarms("gateway probes"),
        )  # fmt: skip
        self.strangers = Strangers(
            premises.clock, offices.office, fleet=self.fleet, tell_alarms=alarms("strangers")
        )
        self._rooms: dict[str, Callable[[], Awaitable[None]]] = {
            "gateway sockets": self._workshop.run,
            "gateways": self.fleet.run,
            "strangers": self.strangers.run,
            "sim cards": self.sims.run,
            "ussd": self.ussd.run,
            "balances": self.balances.run,
            "forwards": self.forwards.run,
            **self.sms.rooms,
            "health": self.health.run,
            "repair": self.repairs.run,
            "line doctor": self.doctor.run,
            "gateway probes": self.probes.run,
            "costs": Costs(
                premises.ami,
                offices.office,
                premises.clock.now,
                lambda office: past_calls(premises.scribe, office),
            ).run,
            "rests": Rests(
                premises.ami,
                offices.office,
                premises.clock.now,
                premises.is_online,
                alarms("rests"),
            ).run,
        }

    def jobs(self) -> dict[str, Coroutine[Any, Any, None]]:
        """What runs, by name."""
        return {
            name: keep(name, work, self._alarms(f"room {name}"))
            for name, work in self._rooms.items()
        }
