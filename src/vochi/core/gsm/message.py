"""One outgoing message: what it is now, when and over which lines it may be tried."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from vochi.core.gsm.entries import SmsOrigin, SmsOut, SmsRetry, SmsState, SmsWhy

#: Seconds until another try after so many refusals that may pass by themselves.
WAITS = (30, 120, 600, 1800, 3600)
#: How long a line that is out of order is not tried again for the same message.
LINE_RESTS = timedelta(minutes=30)
#: A report may come so long after the message (a phone that was off in the night).
LATE_REPORTS = timedelta(hours=72)
#: A clock is put right by less than this all the time.
_STEPS = timedelta(minutes=1)
#: Before it no clock was ever set; and longer than that after now no message is given up.
_CLOCKS_ARE_SET, _LONGEST = datetime(2025, 1, 1, tzinfo=UTC), timedelta(hours=96)
#: Digits after which two numbers of different length are one.
_NATIONAL = 9


@dataclass(frozen=True)
class Refusal:
    """A line would not take it: `other_line` means that it is out of order with this card."""

    line: str
    iccid: str | None
    retry: SmsRetry
    at: datetime


@dataclass(frozen=True)
class Message:
    """One outgoing SMS. `seq` orders them; `since` is when its state began, `sent_at` when it was
    given to a gateway last; `ref` and `report` as in `SmsOut`.
    """

    seq: int
    id: str
    to: str
    text: str
    origin: SmsOrigin
    state: SmsState
    at: datetime
    since: datetime
    parts: int = 1
    line: str | None = None
    iccid: str | None = None
    why: SmsWhy = ""
    wanted_line: str | None = None
    give_up_at: datetime | None = None
    sent_at: datetime | None = None
    ref: str = ""
    report: Literal["delivered", "failed"] | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def due(self) -> datetime:
        """Before that it is not tried."""
        if not self.refusals:
            return self.at
        last = self.refusals[-1]
        if last.retry == "other_line" and self.wanted_line is None:
            return last.at
        later = sum(each.retry == "later" or self.wanted_line is not None for each in self.refusals)
        return last.at + timedelta(seconds=WAITS[min(later, len(WAITS)) - 1])

    def is_due(self, now: datetime) -> bool:
        """Whether it may be tried. What is still to come, a clock that was wrong has written."""
        if not self.refusals or self.due <= now:
            return True
        return self.refusals[-1].at - now > _STEPS

    def rests(self, line: str, iccid: str | None, now: datetime) -> bool:
        """Whether the line, with the card that it has, has just proved out of order."""
        return self.wanted_line is None and any(
            each.retry == "other_line"
            and (each.line, each.iccid) == (line, iccid)
            and abs(now - each.at) < LINE_RESTS
            for each in self.refusals
        )

    def refused_by(self, line: str) -> int:
        """How often a line has refused it."""
        return sum(each.line == line for each in self.refusals)

    def is_for(self, number: str, now: datetime) -> bool:
        """Whether a report on a message to `number` may be of this one; empty: to whomever."""
        return (
            self.sent_at is not None
            and now - self.sent_at <= LATE_REPORTS
            and (not number or same_number(self.to, number))
        )

    def is_astray(self, now: datetime) -> bool:
        """Whether a clock that was wrong has said when it is given up."""
        if self.give_up_at is None:
            return False
        return self.give_up_at < _CLOCKS_ARE_SET <= now or self.give_up_at - now > _LONGEST

    def reported(self) -> SmsOut | None:
        """What a report that came before the answer makes of it."""
        match self.report:
            case "delivered":
                return SmsOut(id=self.id, state="delivered", ref=self.ref)
            case "failed":
                return SmsOut(id=self.id, state="failed", why="undelivered", ref=self.ref)
            case None:
                return None

    def after(self, entry: SmsOut, at: datetime) -> "Message":
        """How it is when an entry has come that can follow."""
        is_new = entry.state != self.state
        changed = replace(
            self,
            state=entry.state,
            since=at if is_new else self.since,
            why=entry.why,
            ref=entry.ref if entry.ref is not None else self.ref,
            report=entry.report or self.report,
            give_up_at=entry.give_up_at or self.give_up_at,
        )
        if entry.state == "sending" and is_new:
            return replace(
                changed, line=entry.line, iccid=entry.iccid, sent_at=at, ref="", report=None
            )
        if self.state == "sending" and entry.state == "queued" and self.line is not None:
            refusal = Refusal(self.line, self.iccid, entry.retry or "later", at)
            return replace(changed, refusals=(*self.refusals, refusal))
        return changed


def same_number(left: str, right: str) -> bool:
    """Whether two ways of writing are one number: networks leave out the plus or the country."""
    ours, theirs = (
        "".join(each for each in text if each in "0123456789") for text in (left, right)
    )
    short, long = sorted((ours, theirs), key=len)
    return bool(short) and (
        short == long or (len(short) >= _NATIONAL and long.endswith(short[-9:]))
    )


def in_order(messages: tuple[Message, ...]) -> Iterator[Message]:
    """As they are sent: what somebody waits for first, then by age."""
    yield from sorted(messages, key=lambda each: (each.origin != "person", each.seq))
