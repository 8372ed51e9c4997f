"""One run of one scenario: the scene, its steps, and what there is to look at afterwards."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vochi.lab.behaviour import RINGS
from vochi.lab.desk import Desk, Row
from vochi.lab.expectation import Evidence
from vochi.lab.gsm.expected import look
from vochi.lab.gsm.playing import GsmPlaying
from vochi.lab.overlay import overlay
from vochi.lab.party import Party, Phone, Subscriber
from vochi.lab.scenario import Scenario
from vochi.lab.side import NotInTimeError, Side
from vochi.lab.stand import Stand
from vochi.lab.steps import (
    Ask,
    BreakLine,
    Call,
    Dearer,
    DeskHangUp,
    DeskTransfer,
    Give,
    HandOver,
    HangUp,
    Hush,
    Kill,
    Lose,
    OneOf,
    PickUp,
    Press,
    Publish,
    PutOnList,
    Registered,
    SetFact,
    Shown,
    Shows,
    Step,
    Transfer,
    Until,
    Wait,
    Works,
)


@dataclass(frozen=True)
class Played:
    """`problems` are steps that could not be done."""

    evidence: Evidence
    problems: tuple[str, ...]
    timeline: str


class Performance:
    """One run of one scenario."""

    def __init__(self, stand: Stand, scenario: Scenario) -> None:
        self._stand = stand
        self._city = stand.city
        self._scenario = scenario
        self._people: dict[str, Subscriber] = {}
        # So that there is something to compare when nobody was left, or everybody.
        self._named = {
            name: who
            for step in scenario.play
            if isinstance(step, OneOf)
            for name, who in step.named(step.one_of[0]).items()
        }
        self._gsm = GsmPlaying(self._city, stand.desk, scenario.number)
        self._calls: list[asyncio.Task[None]] = []
        self._began = 0.0

    async def run(self) -> Played:
        """Set the scene, play, leave everything as it was."""
        city, scenario = self._city, self._scenario
        problems: list[str] = []
        started = datetime.now(UTC) - timedelta(milliseconds=200)
        self._began = city.clock()
        try:
            await self._set_scene()
            self._began = city.clock()
            for step in scenario.play:
                await self._do(step)
            await city.until(lambda: not any(side.live for side in self._sides()), "over", 30)
        except Exception as trouble:  # noqa: BLE001 - one scenario must not take the others along
            problems.append(f"{type(trouble).__name__}: {str(trouble).partition(chr(10))[0]}")
        finally:
            people = {name: person.number for name, person in scenario.people.items()}
            gsm = look(scenario.expect.gsm, city.networks, people, started)
            ended = city.clock()
            await self._clean()
        evidence = Evidence(
            scenario=scenario,
            stand=self._stand,
            started=started,
            finished=datetime.now(UTC),
            began=self._began,
            ended=ended,
            parties=self._parties(),
            sides=self._new_sides(),
            strangers=self._strangers(),
            gsm=gsm,
        )
        return Played(evidence, tuple(problems), self._timeline())

    async def _set_scene(self) -> None:
        for name, person in self._scenario.people.items():
            self._people[name] = self._city.subscriber(
                person.number, name=person.name, behaviour=person
            )
        for step in self._scenario.play:
            if isinstance(step, Ask) and step.ask == "answer_call":
                await self._stand.own_desk(step.extension)
        for account, setting in self._scenario.phones.items():
            phone = self._city.phones[account]
            phone.behave(setting)
            phone.display_name = setting.display_name
            if not setting.plugged:
                await phone.unplug()
                await self._stand.until_offline(account)

    async def _do(self, step: Step) -> None:
        match step:
            case Call(who=who, call=number, line=line, dialled=dialled):
                party = self._party(who)
                if isinstance(party, Subscriber):
                    await party.call(number, line=line, dialled=dialled)
                elif isinstance(party, Phone):
                    await party.call(self._scenario.number(number))
            case Press(who=who, press=keys):
                await self._side(who).press(keys)
            case Hush(who=who):
                await self._side(who).sound(0)
            case Transfer(who=who, transfer=number):
                uri = self._city.office_uri(self._scenario.number(number))
                # How it went is known only when the new party has answered.
                self._calls.append(asyncio.create_task(self._side(who).transfer(uri)))
            case HandOver(who=who):
                older, newer = [side for side in self._of(self._party(who)) if side.live][-2:]
                self._calls.append(asyncio.create_task(self._city.hand_over(older, newer)))
            case HangUp(who=who):
                await self._side(who).hang_up()
            case PickUp(who=who):
                self._side(who).answer()
            case Registered():
                await self._stand.until_alive()
            case Until(until=text, within=within):
                await self._until(text, within)
            case OneOf(one_of=several, within=within):
                self._named |= step.named(await self._left_of(several, within))
            case Wait(wait=seconds):
                await self._city.stalls.pass_by(seconds)
            case Kill(kill=process, back=back):
                self._city.note("stand", f"kill -9 of {process}")
                old = self._stand.running.pid(process)
                self._stand.running.kill(process)
                if back:
                    took = await self._stand.running.until_back(process, old)
                    self._city.note("stand", f"{process} is back after {took:.1f} s")
            case Dearer(dearer=line, than=other):
                await self._stand.until_dearer(line, other)
            case BreakLine() | Publish() | SetFact() | Shown() | Lose() | PutOnList() | Works():
                await self._in_office(step)
            case Shows(shows=state, call_of=who):
                await self._live_call(who, state)
            case Give() | Ask() | DeskHangUp() | DeskTransfer():
                await self._at_desk(step)
            case _:
                await self._gsm.do(step)

    async def _in_office(
        self, step: BreakLine | Publish | SetFact | Shown | Lose | PutOnList | Works
    ) -> None:
        match step:
            case BreakLine(line=line, fault=fault):
                await self._city.break_line(line, fault)
                if fault in {"unregistered", None}:
                    online = fault is None
                    await self._stand.until_line(line, online=online)
            case Publish(publish=changes):
                assert self._stand.published is not None
                self._city.note("desk", "publishes")
                await self._stand.publish(overlay(self._stand.published, changes))
            case SetFact(fact=fact, is_=value):
                await self._stand.set_fact(fact, value)
            case Shown(shown=extension, away=away):
                await self._stand.until_away(extension, away)
            case Lose(lose=prompt):
                self._stand.lose_prompt(prompt)
            case Works(works=person, from_=place, mobile=mobile):
                self._city.note("desk", f"{person} works from {place}")
                await self._stand.switch(person, place, mobile)
            case PutOnList(on_list=who, list=name):
                await self._stand.put_on_list(self._scenario.number(who), name)

    async def _at_desk(self, step: Give | Ask | DeskHangUp | DeskTransfer) -> None:
        match step:
            case Give():
                given = step.command.model_dump()
                if "to" in given:
                    given["to"] = self._scenario.number(str(given["to"]))
                await self._give(given, step.answer, step.facts, step.within)
            case Ask(ask=kind, call_of=who, extension=extension, answer=answer):
                told = {"to": step.to, "state": step.state, "mode": step.mode}
                given = {
                    "kind": "answer" if kind == "answer_call" else kind,
                    "linked_id": await self._live_call(who),
                    "extension": extension,
                    **{name: value for name, value in told.items() if value is not None},
                }
                own = await self._stand.own_desk(extension) if kind == "answer_call" else None
                await self._give(given, answer, desk=own)
            case DeskHangUp(call_of=who, answer=answer):
                linked = await self._live_call(who)
                await self._give({"kind": "hang_up", "linked_id": linked}, answer)
            case DeskTransfer(call_of=who, extension=extension, to=to, answer=answer):
                given = {
                    "kind": "blind_transfer",
                    "linked_id": await self._live_call(who),
                    "extension": extension,
                    "to": self._scenario.number(to),
                }
                await self._give(given, answer)

    async def _live_call(self, who: str, state: str = "") -> str:
        number = self._scenario.number(who)

        def calls(board: Row) -> list[Row]:
            return [
                call
                for call in board["calls"]
                if call["client"]["number"] == number and state in {"", call["state"]}
            ]

        board = await self._stand.desk.until_board(
            lambda b: bool(calls(b)), f"a call of {who} {state}"
        )
        return str(calls(board)[0]["linked_id"])

    async def _give(
        self,
        action: Row,
        answer: str,
        facts: Row | None = None,
        within: float = 20,
        desk: Desk | None = None,
    ) -> None:
        done = await (desk or self._stand.desk).command(action, within)
        self._city.note("desk", f"{action['kind']}: {done['code']}")
        assert done["code"] == answer, f"{action['kind']}: {done['code']}, not {answer}"
        for name, value in (facts or {}).items():
            told = done["facts"].get(name)
            assert told == value, f"{action['kind']}: {name} is {told!r}, not {value!r}"

    async def _until(self, text: str, within: float) -> None:
        who, _, what = text.partition(" ")
        party = self._party(who)
        # Who is over may be in the next call before anybody looks.
        known = [side for side in self._of(party) if side.live]

        def fact() -> bool:
            sides = self._of(party)
            if what == "is over":
                return bool(sides) and not any(side.live for side in known or sides)
            live = [side for side in sides if side.live]
            if what == "rings":
                return any(side.rang_at is not None for side in live)
            return any(side.talking for side in live)

        await self._city.until(fact, text, within)

    async def _left_of(self, several: tuple[str, ...], within: float) -> str:
        """Who alone is in a call, of several who all were."""

        def left() -> list[str]:
            return [who for who in several if any(each.live for each in self._of(self._party(who)))]

        def is_settled() -> bool:
            sides = [self._of(self._party(who)) for who in several]
            talking = [each for one in sides for each in one if each.talking]
            return all(sides) and len(left()) == len(talking) == 1

        await self._city.until(is_settled, f"one of {', '.join(several)} is left", within)
        return left()[0]

    async def _clean(self) -> None:
        """Leave the city as it was: calls over, phones plugged and ringing."""
        self._stand.find_prompts()
        await self._gsm.clean()
        for side in self._sides():
            if side.live:
                with contextlib.suppress(NotInTimeError):
                    await side.hang_up()
        for task in self._calls:
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        for line in tuple(self._city.carriers.faults):
            if any(isinstance(s, BreakLine) and s.line == line for s in self._scenario.play):
                await self._city.break_line(line, None)
                await self._stand.until_line(line, online=True)
        for account, setting in self._scenario.phones.items():
            phone = self._city.phones[account]
            phone.behave(RINGS)
            phone.display_name = ""
            if not setting.plugged:
                await phone.plug()
                await self._stand.until_online(frozenset({account}))

    def _party(self, who: str) -> Party:
        who = self._named.get(who, who)
        found: Party | None = self._people.get(who) or self._city.phones.get(who)
        assert found is not None, f"nobody is called {who}"
        return found

    def _parties(self) -> dict[str, Party]:
        phones = {account: self._city.phones[account] for account in self._scenario.phones}
        named = {name: self._party(who) for name, who in self._named.items()}
        return {**self._people, **phones, **named}

    def _of(self, party: Party) -> list[Side]:
        return [side for side in party.sides if side.began_at >= self._began]

    def _side(self, who: str) -> Side:
        party = self._party(who)
        live = [side for side in self._of(party) if side.live]
        if not live:
            raise NotInTimeError(f"{who} is in no call")
        return live[-1]

    def _sides(self) -> list[Side]:
        return [side for party in self._parties().values() for side in self._of(party)]

    def _new_sides(self) -> dict[str, list[Side]]:
        """Calls of every party of the scenario since it began."""
        return {name: self._of(party) for name, party in self._parties().items()}

    def _strangers(self) -> tuple[str, ...]:
        """Phones outside the scenario that rang for its people."""
        numbers = {person.number for person in self._scenario.people.values() if person.number}
        return tuple(
            account
            for account, phone in self._city.phones.items()
            if account not in self._scenario.phones
            and any(side.caller in numbers for side in self._of(phone))
        )

    def _timeline(self) -> str:
        keys = {party.key for party in self._parties().values()} | {"stand", "desk", "lab"}
        lines = {row.line for row in self._scenario.expect.logged}
        keys |= {f"sim-{line}" for line in lines} | {f"trunk-{line}" for line in lines}
        return self._city.timeline.text(self._began, keys)
