"""What a GoIP answers to the commands of a server (protocols.md 1.5)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from vochi.core.office.sim import ForwardReason
from vochi.lab.goip.line import GoipLine
from vochi.lab.goip.wire import Address
from vochi.lab.gsm.card import UssdRefused
from vochi.lab.tasks import Tasks

_REASONS: dict[str, tuple[ForwardReason, ...]] = {
    "0": ("always",), "1": ("busy",), "2": ("no_reply",), "3": ("unreachable",),
    "4": ("always", "busy", "no_reply", "unreachable"),
    "5": ("busy", "no_reply", "unreachable"),
}  # fmt: skip
_SET, _CLEAR = "3", "4"
_CELLS = "689,638,12,5E5B"


_GETS: dict[str, Callable[[GoipLine], object]] = {
    "get_gsm_num": lambda line: line.number,
    "get_exp_time": lambda line: line.talk_limit,
    "get_remain_time": lambda line: line.remain,
    "reset_remain_time": lambda line: line.reset_remain(),
    "get_gsm_state": lambda line: line.gsm_state,
    "get_imei": lambda line: line.imei,
    "get_out_call_interval": lambda line: line.interval,
    "CURCELL": lambda _: "5E5B",
}
_SETS: dict[str, Callable[[GoipLine, str], bool]] = {
    "set_gsm_num": lambda line, value: line.set_number(value),
    "set_exp_time": lambda line, value: line.set_limit(value),
    "set_out_call_interval": lambda line, value: line.set_interval(value),
    "set_base_cell": lambda _, __: True,
}


class Device(Protocol):
    """What a command may do to the whole box."""

    lines: tuple[GoipLine, ...]

    async def drop_call(self, line: GoipLine) -> None:
        """End the GSM call of a line."""
        ...

    async def restart_module(self, line: GoipLine) -> None:
        """One module off and on."""
        ...

    async def reboot(self) -> None:
        """All of it off and on."""
        ...


class Commands:
    """Of one line; `heard` answers at once or later, by a task."""

    def __init__(self, line: GoipLine, device: Device, tasks: Tasks) -> None:
        self._line, self._device, self._tasks = line, device, tasks
        self._ussd = 0
        #: Answers of what must not be done twice when its command comes again.
        self._done: dict[tuple[str, str], str] = {}

    def heard(self, verb: str, sid: str, rest: str, source: Address) -> None:
        """A datagram of a server: `<verb> <sid> <rest>`."""
        match verb:
            case "USSD":
                self._tasks.spawn(self._say(sid, rest, source))
            case "USSDEXIT":
                self._line.radio.end_ussd(self._line.slot)
                self._answer(f"USSDEXIT {sid}", source)
            case "CF":
                self._tasks.spawn(self._forward(sid, rest.split(), source))
            case _:
                answer = self._plain(verb, sid, rest.split(), source)
                if answer:
                    self._answer(answer, source)

    def _plain(self, verb: str, sid: str, words: list[str], source: Address) -> str:
        if not words or words[-1] != self._line.account.password:
            # SET tells its value back with the refusal.
            value = f" {words[0]}" if len(words) > 1 else ""
            return f"ERROR {sid}{value} password"
        values = words[:-1]
        if verb in _GETS and not values:
            return f"{verb} {sid} {_GETS[verb](self._line)}"
        if verb in _SETS and len(values) == 1:
            if not _SETS[verb](self._line, values[0]):
                return f"ERROR {sid} {values[0]} value"
            return f"{verb} {sid} {values[0]} ok"
        if verb == "get_cells_list":
            self._line.tell("CELLS", f"lists:{_CELLS},")
            return f"{verb} {sid} ok"
        work = self._action(verb, values)
        if work is None:
            return f"ERROR {sid} unknown command"
        if (verb, sid) not in self._done:
            self._done[verb, sid] = f"{verb} {sid} ok"
            self._tasks.spawn(self._act(work, f"{verb} {sid} ok", source))
            return ""
        return self._done[verb, sid]

    def _action(self, verb: str, values: list[str]) -> Callable[[], Awaitable[None]] | None:
        line, device = self._line, self._device
        match verb, values:
            case "svr_drop_call", []:
                return lambda: device.drop_call(line)
            case "svr_reboot_module", []:
                return lambda: device.restart_module(line)
            case "svr_reboot_dev", []:
                return device.reboot
            case "module_ctl_i", ["1" | "2" as state]:
                return lambda: _switch([(line, state == "1")])
            case "module_ctl", [digits] if len(digits) == len(device.lines):
                pairs = zip(device.lines, digits, strict=True)
                return lambda: _switch([(each, d == "1") for each, d in pairs if d in "01"])
            case _:
                return None

    async def _act(self, work: Callable[[], Awaitable[None]], answer: str, source: Address) -> None:
        # The answer first: a box that restarts tells nothing any more.
        self._answer(answer, source)
        await work()

    async def _forward(self, sid: str, words: list[str], source: Address) -> None:
        """`CF <sid> <pw> <reason> <mode> <num> <ftime>`; a cleared one may leave out the rest."""
        password, reason, mode, number, seconds = (*words, "", "", "", "", "")[:5]
        known = self._done.get(("CF", sid))
        if known is None:
            reasons = _REASONS.get(reason, ())
            fine = (
                password == self._line.account.password
                and bool(reasons)
                and mode in {_SET, _CLEAR}
                and (mode == _CLEAR or bool(number))
            )
            for each in reasons if fine else ():
                to = number if mode == _SET else ""
                after = int(seconds) if seconds.isdigit() else 0
                if each == "no_reply" and mode == _SET and not 1 <= after <= 30:
                    fine = False
                    break
                fine = await self._line.radio.forward(self._line.slot, each, to, after) and fine
            known = self._done["CF", sid] = f"{'CFOK' if fine else 'CFERROR'} {sid}"
        self._answer(known, source)

    async def _say(self, sid: str, rest: str, source: Address) -> None:
        """`USSD <sid> <pw> <code>`: the code is all that follows, a newline too."""
        password, _, code = rest.partition(" ")
        line = self._line
        if password != line.account.password:
            self._answer(f"USSDERROR {sid} password", source)
            return
        # A repeat breaks into what is on its way: the first answer never comes.
        self._ussd += 1
        mine = self._ussd
        try:
            said = await line.radio.ussd(line.slot, code, sid)
        except UssdRefused as refused:
            if mine == self._ussd:
                self._answer(f"USSDERROR {sid} {refused}", source)
            return
        if said is not None and mine == self._ussd:
            self._answer(f"USSD {sid} {said.text}", source)

    def _answer(self, text: str, source: Address) -> None:
        after = self._line.flavour.slow
        if after:
            loop = asyncio.get_running_loop()
            loop.call_later(after, self._line.answer, f"{text}\n", source)
        else:
            self._line.answer(f"{text}\n", source)


async def _switch(modules: list[tuple[GoipLine, bool]]) -> None:
    for line, is_on in modules:
        line.set_module(on=is_on)
