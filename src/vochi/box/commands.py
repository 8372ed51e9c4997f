"""Commands of people: call, hang up, transfer. Each is executed at most once, never late.

The acceptance is durable before anything is done. What was accepted and not answered when the box
died is answered `failed` at its next start: the call may or may not have been made, and making it
twice would be worse.
"""

import asyncio
import re
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, assert_never

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.forgetting import Forgetting
from vochi.box.gsm.actions import GsmActions
from vochi.box.journal import Draft
from vochi.box.lines import Lines
from vochi.box.link import Link
from vochi.box.originate import NotAnswered, ring_and_call
from vochi.box.own_phone import OwnPhone
from vochi.box.scribe import Scribe
from vochi.box.talks import Talks
from vochi.core.calls.click import write_click
from vochi.core.calls.endpoint import Endpoint
from vochi.core.frozen import Frozen
from vochi.core.gsm.actions import (
    AskBalance,
    AskUssd,
    CancelSms,
    CutPower,
    EndUssd,
    ExamineLine,
    ProbeGateway,
    RenewForwards,
    RestartGateway,
    RestartLine,
    SendSms,
)
from vochi.core.link import (
    BlindTransfer,
    Command,
    Consult,
    Decline,
    Forget,
    HandOver,
    HangUpCall,
    Hold,
    Invite,
    Listen,
    Originate,
    Park,
    PauseLine,
    PickUp,
    PickUpOwn,
    RecordPrompt,
    Resume,
    Retrieve,
    SetAway,
    SetRecording,
    TakeBack,
)
from vochi.core.numbers import normalise
from vochi.core.office.contexts import phone_context, transfer_context
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, BadArgument, NotConnected, Refused
from vochi.engine.frame import Message

log = structlog.get_logger()

#: What may be dialled. Everything that means more to Asterisk (`&`, `,`, `${}`, `@`) is refused.
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")


class Answer(Frozen):
    """How a command ended; codes of `core.link.Command`."""

    code: str
    facts: dict[str, JsonValue] = {}  # noqa: RUF012 - frozen, and pydantic copies it


class OfficeNow(Protocol):
    """The office that the engine runs, None before the first one."""

    def __call__(self) -> Office | None: ...


def _name(accounts: Sequence[str], office: Office, action: Originate) -> dict[str, str]:
    """Account by the unique id of its channel: it tells the log who calls whom at once."""
    numbering = office.company.numbering
    to = normalise(action.to, numbering) or action.to
    token = secrets.token_hex(8)
    return {
        write_click(token, phone, office.version, action.extension, to): account
        for phone, account in enumerate(accounts)
    }


