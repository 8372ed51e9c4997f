"""The queue: what may become of a message, and that nothing ever sends an unknown one again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.gsm.entries import SmsOut, SmsState
from vochi.core.gsm.message import WAITS, Message, in_order, same_number
from vochi.core.gsm.outbox import Outbox, Result

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBER = "+375291234567"


@dataclass
class Box:
    """An outbox with its journal; `die` leaves the journal."""

    now: datetime = NOW
    journal: list[tuple[SmsOut, datetime]] = field(default_factory=list)
    outbox: Outbox = field(default_factory=Outbox)

    def say(self, entry: SmsOut | None) -> bool:
        if entry is None:
            return False
        # what the journal holds is what is read back
        read = SmsOut.model_validate(entry.model_dump(mode="json", exclude_none=True))
        self.journal.append((read, self.now))
        self.outbox.feed(read, len(self.journal), self.now)
        return True

    def queue(self, name: str = "m", to: str = NUMBER) -> None:
        self.say(
            SmsOut(
                id=name, state="queued", to=to, text="x", origin="person", parts=1,
                give_up_at=self.now + timedelta(hours=24),
            )
        )  # fmt: skip

    def send(self, result: Result, name: str = "m", line: str = "a1-1") -> None:
        assert self.say(self.outbox.begin(name, line, "i1"))
        self.say(self.outbox.end(name, result))

    def die(self) -> None:
        self.outbox = Outbox()
        for number, (entry, at) in enumerate(self.journal, start=1):
            self.outbox.feed(entry, number, at)
        for entry in self.outbox.restart():
            self.say(entry)

    def message(self, name: str = "m") -> Message:
        found = self.outbox.get(name)
        assert found is not None
        return found

    def report(
        self, ref: str, state: Literal["delivered", "failed"] = "delivered", number: str = NUMBER
    ) -> bool:
        return self.say(self.outbox.report("a1-1", ref, number, state, self.now))

    @property
    def state(self) -> SmsState:
        return self.message().state


@pytest.fixture
def box() -> Box:
    box = Box()
    box.queue()
    return box


def test_sent_and_delivered(box: Box) -> None:
    box.send(Result("sent", ref="160"))
    assert (box.state, box.message().ref) == ("sent", "160")
    assert not box.report("161")
    assert box.report("160", number="375291234567")
    assert box.state == "delivered"
    assert not box.report("160", "failed")


def test_a_report_before_the_answer(box: Box) -> None:
    assert box.say(box.outbox.begin("m", "a1-1", "i1"))
    assert box.report("7")
    assert box.state == "sending"
    assert not box.report("7")
    assert box.say(box.outbox.end("m", Result("sent", ref="7")))
    assert box.state == "delivered"


def test_a_report_of_another_before_the_answer(box: Box) -> None:
    assert box.say(box.outbox.begin("m", "a1-1", "i1"))
    assert box.report("6")  # an older message to him, of which we know nothing
    assert box.say(box.outbox.end("m", Result("sent", ref="7")))
    assert (box.state, box.message().ref) == ("sent", "7")
    assert box.report("7")
    assert box.state == "delivered"


def test_an_early_report_and_a_death_or_no_answer(box: Box) -> None:
    assert box.say(box.outbox.begin("m", "a1-1", "i1"))
    assert box.report("7")
    box.die()
    assert box.state == "delivered"


def test_refused_and_reported_on_is_unknown(box: Box) -> None:
    assert box.say(box.outbox.begin("m", "a1-1", "i1"))
    assert box.report("7")
    assert box.say(box.outbox.end("m", Result("refused", retry="later", code=42)))
    assert box.state == "unknown"


def test_a_death_while_sending_is_unknown_and_stays_so(box: Box) -> None:
    assert box.say(box.outbox.begin("m", "a1-1", "i1"))
    box.die()
    assert (box.state, box.message().why) == ("unknown", "restarted")
    assert box.outbox.begin("m", "a1-1", "i1") is None
    assert box.outbox.drop("m", "cancelled") is None
    box.die()
    assert box.state == "unknown"


@pytest.mark.parametrize("sent", [True, False])
def test_a_late_answer(box: Box, *, sent: bool) -> None:
    box.send(Result("maybe"))
    assert (box.state, box.message().why) == ("unknown", "no_answer")
    assert box.say(box.outbox.late("m", sent=sent, ref="9", code=None if sent else 38))
    assert box.state == ("sent" if sent else "failed")
    assert box.outbox.begin("m", "a1-1", "i1") is None
    assert box.report("9") is sent


def test_a_report_settles_the_only_unknown(box: Box) -> None:
    box.send(Result("maybe"))
    assert box.report("77")
    assert box.state == "delivered"


def test_a_report_settles_none_of_two(box: Box) -> None:
    box.queue("other")
    box.send(Result("maybe"))
    box.send(Result("maybe"), "other")
    assert not box.report("77")


def test_references_come_round(box: Box) -> None:
    box.send(Result("sent", ref="5"))
    box.now += timedelta(minutes=50)
    box.queue("new")
    box.send(Result("sent", ref="5"), "new")
    assert box.report("5")
    assert (box.state, box.message("new").state) == ("sent", "delivered")
    # of two with one reference, hours ago, nobody can tell; of the only one one can
    box.now += timedelta(hours=5)
    assert not box.report("5")
    only = Box()
    only.queue()
    only.send(Result("sent", ref="5"))
    only.now += timedelta(hours=9)
    assert only.report("5")


def test_later_waits_longer_and_longer(box: Box) -> None:
    for wait in (*WAITS, WAITS[-1]):
        box.send(Result("refused", retry="later", code=42))
        assert box.message().due - box.now == timedelta(seconds=wait)
        box.now = box.message().due
        box.die()
    assert box.message().refused_by("a1-1") == len(WAITS) + 1


def test_a_broken_line_is_left_at_once(box: Box) -> None:
    box.send(Result("refused", retry="other_line", code=310))
    assert box.message().due == box.now
    assert box.message().rests("a1-1", "i1", box.now)
    assert not box.message().rests("a1-1", "new card", box.now)
    assert not box.message().rests("a1-2", "i1", box.now)


def test_never_is_the_end(box: Box) -> None:
    box.send(Result("refused", retry="never", code=28))
    assert box.state == "failed"


def test_cancelling_and_giving_up(box: Box) -> None:
    assert box.say(box.outbox.drop("m", "cancelled"))
    assert (box.state, box.message().why) == ("failed", "cancelled")
    box.queue("late")
    assert box.outbox.give_up(box.now + timedelta(hours=23)) == ()
    (entry,) = box.outbox.give_up(box.now + timedelta(hours=24))
    assert entry == SmsOut(id="late", state="failed", why="given_up")


def test_what_goes_over_a_card_is_counted(box: Box) -> None:
    morning = NOW - timedelta(hours=1)
    assert box.outbox.sent_on("a1-1", "i1", morning) == 0
    box.send(Result("refused", retry="later"))
    assert box.outbox.sent_on("a1-1", "i1", morning) == 0
    box.send(Result("maybe"))
    assert box.outbox.sent_on("a1-1", "i1", morning) == 1
    assert box.outbox.sent_on("a1-1", "new card", morning) == 0
    assert box.outbox.sent_on("a1-1", "i1", NOW + timedelta(hours=1)) == 0


def test_what_is_over_is_forgotten(box: Box) -> None:
    box.send(Result("sent", ref="1"))
    box.queue("waits")
    box.outbox.forget(NOW + timedelta(hours=72))
    assert box.outbox.get("m")
    box.outbox.forget(NOW + timedelta(hours=74))
    assert box.outbox.get("m") is None
    assert [each.id for each in box.outbox.of("queued")] == ["waits"]
    assert box.outbox.oldest == 4


def test_people_come_first() -> None:
    box = Box()
    box.say(SmsOut(id="node", state="queued", to=NUMBER, text="x", origin="node"))
    box.queue("person")
    assert [each.id for each in in_order(box.outbox.of("queued"))] == ["person", "node"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("+375291234567", "375291234567", True), ("+375291234567", "80291234567", True),
        ("+375291234567", "291234567", True), ("+375291234567", "+375291234568", False),
        ("909", "909", True), ("909", "+375259090909", False), ("", "", False),
    ],
)  # fmt: skip
def test_numbers_as_networks_write_them(left: str, right: str, *, same: bool) -> None:
    assert same_number(left, right) is same
    assert same_number(right, left) is same


RANK: dict[SmsState, int] = {
    "queued": 0, "sending": 1, "unknown": 2, "sent": 3, "delivered": 4, "failed": 4,
}  # fmt: skip
NAMES = ("m1", "m2", "m3")
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["queue", "begin", "sent", "later", "other", "never", "maybe", "report", "failed",
             "late", "late_not", "cancel", "give_up", "wait", "die", "hour"]
        ),
        st.sampled_from(NAMES),
        st.integers(0, 3),
    ),
    max_size=60,
)  # fmt: skip
RESULTS: dict[str, Callable[[int], Result]] = {
    "sent": lambda ref: Result("sent", ref=str(ref)),
    "later": lambda _: Result("refused", retry="later", code=42),
    "other": lambda _: Result("refused", retry="other_line", code=310),
    "never": lambda _: Result("refused", retry="never", code=28),
    "maybe": lambda _: Result("maybe"),
}


@settings(max_examples=300)
@given(steps)
def test_any_schedule(schedule: list[tuple[str, str, int]]) -> None:
    box = Box()
    given_to_network: dict[str, int] = dict.fromkeys(NAMES, 0)
    refused: dict[str, int] = dict.fromkeys(NAMES, 0)
    seen: dict[str, list[SmsState]] = {name: [] for name in NAMES}
    for what, name, number in schedule:
        match what:
            case "queue":
                if box.outbox.get(name) is None:
                    box.queue(name)
            case "begin":
                if box.say(box.outbox.begin(name, "a1-1", "i1")):
                    given_to_network[name] += 1
            case "sent" | "later" | "other" | "never" | "maybe":
                was = box.outbox.get(name)
                if box.say(box.outbox.end(name, RESULTS[what](number))):
                    assert was is not None
                    refused[name] += what in {"later", "other", "never"}
            case "report" | "failed":
                box.report(str(number), "delivered" if what == "report" else "failed")
            case "late" | "late_not":
                box.say(box.outbox.late(name, sent=what == "late", ref=str(number)))
            case "cancel":
                box.say(box.outbox.drop(name, "cancelled"))
            case "give_up":
                for entry in box.outbox.give_up(box.now):
                    box.say(entry)
            case "wait":
                box.say(box.outbox.wait(name, "no_line"))
            case "die":
                box.die()
            case _:
                box.now += timedelta(hours=1)
        for each in NAMES:
            message = box.outbox.get(each)
            if message is not None and [message.state] != seen[each][-1:]:
                seen[each].append(message.state)
            # only what was refused for certain may be given to the network again
            assert given_to_network[each] <= refused[each] + 1
    for states in seen.values():
        for before, after in zip(states, states[1:], strict=False):  # noqa: RUF007
            assert RANK[after] > RANK[before] or (before, after) == ("sending", "queued")
            assert before not in {"delivered", "failed"}
    # the journal alone says the same
    before = {name: box.outbox.get(name) for name in NAMES}
    fresh = Outbox()
    for number, (entry, at) in enumerate(box.journal, start=1):
        fresh.feed(entry, number, at)
    assert {name: fresh.get(name) for name in NAMES} == before
