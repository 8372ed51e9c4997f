"""The box's rooms of messages as a process of their own, to be killed: `journal goip-port`.

Reads `<id> <number> <text>` from its input, prints `<id> <code>` when the answer is durable.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from box.gsm.cards import LINES, office
from box.gsm.sms_world import FakeAmi
from vochi.box.clock import system_clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.sms import Sms
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import SendSms
from vochi.core.office.policy import Policy
from vochi.core.office.upkeep import SmsPolicy
from vochi.gateways.workshop import Workshop


async def live(journal: Path, port: int) -> None:
    told = office().model_copy(update={"policy": Policy(sms=SmsPolicy(pace=1))})
    clock = system_clock()
    scribe = Scribe(Journal(journal, clock.boot))
    workshop = Workshop("127.0.0.1", port)
    keys = {f"sms.{line}": f"p-{line}" for line in LINES}
    fleet = Fleet(workshop, lambda: told, lambda: keys)
    actions = GsmActions()
    ami: Any = FakeAmi()
    sms = Sms(
        ami, scribe, clock, lambda: told,
        fleet=fleet, actions=actions, tell_alarms=lambda _: None,
    )  # fmt: skip
    rooms = (workshop.run, fleet.run, *sms.rooms.values())
    tasks = [asyncio.create_task(room()) for room in rooms]  # type: ignore[arg-type]
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        name, number, text = line.rstrip("\n").split(" ", 2)
        code, _ = await actions.execute(SendSms(id=name, to=number, text=text))
        print(name, code, flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), int(sys.argv[2])))
