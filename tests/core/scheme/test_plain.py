"""Schemes in plain words (B15): a stable round trip, and a reader that says what it wants."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.plain.form import forms, words
from vochi.core.scheme.plain.outgoing import read_outgoing, write_outgoing
from vochi.core.scheme.plain.outgoing import settings as route_settings
from vochi.core.scheme.plain.read import read
from vochi.core.scheme.plain.text import fold
from vochi.core.scheme.plain.write import write
from vochi.core.wording import TABLES, say

from .plain_offices import offices, outgoing, schemes

LANGUAGES: tuple[Language, ...] = ("ru", "en", "be")
many = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("language", LANGUAGES)
@many
@given(office=offices(), scheme=schemes())
def test_what_is_written_is_read_again(
    office: Office, scheme: InboundScheme, language: Language
) -> None:
    text = write(scheme, office, language)
    again = read(text, office, scheme, language)
    assert again == scheme
    assert isinstance(again, InboundScheme)
    assert write(again, office, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
@many
@given(office=offices(), scheme=outgoing())
def test_outgoing_rules_are_read_again(
    office: Office, scheme: OutboundScheme, language: Language
) -> None:
    text = write_outgoing(scheme, office, language)
    again = read_outgoing(text, office, scheme, language)
    assert again == scheme
    assert isinstance(again, OutboundScheme)
    assert write_outgoing(again, office, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=300)
@given(text=st.text(alphabet='[]()«»“”"→:-> \n\\aя1,абв+', max_size=200), office=offices())
def test_any_text_gets_an_answer(text: str, office: Office, language: Language) -> None:
    scheme = InboundScheme.model_validate({"id": "main", "name": "x", "nodes": {
        "start": {"kind": "start"}}})  # fmt: skip
    found = read(text, office, scheme, language)
    if isinstance(found, tuple):
        assert found
        for problem in found:
            assert 1 <= problem.line <= max(1, len(text.split("\n")))
            assert say(problem.code, problem.facts, language) != problem.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_things_have_the_same_words(language: Language) -> None:
    kinds = [form.name for form in forms(language).values()]
    assert len({fold(each) for each in kinds}) == len(kinds)
    for form in forms(language).values():
        labels = [fold(each.label) for each in form.settings]
        ways = [fold(each.words) for each in form.ways]
        assert len(set(labels)) == len(labels), form.kind
        assert len(set(ways)) == len(ways), form.kind
        for setting in form.settings:
            said = [fold(each) for each in (setting.choices or {}).values()]
            assert len(set(said)) == len(said), setting
            assert not {":", "→"} & set(setting.label)
        assert not any("→" in each or ":" in each for each in ways)
    labels = [fold(each.label) for each in route_settings(language)]
    assert len(set(labels)) == len(labels)
    for sort in ("day", "unit", "days"):
        said = [fold(name) for _, name in words(sort, language)]
        assert len(set(said)) == len(said), sort


def test_every_word_of_the_language_is_there() -> None:
    for language in LANGUAGES:
        assert [code for code in TABLES[language] if code.startswith("plain.")]


OFFICE = Office.model_validate({
    "company": {"name": "x"},
    "people": [{"id": "anna", "name": "Анна Ковальчук", "extension": "101"},
               {"id": "oleg", "name": "Олег", "extension": "102"}],
    "departments": [{"number": "901", "name": "Отдел продаж", "members": ["101"]}],
    "prompts": [{"id": "hello", "name": "Приветствие", "sha256": "0" * 64, "seconds": 3}],
})  # fmt: skip
OLD = InboundScheme.model_validate({"id": "main", "name": "Основная", "nodes": {
    "start": {"kind": "start", "exits": {"next": "sales"}, "x": 7, "y": 9},
    "sales": {"kind": "hangup"},
}})  # fmt: skip
BEGIN = "Входящая схема «Основная» (main)\n\n[start] Звонок пришёл\n  дальше → sales\n\n"


def told(text: str) -> InboundScheme:
    found = read(BEGIN + text, OFFICE, OLD, "ru")
    assert isinstance(found, InboundScheme), found
    return found


def wrong(text: str) -> list[tuple[int, str, str | None]]:
    found = read(BEGIN + text, OFFICE, OLD, "ru")
    assert isinstance(found, tuple)
    return [(each.line, each.code, each.closest) for each in found]


def test_people_write_as_they_talk() -> None:
    scheme = told(
        "[sales] людям и отделам\n"
        "кому звонить: Анна Ковальчук, 901, +375 (29) 666-66-66\n"
        "Звонить: 2 мин\n"
        "не ответили -> mail\n"
        "нет свободной линии => [mail]\n"
        "\n"
        "[mail] ГОЛОСОВАЯ ПОЧТА\n"
    )
    assert scheme.nodes["sales"].model_dump(exclude_defaults=True) == {
        "targets": ("101", "901", "+375296666666"),
        "seconds": 120,
        "exits": {"nobody": "mail", "no_line": "mail"},
    }
    assert (scheme.nodes["start"].x, scheme.nodes["start"].y) == (7, 9)


def test_hours_as_people_write_them() -> None:
    scheme = told(
        "[sales] Время работы\n"
        "  Часы «Рабочее время»: будни 9–18, суббота 10-14 → start\n"
        "  Часы «Ночь» (night): ежедневно 22:00–06:00 → (никуда)\n"
        "  Праздники отдельно: нет\n"
        "  остальное время → start\n"
    )
    node = scheme.nodes["sales"].model_dump()
    assert [each["id"] for each in node["periods"]] == ["rabochee-vremya", "night"]
    assert node["periods"][0]["hours"] == (
        {"days": (1, 2, 3, 4, 5), "since": "09:00", "to": "18:00"},
        {"days": (6,), "since": "10:00", "to": "14:00"},
    )
    assert node["exits"] == {"rabochee-vremya": "start", "other": "start"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[sales] Голосовая почка", [(6, "plain.unknown_kind", "Голосовая почта")]),
        ("[sales] Голосовая почта\n  Запись: «Превет»",
         [(7, "plain.unknown_name", None)]),
        ("[sales] Голосовая почта\n  Запись: «Привествие»",
         [(7, "plain.unknown_name", "Приветствие")]),
        ("[sales] Голосовая почта\n  Не длинее: 60 с",
         [(7, "plain.unknown_line", "Не длиннее")]),
        ("[sales] Голосовая почта\n  Не длиннее: 60 лет", [(7, "plain.unit", "с")]),
        ("[sales] Голосовая почта\n  Не длиннее: 1 с", [(7, "plain.range", None)]),
        ("[sales] Голосовая почта\n  Чьё сообщение: 101 «Олег»",
         [(7, "plain.other_name", None)]),
        ("[sales] Людям и отделам\n  не ответили → salse",
         [(6, "plain.needed", None), (7, "plain.unknown_node", "sales")]),
        ("[sales] Отбой\n[sales] Отбой", [(7, "plain.node_twice", None)]),
        ("[sales] Отбой\n  дальше → start", [(7, "plain.no_ways", None)]),
        ("[sales] Отбой\n  Запись: «Приветствие", [(7, "plain.quote", None)]),
        ("[sales] Отбой\n  Клиент слышит: тишина",
         [(7, "plain.choice", "тишину")]),
        ("[Продажи] Отбой", [(4, "plain.unknown_node", None), (6, "plain.slug", None)]),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_by_line(
    text: str, problems: list[tuple[int, str, str | None]]
) -> None:
    assert wrong(text) == problems


def test_a_scheme_without_its_title_and_start() -> None:
    found = read("привет", OFFICE, OLD, "ru")
    assert isinstance(found, tuple)
    assert [each.code for each in found] == ["plain.no_title", "plain.no_start"]
