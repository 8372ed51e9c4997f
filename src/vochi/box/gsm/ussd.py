"""What is said to networks by USSD: one dialogue a line, journaled before it is said."""

import asyncio
import secrets
import sqlite3
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import structlog

from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_line
from vochi.box.gsm.sims import Sims
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import AskUssd, EndUssd
from vochi.core.gsm.entries import UssdSaid, fit
from vochi.core.gsm.forwarding import is_service_code
from vochi.core.office.document import Office
from vochi.gateways.base import Driver, GatewayFault, UssdPushed, UssdReply

log = structlog.get_logger()

#: The network forgets a dialogue after so many seconds; a driver answers within them.
LASTS = 120.0
_LOOK_EVERY = 5.0
#: Unasked texts of one line that are kept in an hour; a network gone mad must not fill the disk.
_PUSHED_AN_HOUR = 60
_Turn = Literal["asked", "menu", "done", "failed", "closed", "pushed"]


@dataclass
class _Dialogue:
    """`is_asking`: a code is on its way, else the network waits for a choice until `ends`."""

    id: str
    by: str
    ends: float
    is_asking: bool = True
    closing: asyncio.Event = field(default_factory=asyncio.Event)


class Ussd:
    """`ask(line, code)` for rooms; people ask by the actions AskUssd and EndUssd.

    A dialogue that stood when the box was killed is closed when it comes back.
    """

    def __init__(
        self,
        fleet: Fleet,
        sims: Sims,
        office: Callable[[], Office | None],
        *,
        scribe: Scribe,
        clock: Clock,
        actions: GsmActions,
    ) -> None:
        self._fleet = fleet
        self._sims = sims
        self._office = office
        self._scribe = scribe
        self._clock = clock
        self._standing: dict[str, _Dialogue] = {}
        self._pushed: dict[str, deque[float]] = {}
        self._recovered = False
        actions.sign_up(AskUssd, self._asked)
        actions.sign_up(EndUssd, self._ended)
        fleet.hear(UssdPushed, self._hear)

    def is_free(self, line: str) -> bool:
        """Whether nobody speaks with this network now."""
        return line not in self._standing

    async def ask(self, line: str, code: str, by: str = "") -> UssdReply:
        """Ask once and end the dialogue. Raises GatewayFault, sqlite3.OperationalError."""
        _, reply = await self._say(line, code, "", by)
        if reply.menu:
            await self._close(line, self._standing[line])
        return reply

    async def run(self) -> None:
        """Until cancelled: closes what hangs."""
        await self._recover()
        while True:
            now = self._clock.mono()
            for line, dialogue in tuple(self._standing.items()):
                if not dialogue.is_asking and now > dialogue.ends:
                    with suppress(sqlite3.OperationalError):
                        await self._close(line, dialogue, "too_late")
            await asyncio.sleep(_LOOK_EVERY)

    async def _asked(self, action: AskUssd) -> Told:
        # Forwarding set past the office would be unknown to it; a wrong PIN locks the card.
        if not action.dialogue and is_service_code(action.code):
            return "service_code", {}
        dialogue, reply = await self._say(action.line, action.code, action.dialogue, action.by)
        return "done", {"dialogue": dialogue, "text": fit(reply.text), "menu": reply.menu}

    async def _ended(self, action: EndUssd) -> Told:
        dialogue = self._standing.get(action.line)
        if dialogue is None or dialogue.id != action.dialogue:
            return "too_late", {}
        if dialogue.is_asking:
            dialogue.closing.set()  # whoever asks closes it
            return "done", {}
        await self._close(action.line, dialogue)
        return "done", {}

    async def _say(self, line: str, code: str, known: str, by: str) -> tuple[str, UssdReply]:
        driver = await self._driver(line)
        dialogue = await self._dialogue(line, known, by)
        try:
            # Durable before it is said: a code may cost money or change the tariff.
            await self._write(line, dialogue, "asked", code)
            reply = await self._reply(driver, line, code, dialogue)
        except GatewayFault as fault:
            await self._fail(driver, line, dialogue, fault)
            raise
        except BaseException:
            self._standing.pop(line, None)
            raise
        if not reply.menu:
            self._standing.pop(line, None)
        dialogue.is_asking = False
        try:
            await self._write(line, dialogue, "menu" if reply.menu else "done", reply.text)
        except BaseException:
            self._standing.pop(line, None)
            raise
        return dialogue.id, reply

    async def _reply(self, driver: Driver, line: str, code: str, dialogue: _Dialogue) -> UssdReply:
        asking = asyncio.ensure_future(driver.ussd(line, code))
        closing = asyncio.ensure_future(dialogue.closing.wait())
        try:
            await asyncio.wait(
                {asking, closing}, timeout=LASTS + 5, return_when=asyncio.FIRST_COMPLETED
            )
            if asking.done():
                return asking.result()
            if closing.done():
                raise GatewayFault("no_answer", "closed")
            raise GatewayFault("no_answer")
        finally:
            closing.cancel()
            if not asking.done():
                asking.cancel()
                with suppress(asyncio.CancelledError, GatewayFault):
                    await asking

    async def _driver(self, line: str) -> Driver:
        if gsm_line(self._office(), line) is None:
            raise GatewayFault("no_line")
        await self._sims.until_heard(line)
        driver, report = self._fleet.driver(line), self._fleet.report(line)
        if driver is None or report is None or not report.online:
            raise GatewayFault("offline")
        if "ussd" not in driver.abilities:
            raise GatewayFault("not_supported")
        return driver

    async def _dialogue(self, line: str, known: str, by: str) -> _Dialogue:
        standing = self._standing.get(line)
        if known:
            if standing is None or standing.id != known:
                raise GatewayFault("too_late")
            if standing.is_asking:
                raise GatewayFault("busy")
            standing.is_asking, standing.ends = True, self._clock.mono() + LASTS
            return standing
        if standing is not None:
            # One's own forgotten menu stands in nobody's way but one's own.
            if standing.is_asking or (standing.by != by and self._clock.mono() <= standing.ends):
                raise GatewayFault("busy")
            await self._close(line, standing)
            if line in self._standing:
                raise GatewayFault("busy")
        dialogue = _Dialogue(secrets.token_hex(16), by, self._clock.mono() + LASTS)
        self._standing[line] = dialogue
        return dialogue

    async def _close(self, line: str, dialogue: _Dialogue, why: str = "") -> None:
        """End it with the gateway and say so."""
        if self._standing.get(line) is dialogue:
            self._standing.pop(line)
        await self._hang_up(line)
        await self._write(line, dialogue, "closed", "", why)

    async def _fail(
        self, driver: Driver, line: str, dialogue: _Dialogue, fault: GatewayFault
    ) -> None:
        if self._standing.get(line) is dialogue:
            self._standing.pop(line)
        if fault.why == "no_answer":
            with suppress(GatewayFault, TimeoutError):
                async with asyncio.timeout(10):
                    await driver.end_ussd(line)
        state: _Turn = "closed" if fault.detail == "closed" else "failed"
        await self._write(line, dialogue, state, fault.detail[:200], fault.why)

    async def _hang_up(self, line: str) -> None:
        driver = self._fleet.driver(line)
        if driver is not None:
            with suppress(GatewayFault, TimeoutError):
                async with asyncio.timeout(10):
                    await driver.end_ussd(line)

    async def _hear(self, news: UssdPushed) -> None:
        """Raises sqlite3.OperationalError: the gateway tells it again."""
        if gsm_line(self._office(), news.line) is None:
            return
        now = self._clock.mono()
        told = self._pushed.setdefault(news.line, deque(maxlen=_PUSHED_AN_HOUR))
        if len(told) == _PUSHED_AN_HOUR and now - told[0] < 3600:
            log.warning("ussd_flood", line=news.line)
            return
        told.append(now)
        said = UssdSaid(
            id=secrets.token_hex(16), line=news.line, state="pushed", text=fit(news.text),
            iccid=self._sims.iccid(news.line),
        )  # fmt: skip
        await self._scribe.write([self._draft(said)])

    async def _write(
        self, line: str, dialogue: _Dialogue, state: _Turn, text: str, why: str = ""
    ) -> None:
        said = UssdSaid(
            id=dialogue.id, line=line, state=state, text=fit(text), why=why[:80],
            iccid=self._sims.iccid(line), by=dialogue.by[:80],
        )  # fmt: skip
        is_open = state in {"asked", "menu"}
        mark = {f"ussd:{line}": said.model_dump_json() if is_open else None}
        await self._scribe.write([self._draft(said)], mark)

    async def _recover(self) -> None:
        """What stood when the box died: nobody waits for it any more."""
        if self._recovered:
            return
        for line, told in (await self._scribe.read(lambda j: j.marks("ussd:"))).items():
            if line in self._standing:
                continue
            before = UssdSaid.model_validate_json(told)
            update = {"state": "closed", "text": "", "why": "restarted"}
            await self._scribe.write(
                [self._draft(before.model_copy(update=update))], {f"ussd:{line}": None}
            )
        self._recovered = True

    def _draft(self, said: UssdSaid) -> Draft:
        return Draft.now("ussd", said.model_dump(mode="json"), self._clock)
