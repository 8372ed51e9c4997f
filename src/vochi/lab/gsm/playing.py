"""Does what a scenario says of SIM cards, messages and gateways; leaves them as they were."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from vochi.lab.city import City
from vochi.lab.desk import Desk, Row
from vochi.lab.goip.box import GoipBox
from vochi.lab.gsm.card import Forwarding, SimCard
from vochi.lab.gsm.radio import Radio
from vochi.lab.gsm.steps import (
    AgainText,
    AlarmShown,
    CardSetting,
    ForwardsSet,
    GsmStep,
    Knock,
    Power,
    RepairShown,
    Say,
    SimRow,
    Swap,
    TextIn,
    TextOut,
    TextState,
    TextUnderWay,
    WireWeather,
)
from vochi.lab.gsm.stranger import knock


class GsmPlaying:
    """`number` gives the number of one of the people; `dialogues` stand by line."""

    def __init__(self, city: City, desk: Desk, number: Callable[[str], str]) -> None:
        self._city = city
        self._desk = desk
        self._number = number
        self._dialogues: dict[str, str] = {}
        self._touched: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._over = threading.Event()

    async def do(self, step: GsmStep) -> None:
        """One step."""
        match step:
            case TextIn(who=who, text=text, to=to, lose=lose, reverse=reverse):
                self._note(who, f"writes to {to}")
                sender = self._number(who)
                await self._radio.sms(sender, to, text, lose=lose, reverse=reverse)
            case TextOut(to=to, text=text, line=line):
                body = {"to": self._number(to), "text": text, "line": line}
                await self._desk.post("/sms", body)
            case AgainText(to=to):
                rows = await self._desk.texts(self._number(to))
                await self._desk.post(f"/sms/{rows[0]['id']}/again", {})
            case TextState() | SimRow() | AlarmShown() | RepairShown():
                await self._until_shown(step)
            case TextUnderWay(in_the_air=line, within=within):
                await self._until_in_the_air(line, within)
            case ForwardsSet():
                await self._until_set(step)
            case Say():
                await self._say(step)
            case Knock():
                self._knock(step)
            case CardSetting() | Swap() | Power() | WireWeather():
                await self._change(step)

    async def clean(self) -> None:
        """Put cards, gateways and wires of the scenario back."""
        self._over.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self._touched:
            await self._city.networks.restore(line)

    @property
    def _radio(self) -> Radio:
        return self._city.networks.radio

    def _note(self, who: str, what: str) -> None:
        self._city.note(who, what)

    async def _until_shown(self, step: TextState | SimRow | AlarmShown | RepairShown) -> None:
        match step:
            case TextState(sms_to=who, state=state, within=within):

                def has_state(rows: list[Row]) -> bool:
                    return bool(rows) and str(rows[0]["state"]) == state

                rows = await self._desk.until_texts(self._number(who), has_state, within)
                assert has_state(rows), f"SMS to {who}: {rows[:1]}, not {state}"
            case RepairShown(repair=wanted, within=within):
                await self._desk.until_repair(wanted, within)
            case SimRow(sim=line, shows=shows, within=within):
                await self._desk.until_sim(line, shows, within)
            case AlarmShown(alarm=code, of=line, stands=stands, within=within):

                def fits(board: Row) -> bool:
                    found = [
                        each for each in board["alarms"]
                        if each["code"] == code and (not line or line in each["facts"].values())
                    ]  # fmt: skip
                    return bool(found) is stands

                await self._desk.until_board(fits, f"alarm {code} of {line}: {stands}", within)

    def _knock(self, step: Knock) -> None:
        server = next(iter(self._city.networks.gateways.values())).lines[0].server

        async def go_on() -> None:
            count = await asyncio.to_thread(
                knock, server, step.knock,
                per_second=step.per_second, seconds=step.seconds, over=self._over,
            )  # fmt: skip
            self._note(step.knock, f"a stranger has knocked {count} times")

        self._tasks.append(asyncio.create_task(go_on()))

    async def _until_in_the_air(self, line: str, within: float) -> None:
        dialogue = self._box(line).dialogues[self._box(line).line(line)]
        async with asyncio.timeout(within):
            while not dialogue.is_sending:  # noqa: ASYNC110 - the gateway tells nobody
                await asyncio.sleep(0.01)

    async def _until_set(self, step: ForwardsSet) -> None:
        card = self._city.networks.card(step.forwards_of)
        wanted = {str(why): to for why, to in step.are.items()}
        try:
            async with asyncio.timeout(step.within):
                while _set_now(card) != wanted:  # noqa: ASYNC110 - the network tells nobody
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{step.forwards_of}: {_set_now(card)}, not {wanted}") from None

    async def _say(self, step: Say) -> None:
        dialogue = self._dialogues.get(step.line, "") if step.goes_on else ""
        action = {
            "kind": "ask_ussd", "line": step.line, "code": step.ussd, "dialogue": dialogue,
        }  # fmt: skip
        done = await self._desk.command(action, within=130)
        assert done["code"] == step.answer, f"USSD {step.ussd}: {done}, not {step.answer}"
        if step.answer != "done":
            return
        facts = done["facts"]
        self._dialogues[step.line] = facts["dialogue"]
        assert step.says in facts["text"], f"USSD {step.ussd}: {facts['text']!r}, not {step.says!r}"
        assert facts["menu"] is step.menu, f"USSD {step.ussd}: menu is {facts['menu']}"

    async def _change(self, step: CardSetting | Swap | Power | WireWeather) -> None:
        match step:
            case CardSetting(card_of=line):
                self._touched.add(line)
                self._set_card(self._city.networks.card(line), step)
                self._note(line, f"card is now: {step.model_dump(exclude_defaults=True)}")
                slot = self._city.networks.routing.slot(line)
                assert slot is not None
                self._radio.network_back(slot)
            case Swap(swap=line, card=card):
                self._touched.add(line)
                number = self._box(line).line(line).account.number
                new = None if card is None else SimCard(**card.model_dump())
                await self._box(line).swap(number, new)
            case Power(gateway_of=line, power=power):
                self._touched.add(line)
                self._note(line, f"gateway: {power}")
                await self._power(self._box(line), line, power)
            case WireWeather(wire_of=line):
                self._touched.add(line)
                self._set_weather(self._box(line), step)

    def _set_card(self, card: SimCard, step: CardSetting) -> None:
        card.cents = card.cents if step.cents is None else step.cents
        card.slow = card.slow if step.slow is None else step.slow
        card.signal = card.signal if step.signal is None else step.signal
        card.faults = card.faults if step.faults is None else set(step.faults)
        for reason, to in (step.forwards or {}).items():
            card.forwards[reason] = Forwarding(to, step.seconds if reason == "no_reply" else 0)

    async def _power(self, box: GoipBox, line: str, power: str) -> None:
        if power == "off":
            await box.power_off()
        elif power == "on":
            await box.power_on()
        elif power == "hang":
            await box.hang(line)
        else:
            work = box.reboot() if power == "reboot" else box.restart_module(box.line(line))
            self._tasks.append(asyncio.create_task(work))

    def _set_weather(self, box: GoipBox, step: WireWeather) -> None:
        weather = box.line(step.wire_of).weather
        if step.calm:
            weather.clear()
        if step.lose is not None:
            weather.lose(step.way, step.lose, step.times)
        if step.double is not None:
            weather.double(step.way, step.double, step.times)
        weather.loss = weather.loss if step.loss is None else step.loss
        weather.doubled = weather.doubled if step.doubled is None else step.doubled
        weather.late = weather.late if step.late is None else step.late
        line = box.line(step.wire_of)
        line.flavour = replace(line.flavour, **step.flavour.model_dump(exclude_none=True))

    def _box(self, line: str) -> GoipBox:
        box = self._city.networks.gateway_of(line)
        assert box is not None, f"no gateway has the line {line}"
        return box


def _set_now(card: SimCard) -> dict[str, str]:
    return {str(why): where.to for why, where in card.forwards.items()}


def lines_of(steps: Iterable[object]) -> set[str]:
    """Lines that steps need for themselves."""
    found: set[str] = set()
    for step in steps:
        match step:
            case Say(line=line) | TextOut(line=str(line)) | CardSetting(card_of=line):
                found.add(line)
            case ForwardsSet(forwards_of=line) | Power(gateway_of=line) | WireWeather(wire_of=line):
                found.add(line)
            case Swap(swap=line) | SimRow(sim=line) | TextUnderWay(in_the_air=line):
                found.add(line)
            case _:
                pass
    return found
