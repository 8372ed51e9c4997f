"""Lines out of order, and in order again."""

import contextlib
from collections.abc import Awaitable, Callable

from vochi.engine.ami import Ami
from vochi.lab.carriers import Carriers, Fault
from vochi.lab.mute import Mute
from vochi.lab.places import Outside
from vochi.lab.registrations import Registrations


class Outages:
    """Breaks lines; `until` waits for a fact of the lab."""

    def __init__(
        self,
        ami: Ami,
        outside: Outside,
        carriers: Carriers,
        registrations: Registrations,
        until: Callable[[Callable[[], bool], str], Awaitable[None]],
    ) -> None:
        self._ami = ami
        self._outside = outside
        self._carriers = carriers
        self._registrations = registrations
        self._until = until
        self._mutes: dict[str, contextlib.AsyncExitStack] = {}

    async def put(self, line: str, fault: Fault | None) -> None:
        """Put a line out of order, or (None) back in order, and wait till the office knows."""
        old = self._carriers.faults.pop(line, None)
        if fault == "cut":
            for side in self._carriers.living(line):
                await side.hang_up()
            return
        if fault is not None:
            self._carriers.faults[line] = fault
        mute = self._mutes.pop(line, None)
        if mute is not None:
            await mute.aclose()
        if fault in {"unregistered", "silent"}:
            await self.register(self._carriers.endpoint(line), is_wanted=False)
        elif old in {"unregistered", "silent"}:
            await self.register(self._carriers.endpoint(line), is_wanted=True)
        if fault == "silent":
            sim = next(each for each in self._outside.sims if each.account == line)
            office = (self._outside.office_host, self._outside.office_port)
            self._mutes[line] = contextlib.AsyncExitStack()
            await self._mutes[line].enter_async_context(
                Mute(line, sim.password, office, sim.address)
            )

    async def register(self, endpoint: str, *, is_wanted: bool) -> None:
        """Register in the office, or take it back, and wait till the office has heard of it."""
        action = "PJSIPRegister" if is_wanted else "PJSIPUnregister"
        await self._ami.action(action, Registration=f"{endpoint}-reg")
        online = self._registrations.online
        await self._until(lambda: (endpoint in online) is is_wanted, f"{action} of {endpoint}")

    async def end(self) -> None:
        """Take back what registered here."""
        for mute in self._mutes.values():
            # The office may be gone already: then nothing is to be taken back.
            with contextlib.suppress(TimeoutError, AssertionError):
                await mute.aclose()
