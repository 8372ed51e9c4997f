"""Lines: how they stand, what they are wired to, the owner's signature, old numbers (S07, S13)."""

import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from . import story
from .running_hub import RunningHub

OLD = "+375172001122"


@pytest.fixture
def unsigned(api: httpx.Client) -> None:
    """A trunk of an operator without a licence, once."""
    if any(each["id"] == "voip" for each in api.get("/api/v1/lines").json()):
        return
    line = {"kind": "trunk", "id": "voip", "name": "Дешёвая заграница", "host": "192.0.2.44",
            "register_there": False, "inbound": "main", "certified": False}  # fmt: skip
    put = api.put("/api/v1/office/parts/lines/voip", json={"value": line, "is_new": True})
    assert put.status_code == 201, put.text


def test_lines_show_how_they_stand_and_what_answers(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/lines")
    row = page.locator('[data-line="a1-2"]')
    expect(row).to_contain_text("+375 29 111-00-02")
    expect(row.get_by_role("link", name="A1-2")).to_be_visible()
    hub.box.say("device", {"endpoint": "a1-2", "state": "offline"})
    expect(row).to_contain_text("не на связи")
    hub.box.say("device", {"endpoint": "a1-2", "state": "online", "address": "192.168.1.40:5060",
                           "user_agent": "GoIP 4", "rtt_ms": 4.2})  # fmt: skip
    expect(row).to_contain_text("свободна")
    call, rows = story.incoming(time.time(), "+375291112299", ("182",), "a1-2", "+375291110002")
    hub.box.tell(rows)
    expect(row).to_contain_text("разговоров 1 из 1")
    hub.box.tell(story.hang_up(call, time.time()))
    expect(row).to_contain_text("разговоров 0 из 1")


def test_the_owner_signs_for_a_line_and_takes_it_back(
    page: Page, hub: RunningHub, unsigned: None
) -> None:
    page.goto(f"{hub.base}/lines")
    row = page.locator('[data-line="voip"]')
    row.get_by_role("link", name="ждёт подписи владельца").click()
    rule = page.get_by_role("region", name="Правило страны")
    expect(rule).to_contain_text("только операторы с лицензией")
    sign = rule.get_by_role("button", name="Подписать")
    expect(sign).to_be_disabled()
    rule.get_by_label("Я понимаю правило").check()
    sign.click()
    expect(rule).to_contain_text("Подпись: Ирина Коваль")
    rule.get_by_role("button", name="Отозвать подпись").click()
    expect(rule).to_contain_text("Подписи нет")


def test_a_form_keeps_what_was_typed_and_a_line_goes_after_a_warning(
    page: Page, hub: RunningHub, unsigned: None
) -> None:
    page.goto(f"{hub.base}/lines/voip")
    page.get_by_role("button", name="Изменить").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Адрес сервера").fill("два слова")
    window.get_by_role("button", name="Сохранить").click()
    expect(window).to_contain_text("без пробелов")
    expect(window.get_by_label("Адрес сервера")).to_have_value("два слова")
    window.get_by_role("button", name="Отмена").click()
    page.get_by_role("button", name="Удалить").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("Что изменится")
    window.get_by_role("button", name="Удалить линию").click()
    expect(page).to_have_url(f"{hub.base}/lines")
    expect(page.locator('[data-line="voip"]')).to_have_count(0)


def test_an_old_number_is_led_to_its_new_one(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/lines/migration")
    page.get_by_role("button", name="Добавить номер").first.click()
    window = page.get_by_role("dialog")
    window.get_by_label("Старый номер").fill(OLD)
    window.get_by_label("Как его называют").fill("На визитках")
    window.get_by_label("Линия в Vochi").select_option("city")
    window.get_by_role("button", name="Сохранить").click()
    card = page.locator(f'[data-move="{OLD}"]')
    expect(card).to_contain_text("+375 17 200-11-22")
    expect(card.get_by_label("Подключить линию")).to_be_checked()
    card.get_by_label("Заказать у оператора").click()
    expect(card.get_by_label("Заказать у оператора")).to_be_checked()
    card.get_by_role("button", name="Проверить звонком").first.click()
    expect(card).to_contain_text("Ждём: позвоните с мобильного")
