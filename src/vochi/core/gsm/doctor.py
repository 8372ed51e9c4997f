"""The line doctor (B10): which test comes next, and what the tests say of whom; pure.

A symptom of one call is never a verdict: the network is busy, a set-up is slow, the air is noisy.
It is confirmed by two of three tries; then calls of both lines with a third one tell whose it is.
With no third line three of four tries are asked for, and the line under examination is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vochi.core.office.upkeep import DoctorPolicy
from vochi.core.schedule import is_within

Fault = Literal[
    "dead_inbound", "dead_outbound", "no_audio_in", "no_audio_out", "no_audio", "echo",
    "no_caller_id", "wrong_caller_id", "second_dial_tone", "goes_elsewhere", "wrong_line", "drops",
    "sms_out", "sms_in", "no_forward_busy", "unregistered",
]  # fmt: skip
#: What is told when several stand: what explains the others comes first.
FAULTS: tuple[Fault, ...] = (
    "unregistered", "second_dial_tone", "wrong_line", "goes_elsewhere", "dead_inbound",
    "dead_outbound", "drops", "no_audio", "no_audio_in", "no_audio_out", "echo", "no_caller_id",
    "wrong_caller_id", "no_forward_busy", "sms_out", "sms_in",
)  # fmt: skip
TrialKind = Literal["call", "busy", "sms"]
#: What a test shows, whoever is to blame. `lost`: nothing arrived, nobody answered.
Symptom = Literal[
    "lost", "dial_tone", "elsewhere", "other_line", "deaf_called", "deaf_caller", "echo",
    "hidden", "other_number", "dropped", "sms_lost", "not_forwarded",
]  # fmt: skip
#: Seconds that a test call lasts; one that ends this much sooner was dropped.
TALK, SOONER = 6.0, 1.5
#: Hz; multiples of 60 (`core.tones`), no harmonics of each other, none of tones of a network.
CALLER_TONE, CALLED_TONE = 1140, 1620
#: What a gateway or a network plays to who may dial (Europe).
DIAL_TONE = 425


@dataclass(frozen=True)
class Trial:
    """`caller` calls (or writes to) `called`. `busy`: while `called` talks with `holder`."""

    kind: TrialKind
    caller: str
    called: str
    holder: str = ""


@dataclass(frozen=True)
class Seen:
    """What came of one test. `arrived`: the line on which it came in; None: on none of ours.

    `shown`: the caller as it came (E.164, or empty), `expected`: as it should. `heard_*`: the
    other's tone, None: not judged. `lasted` seconds from the answer. `delivered`: an SMS, or a
    call that was sent on when busy. `voided`: the test could not be done and says nothing.
    """

    answered: bool = False
    arrived: str | None = None
    shown: str = ""
    expected: str = ""
    dial_tone: bool = False
    heard_by_called: bool | None = None
    heard_by_caller: bool | None = None
    echo: bool = False
    lasted: float | None = None
    delivered: bool = False
    voided: bool = False


def symptoms(test: Trial, seen: Seen) -> frozenset[Symptom]:
    """What is wrong with what was seen."""
    if test.kind == "sms":
        return frozenset() if seen.delivered else frozenset({"sms_lost"})
    if test.kind == "busy":
        return frozenset() if seen.delivered else frozenset({"not_forwarded"})
    if seen.arrived is None:
        if not seen.answered:
            return frozenset({"lost"})
        return frozenset({"dial_tone"} if seen.dial_tone else {"elsewhere"})
    if seen.arrived != test.called:
        return frozenset({"other_line"})
    found: set[Symptom] = set()
    if seen.expected and not seen.shown:
        found.add("hidden")
    elif seen.expected and seen.shown != seen.expected:
        found.add("other_number")
    if not seen.answered:
        # It came, was picked up here, and the caller's side never heard of it.
        return frozenset(found | {"lost"}) if not found else frozenset(found)
    if seen.heard_by_called is False:
        found.add("deaf_called")
    if seen.heard_by_caller is False:
        found.add("deaf_caller")
    if seen.echo:
        found.add("echo")
    if seen.lasted is not None and seen.lasted < TALK - SOONER:
        # What was cut says nothing of the sound.
        found = {"dropped"}
    return frozenset(found)


#: A symptom's name for the line that called (or wrote), and for the one that was called.
_OF_CALLER: dict[Symptom, Fault] = {
    "lost": "dead_outbound", "deaf_called": "no_audio_out", "deaf_caller": "no_audio_in",
    "echo": "echo", "hidden": "no_caller_id", "other_number": "wrong_caller_id",
    "dropped": "drops", "sms_lost": "sms_out",
}  # fmt: skip
_OF_CALLED: dict[Symptom, Fault] = {
    "lost": "dead_inbound", "dial_tone": "second_dial_tone", "elsewhere": "goes_elsewhere",
    "other_line": "wrong_line", "deaf_called": "no_audio_in", "deaf_caller": "no_audio_out",
    "echo": "echo", "hidden": "no_caller_id", "other_number": "wrong_caller_id",
    "dropped": "drops", "sms_lost": "sms_in", "not_forwarded": "no_forward_busy",
}  # fmt: skip
_TRIES = 5


@dataclass
class Examination:
    """One line and its partners, best first: ask `next`, `add` what was seen, then `verdict`.

    `sms`: messages may be sent too. `forwards`: lines whose operator should send calls on when
    they are busy.
    """

    line: str
    partners: tuple[str, ...]
    sms: bool = False
    forwards: frozenset[str] = frozenset()
    seen: dict[Trial, list[Seen]] = field(default_factory=dict)

    def next(self) -> Trial | None:
        """The next test; None: the examination is over."""
        for test in self._wanted():
            if self._confirmed(test) is None and len(self.seen.get(test, ())) < _TRIES:
                return test
        return None

    def add(self, test: Trial, seen: Seen) -> None:
        """What came of a test; one that could not be done is only counted as a try."""
        self.seen.setdefault(test, []).append(seen)

    def calls(self) -> int:
        """How many calls were made."""
        return sum(len(held) for test, held in self.seen.items() if test.kind != "sms")

    def verdicts(self) -> dict[str, Fault | None]:
        """Every line of which something is known: its worst fault, None: it is well.

        The line itself is always in it; a partner only when something was found against it.
        """
        found: dict[str, set[Fault]] = {self.line: set()}
        basic = self._basic()
        for test in self._wanted():
            for symptom in self._confirmed(test) or ():
                # Tests with a third line tell whose a symptom is; of themselves only what is
                # nobody else's.
                if test not in basic and _is_shared(symptom):
                    continue
                blamed = self._blame(test, symptom)
                if blamed is not None:
                    found.setdefault(blamed[0], set()).add(blamed[1])
        for faults in found.values():
            if {"no_audio_in", "no_audio_out"} <= faults:
                faults.add("no_audio")
        return {
            line: next((fault for fault in FAULTS if fault in faults), None)
            for line, faults in found.items()
        }

    def results(self) -> dict[str, str]:
        """Name of a test -> `ok`, `failed` or `skipped`, as an entry `check` has it."""
        told: dict[str, str] = {}
        for test in self._basic():
            confirmed = self._confirmed(test)
            word = "skipped" if confirmed is None else "failed" if confirmed else "ok"
            told[_name(test, self.line)] = word
            for symptom in sorted(confirmed or ()):
                told[f"{_name(test, self.line)}.{symptom}"] = "failed"
        return told

    # --- which tests

    def _basic(self) -> tuple[Trial, ...]:
        """Both ways with the first partner."""
        if not self.partners:
            return ()
        other = self.partners[0]
        tests = [Trial("call", self.line, other), Trial("call", other, self.line)]
        if self.line in self.forwards and len(self.partners) > 1:
            tests.append(Trial("busy", self.partners[1], self.line, other))
        if self.sms:
            tests += [Trial("sms", self.line, other), Trial("sms", other, self.line)]
        return tuple(tests)

    def _wanted(self) -> Iterable[Trial]:
        basic = self._basic()
        yield from basic
        for test in basic:
            if any(_is_shared(symptom) for symptom in self._confirmed(test) or ()):
                yield from self._with_third(test)

    def _with_third(self, test: Trial) -> tuple[Trial, ...]:
        """The same, with each of the two replaced by a third line: who is always there?"""
        third = next((e for e in self.partners if e not in (test.caller, test.called)), None)
        if third is None:
            return ()
        return (
            Trial(test.kind, test.caller, third),
            Trial(test.kind, third, test.called),
        )

    # --- what they say

    def _confirmed(self, test: Trial) -> frozenset[Symptom] | None:
        """Symptoms that stand; None: it takes more tries."""
        held = [each for each in self.seen.get(test, ()) if not each.voided]
        if not held:
            return None
        needed, most = (2, 3) if len(self.partners) > 1 else (3, 4)
        shown = [symptoms(test, each) for each in held]
        every = frozenset().union(*shown)
        if not every:
            return frozenset()
        confirmed = set()
        for symptom in every:
            count = sum(symptom in each for each in shown)
            if count >= needed:
                confirmed.add(symptom)
            elif count + most - len(held) >= needed and len(held) < most:
                return None
        return frozenset(confirmed)

    def _blame(self, test: Trial, symptom: Symptom) -> tuple[str, Fault] | None:
        """Whose fault a confirmed symptom is; None: nobody's that can be told."""
        if not _is_shared(symptom):
            return test.called, _OF_CALLED[symptom]
        of_caller, of_called = self._with_third(test) or (None, None)
        if of_caller is None or of_called is None:
            return self._blame_alone(test, symptom)
        caller, called = self._confirmed(of_caller), self._confirmed(of_called)
        is_caller = caller is not None and symptom in caller
        is_called = called is not None and symptom in called
        # Both: the third line hears as little; what the two have in common is not this line.
        if is_caller == is_called:
            return None if not is_caller else self._blame_alone(test, symptom)
        if is_caller:
            return test.caller, _OF_CALLER[symptom]
        return test.called, _OF_CALLED[symptom]

    def _blame_alone(self, test: Trial, symptom: Symptom) -> tuple[str, Fault]:
        """Two lines alone: it is told of the line that was to be examined."""
        if test.caller == self.line:
            return self.line, _OF_CALLER[symptom]
        return self.line, _OF_CALLED[symptom]


def _is_shared(symptom: Symptom) -> bool:
    """Either of the two lines may be to blame."""
    return symptom in _OF_CALLER


def _name(test: Trial, line: str) -> str:
    if test.kind == "busy":
        return "forward_busy"
    way = "out" if test.caller == line else "in"
    return way if test.kind == "call" else f"sms_{way}"


def order(lines: Sequence[str], line: str) -> tuple[str, ...]:
    """Partners of a line: its neighbours in turn."""
    if line not in lines:
        return ()
    place = lines.index(line)
    return (*lines[place + 1 :], *lines[:place])


def is_time(policy: DoctorPolicy, now: datetime) -> bool:
    """Whether the doctor may work at this time of the company's day; the night may be crossed."""
    if not policy.enabled:
        return False
    if policy.from_time == policy.to_time:
        return True
    return is_within(policy.from_time, policy.to_time, now)
