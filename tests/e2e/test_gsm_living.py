"""S22, S29, S30, S31, P22, P31 against the real box and the emulated GoIP, pressed in a browser."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.gsm.card import SimCard
from vochi.lab.stand import Stand

from .conftest import ARGS, Faults

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

WRITER = "+375296220011"
#: Networks take their time, and a loaded machine more, milliseconds.
SLOW = 45_000


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def heard(living: Stand) -> None:
    """Every line of the gateway has said who it is: right after a start the box waits for that."""
    for line in ("a1-1", "a1-2", "mts-1", "life-1"):
        await living.desk.until_sim(line, {"online": True, "registered": True, "voip": True}, 60)


async def enter(browser: Browser, stand: Stand, login: str, password: str) -> Page:
    context = await browser.new_context(
        service_workers="block", viewport={"width": 1440, "height": 900}, locale="ru-RU"
    )
    page = await context.new_page()
    await page.goto(stand.web)
    await page.get_by_label("Логин").fill(login)
    await page.get_by_label("Пароль", exact=True).fill(password)
    await page.get_by_role("button", name="Войти").click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def owner(living: Stand, browser: Browser) -> AsyncIterator[Page]:
    """Who keeps the equipment."""
    page = await enter(browser, living, living.login, living.password)
    faults = Faults()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def manager(living: Stand, browser: Browser) -> Page:
    """Борис Левин (181), who writes to clients and has nothing to do with gateways."""
    password = await living.create_account("boris", "employee", "boris", "Борис Левин")
    return await enter(browser, living, "boris", password)


async def test_a_manager_writes_and_is_answered(living: Stand, manager: Page) -> None:
    client = await living.desk.post("/clients", {"name": "Инна Белая", "phones": [WRITER]})
    radio = living.city.networks.radio
    await manager.goto(f"{living.web}/clients/{client['id']}")
    await manager.get_by_role("link", name="Написать SMS: Инна Белая").first.click()
    field = manager.get_by_role("textbox", name="Текст сообщения")
    await field.fill("Заказ можно забрать в любой день до шести. " * 4)
    await expect(manager.get_by_text("3 SMS")).to_be_visible()
    await manager.get_by_role("button", name="Отправить", exact=True).click()
    thread = manager.get_by_role("list", name="Переписка")
    states = thread.get_by_test_id("sms-state")
    await expect(states).to_have_text(["доставлено"], timeout=SLOW)
    assert [each.text.strip() for each in radio.subscriber_inbox[WRITER]] == [
        ("Заказ можно забрать в любой день до шести. " * 4).strip()
    ]
    # She answers in two parts while the thread is open: one message appears by itself.
    answer = "Спасибо большое! Приеду завтра сразу после обеда, пожалуйста, отложите до вечера."
    await radio.sms(WRITER, "+375296000001", answer)
    await expect(thread).to_contain_text(answer, timeout=SLOW)
    await expect(
        thread.get_by_role("listitem").filter(has_text="отложите до вечера")
    ).to_have_count(1)
    # The list and the menu know that it has been read.
    await expect(manager.get_by_role("list", name="Переписки")).not_to_contain_text("не прочитано")


async def test_a_refused_message_says_why(living: Stand, manager: Page) -> None:
    networks = living.city.networks
    networks.card("mts-1").faults.add("barred")
    networks.card("life-1").faults.add("no_money")
    try:
        await manager.goto(f"{living.web}/sms/%2B375297445566")
        line = manager.get_by_label("С какой SIM-карты")
        field = manager.get_by_role("textbox", name="Текст сообщения")
        bubbles = manager.get_by_role("list", name="Переписка").get_by_role("listitem")
        await line.select_option(label="МТС")
        await field.fill("Перезвоните, пожалуйста")
        await manager.keyboard.press("Control+Enter")
        state = bubbles.get_by_test_id("sms-state")
        await expect(state).to_have_text(["не ушло"], timeout=SLOW)
        await expect(bubbles).to_contain_text(["Оператор запретил SMS с этой карты"])
        await expect(bubbles.get_by_role("button", name="Отправить ещё раз")).to_be_visible()
        # What may pass waits, and says for what; a person can still take it back.
        await line.select_option(label="life:)")
        await field.fill("Ждём вас")
        await manager.keyboard.press("Control+Enter")
        waits = bubbles.filter(has_text="Ждём вас")
        await expect(waits).to_contain_text("кончились деньги", timeout=SLOW)
        await waits.get_by_role("button", name="Не отправлять").click()
        await expect(waits.get_by_test_id("sms-state")).to_have_text("не ушло")
    finally:
        await networks.restore("mts-1")
        await networks.restore("life-1")


async def test_a_template_is_kept_and_taken(living: Stand, owner: Page, manager: Page) -> None:
    await owner.goto(f"{living.web}/sms/%2B375297445566")
    await owner.get_by_role("button", name="Шаблоны").click()
    await owner.get_by_role("menuitem", name="Изменить шаблоны").click()
    window = owner.get_by_role("dialog", name="Шаблоны")
    await window.get_by_label("Текст").fill("Ваш заказ готов, ждём до 19:00")
    await window.get_by_role("button", name="Сохранить").click()
    await expect(window).to_contain_text("Впишите название")
    await window.get_by_label("Название").fill("Готов")
    await window.get_by_role("button", name="Сохранить").click()
    await expect(window).to_have_count(0)
    await manager.goto(f"{living.web}/sms/%2B375297445577")
    await manager.get_by_role("button", name="Шаблоны").click()
    await expect(manager.get_by_role("menuitem", name="Изменить шаблоны")).to_have_count(0)
    await manager.get_by_role("menuitem", name="Готов").click()
    field = manager.get_by_role("textbox", name="Текст сообщения")
    await expect(field).to_have_value("Ваш заказ готов, ждём до 19:00")
    await expect(field).to_be_focused()


async def test_a_menu_of_the_network_and_the_balance(living: Stand, owner: Page) -> None:
    living.city.networks.card("a1-2").cents = 712
    await owner.goto(f"{living.web}/sims/a1-2")
    console = owner.get_by_role("log", name="USSD-запросы")
    await owner.get_by_role("textbox", name="Код", exact=True).fill("*141#")
    await owner.keyboard.press("Enter")
    await owner.get_by_role("button", name="2 · Номер и тариф").click(timeout=SLOW)
    await owner.get_by_role("button", name="1 · Мой номер").click(timeout=SLOW)
    await expect(console).to_contain_text("Ваш номер: +375296000002", timeout=SLOW)
    # It has ended by itself: codes are offered again, and no menu.
    await expect(owner.get_by_role("button", name="Баланс *100#")).to_be_visible()
    balance = owner.get_by_role("region", name="Баланс")
    await balance.get_by_role("button", name="Узнать сейчас").click()
    await expect(balance).to_contain_text("7,12 BYN", timeout=SLOW)
    await balance.get_by_text("Ответ сети слово в слово").click()
    await expect(balance).to_contain_text("Баланс:7.12р.")
    # МТС of the office is MTS of the product: its code is offered too.
    await owner.goto(f"{living.web}/sims/mts-1")
    await expect(owner.get_by_role("button", name="Баланс *100#")).to_be_visible()


async def test_forwarding_when_busy_is_confirmed_by_the_network(living: Stand, owner: Page) -> None:
    card = living.city.networks.card("a1-1")
    await owner.goto(f"{living.web}/sims/a1-1")
    form = owner.get_by_role("region", name="Переадресация у оператора")
    busy = form.get_by_role("textbox", name="Если занято")
    await busy.fill("+375296000001")
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form.get_by_role("alert")).to_be_visible()  # to itself: refused, in words
    await busy.fill("+375 29 610-20-30")
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form).to_contain_text("сеть приняла +375 29 610-20-30", timeout=SLOW)
    assert {why: each.to for why, each in card.forwards.items()} == {"busy": "+375296102030"}
    await busy.fill("")
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form).to_contain_text(re.compile("снято .*по настройкам"), timeout=SLOW)
    assert card.forwards == {}


async def test_a_swapped_card_is_seen_while_one_looks(living: Stand, owner: Page) -> None:
    networks = living.city.networks
    slot = networks.routing.slot("life-1")
    assert slot is not None
    await owner.goto(f"{living.web}/sims")
    card = owner.locator('[data-line="life-1"]')
    await expect(card).to_have_attribute("data-state", "free")
    try:
        networks.radio.remove(slot)
        await expect(card).to_have_attribute("data-state", "no_sim", timeout=SLOW)
        networks.radio.insert(slot, SimCard(
            iccid="8937504999999999999", imsi="257049999999999", number="+375257009999",
            operator="life:)",
        ))  # fmt: skip
        await expect(card).to_have_attribute("data-state", "free", timeout=SLOW)
        await card.click()
        history = owner.get_by_role("region", name="История")
        await expect(history).to_contain_text("8937504999999999999")
    finally:
        await networks.restore("life-1")


def row(tests: Locator, key: str) -> Locator:
    return tests.locator(f'[data-test="{key}"]')


async def test_a_gateway_is_printed_looked_at_and_a_line_restarted(
    living: Stand, owner: Page
) -> None:
    await owner.goto(f"{living.web}/gateways/goip")
    setup = owner.get_by_role("region", name="Что вписать в устройство")
    await expect(setup).to_contain_text("Forwarding to VoIP Number")
    await setup.get_by_role("button", name="Показать пароли").click()
    await expect(setup.get_by_text("••••••••")).to_have_count(0)
    seen = asyncio.Event()

    async def answers_late(route: Route) -> None:
        await seen.wait()
        await route.continue_()

    await owner.route("**/api/v1/commands/*", answers_late)
    await owner.get_by_role("button", name="Проверить", exact=True).click()
    await expect(owner.get_by_text("Вся проверка займёт не больше")).to_be_visible()
    seen.set()
    await owner.unroute("**/api/v1/commands/*")
    tests = owner.get_by_role("list", name="Проверка снаружи")
    for key in ("page", "login", "registered.a1-1", "keepalive.life-1"):
        await expect(row(tests, key)).to_contain_text("в порядке", timeout=SLOW)
    # A line is restarted: what it costs is told first, and it comes back.
    await owner.goto(f"{living.web}/sims/a1-2")
    await owner.get_by_role("button", name="Перезапустить линию").click()
    window = owner.get_by_role("dialog")
    await expect(window).to_contain_text("нельзя ни звонить, ни принимать")
    await window.get_by_role("button", name="Перезапустить линию").click()
    await expect(owner.get_by_text("Команда ушла")).to_be_visible(timeout=SLOW)
    await owner.goto(f"{living.web}/repairs?of=repairs")
    await expect(owner.get_by_role("main")).to_contain_text("A1 вторая", timeout=SLOW)
    await living.desk.until_sim("a1-2", {"online": True, "registered": True, "voip": True})


async def test_costs_follow_the_calls(living: Stand, owner: Page) -> None:
    city = living.city
    await owner.goto(f"{living.web}/sims/mts-1")
    tariff = owner.get_by_role("region", name="Тариф и лимиты")
    await tariff.get_by_label("Минута", exact=True).fill("много")
    await expect(tariff).to_contain_text("Сумма, например 12,50")
    await tariff.get_by_label("Минута", exact=True).fill("0,25")
    await tariff.get_by_label("Плата за месяц").fill("5")
    await tariff.get_by_role("button", name="Сохранить").click()
    await expect(owner.get_by_text(re.compile("Сохранено, версия"))).to_be_visible()
    client = city.subscriber("+375297330022", behaviour=answers(0.1))
    city.phones["181"].behave(Behaviour())
    call = await city.phones["181"].call("+375297330022")
    await call.until_answered()
    await city.until(lambda: call.talking, "181 talks")
    await call.hang_up()
    await city.until_quiet()
    client.behave(answers())
    costs = owner.get_by_role("main")
    deadline = 20
    for _ in range(deadline):
        await owner.goto(f"{living.web}/costs")
        line = costs.get_by_role("row").filter(has_text="МТС")
        await expect(line).to_be_visible()
        if "5,25" in (await line.inner_text()):
            break
        await owner.wait_for_timeout(500)
    await expect(line).to_contain_text("5,25")


async def test_rules_are_kept_and_refused_beside_the_field(living: Stand, owner: Page) -> None:
    await owner.goto(f"{living.web}/rules")
    rules = owner.get_by_role("region", name="Сообщения")
    pace = rules.get_by_label("Секунд между SMS на одной карте")
    await pace.fill("0")
    await expect(rules).to_contain_text("Целое число от 1 до 60")
    await expect(rules.get_by_role("button", name="Сохранить")).to_be_disabled()
    await pace.fill("5")
    since = rules.get_by_label("Тишина с")
    await since.fill("")
    await expect(rules).to_contain_text("у тишины нужны оба края")
    await since.fill("2030")
    await since.blur()
    await expect(since).to_have_value("20:30")
    await rules.get_by_label("SMS на пропущенный звонок").check()
    await expect(rules).to_contain_text("Напишите, что отправлять")
    await expect(rules.get_by_role("button", name="Сохранить")).to_be_disabled()
    await rules.get_by_label("Что написать").fill("Мы перезвоним. Не писать: ответьте СТОП")
    await expect(rules).to_contain_text("1 SMS")
    await rules.get_by_role("button", name="Сохранить").click()
    await expect(owner.get_by_text(re.compile("Сохранено, версия")).first).to_be_visible()
    policy = (await living.desk.get("/office"))["policy"]["sms"]
    assert (policy["quiet_from"], policy["pace"]) == ("20:30", 5)
    text = "Мы перезвоним. Не писать: ответьте СТОП"
    assert policy["missed"] == {"text": text, "once_hours": 24}
