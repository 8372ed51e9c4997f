"""GoIP as a driver: its lines over the shared port."""

import asyncio
import re

from vochi.core.office.sim import ForwardReason
from vochi.gateways.base import (
    Driver,
    Equipment,
    GatewayFault,
    LineReport,
    NotSent,
    Sent,
    Tell,
    UssdReply,
)
from vochi.gateways.goip import saying, sms
from vochi.gateways.goip.line import GoipLine
from vochi.gateways.goip.port import GoipPort
from vochi.gateways.goip.talk import Interrupted
from vochi.gateways.goip.ussd import Dialogue

#: Dialogues of SMS that one line of a gateway holds at once.
_MOST_SMS = 5
_REASONS: dict[ForwardReason, int] = {"always": 0, "busy": 1, "no_reply": 2, "unreachable": 3}
_ENABLE, _DISABLE = "3", "4"
_PHONE = re.compile(r"\+?[0-9]{2,20}")


class Goip(Driver):
    """Serves its lines while `run` does; what still says goodbye then is left to the port."""

    abilities = frozenset(
        {
            "sms", "delivery", "ussd", "ussd_menu", "forward",
            "restart_line", "restart_device", "drop_call", "own_number", "calls", "ussd_pushed",
        }
    )  # fmt: skip

    def __init__(self, equipment: Equipment, port: GoipPort, tell: Tell) -> None:
        self._port = port
        self._tell = tell
        ordered = sorted(equipment.lines, key=lambda each: each.slot)
        self._keys = {each.id: equipment.keys.get(f"sms.{each.id}", "") for each in ordered}
        self._lines: dict[str, GoipLine] = {}
        self._sms: dict[str, int] = {}
        self._dialogues: dict[str, Dialogue] = {}
        self._asking: set[str] = set()
        self._closing: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled. A line without a password of ours lets nobody in."""
        for name, key in self._keys.items():
            if key:
                self._lines[name] = self._port.claim(name, key, self, self._tell)
        try:
            async with asyncio.TaskGroup() as group:
                for line in self._lines.values():
                    group.create_task(line.serve(self._tell))
                await asyncio.Event().wait()
        finally:
            for dialogue in self._dialogues.values():
                dialogue.leave()
            self._dialogues.clear()
            for name in self._lines:
                self._port.leave(name, self)

    def reports(self) -> tuple[LineReport, ...]:
        """How its lines are now."""
        return tuple(
            self._lines[name].report if name in self._lines else LineReport(line=name, online=False)
            for name in self._keys
        )

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        """Send once; answers when the network has taken it, 2 to 5 seconds later."""
        sms.check(to, text)
        busy = self._sms.get(line, 0)
        if busy >= _MOST_SMS:
            raise NotSent("busy", "later")
        try:
            where = self._online(line)
            talk = self._port.talk(where)
        except GatewayFault as fault:
            raise NotSent(fault.why, "later") from None
        self._sms[line] = busy + 1
        sending = sms.Sending(talk, line, where.key, self._port.patience)
        try:
            return await sending.run(to, text)
        finally:
            self._port.afterwards(self._end_sms(line, sending))

    async def ussd(self, line: str, code: str) -> UssdReply:
        """Ask the network; a menu that stands is gone on with."""
        where = self._online(line)
        with _Alone(self._asking, line):
            closing = self._closing.pop(line, None)
            if closing is not None:
                await asyncio.wait({closing})
            dialogue = self._dialogues.pop(line, None)
            if dialogue is not None and not dialogue.stands():
                self._close(line, dialogue)
                if not code.startswith(("*", "#")):
                    raise GatewayFault("refused", "ended")
                dialogue = None
            if dialogue is None:
                dialogue = Dialogue(self._port.talk(where), where.key, self._port.patience)
            try:
                reply = await dialogue.ask(code)
            except BaseException:
                self._close(line, dialogue)
                raise
            if reply.menu:
                self._dialogues[line] = dialogue
            else:
                self._close(line, dialogue)
            return reply

    async def end_ussd(self, line: str) -> None:
        """Hang up a menu."""
        dialogue = self._dialogues.pop(line, None)
        if dialogue is not None:
            await asyncio.wait({self._close(line, dialogue)})

    async def forward(self, line: str, reason: ForwardReason, to: str, seconds: int = 0) -> None:
        """By CF, which registers and erases; there is no asking back."""
        where = self._online(line)
        if to and not _PHONE.fullmatch(to):
            raise GatewayFault("refused", "number")
        waits = str(min(30, max(5, round(seconds / 5) * 5))) if to and reason == "no_reply" else "0"
        mode = _ENABLE if to else _DISABLE
        with _Alone(self._asking, line), self._port.talk(where) as talk:
            said = saying.command(
                "CF", talk.sid, where.key, str(_REASONS[reason]), mode, to or "0", waits
            )
            try:
                for _ in range(self._port.patience.repeats):
                    if not talk.say(said):
                        raise GatewayFault("offline")
                    until = asyncio.get_running_loop().time() + self._port.patience.forward
                    while (reply := await talk.hear(until)) is not None:
                        if reply.verb == "CFOK":
                            return
                        if reply.verb in {"CFERROR", "ERROR"}:
                            raise GatewayFault("refused", reply.rest.strip()[:80])
                raise GatewayFault("no_answer")
            except Interrupted:
                raise GatewayFault("no_answer", "restarted") from None
            finally:
                talk.say(saying.done(talk.sid))

    async def restart_line(self, line: str) -> None:
        """Its module; firmware that cannot turns it off and on."""
        try:
            await self._order(line, "svr_reboot_module", repeats=1)
        except GatewayFault as fault:
            if fault.why != "refused":
                raise
            await self._order(line, "module_ctl_i", "2")
            try:
                await asyncio.sleep(self._port.patience.module_off)
            finally:
                await asyncio.shield(self._port.afterwards(self._turn_on(line)))

    async def restart_device(self) -> None:
        """Through any line of it that answers."""
        online = [name for name, line in self._lines.items() if line.report.online]
        if not online:
            raise GatewayFault("offline")
        for name in online:
            try:
                await self._order(name, "svr_reboot_dev", repeats=1)
            except GatewayFault as fault:
                if name == online[-1] or fault.why != "no_answer":
                    raise
            else:
                return

    async def drop_call(self, line: str) -> None:
        """End its GSM call."""
        await self._order(line, "svr_drop_call")

    async def own_number(self, line: str) -> str:
        """As the SIM card has it, or a person typed it into the gateway."""
        told = (await self._order(line, "get_gsm_num")).strip()
        return told if _PHONE.fullmatch(told) else ""

    async def _order(
        self, line: str, verb: str, *arguments: str, repeats: int | None = None
    ) -> str:
        """A command that may be said twice; gives what follows it in the answer."""
        where = self._online(line)
        patience = self._port.patience
        with self._port.talk(where) as talk:
            said = saying.command(verb, talk.sid, *arguments, where.key)
            try:
                reply = await talk.ask(
                    said, verb, patience.step, patience.repeats if repeats is None else repeats
                )
            except Interrupted:
                if verb.startswith("svr_reboot"):
                    return ""
                raise GatewayFault("offline", "restarted") from None
        if reply.verb == "ERROR":
            why = "wrong_password" if "password" in reply.rest.lower() else "refused"
            raise GatewayFault(why, reply.rest.strip()[:80])
        return reply.rest

    async def _turn_on(self, line: str) -> None:
        await self._order(line, "module_ctl_i", "1")

    async def _end_sms(self, line: str, sending: sms.Sending) -> None:
        try:
            await sending.end(self._tell)
        finally:
            self._sms[line] -= 1

    def _close(self, line: str, dialogue: Dialogue) -> asyncio.Task[None]:
        closing = self._closing[line] = self._port.afterwards(dialogue.end())
        return closing

    def _online(self, line: str) -> GoipLine:
        found = self._lines.get(line)
        if found is None or not found.report.online:
            raise GatewayFault("offline")
        return found


class _Alone:
    """One question to the network of a line at a time. Raises GatewayFault (`busy`)."""

    def __init__(self, asking: set[str], line: str) -> None:
        self._asking = asking
        self._line = line

    def __enter__(self) -> None:
        if self._line in self._asking:
            raise GatewayFault("busy")
        self._asking.add(self._line)

    def __exit__(self, *_: object) -> None:
        self._asking.discard(self._line)
