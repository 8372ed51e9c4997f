"""The line doctor over simulated lines: every fault is found and named, noise is none (B10)."""

import random
from dataclasses import dataclass, field, replace
from typing import Literal

import pytest

from vochi.core.gsm.doctor import FAULTS, TALK, Examination, Fault, Seen, Trial, order
from vochi.core.wording import TABLES

LINES = ("a1-1", "a1-2", "mts-1", "life-1")
Injected = Literal[
    "dead_inbound", "dead_outbound", "no_audio_in", "no_audio_out", "no_audio", "echo",
    "no_caller_id", "wrong_caller_id", "second_dial_tone", "goes_elsewhere", "wrong_line", "drops",
    "sms_out", "sms_in", "no_forward_busy",
]  # fmt: skip
INJECTED: tuple[Injected, ...] = (
    "dead_inbound", "dead_outbound", "no_audio_in", "no_audio_out", "no_audio", "echo",
    "no_caller_id", "wrong_caller_id", "second_dial_tone", "goes_elsewhere", "wrong_line", "drops",
    "sms_out", "sms_in", "no_forward_busy",
)  # fmt: skip


@dataclass
class Air:
    """Lines with faults, and a radio that is busy, slow or noisy with these probabilities."""

    dice: random.Random
    faults: dict[str, Injected] = field(default_factory=dict)
    busy: float = 0.0
    slow: float = 0.0
    noisy: float = 0.0
    cut: float = 0.0
    late_sms: float = 0.0

    def examine(self, line: str, lines: tuple[str, ...] = LINES) -> Examination:
        exam = Examination(line, order(lines, line), sms=True, forwards=frozenset({line}))
        tests = 0
        while (test := exam.next()) is not None:
            exam.add(test, self._do(test))
            tests += 1
            assert tests < 80
        return exam

    def _do(self, test: Trial) -> Seen:
        caller, called = self.faults.get(test.caller), self.faults.get(test.called)
        if self._happens(self.busy):
            return Seen(expected="+1")
        if test.kind == "sms":
            lost = caller == "sms_out" or called == "sms_in" or self._happens(self.late_sms)
            return Seen(delivered=not lost)
        if test.kind == "busy":
            lost = caller == "dead_outbound" or called == "no_forward_busy"
            return Seen(delivered=not lost)
        if caller == "dead_outbound" or called == "dead_inbound":
            return Seen(expected="+1")
        if called == "second_dial_tone":
            return Seen(answered=True, dial_tone=not self._happens(self.noisy), lasted=TALK)
        if called == "goes_elsewhere":
            return Seen(answered=True, lasted=TALK)
        if called == "wrong_line":
            other = next(each for each in LINES if each not in (test.called, test.caller))
            return Seen(answered=True, arrived=other, lasted=TALK)
        seen = Seen(
            answered=not self._happens(self.slow),
            arrived=test.called,
            expected="+1",
            shown="+1",
            heard_by_called=not self._happens(self.noisy),
            heard_by_caller=not self._happens(self.noisy),
            lasted=0.5 if self._happens(self.cut) or "drops" in (caller, called) else TALK,
        )
        if "no_caller_id" in (caller, called):
            seen = replace(seen, shown="")
        if "wrong_caller_id" in (caller, called):
            seen = replace(seen, shown="+2")
        if caller in ("no_audio_out", "no_audio") or called in ("no_audio_in", "no_audio"):
            seen = replace(seen, heard_by_called=False)
        if caller in ("no_audio_in", "no_audio") or called in ("no_audio_out", "no_audio"):
            seen = replace(seen, heard_by_caller=False)
        return replace(seen, echo="echo" in (caller, called))

    def _happens(self, probability: float) -> bool:
        return self.dice.random() < probability


@pytest.mark.parametrize("fault", INJECTED)
@pytest.mark.parametrize("line", LINES)
def test_a_fault_is_found_and_named_right(line: str, fault: Injected) -> None:
    exam = Air(random.Random(1), {line: fault}).examine(line)
    assert exam.verdicts() == {line: fault}
    assert exam.results()


