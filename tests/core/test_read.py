"""The office as a file: back and forth, and words for what is wrong with it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import GOLDEN, OFFICES, offices

from vochi.core.office.document import Office
from vochi.core.office.read import UnreadableOffice, read_office, write_office


@settings(max_examples=40)
@given(office=offices())
def test_round_trip(office: Office) -> None:
    text = write_office(office)
    assert read_office(text) == office
    assert write_office(read_office(text)) == text


@pytest.mark.parametrize("name", OFFICES)
def test_json_round_trip(name: str) -> None:
    assert Office.model_validate_json(OFFICES[name].model_dump_json()) == OFFICES[name]


def test_readable() -> None:
    """Names as people write them, lists of words in one line, defaults left out."""
    text = write_office(OFFICES["romashka"])
    assert "    name: Анна Климович\n" in text
    assert "    members: [anna, boris]\n" in text
    assert "register_there" not in text
    assert text.index("people:") < text.index("devices:") < text.index("inbound:")


def test_numbers_need_no_quotes() -> None:
    """180 and +375291234567 are text, not 180 and 375291234567."""
    office = read_office(
        "company: {name: Ромашка, area_code: 017}\n"
        "people: [{id: anna, name: 0x1F, extension: 180, record: no}]\n"
        "lines: [{kind: gsm, id: a1, name: on, operator: A1, number: +375291234567, slot: 2}]\n"
    )
    assert office.company.area_code == "017"
    assert (office.people[0].name, office.people[0].extension) == ("0x1F", "180")
    assert office.people[0].record is False
    assert office.lines[0].model_dump()["number"] == "+375291234567"


_BAD = """\
company: {name: x, colour: red}
format: 2
people: 5
lines: [{kind: gsm, id: 1x, operator: A1}, {kind: pigeon}]
inbound: [{id: in, name: x, nodes: {start: {kind: ring, targets: []}}}]
"""


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", {("file.not_an_office", "")}),
        ("[]", {("file.not_an_office", "")}),
        ("просто текст", {("file.not_an_office", "")}),
        ("[" * 5000, {("file.not_an_office", "")}),
        ("company: {name: x\npeople", {("file.not_yaml", "line 2")}),
        ("company: {name: x}\ncompany: {name: y}", {("file.not_yaml", "line 2")}),
        ("a: &a [x]\nb: [*a, *a]", {("file.not_yaml", "line 2")}),
        ("!!python/object/apply:os.system [id]", {("file.not_yaml", "line 1")}),
        ("\x00", {("file.not_yaml", "")}),
        ("x" * 8_000_001, {("file.too_big", "")}),
        ("people: []", {("field.missing", "company")}),
        (
            _BAD,
            {
                ("field.unknown", "company/colour"),
                ("field.invalid", "format"),
                ("field.invalid", "people"),
                ("field.invalid", "lines/0/id"),
                ("field.missing", "lines/0/name"),
                ("field.invalid", "lines/1"),
                ("field.invalid", "inbound/0/nodes/start/targets"),
            },
        ),
    ],
    ids=range(12),
)
def test_unreadable(text: str, problems: set[tuple[str, str]]) -> None:
    with pytest.raises(UnreadableOffice) as caught:
        read_office(text)
    assert {(problem.code, problem.place) for problem in caught.value.problems} == problems


_GOOD = (GOLDEN / "romashka" / "office.yaml").read_text()


@given(at=st.integers(0, len(_GOOD)), cut=st.integers(0, 40), put=st.text(max_size=12))
def test_never_a_traceback(at: int, cut: int, put: str) -> None:
    """Whatever happens to a file, it is an office or it is told why not."""
    with suppress(UnreadableOffice):
        read_office(_GOOD[:at] + put + _GOOD[at + cut :])
