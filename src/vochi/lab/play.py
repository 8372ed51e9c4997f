"""Plays a scenario on a stand and says what came out otherwise than expected."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from vochi.lab.desk import DeskError
from vochi.lab.expectation import compare
from vochi.lab.gsm.playing import lines_of
from vochi.lab.gsm.steps import TextIn
from vochi.lab.overlay import overlay
from vochi.lab.performance import Performance
from vochi.lab.scenario import Scenario, read_overlay
from vochi.lab.stand import Stand
from vochi.lab.steps import BreakLine, Call

#: Seconds that a scenario may take.
LONGEST = 240.0


@dataclass(frozen=True)
class Outcome:
    """`problems` is empty when everything came as expected; `timeline` is for people.

    `took` is how long it kept others waiting.
    """

    scenario: Scenario
    problems: tuple[str, ...]
    timeline: str
    took: float

    def text(self) -> str:
        """What failed and all that happened."""
        told = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"{self.scenario.title}\n{told}\n\n{self.timeline}"


class Player:
    """Plays scenarios on one stand, at the same time where they share no phone and no line.

    `offices` is the folder of what scenarios lay over the office of the stand.
    """

    def __init__(self, stand: Stand, offices: Path | None = None) -> None:
        self._stand = stand
        self._offices = offices
        self._locks: dict[str, asyncio.Lock] = {}
        self._places: dict[str, asyncio.Semaphore] = {}

    async def play_all(self, scenarios: dict[str, Scenario]) -> dict[str, Outcome]:
        """Outcome by name: office by office; in each what may go together, then what kills."""
        outcomes: dict[str, Outcome] = {}
        base = self._stand.office
        for office in sorted({each.office for each in scenarios.values()}, key=lambda o: o or ""):
            mine = {name: each for name, each in scenarios.items() if each.office == office}
            if office is not None:
                assert self._offices is not None, f"no folder for the office {office}"
                changes = read_overlay(self._offices / f"{office}.yaml", self._stand.program.url)
                await self._stand.publish(overlay(base, changes))
            outcomes |= await self._play_office(mine)
        if self._stand.published != base:
            await self._stand.publish(base)
        return outcomes

    async def _play_office(self, scenarios: dict[str, Scenario]) -> dict[str, Outcome]:
        together = [name for name, scenario in scenarios.items() if not scenario.alone]
        done = await asyncio.gather(*(self.play(scenarios[name]) for name in together))
        outcomes = dict(zip(together, done, strict=True))
        for name, scenario in scenarios.items():
            if scenario.alone:
                outcomes[name] = await self.play(scenario)
        return outcomes

    async def play(self, scenario: Scenario) -> Outcome:
        """Play it when its phones and lines are free, then look what came of it."""
        clock = self._stand.city.clock
        async with self._alone(self._things(scenario)):
            began = clock()
            try:
                async with asyncio.timeout(LONGEST):
                    played = await Performance(self._stand, scenario).run()
            except TimeoutError:
                # The others must not wait for it for ever, and it must be said which one it was.
                timeline = self._stand.city.timeline.text(began)
                return Outcome(scenario, (f"not over in {LONGEST} s",), timeline, LONGEST)
            took = clock() - began
            await self._until_free(self._things(scenario))
        problems = await compare(played.evidence)
        return Outcome(scenario, (*played.problems, *problems), played.timeline, took)

    def _things(self, scenario: Scenario) -> Counter[str]:
        """Phones, lines and people, and how many calls each has at most in the scenario."""
        carriers = self._stand.city.carriers
        things = Counter({*scenario.phones, *(each.number for each in scenario.people.values())})
        calls = [step for step in scenario.play if isinstance(step, Call)]
        things.update({step.who for step in calls})
        begun = Counter(each.line or carriers.line_of(each.call) or each.call for each in calls)
        rows = scenario.expect.logged
        told = Counter(
            line for row in rows for line in {row.line, *(row.lines_tried or ())} if line
        )
        broken = Counter(
            {s.line: carriers.room(s.line) for s in scenario.play if isinstance(s, BreakLine)}
        )
        return things | begun | told | broken | self._in_networks(scenario)

    async def _until_free(self, things: Counter[str]) -> None:
        """Give lines to the next scenario when the office, too, has seen the last of a call."""

        def free(board: dict[str, Any]) -> bool:
            mine = (each for each in board["lines"] if each["id"] in things)
            return all(each["online"] and not each["busy"] for each in mine)

        with contextlib.suppress(DeskError, httpx.HTTPError):
            await self._stand.desk.until_board(free, "lines free", 5)

    def _in_networks(self, scenario: Scenario) -> Counter[str]:
        """Lines whose cards and messages the scenario has for itself."""
        carriers = self._stand.city.carriers
        expect = scenario.expect.gsm
        lines = {*lines_of(scenario.play), *expect.forwards, *expect.on_air}
        lines |= {each.line for each in expect.messages if each.line}
        written = {carriers.line_of(s.to) for s in scenario.play if isinstance(s, TextIn)}
        return Counter(lines | {line for line in written if line})

    @contextlib.asynccontextmanager
    async def _alone(self, things: Counter[str]) -> AsyncIterator[None]:
        # Always in one order: two scenarios that want the same things cannot wait for each other.
        async with contextlib.AsyncExitStack() as stack:
            for thing in sorted(things):
                room = self._stand.city.carriers.room(thing)
                places = self._places.setdefault(thing, asyncio.Semaphore(room))
                async with self._locks.setdefault(thing, asyncio.Lock()):
                    for _ in range(min(room, things[thing])):
                        await stack.enter_async_context(places)
            yield
