"""An employee calls: a client over a line, or a colleague."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vochi.core.calls.call import Call, LegEnd, Result, Talk, TriedLine
from vochi.lab.year import office, parts
from vochi.lab.year.clients import Clients
from vochi.lab.year.dice import Dice
from vochi.lab.year.house import House

#: How a call to a client ends when he does not answer: result, end of the leg, cause, weight.
_NOT: Final[tuple[tuple[Result, LegEnd, int, int], ...]] = (
    ("no_answer", "no_answer", 19, 60), ("busy", "busy", 17, 25), ("failed", "unreachable", 20, 9),
    ("failed", "failed", 38, 6),
)  # fmt: skip


@dataclass
class Outgoing:
    """Makes calls of employees."""

    dice: Dice
    clients: Clients
    house: House

    def make(self, at: datetime, rank: int, person: int | None, *, answer: float) -> Call | None:
        """A call to a client by `person`, else by somebody; None when everybody is busy."""
        who = self._somebody(at) if person is None else person
        if who is None or not self.house.is_free(who, at) or rank < 0:
            return None
        number, extension = self.clients.number(rank), office.extension(who)
        linked = self.dice.channel(at)
        about: dict[str, object] = {
            "linked_id": linked, "direction": "out", "client": number, "client_name": "",
            "number": number, "started_at": at, "office_version": self.house.plan.office_version,
        }  # fmt: skip
        channel = self.house.channel(self.clients.trunk(rank), at) or self.house.channel(0, at)
        if channel is None:
            return self._no_line(about, extension, linked, at)
        line, unique = self.house.line(channel), self.dice.channel(at)
        reached = at + timedelta(seconds=1.2)
        result, end, cause = self._fate(answer)
        rang = self.dice.after(2, 14, 45) if end in {"answered", "no_answer"} else timedelta(0)
        talks: tuple[Talk, ...] = ()
        answered: datetime | None = None
        ended = reached + rang
        if result == "answered":
            answered = ended
            ended = answered + timedelta(seconds=self.dice.talk())
            talks = (parts.talk(extension, answered, ended, extension),)
        self.house.hold(channel, ended)
        self.house.take(who, ended)
        return parts.call(
            **about,
            result=result,
            line=line,
            ended_at=ended,
            legs=(
                parts.leg(extension, linked, rang=None, answered=answered, ended=ended, end=end,
                          caller=True),
                parts.leg(line, unique, rang=reached if rang else None, answered=answered,
                          ended=ended, end=end, cause=cause),
            ),
            talks=talks,
            lines_tried=(TriedLine.model_construct(line=line, at=at, why=None),),
            recordings=(parts.recording(linked, talks[0].seconds),) if talks else (),
            end_reason="talked" if talks else end,
            carried=(
                parts.carried(line, unique, out=True, number=number, by=extension, began=reached,
                              answered=answered, ended=ended),
            ),
        )  # fmt: skip

    def inside(self, at: datetime) -> Call | None:
        """A call from one colleague to another; None when everybody is busy."""
        who = self._somebody(at)
        if who is None:
            return None
        people = self.house.plan.people
        other = (who + 1 + self.dice.random.randrange(people - 1)) % people
        own, far = office.extension(who), office.extension(other)
        linked, unique = self.dice.channel(at), self.dice.channel(at)
        is_free = self.house.is_free(other, at)
        ended = at + (self.dice.after(2, 8, 30) if is_free else timedelta(seconds=2))
        talks: tuple[Talk, ...] = ()
        answered: datetime | None = None
        result: Result = "no_answer" if is_free else "busy"
        end: LegEnd = "cancelled" if is_free else "busy"
        if is_free and self.dice.happens(0.7):
            answered, ended = ended, ended + timedelta(seconds=self.dice.talk() / 2)
            talks = (parts.talk(far, answered, ended, far),)
            result = end = "answered"
            self.house.take(other, ended)
        self.house.take(who, ended)
        return parts.call(
            linked_id=linked,
            direction="internal",
            result=result,
            client=own,
            client_name="",
            number=far,
            line=None,
            office_version=self.house.plan.office_version,
            started_at=at,
            ended_at=ended,
            legs=(
                parts.leg(own, linked, rang=None, answered=answered, ended=ended, end=end,
                          caller=True),
                parts.leg(far, unique, rang=at if is_free else None, answered=answered,
                          ended=ended, end=end, cause=16 if is_free else 17),
            ),
            talks=talks,
            end_reason="talked" if talks else end,
        )  # fmt: skip

    def _fate(self, answer: float) -> tuple[Result, LegEnd, int]:
        if self.dice.happens(answer):
            return "answered", "answered", 16
        found = self.dice.random.choices(_NOT, [each[3] for each in _NOT])[0]
        return found[0], found[1], found[2]

    def _somebody(self, at: datetime) -> int | None:
        for _ in range(5):
            who = self.dice.random.randrange(self.house.plan.people)
            if self.house.is_free(who, at):
                return who
        return None

    def _no_line(self, about: dict[str, object], extension: str, linked: str, at: datetime) -> Call:
        ended = at + timedelta(seconds=4)
        tried = self.house.line((0, 0))
        return parts.call(
            **about,
            result="no_line",
            line=None,
            ended_at=ended,
            legs=(
                parts.leg(extension, linked, rang=None, answered=None, ended=ended, end="no_answer",
                          caller=True, cause=34),
            ),
            lines_tried=(TriedLine(line=tried, at=at, why="busy"),),
            end_reason="no_line",
        )  # fmt: skip
