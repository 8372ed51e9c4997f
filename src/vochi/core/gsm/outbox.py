"""Outgoing messages as the journal tells of them, and what may become of each: pure.

    queued -> sending -> sent -> delivered
      ^________|  |       |_____ failed (the network gave up)
      |           |_____________ failed (refused for good)
      |           |_____________ unknown -> sent, delivered, failed (somebody told later)
      |_ refused for certain

`Outbox.feed` takes entries; the other methods say which entry comes next, or None when nothing
is to be said. Nothing is known but what was fed, so a box that died goes on from its journal.
What is `unknown` may have gone: nothing here ever leads from it back to `queued`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from vochi.core.gsm.entries import SmsChosen, SmsOrigin, SmsOut, SmsRetry, SmsState, SmsWhy
from vochi.core.gsm.message import Message

#: The network's references wrap at one byte: this long the newest one with the number is meant.
REPORTS = timedelta(minutes=60)
#: Finished ones are known for as long as reports may come; unknown ones as somebody may look.
KEPT = timedelta(hours=73)

_NEXT: dict[SmsState, frozenset[SmsState]] = {
    "queued": frozenset({"queued", "sending", "failed"}),
    "sending": frozenset({"sending", "queued", "sent", "delivered", "failed", "unknown"}),
    "sent": frozenset({"delivered", "failed"}),
    "unknown": frozenset({"sent", "delivered", "failed"}),
    "delivered": frozenset(),
    "failed": frozenset(),
}
_FINAL = frozenset({"delivered", "failed"})


@dataclass(frozen=True)
class Result:
    """What a driver made of it: `sent` with `ref`, `refused` with `retry`, `maybe`."""

    kind: Literal["sent", "refused", "maybe"]
    ref: str = ""
    retry: SmsRetry = "later"
    why: SmsWhy = "gateway"
    code: int | None = None


class Outbox:
    """A fold over entries `sms` of direction out, by id; in the order of the journal."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._by_state: dict[SmsState, dict[str, None]] = {state: {} for state in _NEXT}
        self._by_line: dict[str, dict[str, None]] = {}

    def feed(self, entry: SmsOut, seq: int, at: datetime) -> None:
        """Take an entry. What cannot follow on what is known changes nothing."""
        known = self._messages.get(entry.id)
        if known is None:
            if entry.to is None or entry.text is None:
                return
            new = Message(
                seq=seq, id=entry.id, to=entry.to, text=entry.text,
                origin=entry.origin or "person", state=entry.state, at=at, since=at,
                parts=entry.parts or 1, why=entry.why, wanted_line=entry.wanted_line,
                give_up_at=entry.give_up_at,
            )  # fmt: skip
            self._put(new)
        elif entry.state in _NEXT[known.state]:
            self._drop(known)
            self._put(known.after(entry, at))

    def get(self, message: str) -> Message | None:
        """A message by id; None: it is not known, or has been finished for long."""
        return self._messages.get(message)

    def of(self, *states: SmsState) -> tuple[Message, ...]:
        """Messages in these states, the oldest first."""
        found = (self._messages[each] for state in states for each in self._by_state[state])
        return tuple(sorted(found, key=lambda each: each.seq))

    def unsettled(self) -> tuple[Message, ...]:
        """Unknown ones that somebody should look at: no person has written there since."""
        unknown = self.of("unknown")
        if not unknown:
            return ()
        written: dict[str, int] = {}
        for each in self._messages.values():
            if each.origin == "person":
                written[each.to] = max(each.seq, written.get(each.to, 0))
        return tuple(each for each in unknown if written.get(each.to, 0) <= each.seq)

    def forget(self, now: datetime) -> None:
        """Let go of what is over, and of unknown ones after three days."""
        for each in tuple(self._messages.values()):
            if each.state not in {"queued", "sending"} and now - each.since > KEPT:
                self._drop(each)

    @property
    def oldest(self) -> int | None:
        """The first entry that must be fed again to know all this; None: none."""
        return min((each.seq for each in self._messages.values()), default=None)

    def sent_on(self, line: str, iccid: str | None, since: datetime) -> int:
        """Parts that went, or may have gone, over a line with this card since a moment."""
        return sum(
            each.parts
            for each in self._on(line)
            if each.iccid == iccid
            and each.sent_at is not None
            and each.sent_at >= since
            and each.state != "queued"
            and (each.state != "failed" or each.why == "undelivered")
        )

    def last_sent(self, line: str) -> datetime | None:
        """When something was last begun over a line."""
        begun = (each.sent_at for each in self._on(line) if each.sent_at is not None)
        return max(begun, default=None)

    def has_written(self, number: str, origin: SmsOrigin, within: timedelta, now: datetime) -> bool:
        """Whether a message of this origin waits for a number, or went or may have gone there;
        `within` reaches no farther back than `KEPT`. A clock that was ahead holds nobody for years.
        """
        return any(
            each.to == number
            and each.origin == origin
            and abs(now - each.at) < within
            and (each.state != "failed" or each.why == "undelivered")
            for each in self._messages.values()
        )

    def _on(self, line: str) -> Iterator[Message]:
        return (self._messages[each] for each in self._by_line.get(line, ()))

    def _put(self, message: Message) -> None:
        self._messages[message.id] = message
        self._by_state[message.state][message.id] = None
        if message.line is not None:
            self._by_line.setdefault(message.line, {})[message.id] = None

    def _drop(self, message: Message) -> None:
        del self._messages[message.id]
        del self._by_state[message.state][message.id]
        if message.line is not None:
            del self._by_line[message.line][message.id]

    # What comes next.

    def begin(
        self, message: str, line: str, iccid: str | None, chosen: SmsChosen | None = None
    ) -> SmsOut | None:
        """It is given to a gateway now."""
        known = self._messages.get(message)
        if known is None or known.state != "queued":
            return None
        return SmsOut(id=message, state="sending", line=line, iccid=iccid, chosen=chosen)

    def end(self, message: str, result: Result) -> SmsOut | None:
        """A gateway has answered, or never will."""
        known = self._messages.get(message)
        if known is None or known.state != "sending":
            return None
        heard = known.reported()
        match result.kind:
            case "sent" if heard is not None and result.ref in {"", known.ref}:
                return heard
            case "sent":
                return SmsOut(id=message, state="sent", ref=result.ref)
            case "maybe":
                return heard or SmsOut(id=message, state="unknown", why="no_answer")
            case "refused" if heard is not None:
                # Refused, and reported on: whom to believe nobody can tell.
                return SmsOut(id=message, state="unknown", why="gateway", code=result.code)
            case "refused":
                over = result.retry == "never"
                return SmsOut(
                    id=message, state="failed" if over else "queued", why=result.why,
                    code=result.code, retry=result.retry,
                )  # fmt: skip

    def restart(self) -> tuple[SmsOut, ...]:
        """The box has started: what was on its way may have gone."""
        return tuple(
            each.reported() or SmsOut(id=each.id, state="unknown", why="restarted")
            for each in self.of("sending")
        )

    def drop(self, message: str, why: SmsWhy) -> SmsOut | None:
        """It is not to go after all; None: it is not in the queue any more."""
        known = self._messages.get(message)
        if known is None or known.state != "queued":
            return None
        return SmsOut(id=message, state="failed", why=why)

    def wait(self, message: str, why: SmsWhy) -> SmsOut | None:
        """Why it waits has changed."""
        known = self._messages.get(message)
        if known is None or known.state != "queued" or known.why == why:
            return None
        return SmsOut(id=message, state="queued", why=why)

    def give_up(self, now: datetime) -> tuple[SmsOut, ...]:
        """What waits longer than it may."""
        return tuple(
            SmsOut(id=each.id, state="failed", why="given_up")
            for each in self.of("queued")
            if each.give_up_at is not None and each.give_up_at <= now and not each.is_astray(now)
        )

    def astray(self, now: datetime, until: datetime) -> tuple[SmsOut, ...]:
        """What was queued by a clock that was wrong may wait `until` then, by the present one."""
        return tuple(
            SmsOut(id=each.id, state="queued", why=each.why, give_up_at=until)
            for each in self.of("queued")
            if each.is_astray(now)
        )

    def report(
        self, line: str, ref: str, number: str, state: Literal["delivered", "failed"],
        now: datetime, *, code: int | None = None,
    ) -> SmsOut | None:  # fmt: skip
        """The network has reported on a message of ours; None: on none that waits for it.

        It is meant for the newest one with this reference; else for the one whose answer is still
        awaited, or never came, if there is only one such.
        """
        same = [each for each in self._on(line) if each.is_for(number, now)]
        with_ref = [each for each in same if each.ref and each.ref == ref]
        if with_ref:
            newest = max(with_ref, key=lambda each: each.sent_at or each.at)
            if now - (newest.sent_at or newest.at) > REPORTS and len(with_ref) > 1:
                return None
            found: Message | None = newest
        else:
            open_ones = [
                each for each in same if each.state in {"sending", "unknown"} and not each.ref
            ]
            found = open_ones[0] if len(open_ones) == 1 else None
        if found is None or found.state in _FINAL:
            return None
        if found.state == "sending":
            if found.report is not None:
                return None
            return SmsOut(id=found.id, state="sending", ref=ref, report=state, code=code)
        why: SmsWhy = "" if state == "delivered" else "undelivered"
        return SmsOut(id=found.id, state=state, why=why, code=code, ref=ref)

    def late(
        self, message: str, *, sent: bool, ref: str = "", code: int | None = None
    ) -> SmsOut | None:
        """A gateway says after all how one went that nobody could tell of; not gone is the end:
        what was `unknown` is never sent by itself.
        """
        known = self._messages.get(message)
        if known is None or known.state not in {"sending", "unknown"}:
            return None
        if sent:
            return SmsOut(id=message, state="sent", ref=ref)
        return SmsOut(id=message, state="failed", why="gateway", code=code)
