"""Outgoing schemes as a table (S20), what a number would do by them, and limits (P20)."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from .running_hub import RunningHub

PARTS = "/api/v1/office/parts"


@pytest.fixture
def tidy(api: httpx.Client) -> Iterator[httpx.Client]:
    """The office is afterwards as it was."""
    before = api.get("/api/v1/office").json()
    yield api
    after = api.get("/api/v1/office").json()
    for each in after["outbound"]:
        if each["id"] not in {it["id"] for it in before["outbound"]}:
            api.delete(f"{PARTS}/outbound/{each['id']}")
    for each in before["outbound"]:
        api.put(f"{PARTS}/outbound/{each['id']}", json={"value": each})
    api.put(f"{PARTS}/policy", json={"value": before["policy"]})


def scheme(api: httpx.Client, name: str) -> Any:
    found = api.get("/api/v1/office").json()["outbound"]
    return next(each for each in found if each["name"] == name)


def dial(page: Page, number: str) -> None:
    page.get_by_label("Номер, как его пишут").fill(number)
    page.keyboard.press("Enter")


def test_a_scheme_by_operators_is_made_and_tried_before_it_is_saved(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/outgoing")
    table = page.get_by_role("table")
    expect(table).to_contain_text("101, 102, 103, 104, 112")
    page.get_by_role("link", name="Новая схема").click()
    page.get_by_role("button", name="Открыть: мобильные").click()
    page.get_by_label("MTS", exact=True).check()
    page.get_by_label("Добавить линию").select_option("mts-2")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_label("Добавить линию").select_option("mts-1")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_role("button", name="Выше: МТС-1").click()
    page.get_by_label("Выбор линии").select_option("cheapest")
    page.get_by_role("button", name="Открыть: городские").click()
    page.get_by_label("Добавить линию").select_option("city")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_label("Какой номер увидит клиент").select_option("+375172000100")
    told = page.get_by_role("region", name="Что будет, если набрать")
    dial(page, "8 033 611-20-04")
    expect(told).to_contain_text("мобильный, MTS")
    expect(told).to_contain_text("Правило 1")
    expect(table.get_by_role("row", name="Правило 1")).to_have_attribute("data-lit", "true")
    dial(page, "8 029 611-20-04")
    expect(told).to_contain_text("нет подходящего")
    dial(page, "103")
    expect(told).to_contain_text("не нужно: разрешено всегда")
    dial(page, "+48 501 234 567")
    expect(told).to_contain_text("за границей")
    page.get_by_role("button", name="Сохранить и опубликовать").first.click()
    expect(page.get_by_text("Напишите название.")).to_be_visible()
    page.get_by_label("Название схемы").fill("Продажи")
    page.get_by_role("button", name="Сохранить и опубликовать").first.click()
    expect(page).to_have_url(f"{hub.base}/outgoing/out")
    made = scheme(tidy, "Продажи")["routes"]
    assert [(r["classes"], r["operators"], r["lines"], r["order"]) for r in made] == [
        (["mobile"], ["MTS"], ["mts-1", "mts-2"], "cheapest"),
        (["city"], [], ["city"], "listed"),
    ]
    assert made[1]["number_shown"] == "+375172000100"
    # A copy, a rule less and back again, and away with it.
    page.get_by_role("button", name="Скопировать схему").click()
    expect(page.get_by_label("Название схемы")).to_have_value("Продажи — копия")
    page.get_by_role("button", name="Убрать: Правило 1").click()
    expect(table).not_to_contain_text("Мобильные MTS")
    page.get_by_role("button", name="Вернуть").click()
    expect(table).to_contain_text("Мобильные MTS")
    page.get_by_role("button", name="Сохранить и опубликовать").first.click()
    expect(page).to_have_url(f"{hub.base}/outgoing/out-2")
    page.get_by_role("button", name="Удалить схему…").click()
    page.get_by_role("button", name="Удалить «Продажи — копия» насовсем").click()
    expect(page.get_by_role("link", name="Продажи — копия")).to_have_count(0)


def test_a_scheme_in_use_cannot_go(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/outgoing/usual")
    users = page.get_by_role("region", name="Кто звонит по этой схеме")
    expect(users).to_contain_text("5 сотрудников: Ирина Коваль")
    expect(users).to_contain_text("Целиком отделы: Продажи, Сервис")
    expect(users.get_by_role("button", name="Удалить схему…")).to_be_disabled()


def test_abroad_is_closed_till_it_is_opened_twice(
    page: Page, hub: RunningHub, tidy: httpx.Client
) -> None:
    page.goto(f"{hub.base}/outgoing/usual")
    page.get_by_role("button", name="Открыть: за границу").click()
    expect(
        page.get_by_text(re.compile("звонки за границу закрыты для всей компании"))
    ).to_be_visible()
    page.get_by_role("switch", name="Разрешить звонки за границу").click()
    limits = page.get_by_role("region", name="Пределы компании")
    expect(limits).to_contain_text("Ни одной страны")
    limits.get_by_label("Страны", exact=True).select_option("48")
    expect(limits.get_by_role("button", name="Убрать: Польша +48")).to_be_visible()
    limits.get_by_label("За границу в день на сотрудника").fill("0x")
    limits.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(limits).to_contain_text("Целое число от 0 до 1440.")
    limits.get_by_label("За границу в день на сотрудника").fill("20")
    limits.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(page.get_by_text("Опубликовано")).to_be_visible()
    policy = tidy.get("/api/v1/office").json()["policy"]["limits"]
    assert (policy["abroad_minutes"], policy["countries"]) == (20, ["48"])
    # The rule that was being typed beside it is still there, and now it leads somewhere.
    page.get_by_label("Добавить линию").select_option("city")
    page.get_by_role("button", name="Добавить", exact=True).click()
    dial(page, "+48 501 234 567")
    told = page.get_by_role("region", name="Что будет, если набрать")
    expect(told).to_contain_text("Правило 2")
    expect(told).to_contain_text("Город")
    page.get_by_role("button", name="Отмена").first.click()
    dial(page, "+48 501 234 567")
    expect(told).to_contain_text("нет подходящего")
