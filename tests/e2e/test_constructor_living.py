"""B04, S19, P05 in the whole house: drawn in a browser, heard on the telephone, and taken back."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.party import Subscriber
from vochi.lab.romashka import GREETING_MARK
from vochi.lab.stand import Stand

from .conftest import ARGS, Faults

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

CLIENT = "+375291117744"
NUMBER = "+375173000000"
#: The station takes a version, checks it and turns to it: a second or two, more under load.
RUNS = 30_000


@pytest.fixture
def quiet(living: Stand) -> Iterator[None]:
    """Phones do nothing by themselves, before and after."""
    for phone in living.city.phones.values():
        phone.behave(Behaviour())
    yield
    for phone in living.city.phones.values():
        phone.behave(Behaviour())


@pytest_asyncio.fixture(loop_scope="session")
async def house(living: Stand, quiet: None) -> AsyncIterator[Stand]:
    """The whole house; afterwards the office is what it was, and nobody has a draft."""
    before = await living.desk.get("/office")
    yield living
    await living.city.until_quiet()
    await living.desk.delete("/draft")
    now = await living.desk.get("/office")
    if now["inbound"] != before["inbound"]:
        now = await living.desk.post("/office/rollback", {"version": before["version"]})

    def runs(board: dict[str, Any]) -> bool:
        return bool((board["office"]["running"] or 0) >= now["version"])

    await living.desk.until_board(runs, "the office of before runs", 30)


@pytest_asyncio.fixture(loop_scope="session")
async def owner(house: Stand, chromium: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        page = await browser.new_page(
            service_workers="block", viewport={"width": 1440, "height": 900}, locale="ru-RU"
        )
        faults = Faults()
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{house.web}/schemes")
        await page.get_by_label("Логин").fill(house.login)
        await page.get_by_label("Пароль", exact=True).fill(house.password)
        await page.get_by_role("button", name="Войти").click()
        await expect(page.get_by_role("navigation").first).to_be_visible()
        yield page
        await browser.close()
        assert faults == []


def node(page: Page, name: str) -> Locator:
    return page.locator(f'[data-node="{name}"]')


async def test_what_is_drawn_is_heard_on_the_phone(house: Stand, owner: Page) -> None:
    before = (await house.desk.get("/office"))["version"]
    await draw_a_menu(owner)
    published = await publish(owner)
    assert published == before + 1
    client = house.city.subscriber(CLIENT)
    await calls_the_new_way(house, client)
    await look_at_the_call(house, owner)
    await roll_back(owner, before)
    await calls_the_old_way(house, client)


async def draw_a_menu(page: Page) -> None:
    """Before the departments a voice menu: 1 sales, 2 accounts."""
    await page.get_by_role("link", name="С городского").click()
    await expect(node(page, "hello")).to_be_visible()
    await node(page, "hello").click()
    await page.get_by_role("button", name="Убрать из схемы").click()
    await node(page, "start").click()
    # The wire was mended to sales: it is cut, so that the menu comes in between.
    start = page.get_by_role("complementary", name="Настройки: Звонок пришёл")
    await start.get_by_label("дальше", exact=True).select_option("Добавить новое…")
    await (
        page.get_by_role("dialog", name="Что будет дальше")
        .get_by_role("button", name="Меню", exact=True)
        .click()
    )
    menu = page.get_by_role("complementary", name="Настройки: Меню")
    for key in ("1", "2"):
        await menu.get_by_role("button", name=f"клавиша {key}").click()
    # What is missing lies on the node and goes as it is mended.
    await expect(node(page, "menu")).to_have_attribute("data-severity", "error")
    await expect(node(page, "menu")).to_contain_text("не выбрано")
    await menu.get_by_label("Запись").select_option("Приветствие")
    for way, to in (
        ("клавиша 1", "Продажи"), ("клавиша 2", "Бухгалтерия"),
        ("ничего не нажал", "Продажи"), ("нажал не то", "Продажи"),
    ):  # fmt: skip
        field = menu.get_by_role("combobox", name=way)
        option = await field.locator("option").filter(has_text=to).first.get_attribute("value")
        await field.select_option(option)
    await expect(page.locator('[data-severity="error"]')).to_have_count(0)
    await expect(page.get_by_text("черновик сохранён")).to_be_visible()


async def publish(page: Page) -> int:
    """From the drawing to what runs; gives the version."""
    await page.get_by_role("button", name="Опубликовать…").click()
    card = page.get_by_role("region", name="Черновик")
    await expect(card).to_contain_text("С городского")
    await expect(card).to_contain_text("«Меню: Приветствие»")
    await card.get_by_label("Зачем").fill("Меню для городского номера")
    nod = card.get_by_role("checkbox")
    if await nod.count():
        await nod.check()
    await card.get_by_role("button", name="Опубликовать").click()
    newest = page.get_by_role("region", name="История").get_by_role("listitem").first
    await expect(newest).to_contain_text("Меню для городского номера")
    now = page.get_by_role("region", name="Что работает сейчас")
    await expect(now.locator("li[data-is=done]")).to_have_count(4, timeout=RUNS)
    await expect(newest).to_contain_text("работает", timeout=RUNS)
    told = re.search(r"Работает версия (\d+)", await now.inner_text())
    assert told
    await expect(card).to_contain_text("Черновика нет")
    return int(told[1])


async def calls_the_new_way(house: Stand, client: Subscriber) -> None:
    """He hears the menu, presses 2: accounts ring, sales do not."""
    city = house.city
    for account in ("182", "183"):
        city.phones[account].behave(answers(1) if account == "182" else Behaviour())
    sales = {account: len(city.phones[account].sides) for account in ("180", "181")}
    calling = await client.call(NUMBER)
    await calling.until_answered()
    await asyncio.sleep(1.5)  # in the middle of the words: a key acts at once
    await calling.press("2")
    await city.until_rings(city.phones["182"])
    await city.until(lambda: city.phones["182"].last.talking, "182 talks")
    await asyncio.sleep(1)
    await calling.hang_up()
    await city.until_quiet()
    assert calling.hearing.find(GREETING_MARK).seconds > 0.25
    assert calling.hearing.find(city.phones["182"].tone).seconds > 0.25
    assert {account: len(city.phones[account].sides) for account in sales} == sales


async def look_at_the_call(house: Stand, page: Page) -> None:
    """Its page says which way it went; its way is played on the scheme."""
    (row, *_) = await house.desk.until_calls(
        lambda rows: bool(rows) and rows[0]["state"] == "ended", q=CLIENT[4:]
    )
    assert (row["result"], row["employee"]["extension"]) == ("answered", "182")
    path = (await house.desk.call(row["id"]))["path"]
    assert [each["node"] for each in path] == ["start", "menu", "accounts"]
    await page.goto(f"{house.web}/calls/{row['id']}")
    trace = page.get_by_role("region", name="Почему звонил и не звонил")
    await expect(trace).to_contain_text("нажато 2")
    await page.get_by_role("link", name="Показать на схеме").click()
    await expect(page.get_by_text("с тех пор схема не менялась")).to_be_visible()
    player = page.get_by_role("group", name="Как идёт звонок")
    await player.get_by_label("Скорость").select_option("4")
    await player.get_by_role("slider").press("End")
    await expect(node(page, "accounts")).to_have_attribute("data-step", "here")
    await expect(node(page, "menu")).to_have_attribute("data-step", "passed")
    await expect(node(page, "sales")).to_have_attribute("data-step", "ahead")


async def roll_back(page: Page, version: int) -> None:
    """One click and a nod."""
    await page.goto(re.sub(r"/calls/.*", "/publish", page.url))
    history = page.get_by_role("region", name="История")
    await history.get_by_role("button", name=f"Вернуть версию {version}", exact=True).click()
    window = page.get_by_role("dialog")
    await expect(window).to_contain_text("«Меню: Приветствие»")
    await window.get_by_role("button", name="Вернуть").click()
    newest = history.get_by_role("listitem").first
    await expect(newest).to_contain_text(f"Возврат к версии {version}")
    await expect(newest).to_contain_text("работает", timeout=RUNS)


async def calls_the_old_way(house: Stand, client: Subscriber) -> None:
    """After the greeting sales ring, whatever he presses."""
    city = house.city
    city.phones["180"].behave(answers(1))
    accounts = len(city.phones["182"].sides)
    calling = await client.call(NUMBER)
    await city.until_rings(city.phones["180"])
    await city.until(lambda: city.phones["180"].last.talking, "180 talks")
    await calling.hang_up()
    await city.until_quiet()
    assert len(city.phones["182"].sides) == accounts
