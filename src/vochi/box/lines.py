"""Lines as they are now: which can carry a call, which are held back, which have just died.

A gateway that has died answers no call; Asterisk would wait for it for seconds. So a line is asked
whether it is there whenever a call goes out over it: when no answer comes in 0.8 s
(`confs.pjsip`), calls on it that have not even begun to ring go on to the next line.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from vochi.box.gsm.counts import read_counts
from vochi.core.calls.endpoint import Endpoint
from vochi.core.numbers import normalise
from vochi.core.office.document import Office
from vochi.core.office.routing import LineRefusal, Spoken, route, why_not
from vochi.core.office.signatures import is_unsigned
from vochi.core.office.sim_limits import held_by_policy
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.engine.frame import Message

log = structlog.get_logger()

#: Q.850: network out of order; the dialplan takes it for a line that failed.
_OUT_OF_ORDER = 38
_DESK = "desk"


class Lines:
    """Lines of one engine. `is_online` tells of a line whether it is registered and answers."""

    def __init__(
        self, ami: Ami, office: Callable[[], Office | None], is_online: Callable[[str], bool]
    ) -> None:
        self._ami = ami
        self._office = office
        self._is_online = is_online
        #: Channels that we began and of which nothing was heard, by line.
        self._silent: dict[str, set[str]] = {}

    async def run(self) -> None:
        """Until cancelled: follow what begins on lines, end what a dead line holds."""
        async for event in self._ami.events():
            match event.name:
                case "Newchannel":
                    await self._began(event)
                case "Newstate" | "Hangup":
                    self._heard(event)
                case "ContactStatus" if event.get("ContactStatus") == "Unreachable":
                    await self._died(event.get("EndpointName") or event.get("AOR"))
                case "@down" | "@gap":
                    self._silent.clear()
                case _:
                    pass

    async def _began(self, event: Message) -> None:
        endpoint = Endpoint.of_channel(event.get("Channel"))
        # A call that comes in is `Ring` from its beginning.
        if endpoint is None or endpoint.kind != "line" or event.get("ChannelStateDesc") != "Down":
            return
        self._silent.setdefault(endpoint.name, set()).add(event.get("Channel"))
        with suppress(AmiError):
            await self._ami.action("PJSIPQualify", Endpoint=endpoint.name)

    def _heard(self, event: Message) -> None:
        if event.name == "Newstate" and event.get("ChannelStateDesc") == "Down":
            return
        for channels in self._silent.values():
            channels.discard(event.get("Channel"))

    async def _died(self, line: str) -> None:
        for channel in self._silent.pop(line, ()):
            log.warning("line_died", line=line, channel=channel)
            with suppress(AmiError):
                await self._ami.hangup(channel, _OUT_OF_ORDER)

    async def why_not(self, extension: str, to: str) -> Spoken | None:
        """Why a call of the extension to what is dialled would be refused now; None: it would not.

        What is no number outside is not judged here. Raises AmiError.
        """
        office = self._office()
        if office is None:
            return None
        numbering = office.company.numbering
        e164 = normalise(to, numbering)
        if e164 is None:
            return None
        person = next((each for each in office.people if each.extension == extension), None)
        routed = route(office, None if person is None else person.outbound, e164)
        states = await self._states(office)
        return why_not(routed, states.get)[0]

    async def _states(self, office: Office) -> dict[str, LineRefusal]:
        """What holds each line back now; lines that nothing holds back are not in it."""
        paused = await self.paused()
        now = datetime.now(UTC)
        counts = await read_counts(self._ami, office, now)
        carried: dict[str, int] = {}
        for channel in await self._ami.channels():
            endpoint = Endpoint.of_channel(channel.get("Channel"))
            if endpoint is not None and endpoint.kind == "line":
                carried[endpoint.name] = carried.get(endpoint.name, 0) + 1
        states: dict[str, LineRefusal] = {}
        for line in office.lines:
            if line.id in paused:
                states[line.id] = "paused"
            elif not self._is_online(line.id):
                states[line.id] = "down"
            elif carried.get(line.id, 0) >= line.channels:
                states[line.id] = "busy"
            elif (held := held_by_policy(office, line, counts, int(now.timestamp()))) is not None:
                states[line.id] = held
        return states

    async def paused(self) -> frozenset[str]:
        """Lines that somebody has paused since the office was published. Raises AmiError."""
        try:
            found = await self._ami.items("DBGetTree", Family="pause")
        except Refused:  # none
            return frozenset()
        return frozenset(each.get("Key").rpartition("/")[2] for each in found if each.get("Val"))

    async def pause(self, line: str, *, paused: bool) -> tuple[str, dict[str, str]]:
        """Hold a line back or let it go: (code of `core.link.Command`, facts). Raises AmiError.

        Refused (`last_line`) when numbers that it carries now would then have no line.
        """
        office = self._office()
        if office is None or line not in {each.id for each in office.lines}:
            return "no_line", {"line": line}
        if not paused:
            with suppress(Refused):  # it was not paused
                await self._ami.action("DBDel", Family="pause", Key=line)
            return "done", {"line": line}
        held = await self.paused()
        usable = {
            each.id
            for each in office.lines
            if each.id not in held
            and not each.paused
            and not is_unsigned(office, each)
            and self._is_online(each.id)
        }
        for scheme in office.outbound:
            for number, each in enumerate(scheme.routes, start=1):
                if usable & set(each.lines) == {line}:
                    return "last_line", {"line": line, "scheme": scheme.id, "route": str(number)}
        await self._ami.action("DBPut", Family="pause", Key=line, Val=_DESK)
        return "done", {"line": line}
