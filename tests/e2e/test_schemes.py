"""A scheme from a template, outgoing schemes in words, and what a draft leaves behind: nothing."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from .running_hub import RunningHub


@pytest.fixture(autouse=True)
def drafted(api: httpx.Client) -> Iterator[httpx.Client]:
    """Nobody has a draft, before and after."""
    api.delete("/api/v1/draft")
    yield api
    api.delete("/api/v1/draft")


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]')


def saved(page: Page) -> None:
    expect(page.get_by_text("черновик сохранён")).to_be_visible()


def test_a_scheme_comes_from_a_template(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/schemes")
    page.get_by_role("button", name="Новая схема").click()
    window = page.get_by_role("dialog", name="Новая схема")
    window.get_by_text("Клиника", exact=True).click()
    expect(window.get_by_label("Название")).to_have_value("Клиника")
    registry = window.get_by_role("group", name="Кто сидит в регистратуре?")
    for name in ("Ирина Коваль 180", "Олег Сорока 181"):
        registry.get_by_label(name).check()
    results = window.get_by_role("group", name="Кто отвечает про анализы и справки?")
    results.get_by_label("Игорь Мороз 184").check()
    window.get_by_label("Что услышит клиент сначала?").fill("Клиника «Здоровье», добрый день.")
    window.get_by_text("Сказать часы работы и положить трубку").click()
    window.get_by_role("button", name="Создать").click()
    expect(page.get_by_role("heading", name="Входящие · Клиника")).to_be_visible()
    expect(page.get_by_role("group", name="Меню").first).to_be_visible()
    saved(page)
    expect(page.locator('[data-severity="error"]')).to_have_count(0)
    office = api.get("/api/v1/draft").json()["office"]
    made = office["inbound"][-1]
    assert made["name"] == "Клиника"
    # Several people are a department now; one alone rings himself.
    assert office["departments"][-1]["name"] == "Регистратура"
    assert office["departments"][-1]["members"] == ["irina", "oleg"]
    assert ["184"] in [each.get("targets") for each in made["nodes"].values()]
    # What it says was spoken by the voice of the station: nothing is missing.
    answer = api.post("/api/v1/office/check", json={"office": office}).json()
    errors = [each["text"] for each in answer["problems"] if each["severity"] == "error"]
    assert errors == []


def test_outgoing_words_change_the_draft(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/schemes")
    page.get_by_role("region", name="Исходящие").get_by_role("link", name="Обычная").click()
    expect(page.get_by_role("heading", name="Исходящие · Обычная")).to_be_visible()
    page.reload()  # the page brings all its words itself
    panel = page.get_by_role("complementary", name="Проверка схемы")
    panel.get_by_role("tab", name="Словами").click()
    text = panel.get_by_role("textbox", name="Схема словами")
    expect(text).not_to_have_value("")
    scheme = api.get("/api/v1/office").json()["outbound"][0]
    written = text.input_value()
    assert scheme["name"] in written
    text.fill(written.replace("Обычная", "Новая обычная"))
    expect(panel).to_contain_text("Всё понятно")
    panel.get_by_role("button", name="Применить к схеме").click()
    expect(page.get_by_role("heading", name="Исходящие · Новая обычная")).to_be_visible()
    saved(page)
    now = api.get("/api/v1/draft").json()["office"]["outbound"][0]
    assert now == scheme | {"name": "Новая обычная"}
    page.get_by_role("link", name="Изменить в таблице").click()
    expect(page).to_have_url(f"{hub.base}/outgoing/{scheme['id']}")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{hub.base}/schemes/out/{scheme['id']}")
    expect(panel).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_address_that_is_not_chosen_is_a_fault(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/schemes/main")
    node(page, "start").click()
    page.get_by_role("button", name="Запрос в CRM").click()
    expect(node(page, "webhook")).to_contain_text("Адрес программы не выбран")
    expect(node(page, "webhook")).to_have_attribute("data-severity", "error")
    settings = page.get_by_role("complementary", name="Настройки: Запрос в CRM")
    settings.get_by_label("Адрес").fill("https://crm.example.by/vochi")
    expect(node(page, "webhook")).not_to_contain_text("не выбран")


def test_what_was_published_or_dropped_is_not_drawn_any_more(
    page: Page, hub: RunningHub, api: httpx.Client
) -> None:
    version = api.get("/api/v1/office").json()["version"]
    page.goto(f"{hub.base}/schemes/main")
    for seconds, press, sure in (
        ("41", "Отказаться от черновика", "Отказаться"), ("42", "Опубликовать", None),
    ):  # fmt: skip
        node(page, "sales").click()
        page.get_by_label("Звонить", exact=True).fill(seconds)
        page.get_by_role("button", name="Опубликовать…").click()
        card = page.get_by_role("region", name="Черновик")
        expect(card).to_contain_text(f"→ {seconds}")
        for password in card.get_by_label("Пароль линии").all():
            password.fill("x")
        nod = card.get_by_role("checkbox")
        if nod.count():
            nod.check()
        card.get_by_role("button", name=press, exact=True).click()
        if sure:
            page.get_by_role("dialog").get_by_role("button", name=sure).click()
        expect(card).to_contain_text("Черновика нет")
        card.get_by_role("link", name="К схемам").click()
        page.get_by_role("region", name="Входящие").get_by_role("link").first.click()
        expect(page.get_by_text("как опубликовано")).to_be_visible()
        expect(node(page, "sales")).to_contain_text("25 с" if sure else "42 с")
    api.post("/api/v1/office/rollback", json={"version": version})
