"""Every code has words in three languages, and facts stay data."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vochi
from vochi.core.calls.vocabulary import EventName
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.problem import GatewayProblem, ProblemCode
from vochi.core.plan import ChangeCode
from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.wording import AREAS, TABLES, ru, say

SOURCE = Path(vochi.__file__).parent
#: Codes of core; codes of other rooms are found in their source.
CODES = (
    *get_args(ProblemCode),
    *get_args(GatewayProblem),
    *get_args(ChangeCode),
    *("done", "late", "no_such_call", "no_device", "bad_number", "engine_down", "failed"),
    *(f"end.{why}" for why in ("no_route", "no_line", "refused", "no_target", "busy", "hangup")),
    *(f"why.{why}" for why in ("busy", "down", "failed", "unknown")),
)
_CODE = re.compile(r'(?:\bcode=|_problem\(|_missing\(|Refused\(\d+, )"([a-z_.]+)"')
#: Leaves of the tree of `engine.errors`, steps of `engine.progress`, `machine.py`, `box.lock`.
_LEAF = re.compile(r'"((?:install|run|ami|home|disk|port|machine|database|settings)\.[a-z_]+)"')


def codes_in_source() -> set[str]:
    rooms = (SOURCE / room for room in ("engine", "box", "hub", "cli"))
    return {
        code
        for room in rooms
        for file in room.rglob("*.py")
        for code in _CODE.findall(file.read_text())
    } | {
        code
        for name in (
            "engine/errors.py",
            "engine/progress.py",
            "machine.py",
            "box/lock.py",
            "box/room.py",
        )
        for code in _LEAF.findall((SOURCE / name).read_text())
    }


@pytest.mark.parametrize("language", TABLES)
def test_every_code_has_words(language: Language) -> None:
    assert {*CODES, *codes_in_source()} - set(TABLES[language]) == set()


def test_the_codes_of_other_rooms_are_found() -> None:
    assert {
        "publish.error",
        "secret.missing",
        "not_found",
        "install.no_room",
        "disk.full",
    } <= codes_in_source()


def test_the_languages_say_the_same_things() -> None:
    russian = TABLES["ru"]
    for table in TABLES.values():
        assert list(table) == list(russian)
        for code, form in table.items():
            assert _facts(form) == _facts(russian[code]), code


def test_no_area_takes_a_code_of_another() -> None:
    codes = [code for area in (ru.WORDS, *(area.RU for area in AREAS)) for code in area]
    assert sorted(codes) == sorted(TABLES["ru"])


def test_every_field_that_can_change_has_a_name() -> None:
    models = [Ring, Greeting, HangUp]
    schema = Office.model_json_schema()["$defs"]
    fields = {name for model in models for name in model.model_fields}
    fields |= {name for each in schema.values() for name in each.get("properties", {})}
    told = {code.removeprefix("field.") for code in TABLES["ru"] if code.startswith("field.")}
    assert fields - told - {"x", "y", "classes", "operators", "lines"} == set()


def test_vocabulary_is_what_the_words_are_for() -> None:
    assert {"V_END", "V_LINE"} <= set(get_args(EventName))


def _facts(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name}


facts = st.dictionaries(
    st.sampled_from(("name", "scheme", "node", "path", "field", "before", "kind", "classes", "x")),
    st.one_of(st.text(), st.sampled_from(("{name}", "{0.__class__}", "%s", "extension", "yes"))),
)


@given(code=st.one_of(st.sampled_from(CODES), st.text()), facts=facts,
       language=st.sampled_from(sorted(TABLES)))  # fmt: skip
def test_say_never_raises(code: str, facts: dict[str, str], language: Language) -> None:
    said = say(code, facts, language)
    assert isinstance(said, str)
    if code not in TABLES[language]:
        assert said.startswith(code)


def test_facts_are_never_a_form() -> None:
    said = say("line.no_inbound", {"name": "{scheme} {0.__class__} %s"}, "en")
    assert said.startswith("Line “{scheme} {0.__class__} %s” has no inbound scheme")
