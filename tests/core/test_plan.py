"""What a publication changes, and what Asterisk must read again for it."""

import pytest
from hypothesis import given, settings
from offices import OFFICES, offices, secrets_for, site

from vochi.core.compile import compile_office
from vochi.core.office.document import Office
from vochi.core.plan import Change, modules, plan
from vochi.core.wording import say

OLD = OFFICES["romashka"]


def edited(**update: object) -> Office:
    return OLD.model_copy(update=update)


def words(old: Office | None, new: Office) -> list[str]:
    return [say(change.code, change.facts, "ru") for change in plan(old, new)]


def test_a_new_office() -> None:
    assert words(None, OLD) == ["Новая контора: сотрудников 4, телефонов 5, линий 5."]


def test_nothing_but_the_version() -> None:
    assert plan(OLD, edited(version=8)) == ()


def test_people() -> None:
    anna, boris, vera, gleb = OLD.people
    dasha = gleb.model_copy(update={"id": "dasha", "name": "Даша"})
    anna = anna.model_copy(update={"extension": "189", "record": False})
    assert words(OLD, edited(people=(anna, boris, vera, dasha))) == [
        "Убран сотрудник: Глеб Юркевич.",
        "Сотрудник Анна Климович, добавочный: 180 → 189.",
        "Сотрудник Анна Климович, запись разговоров: да → нет.",
        "Новый сотрудник: Даша.",
    ]


def test_schemes_are_told_node_by_node() -> None:
    main = OLD.inbound[0]
    sales = main.nodes["sales"].model_copy(update={"seconds": 10, "x": 100})
    end = main.nodes["end"]
    nodes = {"start": main.nodes["start"], "sales": sales, "finish": end}
    new = edited(inbound=(main.model_copy(update={"nodes": nodes}), *OLD.inbound[1:]))
    assert words(OLD, new) == [
        "Входящая схема «С мобильных»: убран узел «accounts».",
        "Входящая схема «С мобильных»: убран узел «end».",
        "Входящая схема «С мобильных», узел «sales», секунд: 30 → 10.",
        "Входящая схема «С мобильных»: новый узел «finish».",
    ]


def test_rules_are_told_one_by_one() -> None:
    every, mobile = OLD.outbound
    routes = (*every.routes[:2], every.routes[2].model_copy(update={"lines": ("a1-1",)}))
    new = edited(outbound=(every.model_copy(update={"routes": routes}), mobile))
    scheme = "Исходящая схема «Каждый оператор по своей карте»"
    gone = "городские, бесплатные, за границу; операторы: —; линии: city"
    assert words(OLD, new) == [
        f"{scheme}, правило 3 теперь: мобильные; операторы: —; линии: a1-1.",
        f"{scheme}, убрано правило 4: {gone}.",
    ]


def test_a_line_of_another_kind_is_another_line() -> None:
    fxo = OFFICES["moscow"].lines[0].model_copy(update={"id": "a1-1", "name": "FXO"})
    codes = [change.code for change in plan(OLD, edited(lines=(fxo, *OLD.lines[1:])))]
    assert codes == ["line.removed", "line.added"]


def test_places() -> None:
    company = OLD.company.model_copy(update={"area_code": "162"})
    assert plan(OLD, edited(company=company)) == (
        Change(
            code="company.changed",
            place="company/area_code",
            facts={"field": "area_code", "before": "17", "after": "162"},
        ),
    )


@settings(max_examples=40)
@given(one=offices(), other=offices())
def test_a_plan_is_empty_only_when_nothing_changes(one: Office, other: Office) -> None:
    assert plan(one, one) == ()
    if {each.id: each for each in one.people} != {each.id: each for each in other.people}:
        assert plan(one, other) != ()


@pytest.mark.parametrize(
    ("file", "commands", "restart"),
    [
        ("extensions.conf", ["dialplan reload"], ()),
        (
            "pjsip.conf",
            [
                "module reload res_pjsip.so",
                "module reload res_pjsip_authenticator_digest.so",
                "module reload res_pjsip_endpoint_identifier_ip.so",
                "module reload res_pjsip_outbound_registration.so",
            ],
            (),
        ),
        ("musiconhold.conf", ["moh reload"], ()),
        ("pjsip_transports.conf", [], ("pjsip_transports.conf",)),
        ("modules.conf", [], ("modules.conf",)),
        ("asterisk.conf", [], ("asterisk.conf",)),
    ],
)
def test_modules(file: str, commands: list[str], restart: tuple[str, ...]) -> None:
    files = compile_office(OLD, secrets_for(OLD), site())
    reload = modules(files, {**files, file: files[file] + "; changed\n"})
    assert (list(reload.commands), reload.restart) == (commands, restart)


def test_nothing_to_reload() -> None:
    files = compile_office(OLD, secrets_for(OLD), site())
    assert modules(files, files).commands == ()


def test_the_dialplan_comes_before_the_phones_that_dial_into_it() -> None:
    files = compile_office(OLD, secrets_for(OLD), site())
    changed = {name: text + "; changed\n" for name, text in files.items()}
    assert modules(files, changed).commands[0] == "dialplan reload"
    assert set(modules(files, changed).restart) == {
        "asterisk.conf", "ccss.conf", "modules.conf", "pjproject.conf", "pjsip_transports.conf",
        "udptl.conf",
    }  # fmt: skip
