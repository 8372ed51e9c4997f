"""The trace explains every leg of every call, in words of three languages."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offices import site

from vochi.core.calls.call import Call
from vochi.core.calls.explained import Explained
from vochi.core.calls.fold import fold
from vochi.core.calls.trace import trace
from vochi.core.compile import compile_dialplan
from vochi.core.dialplan.application import Assign
from vochi.core.dialplan.expression import Text
from vochi.core.dialplan.outgoing import WHAT
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.policy import Limits
from vochi.core.office.read import read_office
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.wording import TABLES, say
from vochi.lab import romashka
from vochi.lab.overlay import overlay
from vochi.lab.scenario import read_overlay

from .table import NAMES, bodies, entries, journal, law
from .test_tables import whole

OFFICE = read_office(romashka.OFFICE.read_text())
BARE = Office(company=OFFICE.company)


def explained(call: Call, office: Office) -> None:
    lines = trace(call, office)
    legs = Counter(leg.endpoint for leg in call.legs)
    told = Counter(
        line.who for line in lines if line.code.startswith(("trace.device.", "trace.line."))
    )
    assert told == legs
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    for line in lines:
        for language, words in TABLES.items():
            assert line.code in words, (line.code, language)
            assert say(line.code, line.facts, language)
    assert (lines[-1].about == "end") == (call.state == "ended")


@pytest.mark.parametrize("name", NAMES)
def test_every_leg_of_the_tables(name: str) -> None:
    for call in fold(whole(name)):
        explained(call, OFFICE)
        explained(call, BARE)


@law
@given(st.sampled_from(NAMES), st.data())
def test_every_leg_whatever_rows_are_lost(name, data) -> None:
    rows = bodies(name)
    kept = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=len(rows) + 5))
    for call in fold(journal([rows[place] for place in kept])):
        explained(call, OFFICE)


def test_the_same_facts_are_asked_for_in_every_language() -> None:
    def asked(form: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", form))

    for code in (code for code in TABLES["ru"] if code.startswith("trace.")):
        assert asked(TABLES["ru"][code]) == asked(TABLES["be"][code]), code
        assert asked(TABLES["en"][code]) <= asked(TABLES["ru"][code]), code


def test_every_limit_of_the_dialplan_is_told_in_its_own_words() -> None:
    limits = Limits(person_minutes=60, line_minutes=600)
    office = OFFICE.model_copy(
        update={"policy": OFFICE.policy.model_copy(update={"limits": limits})}
    )
    applications = (
        step.application
        for context in compile_dialplan(office, site()).contexts
        for extension in context.extensions
        for step in extension.steps
    )
    kinds = {
        each.value.text
        for each in applications
        if isinstance(each, Assign) and each.variable.lstrip("_") == WHAT
        if isinstance(each.value, Text)
    }
    assert kinds == {"call", "day", "abroad", "route", "line"}
    (call,) = fold(entries("in_answered"))
    for kind in kinds:
        lines = trace(call.model_copy(update={"limit": kind}), office)
        assert f"trace.limit.{kind}" in {each.code for each in lines}


def test_a_department_of_the_sample_is_told_phone_by_phone() -> None:
    (call,) = fold(entries("in_answered"))
    codes = [line.code for line in trace(call, OFFICE)]
    assert codes[0] == "trace.call.in"
    assert "trace.device.answered" in codes
    assert codes[-1] == "trace.end.talked"


def told_of_a_caller_who_gave_up(*, caller: int) -> tuple[Call, list[tuple[str, dict[str, str]]]]:
    """`in_gave_up` if Dial had lent the cause 26 to all whom it gave up; `caller`: his own."""
    rows = bodies("in_gave_up")
    for row in rows:
        if row["EventType"] == "HANGUP":
            extra = json.loads(row["EventExtra"])
            if row["ChanName"].startswith("PJSIP/a1-1"):
                extra["hangupcause"] = caller
            elif not extra["hangupsource"]:  # (a phone that was out of order said so itself)
                extra["hangupcause"] = 26
            row["EventExtra"] = json.dumps(extra)
    (call,) = fold(journal(rows))
    return call, [
        (line.code.removeprefix("trace.device."), line.facts)
        for line in trace(call, OFFICE)
        if line.code.startswith("trace.device.") and line.rang
    ]


def test_nobody_answered_elsewhere_when_the_caller_gave_up() -> None:
    call, lines = told_of_a_caller_who_gave_up(caller=16)
    assert {code for code, _ in lines} == {"cancelled"}
    assert (call.result, call.end_reason) == ("missed", "cancelled")


def test_answered_outside_of_the_office_names_nobody() -> None:
    call, lines = told_of_a_caller_who_gave_up(caller=26)
    assert {code for code, _ in lines} == {"answered_unknown"}
    assert (call.result, call.end_reason) == ("missed", "cancelled")
    for code, facts in lines:
        for language in TABLES:
            assert "—" not in say(f"trace.device.{code}", facts, language)


def test_who_answered_is_named_though_there_was_no_talk() -> None:
    rows = [row for row in bodies("in_department") if not row["EventType"].startswith("BRIDGE_")]
    (call,) = fold(journal(rows))
    assert not call.talks
    by = {
        line.facts.get("by")
        for line in trace(call, OFFICE)
        if line.code == "trace.device.answered_elsewhere"
    }
    assert by == {"181"}


OFFICES = Path(__file__).parents[2] / "scenarios" / "offices"
REACH = overlay(overlay(OFFICE, read_overlay(OFFICES / "base.yaml")),
                read_overlay(OFFICES / "reach.yaml"))  # fmt: skip
#: Runs of that office.
REAL = (
    "follow_me",
    "follow_me_busy_step",
    "int_forward",
    "queue",
)


def wanted(call: Call, office: Office) -> set[str]:
    """Phones and numbers that the office wanted to ring in the nodes and steps passed."""
    directory = Directory(office)
    targets: list[str] = []
    for passed in call.path:
        scheme = next((each for each in office.inbound if each.id == passed.scheme), None)
        node = scheme.nodes.get(passed.node) if scheme else None
        # (a voicemail names its owner, whom it does not ring)
        targets += node.targets_named if isinstance(node, Ring | Queue) else ()
    for passed in call.steps:
        found = next((each for each in office.follow_me if each.number == passed.scheme), None)
        if found is not None and passed.out is None:
            targets += [each.to for each in found.steps[int(passed.node) - 1].targets]
    if call.direction == "internal":
        targets.append(call.number)
    outside = {each for each in targets if each.startswith("+")}
    inside = tuple(each for each in targets if each not in outside)
    return outside | set(directory.endpoints(inside))


def told(lines: tuple[Explained, ...], who: str, call: Call) -> bool:
    """Some line tells of the phone, of its owner, of the number or of the line that called it."""
    lines_to = {one.line for one in call.carried if one.number == who}
    names = {who, who.partition("-")[0], *lines_to}
    return any(
        (line.who in names and line.about in {"device", "person", "line"})
        # a number that no line could carry is told of by the lines
        or (who.startswith("+") and line.code.startswith("trace.tried."))
        for line in lines
    )


@law
@given(st.sampled_from(REAL), st.data())
def test_whoever_was_to_ring_is_told_of_even_if_asterisk_never_asked_him(name, data) -> None:
    rows = bodies(name)
    channels = sorted({row["ChanName"] for row in rows if row["ChanName"].startswith("PJSIP/18")})
    lost = data.draw(st.sets(st.sampled_from(channels)))
    silent = {"V_SKIP"} if data.draw(st.booleans()) else set()
    whole = journal(
        row for row in rows if row["ChanName"] not in lost and row["EventType"] not in silent
    )
    for call in fold(whole):
        lines = trace(call, REACH)
        explained(call, REACH)
        for who in wanted(call, REACH):
            assert told(lines, who, call), who


def test_the_words_of_a_follow_me() -> None:
    call = fold(entries("follow_me"))[0]
    codes = [line.code.removeprefix("trace.") for line in trace(call, REACH)]
    assert codes == [
        "call.in", "call.other_version", "line.came", "node_left", "node", "step",
        "device.answered_elsewhere", "step", "tried.busy", "line.not_accepted", "step",
        "device.answered", "end.talked",
    ]  # fmt: skip
