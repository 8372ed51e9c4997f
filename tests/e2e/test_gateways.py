"""S29, S30, S31 on the screen: the map, a network's menu, forwarding, a gateway set up."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from . import gsm_day
from .conftest import sign_in
from .running_hub import RunningHub
from .test_access import serious


@pytest.fixture(scope="module", autouse=True)
def gateways(hub: RunningHub) -> None:
    gsm_day.told(hub.box)


def test_the_map_shows_what_is_where_and_changes_live(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/sims")
    card = page.locator('[data-line="mts-2"]')
    expect(card).to_have_attribute("data-state", "no_network")
    expect(page.locator('[data-line="a1-1"]')).to_contain_text("пора пополнить")
    gsm_day.balance(hub.box, "mts-2", 1234, time.time(), gsm_day.CARDS[3][5])
    expect(card).to_contain_text("12,34 BYN")
    hub.box.say("sim", gsm_day.sim("mts-2", 4, iccid=gsm_day.CARDS[3][5], operator="MTS"))
    expect(card).to_have_attribute("data-state", "free")


def test_a_network_is_asked_through_its_menu(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/sims/a1-2")
    page.get_by_role("textbox", name="Код", exact=True).fill("*145#")
    page.keyboard.press("Enter")
    command = hub.box.next_command("ask_ussd")
    assert command["action"]["code"] == "*145#"
    menu = {"dialogue": "d" * 32, "text": "1. Баланс\n2. Тариф <i>\n0. Выход", "menu": True}
    hub.box.say("command", {"id": command["id"], "ok": True, "code": "done", "facts": menu})
    console = page.get_by_role("log", name="USSD-запросы")
    expect(console).to_contain_text("2. Тариф <i>")
    page.get_by_role("button", name="2 · Тариф <i>").click()
    command = hub.box.next_command("ask_ussd")
    assert (command["action"]["code"], command["action"]["dialogue"]) == ("2", "d" * 32)
    hub.box.say("command", {"id": command["id"], "ok": False, "code": "no_answer", "facts": {}})
    expect(console).to_contain_text("Сеть не ответила за две минуты")


def test_forwarding_is_wanted_and_then_taken_by_the_network(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/sims/life-1")
    field = page.get_by_role("textbox", name="Если занято")
    form = page.get_by_role("region", name="Переадресация у оператора")
    field.fill("123")
    expect(form).to_contain_text("с плюсом и кодом страны")
    field.fill("+375 29 111-00-01")
    form.get_by_role("button", name="Сохранить").click()
    expect(form).to_contain_text("сеть ещё не приняла")
    hub.box.say("forward", {"line": "life-1", "reason": "busy", "to": "+375291110001",
                            "ok": True, "cause": "office"})  # fmt: skip
    expect(form).to_contain_text("сеть приняла +375 29 111-00-01")


def test_a_gateway_is_added_set_up_and_looked_at(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/gateways")
    page.get_by_role("button", name="Добавить шлюз").click()
    window = page.get_by_role("dialog")
    window.get_by_role("button", name="Сохранить").click()
    expect(window).to_contain_text("Впишите название")
    window.get_by_role("textbox", name="Название").fill("Склад")
    window.get_by_role("textbox", name="Слотов").fill("4")
    window.get_by_role("textbox", name="Адрес в сети").fill("192.168.1.50")
    window.get_by_label("Пароль страницы", exact=True).fill("s3cret-page")
    window.get_by_label("Слот 1: оператор").fill("A1")
    window.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", name="Склад", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Слоты")).to_contain_text("A1-3")
    page.get_by_role("button", name="Показать пароли").click()
    expect(page.get_by_text("••••••••")).to_have_count(1)
    page.get_by_role("button", name="Проверить", exact=True).click()
    command = hub.box.next_command("probe_gateway")
    line = command["action"]["gateway"] + "-1"
    found = {"page": "ok", "login": "failed", f"keepalive.{line}": "ok"}
    hub.box.done(command, **found)
    tests = page.get_by_role("list", name="Проверка снаружи")
    expect(tests.locator('[data-test="page"]')).to_contain_text("в порядке")
    expect(tests.locator('[data-test="login"]')).to_contain_text("Впишите верный пароль")


def test_the_file_of_an_adapter_is_taken_and_written_down(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/adapters/fax")
    with page.expect_download() as taking:
        page.get_by_role("button", name="Скачать файл настройки").click()
    text = taking.value.path().read_text()
    assert "P34" in text or "Password" in text
    page.get_by_role("button", name="Показать пароли").click()
    expect(page.get_by_text("••••••••")).to_have_count(0)


def test_a_restart_says_what_it_costs(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/gateways/goip")
    page.get_by_role("button", name="Перезапустить шлюз").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("Замолчат 5 его линий")
    window.get_by_role("button", name="Перезапустить шлюз").click()
    command = hub.box.next_command("restart_gateway")
    assert command["action"]["force"] is False
    hub.box.done(command, "too_soon")
    expect(page.get_by_role("alert").filter(has_text="Недавно уже перезапускали")).to_be_visible()


def test_a_pattern_is_tried_on_the_last_answer(page: Page, hub: RunningHub) -> None:
    page.goto(f"{hub.base}/rules")
    region = page.get_by_role("region", name="Операторы")
    region.get_by_role("listitem").filter(has_text="A1").get_by_role("button").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Как читать ответ (выражение)").first.fill("Баланс ([0-9,]+)")
    expect(window.get_by_test_id("tried")).to_contain_text("Прочитали:")
    window.get_by_label("Как читать ответ (выражение)").first.fill("Saldo ([0-9]+)")
    expect(window.get_by_test_id("tried")).to_contain_text("ничего не нашло")


def test_an_employee_is_told_whose_business_it_is(visitor: Page, hub: RunningHub) -> None:
    sign_in(visitor, hub, "oleg", "/sims")
    expect(visitor.get_by_text("Связью занимается администратор")).to_be_visible()
    expect(visitor.get_by_role("navigation").get_by_text("Связь", exact=True)).to_have_count(0)


PAGES = {
    "sms": ("/sms", "Анна Лис"),
    "thread": ("/sms/%2B375296666666", "Заказ 1184"),
    "sims": ("/sims", "A1-1"),
    "sim": ("/sims/a1-1", "Переадресация у оператора"),
    "gateways": ("/gateways", "Умные розетки"),
    "new": ("/gateways?new=1", "Что в слотах"),
    "gateway": ("/gateways/goip", "Что вписать в устройство"),
    "adapter": ("/adapters/fax", "Что вписать в устройство"),
    "costs": ("/costs", "A1-2"),
    "repairs": ("/repairs", "Починка"),
    "rules": ("/rules", "Доктор линий"),
}  # fmt: skip


@pytest.fixture(scope="module", params=["dark", "phone"])
def looked(request: pytest.FixtureRequest, browser: Browser, hub: RunningHub) -> Iterator[Page]:
    phone = request.param == "phone"
    context = browser.new_context(
        service_workers="block",
        viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900},
        color_scheme="light" if phone else "dark",
        locale="ru-RU", reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    sign_in(page, hub)
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_serves_everybody(looked: Page, hub: RunningHub, name: str) -> None:
    path, text = PAGES[name]
    looked.goto(hub.base + path)
    expect(looked.get_by_text(text).filter(visible=True).first).to_be_visible()
    looked.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
    assert serious(looked) == []
    wide = looked.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "the page runs out of the screen sideways"
