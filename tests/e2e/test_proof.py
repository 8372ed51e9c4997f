"""The proof beside the canvas: faults that play and are mended, what happens if, words, the past.

Each test draws in the draft of its own account and throws it away.
"""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from .running_hub import RunningHub


@pytest.fixture(autouse=True)
def clean(api: httpx.Client) -> Iterator[None]:
    api.delete("/api/v1/draft")
    yield
    api.delete("/api/v1/draft")


@pytest.fixture
def panel(page: Page, hub: RunningHub) -> Locator:
    page.goto(f"{hub.base}/schemes/main")
    found = page.get_by_role("complementary", name="Проверка схемы")
    expect(found.get_by_role("tab", name="Проблемы")).to_be_visible()
    return found


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]')


def test_a_fault_is_drawn_played_and_mended(page: Page, panel: Locator) -> None:
    node(page, "end").click()
    page.get_by_role("button", name="Убрать из схемы").click()
    tab = panel.get_by_role("tab", name="Проблемы")
    expect(tab).to_contain_text("1")
    fault = panel.get_by_role("button", name="никуда не ведёт")
    fault.click()
    expect(panel).to_contain_text("услышит обрыв связи")
    player = panel.get_by_role("group", name="Как идёт звонок")
    player.get_by_label("Скорость").select_option("4")
    # The way of the example is walked on the canvas, node by node.
    expect(node(page, "sales")).to_have_attribute("data-step", "here")
    last = player.get_by_role("listitem").last
    expect(last).to_have_attribute("data-when", "now")
    expect(last).to_contain_text("дальше идти некуда")
    player.get_by_role("slider").press("Home")
    expect(player.get_by_role("listitem").first).to_have_attribute("data-when", "now")
    player.get_by_role("slider").press("ArrowRight")
    expect(player.get_by_role("listitem").nth(1)).to_have_attribute("data-when", "now")
    player.get_by_label("Скорость").select_option("0.5")
    player.get_by_role("slider").press(" ")
    expect(player.get_by_role("button", name="Пауза")).to_be_visible()
    panel.get_by_role("button", name="Добавить голосовую почту и соединить").click()
    expect(node(page, "voicemail")).to_be_visible()
    expect(panel).to_contain_text("Проблем нет")


def test_what_happens_in_the_night(page: Page, panel: Locator, api: httpx.Client) -> None:
    panel.get_by_role("tab", name="Что будет, если").click()
    end = panel.get_by_role("status").first
    expect(end).to_contain_text("Схема положит трубку")
    panel.get_by_role("button", name="Ночь", exact=True).click()
    expect(panel.get_by_label("Время")).to_have_value("03:00")
    panel.get_by_role("button", name="Все отвечают").click()
    expect(end).to_contain_text("С ним поговорят")
    expect(panel).to_contain_text("Сейчас было бы так же")
    expect(node(page, "sales")).to_have_attribute("data-step", "here")
    panel.get_by_role("button", name="Все заняты").click()
    expect(end).to_contain_text("Схема положит трубку")
    # The case goes on in the address.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.get_by_role("button", name="Скопировать ссылку").click()
    expect(page.get_by_text("Ссылка скопирована")).to_be_visible()
    link: str = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    expect(panel.get_by_label("Время")).to_have_value("03:00")
    expect(panel).to_contain_text("занят: 5")


def test_words_are_edited_and_applied(page: Page, panel: Locator) -> None:
    panel.get_by_role("tab", name="Словами").click()
    text = panel.get_by_role("textbox", name="Схема словами")
    expect(text).not_to_have_value("")
    written = text.input_value()
    assert "Кому звонить: 901 «Продажи»" in written
    text.fill(
        written.replace("не ответили → end", "не ответили → mali") + "\n[mail] Голосовая почта\n"
    )
    wrong = panel.get_by_role("listitem").filter(has_text="строка")
    expect(wrong).to_contain_text("Узла «mali» в этой схеме нет")
    apply = panel.get_by_role("button", name="Применить к схеме")
    expect(apply).to_be_disabled()
    panel.get_by_role("button", name="Заменить на «mail»").click()
    expect(panel).to_contain_text("Всё понятно")
    apply.click()
    expect(node(page, "mail")).to_be_visible()
    expect(apply).to_be_disabled()
    expect(text).not_to_have_value(written)
    expect(text).to_have_value(re.compile("не ответили → mail"))
    panel.get_by_role("tab", name="Проблемы").click()
    # The hang-up that the words left alone is not reached any more.
    expect(panel).to_contain_text("в узел «Отбой» звонок никогда не попадёт")


def test_past_calls_through_the_draft(page: Page, hub: RunningHub, panel: Locator) -> None:
    panel.get_by_role("tab", name="Словами").click()
    text = panel.get_by_role("textbox", name="Схема словами")
    expect(text).not_to_have_value("")
    text.fill(text.input_value().replace("901 «Продажи»", "184"))
    panel.get_by_role("button", name="Применить к схеме").click()
    expect(node(page, "sales")).to_contain_text("Игорь Мороз")
    panel.get_by_role("tab", name="Что будет, если").click()
    panel.get_by_role("link", name="Прогнать прошлые звонки").click()
    page.get_by_role("button", name="Прогнать", exact=True).click()
    told = page.get_by_role("region", name="Иначе закончились бы")
    expect(told).to_be_visible()
    told.get_by_role("link").first.click()
    # From the call to its way on the scheme of that day.
    page.get_by_role("link", name="Показать на схеме").click()
    expect(page.get_by_text("с тех пор схема не менялась")).to_be_visible()
    expect(node(page, "start")).to_have_attribute("data-step", "passed")
