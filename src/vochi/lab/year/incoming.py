"""A client calls: through hours and the department's phones to a talk, or to a miss."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vochi.core.calls.call import Call, Carried, Leg, Message, Passed, Talk, Transferred
from vochi.lab.year import office, parts
from vochi.lab.year.clients import Clients
from vochi.lab.year.dice import Dice
from vochi.lab.year.house import House

#: Seconds that phones ring in the scheme, and how soon the scheme itself is gone through.
RING: Final = 30.0
_INSTANT: Final = timedelta(milliseconds=40)
_TRANSFERS, _OUTSIDE, _SCORED, _VIP, _NEW = 0.035, 0.04, 0.3, 0.03, 0.08


@dataclass
class _Rung:
    """What ringing the department gave."""

    legs: list[Leg]
    carried: list[Carried]
    talks: list[Talk]
    transfers: list[Transferred]
    ended: datetime


@dataclass
class Incoming:
    """Makes calls of clients."""

    dice: Dice
    clients: Clients
    house: House

    def make(self, at: datetime, rank: int, *, is_open: bool, answer: bool) -> Call | None:
        """The call that begins at `at`, None when all lines of his operator were taken.

        `answer`: somebody takes it if anybody is free.
        """
        channel = self.house.channel(self.clients.trunk(rank), at)
        if channel is None:
            return None
        line, place = self.house.line(channel), self.house.scheme(channel)
        linked = self.dice.channel(at)
        number = self.clients.number(rank)
        scheme = office.scheme(place)
        begun = at + _INSTANT
        hours = "open" if is_open else "other"
        self.house.hold(channel, at + timedelta(hours=9))  # till it is known how long
        path = [
            parts.passed(scheme, office.START, "start", at, at, "next"),
            parts.passed(scheme, office.TAGGED, "tag", at, at, "next"),
            parts.passed(scheme, office.HOURS, "schedule", at, begun, hours),
        ]
        messages: tuple[Message, ...] = ()
        asked: datetime | None = None
        if is_open:
            rung = self._ring(begun, place, answer=answer)
            answered = bool(rung.talks)
            gave_up = not answered and self.dice.happens(0.72)
            out = None if answered or gave_up else "nobody"
            path.append(parts.passed(scheme, office.RING, "ring", begun, rung.ended, out))
            if out:
                asked, rung.ended = self._offer(path, scheme, rung.ended, hidden=not number)
        else:
            rung = _Rung([], [], [], [], begun)
            answered = False
        if not answered and path[-1].out in {"other", "declined"}:
            messages, rung.ended = self._mail(path, scheme, place, linked, rung.ended)
        ended = rung.ended
        self.house.hold(channel, ended)
        lifted = rung.talks[0].began_at if answered else begun if not is_open or asked else None
        own = parts.leg(
            line, linked, rang=None, answered=lifted, ended=ended, caller=True,
            end="answered" if answered else "cancelled",
        )  # fmt: skip
        told = "talked" if answered else "cancelled" if is_open else "hangup"
        return parts.call(
            linked_id=linked,
            direction="in",
            result="answered" if answered else "missed",
            client=number,
            client_name=self.clients.name(rank) if channel[0] == len(self.house.plan.trunks) - 1
            else "",
            number="",
            line=line,
            office_version=self.house.plan.office_version,
            started_at=at,
            ended_at=ended,
            legs=(own, *rung.legs),
            talks=tuple(rung.talks),
            path=tuple(path),
            recordings=(parts.recording(linked, (ended - rung.talks[0].began_at).total_seconds()),)
            if answered else (),
            end_reason=told,
            transfers=tuple(rung.transfers),
            messages=messages,
            tags=self._tags(rank),
            source=office.SOURCES[place],
            score=self.dice.random.choices((1, 2, 3, 4, 5), (3, 3, 8, 24, 62))[0]
            if answered and place == 0 and self.dice.happens(_SCORED) else None,
            callback_asked_at=asked,
            carried=(
                parts.carried(line, linked, out=False, number=number, by=None, began=at,
                              answered=lifted, ended=ended),
                *rung.carried,
            ),
        )  # fmt: skip

    def _ring(self, at: datetime, place: int, *, answer: bool) -> _Rung:
        members = self.house.members(place)
        free = [person for person in members if self.house.is_free(person, at)]
        legs = [
            parts.leg(
                office.extension(p), self.dice.channel(at), rang=None, answered=None, ended=at,
                end="busy", cause=17,
            )
            for p in members
            if p not in free
        ]  # fmt: skip
        if not free or not answer:
            until = at + self.dice.after(3, 15, RING)
            legs += [
                parts.leg(
                    office.extension(p), self.dice.channel(at), rang=at, answered=None,
                    ended=until, end="cancelled",
                )
                for p in free
            ]  # fmt: skip
            return _Rung(legs, [], [], [], until)
        taker = self.dice.random.choice(free)
        taken = at + self.dice.after(2, 9, RING - 1)
        ended = taken + timedelta(seconds=self.dice.talk())
        is_outside = taker == place and self.dice.happens(_OUTSIDE * len(free))
        rung = _Rung(legs, [], [], [], ended)
        for p in free:
            own = office.extension(p)
            is_he = p == taker and not is_outside
            legs.append(
                parts.leg(own, self.dice.channel(at), rang=at, answered=taken if is_he else None,
                          ended=ended if is_he else taken,
                          end="answered" if is_he else "answered_elsewhere",
                          cause=16 if is_he else 26)
            )  # fmt: skip
        extension = office.extension(taker)
        if is_outside:
            self._find_outside(rung, at, taken, taker)
        else:
            rung.talks.append(parts.talk(extension, taken, ended, extension))
            if self.dice.happens(_TRANSFERS):
                self._hand_on(rung, taker, ended)
        self.house.take(taker, rung.ended)
        return rung

    def _find_outside(self, rung: _Rung, at: datetime, taken: datetime, taker: int) -> None:
        """Follow me finds him on his mobile, over a line of ours."""
        channel = self.house.channel(0, at)
        extension = office.extension(taker)
        if channel is None:
            rung.talks.append(parts.talk(extension, taken, rung.ended, extension))
            return
        self.house.hold(channel, rung.ended)
        line, unique = self.house.line(channel), self.dice.channel(at)
        rung.talks.append(parts.talk(line, taken, rung.ended, extension))
        rung.legs.append(
            parts.leg(line, unique, rang=at, answered=taken, ended=rung.ended, end="answered")
        )
        rung.carried.append(
            parts.carried(line, unique, out=True, number=office.mobile(taker), by=extension,
                          began=at, answered=taken, ended=rung.ended)
        )  # fmt: skip

    def _hand_on(self, rung: _Rung, taker: int, at: datetime) -> None:
        """A blind transfer to a colleague, who talks on."""
        other = self.dice.random.randrange(self.house.plan.people)
        if other == taker or not self.house.is_free(other, at):
            return
        began = at + self.dice.after(2, 6, 15)
        ended = began + timedelta(seconds=self.dice.talk())
        extension = office.extension(other)
        rung.transfers.append(
            Transferred(at=at, kind="blind", by=office.extension(taker), to=extension)
        )
        rung.legs.append(
            parts.leg(
                extension,
                self.dice.channel(at),
                rang=at,
                answered=began,
                ended=ended,
                end="answered",
            )
        )
        rung.talks.append(parts.talk(extension, began, ended, extension))
        self.house.take(other, ended)
        rung.ended = ended

    def _offer(
        self, path: list[Passed], scheme: str, at: datetime, *, hidden: bool
    ) -> tuple[datetime | None, datetime]:
        """Nobody came: he is offered to be called back."""
        taken = not hidden and self.dice.happens(0.4)
        after = at + timedelta(seconds=6.0)
        out = "taken" if taken else "declined"
        path.append(parts.passed(scheme, office.OFFER, "callback", at, after, out))
        return (after, after + timedelta(seconds=3)) if taken else (None, after)

    def _mail(
        self, path: list[Passed], scheme: str, place: int, linked: str, at: datetime
    ) -> tuple[tuple[Message, ...], datetime]:
        """Most hang up on hearing a machine."""
        spoke = self.dice.seconds(2, 17, 120) if self.dice.happens(0.17) else 0.0
        ended = at + timedelta(seconds=self.dice.seconds(1, 5, 8) if not spoke else 8 + spoke)
        path.append(parts.passed(scheme, office.MAIL, "voicemail", at, ended, None))
        if not spoke:
            return (), ended
        owner = office.department(place)
        return (Message(unique_id=linked, owner=owner, seconds=spoke),), ended

    def _tags(self, rank: int) -> tuple[str, ...]:
        """Tags go with the client: the same ones each time."""
        luck = (rank * 48_271 % 10_007) / 10_007 if rank >= 0 else 1.0
        return ("vip",) if luck < _VIP else ("new-order",) if luck > 1 - _NEW else ()
