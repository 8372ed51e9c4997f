"""S22 on the screen: a message is written, goes, arrives; another comes in; nothing goes twice."""

import time

import pytest
from playwright.sync_api import Page, expect

from . import gsm_day
from .running_hub import RunningHub

OLGA = "+375255554433"


@pytest.fixture(scope="module", autouse=True)
def letters(hub: RunningHub) -> None:
    gsm_day.told(hub.box)


def open_thread(page: Page, hub: RunningHub, number: str) -> None:
    page.goto(f"{hub.base}/sms/{number.replace('+', '%2B')}")
    expect(page.get_by_role("textbox", name="Текст сообщения")).to_be_visible()


def test_a_message_is_sent_and_seen_delivered(page: Page, hub: RunningHub) -> None:
    open_thread(page, hub, OLGA)
    field = page.get_by_role("textbox", name="Текст сообщения")
    field.fill("Ваш кофе готов: " + "заходите " * 8)
    expect(page.get_by_text("2 SMS")).to_be_visible()
    page.get_by_role("button", name="Отправить", exact=True).click()
    state = page.get_by_test_id("sms-state")
    expect(state).to_have_text("в очереди")
    expect(field).to_have_value("")
    command = hub.box.next_command("send_sms")
    assert command["action"]["to"] == OLGA
    hub.box.done(command)
    uid = command["action"]["id"]
    gsm_day.sms_out(hub.box, uid, "sending", line="a1-2")
    expect(state).to_have_text("отправляется")
    gsm_day.sms_out(hub.box, uid, "sent")
    expect(state).to_have_text("ушло")
    gsm_day.sms_out(hub.box, uid, "delivered")
    expect(state).to_have_text("доставлено")
    expect(page.get_by_role("list", name="Переписка")).to_contain_text("A1-2")


def test_an_incoming_message_appears_by_itself_and_is_read(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/sms")
    threads = page.get_by_role("list", name="Переписки")
    row = threads.get_by_role("link").filter(has_text="Дмитрий Константинович")
    expect(row).to_have_count(0)
    gsm_day.sms_in(hub.box, "live-1", "+375333010203", "Где\x07 вы <b>все</b>?", time.time())
    expect(row).to_contain_text("<b>все</b>")
    expect(row).to_contain_text("1 не прочитано")
    row.click()
    expect(page.get_by_role("list", name="Переписка")).to_contain_text("Где␇ вы <b>все</b>?")
    expect(row).not_to_contain_text("не прочитано")


def test_an_unknown_message_is_resent_only_by_hand_and_warned(page: Page, hub: RunningHub) -> None:
    open_thread(page, hub, gsm_day.PANKO)
    bubble = page.locator('[data-sms="oooooooo2"]')
    expect(bubble.get_by_test_id("sms-state")).to_have_text("неизвестно")
    before = len(hub.box.commands())
    bubble.get_by_role("button", name="Отправить ещё раз").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("получит сообщение дважды")
    window.get_by_role("button", name="Отмена").click()
    expect(window).to_have_count(0)
    assert len(hub.box.commands()) == before
    bubble.get_by_role("button", name="Отправить ещё раз").click()
    window.get_by_role("button", name="Отправить ещё раз").click()
    command = hub.box.next_command("send_sms")
    assert command["action"]["text"] == "Напоминаем: завтра в 10:00 замер."
    assert command["action"]["id"] != "oooooooo2"
    hub.box.done(command)


def test_a_queued_message_is_taken_back(page: Page, hub: RunningHub) -> None:
    open_thread(page, hub, gsm_day.LIS)
    page.get_by_role("textbox", name="Текст сообщения").fill("Ой")
    page.keyboard.press("Control+Enter")
    last = page.locator("[data-sms]").last
    expect(last.get_by_test_id("sms-state")).to_have_text("в очереди")
    last.get_by_role("button", name="Не отправлять").click()
    command = hub.box.next_command("cancel_sms")
    hub.box.done(command)
    gsm_day.sms_out(hub.box, command["action"]["id"], "failed", why="cancelled")
    expect(last.get_by_test_id("sms-state")).to_have_text("не ушло")


def test_what_is_typed_outlives_a_reload_and_a_broken_connection(
    page: Page, hub: RunningHub
) -> None:
    open_thread(page, hub, gsm_day.LIS)
    field = page.get_by_role("textbox", name="Текст сообщения")
    field.fill("Перезвоню в 15:00")
    page.reload()
    expect(field).to_have_value("Перезвоню в 15:00")
    sent: list[str] = []
    page.on(
        "request",
        lambda asked: (
            sent.append((asked.post_data_json or {})["id"])
            if asked.url.endswith("/api/v1/sms") and asked.method == "POST"
            else None
        ),
    )
    page.route("**/api/v1/sms", lambda route: route.abort())
    page.get_by_role("button", name="Отправить", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="дважды сообщение не уйдёт")).to_be_visible()
    expect(field).to_have_value("Перезвоню в 15:00")
    page.unroute("**/api/v1/sms")
    with page.expect_response("**/api/v1/sms") as answer:
        page.get_by_role("button", name="Отправить", exact=True).click()
    assert answer.value.ok
    expect(field).to_have_value("")
    assert len(sent) == 2
    assert sent[0] == sent[1], "the same text after no answer is the same message"


def test_a_card_and_a_call_lead_to_the_messages(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/clients/1")
    expect(page.get_by_role("heading", name="Сергей Панько")).to_be_visible()
    expect(page.get_by_text("Заказ 1184 готов, ждём вас до 19:00")).to_be_visible()
    page.keyboard.press("s")
    page.wait_for_url("**/sms/*")
    page.goto(f"{hub.base}/calls")
    page.get_by_role("link", name="Написать SMS: Сергей Панько").first.click()
    expect(page.get_by_role("list", name="Переписка")).to_contain_text("Заказ 1184")
