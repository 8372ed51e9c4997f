"""Any schedule of sendings, losses, doubles, early and late reports, parts and deaths.

What must hold, whatever happens: an accepted message is one row; the network gets it at most once
unless the first was refused for certain; a part that was acknowledged is in exactly one message;
no state goes back.
"""

import asyncio
import sqlite3
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from box.gsm.sms_world import NUMBER, OFFICE, SmsWorld
from vochi.core.gsm.actions import CancelSms, SendSms
from vochi.gateways.base import Delivery, LateAnswer, PartIn

IDS = [f"{number:032x}" for number in range(4)]
TEXTS = ["а", "я" * 67, "x" * 153, "конец"]
RANK = {"queued": 0, "sending": 1, "unknown": 2, "sent": 3, "delivered": 4, "failed": 4}

step = st.one_of(
    st.tuples(st.just("send"), st.integers(0, 3)),
    st.tuples(st.just("cancel"), st.integers(0, 3)),
    st.tuples(st.just("look"), st.just(0)),
    st.tuples(st.just("look"), st.just(0)),
    st.tuples(st.just("move"), st.sampled_from([1, 5, 31, 70, 1000])),
    st.tuples(st.just("part"), st.integers(0, 15)),
    st.tuples(st.just("delivered"), st.integers(0, 4)),
    st.tuples(st.just("failed"), st.integers(0, 4)),
    st.tuples(st.just("late"), st.integers(1, 4)),
    st.tuples(st.just("late_not"), st.integers(1, 4)),
    st.tuples(st.just("die_after"), st.integers(0, 4)),
    st.tuples(st.just("kill"), st.just(0)),
)
answers = st.lists(
    st.sampled_from(["ok", "ok", "later", "never", "other_line", "lost", "nothing", "hang"]),
    max_size=12,
)


def part(number: int) -> PartIn:
    """The same number is the same datagram."""
    with_header = number % 4 == 3
    return PartIn(
        line="a1-1" if number % 3 else "mts-1", sender=NUMBER, text=TEXTS[number % 4],
        key=f"k{number}", part=number % 2 + 1 if with_header else None,
        parts=2 if with_header else None, ref=1 if with_header else None,
    )  # fmt: skip


class Story:
    """What the outside saw: answers to commands, acknowledged parts."""

    def __init__(self, world: SmsWorld) -> None:
        self.world = world
        self.accepted: set[str] = set()
        self.parts: set[str] = set()
        #: A late answer of ours may say of any message that it has gone.
        self.has_lied = False

    async def do(self, what: str, number: int) -> None:
        world = self.world
        try:
            match what:
                case "send":
                    name = IDS[number]
                    action = SendSms(id=name, to=NUMBER, text=f"text {number}")
                    if (await world.actions.execute(action))[0] == "done":
                        self.accepted.add(name)
                case "cancel":
                    await world.actions.execute(CancelSms(id=IDS[number]))
                case "look":
                    await world.look()
                case "move":
                    world.clock.move(number)
                case "part":
                    await world.fleet.tell(part(number))
                    self.parts.add(f"k{number}")
                case "delivered" | "failed":
                    for line in ("a1-1", "mts-1"):
                        report = Delivery(
                            line=line, ref=str(number), number=NUMBER,
                            state="delivered" if what == "delivered" else "failed",
                        )  # fmt: skip
                        await world.fleet.tell(report)
                case "late" | "late_not":
                    self.has_lied = True
                    for line in ("a1-1", "mts-1"):
                        await world.fleet.tell(
                            LateAnswer(
                                line=line, handle=f"h{number}", number=NUMBER,
                                sent=what == "late", ref=str(number),
                            )
                        )  # fmt: skip
                case "die_after":
                    world.scribe.left = number
        except sqlite3.OperationalError:
            pass  # not accepted, not acknowledged
        if what == "kill" or world.scribe.is_dead:
            await world.kill()
            await world.start()

    async def end(self) -> None:
        """Two days of peace."""
        world = self.world
        world.scribe.left = None
        await world.kill()
        await world.start()
        world.air.answers = []
        for seconds in (5, 5, 5, 5, 5, 2000, 2000, 90_000):
            with suppress(sqlite3.OperationalError):
                await world.look()
            world.clock.move(seconds)
        await world.look()


async def tell(story: list[tuple[str, int]], said: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = SmsWorld(Path(folder) / "journal.db", OFFICE)
        world.air.answers = list(said)
        await world.start()
        told = Story(world)
        for what, number in story:
            await told.do(what, number)
        await told.end()
        await judge(world, told)
        await world.kill()


async def judge(world: SmsWorld, told: Story) -> None:
    gone = Counter(text for _, _, text in world.air.gone)
    assert all(count == 1 for count in gone.values()), gone
    for number, name in enumerate(IDS):
        rows = await world.out(name)
        firsts = [each for each in rows if each.text is not None]
        assert len(firsts) == (1 if rows else 0)
        assert rows or name not in told.accepted
        assert rows or f"text {number}" not in gone
        states = [each.state for each in rows]
        for before, after in zip(states, states[1:], strict=False):  # noqa: RUF007
            ahead = RANK[after] > RANK[before] or before == after
            assert ahead or (before, after) == ("sending", "queued"), states
            assert RANK[before] < RANK["delivered"], states
        if rows:
            assert states[-1] not in {"queued", "sending"}, states
        if states[-1:] == ["sent"] and not told.has_lied:
            assert gone[f"text {number}"] == 1
    keys = Counter(key for each in await world.came() for key in each.keys)
    assert all(count == 1 for count in keys.values()), keys
    assert told.parts <= set(keys)
    taken = {str(each.body["key"]) for each in await world.entries("sms_part")}
    assert set(keys) == taken
    for each in await world.came():
        for key in each.keys:
            assert TEXTS[int(key[1:]) % 4] in each.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=st.lists(step, min_size=5, max_size=30), said=answers)
def test_any_schedule(story: list[tuple[str, int]], said: list[str]) -> None:
    asyncio.run(tell(story, said))