class Commander:
    """Executes commands on one engine. `is_online` tells whether a device is registered."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        office: OfficeNow,
        is_online: Callable[[str], bool],
        *,
        gsm: GsmActions | None = None,
        forgetting: Forgetting | None = None,
    ) -> None:
        self._ami = ami
        self._gsm = gsm or GsmActions()
        self._forgetting = forgetting
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._is_online = is_online
        self._lines = Lines(ami, office, is_online)
        self._talks = Talks(ami, self._lines, is_online)
        self._own_phone = OwnPhone(ami, self._lines)
        self._known: set[str] = set()

    def join(self, link: Link) -> None:
        """From now on there is a hub to be asked what orders say."""
        if self._forgetting is not None:
            self._forgetting.link = link

    async def recover(self) -> None:
        """Answer what a former life of the box accepted and did not finish; run before others."""
        accepted = await self._scribe.read(lambda journal: journal.marks("accepted:"))
        for command_id in accepted:
            await self._answer(command_id, Answer(code="failed", facts={"why": "box_restarted"}))

    async def handle(self, command: Command) -> None:
        """Execute and answer; a command seen before does nothing. No engine error gets out."""
        if command.id in self._known:
            return
        self._known.add(command.id)
        try:
            left = (command.deadline - self._clock.now()).total_seconds()
            # From here the monotonic clock counts too: setting the wall clock back gains nothing.
            deadline = self._clock.mono() + left
            once, accepted = f"once:command:{command.id}", f"accepted:{command.id}"
            if await self._scribe.read(lambda j: j.mark(once) or j.mark(accepted)):
                return
            if self._is_late(command.deadline, deadline):
                await self._answer(command.id, Answer(code="late"))
                return
            await self._scribe.write(marks={accepted: self._clock.now().isoformat()})
            if self._is_late(command.deadline, deadline):
                await self._answer(command.id, Answer(code="late"))
                return
            await self._answer(command.id, await self._execute(command))
        except sqlite3.OperationalError as fault:
            # Not accepted durably, so not executed; or executed and not yet answered: the next
            # start will. Either way it must not be done again now.
            log.error("command_not_journaled", id=command.id, reason=str(fault))  # noqa: TRY400
            self._known.discard(command.id)

    def _is_late(self, deadline: datetime, mono: float) -> bool:
        return self._clock.now() > deadline or self._clock.mono() > mono

    async def _answer(self, command_id: str, answer: Answer) -> None:
        log.info("command", id=command_id, code=answer.code)
        draft = Draft(
            kind="command",
            body={
                "id": command_id, "ok": answer.code == "done", "code": answer.code,
                "facts": answer.facts,
            },
            at=self._clock.now(), mono=self._clock.mono(), once=f"command:{command_id}",
        )  # fmt: skip
        while True:
            try:
                await self._scribe.write([draft], {f"accepted:{command_id}": None})
            except sqlite3.OperationalError as fault:
                log.error("command_not_journaled", id=command_id, reason=str(fault))  # noqa: TRY400
                await asyncio.sleep(1.0)
            else:
                return

    async def _execute(self, command: Command) -> Answer:
        try:
            match command.action:
                case Originate() as action:
                    return await self._originate(action)
                case HangUpCall() as action:
                    return await self._hang_up(action)
                case BlindTransfer() as action:
                    return await self._transfer(action)
                case PauseLine(line=line, paused=paused):
                    code, facts = await self._lines.pause(line, paused=paused)
                    return Answer(code=code, facts={**facts})
                case (
                    Park() | Retrieve() | PickUp() | SetAway() | Listen() | SetRecording()
                    | Invite() | RecordPrompt()
                ) as action:  # fmt: skip
                    office = self._office()
                    if office is None:
                        return Answer(code="engine_down")
                    answer, told = await self._talks.execute(action, office)
                    return Answer(code=answer, facts=told)
                case (
                    PickUpOwn()
                    | Decline()
                    | Hold()
                    | Resume()
                    | Consult()
                    | HandOver()
                    | TakeBack()
                ) as action:
                    office = self._office()
                    if office is None:
                        return Answer(code="engine_down")
                    answer, told = await self._own_phone.execute(action, office)
                    return Answer(code=answer, facts=told)
                case (
                    SendSms() | CancelSms() | AskUssd() | EndUssd() | AskBalance()
                    | RenewForwards() | RestartLine() | RestartGateway() | CutPower()
                    | ExamineLine() | ProbeGateway()
                ) as action:  # fmt: skip
                    answer, told = await self._gsm.execute(action)
                    return Answer(code=answer, facts=told)
                case Forget(order=order):
                    if self._forgetting is None:
                        return Answer(code="not_supported")
                    answer, told = await self._forgetting.execute(order)
                    return Answer(code=answer, facts=told)
                case _ as never:
                    assert_never(never)
        except NotConnected:
            return Answer(code="engine_down")
        except BadArgument:
            return Answer(code="bad_number")
        except AmiError as fault:
            return Answer(code="failed", facts={"why": fault.code})

    async def _originate(self, action: Originate) -> Answer:
        office = self._office()
        if not _NUMBER.fullmatch(action.to):
            return Answer(code="bad_number")
        if office is None:
            return Answer(code="engine_down")
        try:
            context = phone_context(office, action.extension)
        except KeyError:
            return Answer(code="no_device")
        accounts = [each.account for each in Directory(office).phones(action.extension)]
        online = [account for account in accounts if self._is_online(account)]
        if not online:
            return Answer(code="no_device")
        try:
            await ring_and_call(self._ami, _name(online, office, action), context, action.to)
        except NotAnswered as fault:
            return Answer(code="failed", facts={"why": fault.why})
        return Answer(code="done")

    async def _hang_up(self, action: HangUpCall) -> Answer:
        channels = await self._channels(action.linked_id)
        if not channels:
            return Answer(code="no_such_call")
        for channel in channels:
            await self._end(channel["Channel"])
        return Answer(code="done")

    async def _transfer(self, action: BlindTransfer) -> Answer:
        if not _NUMBER.fullmatch(action.to):
            return Answer(code="bad_number")
        office = self._office()
        if office is None:
            return Answer(code="engine_down")
        for channel in await self._channels(action.linked_id):
            endpoint = Endpoint.of_channel(channel["Channel"])
            if endpoint is None or endpoint.extension != action.extension:
                continue
            if channel.get("ChannelStateDesc") != "Up" or not channel.get("BridgeId"):
                continue
            try:
                context = transfer_context(office, action.extension)
            except KeyError:
                return Answer(code="no_such_call")
            # Told before the client is sent anywhere (S17).
            why = await self._lines.why_not(action.extension, action.to)
            if why is not None:
                is_line = why in {"no_line", "lines_busy", "limit", "unsigned"}
                return Answer(code="no_line" if is_line else "no_route", facts={"why": why})
            await self._ami.blind_transfer(channel["Channel"], context, action.to)
            return Answer(code="done")
        return Answer(code="no_such_call")

    async def _channels(self, linked_id: str) -> list[Message]:
        channels = await self._ami.channels()
        return [c for c in channels if linked_id and linked_id == c.get("Linkedid")]

    async def _end(self, channel: str) -> None:
        try:
            await self._ami.hangup(channel)
        except Refused:
            log.debug("channel_gone", channel=channel)  # its other side has ended it already