@pytest.mark.parametrize("fault", INJECTED)
def test_a_healthy_line_is_not_blamed_for_its_partner(fault: Injected) -> None:
    partner = order(LINES, "a1-1")[0]
    exam = Air(random.Random(1), {partner: fault}).examine("a1-1")
    verdicts = exam.verdicts()
    assert verdicts.pop("a1-1") is None
    assert verdicts in ({}, {partner: fault})
    # What two lines can share is told of the partner at once; the rest in its own examination.
    if fault != "no_forward_busy":
        assert verdicts == {partner: fault}


@pytest.mark.parametrize("fault", INJECTED)
def test_faults_are_found_in_a_noisy_radio(fault: Injected) -> None:
    found = 0
    for seed in range(100):
        air = Air(random.Random(seed), {"a1-2": fault}, busy=0.03, slow=0.03, noisy=0.03)
        found += air.examine("a1-2").verdicts()["a1-2"] == fault
    assert found >= 95


def test_false_alarms_are_below_one_in_a_hundred() -> None:
    """Of 4,000 examinations of healthy lines with a radio that fails one call in eight."""
    dice = random.Random(20261123)
    false = 0
    calls = 0
    for number in range(4000):
        air = Air(dice, busy=0.04, slow=0.03, noisy=0.03, cut=0.02, late_sms=0.03)
        exam = air.examine(LINES[number % len(LINES)])
        false += any(fault is not None for fault in exam.verdicts().values())
        calls += exam.calls()
    assert false < 40
    assert calls / 4000 < 8


def test_false_alarms_of_two_lines_alone_are_as_few() -> None:
    dice = random.Random(7)
    false = 0
    for number in range(2000):
        air = Air(dice, busy=0.04, slow=0.03, noisy=0.03, cut=0.02, late_sms=0.03)
        exam = air.examine(LINES[number % 2], LINES[:2])
        false += any(fault is not None for fault in exam.verdicts().values())
    assert false < 20


def test_a_healthy_line_costs_two_calls() -> None:
    exam = Air(random.Random(1)).examine("a1-1", LINES[:2])
    assert exam.calls() == 2
    assert exam.verdicts() == {"a1-1": None}
    assert set(exam.results().values()) == {"ok"}


def test_cards_in_each_others_slots_are_found() -> None:
    """A card that calls its own number is told busy: only a third line shows what is wrong."""
    swapped = {"a1-1": "a1-2", "a1-2": "a1-1"}
    exam = Examination("a1-1", order(LINES, "a1-1"))
    while (test := exam.next()) is not None:
        at = swapped.get(test.called, test.called)
        if at == test.caller:
            exam.add(test, Seen(expected=test.caller))
            continue
        shown = swapped.get(test.caller, test.caller)
        exam.add(
            test,
            Seen(
                answered=True, arrived=at, expected=test.caller, shown=shown, lasted=TALK,
                heard_by_called=True, heard_by_caller=True,
            ),
        )  # fmt: skip
    assert exam.verdicts()["a1-1"] == "wrong_line"
    assert exam.verdicts()["a1-2"] == "wrong_line"


def test_what_could_not_be_tried_says_nothing_and_ends() -> None:
    exam = Examination("a1-1", ("a1-2",))
    tries = 0
    while (test := exam.next()) is not None:
        exam.add(test, Seen(voided=True))
        tries += 1
    assert tries == 10
    assert exam.verdicts() == {"a1-1": None}
    assert set(exam.results().values()) == {"skipped"}


def test_a_line_alone_cannot_be_examined() -> None:
    exam = Examination("a1-1", ())
    assert exam.next() is None
    assert exam.results() == {}


def test_partners_turn_and_doubted_ones_come_last() -> None:
    assert order(LINES, "a1-2") == ("mts-1", "life-1", "a1-1")


def test_every_fault_has_words() -> None:
    for table in TABLES.values():
        assert {f"line.fault.{fault}" for fault in FAULTS} <= table.keys()


def test_every_fault_has_a_place_in_the_order() -> None:
    faults: tuple[Fault, ...] = INJECTED
    assert set(faults) <= set(FAULTS)
