"""S22 on the screen: one text for many is looked at, sent, followed and stopped."""

import pytest
from playwright.sync_api import Page, expect

from . import gsm_day
from .running_hub import RunningHub

NUMBERS = "80291112233\n8 029 111-22-44, 12"


@pytest.fixture(scope="module", autouse=True)
def letters(hub: RunningHub) -> None:
    gsm_day.told(hub.box)


def test_a_mailing_from_its_text_to_the_last_message(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/sms")
    page.get_by_role("link", name="Рассылки").click()
    page.get_by_role("link", name="Новая рассылка").click()
    send = page.get_by_role("button", name="Отправить")
    expect(send).to_be_disabled()
    page.get_by_role("textbox", name="Как назвать").fill("Заказы готовы")
    page.get_by_role("textbox", name="Текст").fill("{имя|Здравствуйте}! Заказ {номерок} готов")
    page.get_by_role("textbox", name="Номерам").fill(NUMBERS)
    told = page.get_by_role("region", name="Что будет")
    expect(told).to_contain_text("{номерок}")
    expect(told).to_contain_text("Не получат")
    expect(send).to_be_disabled()
    page.get_by_role("textbox", name="Текст").fill("{имя|Здравствуйте}! Ваш заказ готов")
    expect(told).to_contain_text("2 получателя")
    expect(told).to_contain_text("Здравствуйте! Ваш заказ готов")
    page.get_by_role("button", name="Дописать: «СТОП — не писать»").click()
    expect(told).to_contain_text("СТОП — не писать")
    page.get_by_role("button", name="Отправить 2 клиентам").click()
    expect(page.get_by_role("heading", name="Заказы готовы")).to_be_visible()
    first = hub.box.next_command("send_sms")
    assert first["action"]["origin"] == "bulk"
    hub.box.done(first)
    uid = first["action"]["id"]
    gsm_day.sms_out(hub.box, uid, "sending", line="a1-2")
    gsm_day.sms_out(hub.box, uid, "sent")
    people = page.get_by_role("list", name="Получатели")
    ending = "22-33" if first["action"]["to"].endswith("2233") else "22-44"
    row = people.get_by_role("listitem").filter(has_text=ending)
    expect(row).to_contain_text("ушло", timeout=10_000)
    page.get_by_role("button", name="Остановить", exact=True).click()
    window = page.get_by_role("dialog")
    window.get_by_role("button", name="Остановить", exact=True).click()
    expect(page.get_by_text("остановлена", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Продолжить")).to_have_count(0)
