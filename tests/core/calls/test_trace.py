"""The trace explains every leg of every call, in words of three languages."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.call import Call
from vochi.core.calls.fold import fold
from vochi.core.calls.trace import trace
from vochi.core.office.document import Office
from vochi.core.office.read import read_office
from vochi.core.wording import TABLES, say
from vochi.lab import romashka

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


def test_a_department_of_the_sample_is_told_phone_by_phone() -> None:
    (call,) = fold(entries("in_answered"))
    codes = [line.code for line in trace(call, OFFICE)]
    assert codes[0] == "trace.call.in"
    assert "trace.device.answered" in codes
    assert codes[-1] == "trace.end.talked"
