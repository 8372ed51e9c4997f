"""The whole house at once: real calls through a real Asterisk, seen and made in a real browser."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.stand import Stand

from .conftest import ARGS

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLIENT = "+375296114477"
#: P02 says 500 ms at p95; one call on a machine that runs a browser and two Asterisks beside it.
CARD_WITHIN = 1.5


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stand(living: Stand) -> Stand:
    """With a client who has a card."""
    await living.desk.post("/clients", {"name": "Наталья Гончар", "phones": [CLIENT]})
    return living


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def password(stand: Stand) -> str:
    return await stand.create_account("anna", "employee", "anna", "Анна Климович")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(stand: Stand, chromium: str, password: str) -> AsyncIterator[Page]:
    """Анна Климович (180) at her desk."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        page = await browser.new_page(
            service_workers="block", viewport={"width": 1440, "height": 900}, locale="ru-RU"
        )
        await page.goto(stand.web)
        await page.get_by_label("Логин").fill("anna")
        await page.get_by_label("Пароль", exact=True).fill(password)
        await page.get_by_role("button", name="Войти").click()
        await expect(page.get_by_role("navigation")).to_be_visible()
        await expect(page.get_by_text("Сейчас у вас нет разговора")).to_be_visible()
        yield page
        await browser.close()


@pytest.mark.timeout(180)
async def test_a_client_calls_and_is_called_back(stand: Stand, desk: Page) -> None:
    city, loop = stand.city, asyncio.get_running_loop()
    for phone in city.phones.values():
        phone.behave(Behaviour())

    # Her phone rings and the card of the client is there by itself (P02, S38).
    client = city.subscriber(CLIENT)
    calling = await client.call("+375296000001")
    await city.until_rings(city.phones["180"])
    rang = loop.time()
    name = desk.get_by_test_id("client-name")
    await expect(name).to_have_text("Наталья Гончар")
    assert loop.time() - rang < CARD_WITHIN
    await expect(desk.get_by_text("Снимите трубку телефона 180")).to_be_visible()

    # She answers; they hear each other; the desk says so (S39).
    city.phones["180"].last.answer()
    await calling.until_answered()
    await expect(desk.get_by_text(re.compile(r"Разговор\s*\d:\d\d"))).to_be_visible()
    await city.until(lambda: calling.talking, "client talks")
    await desk.get_by_role("button", name="Завершить").click()
    await calling.until_ended()
    await expect(desk.get_by_role("button", name="Завершить")).to_have_count(0)

    # The log has the call, its page plays the recording (S36, S37).
    await desk.goto(f"{stand.web}/calls?q=611-44-77")
    row = desk.get_by_role("link").filter(has_text="Наталья Гончар")
    await expect(row).to_have_count(1)
    (logged,) = await stand.desk.until_calls(
        lambda rows: bool(rows) and rows[0]["has_recording"], q="6114477"
    )
    assert logged["has_recording"]
    await row.click()
    await expect(desk.get_by_text("Запись разговора")).to_be_visible()
    await expect(desk.get_by_role("button", name="Слушать")).to_be_enabled()
    await desk.get_by_role("button", name="Слушать").click()
    slider = desk.get_by_role("slider").first
    await expect(slider).not_to_have_value("0")

    # One click calls back: her phone first, then the client's (P03).
    city.phones["180"].behave(answers(0.3))
    client.behave(answers(0.5))
    await desk.get_by_role("button", name=re.compile("Позвонить")).first.click()
    await city.until_rings(client)
    await city.until(lambda: client.last.talking and client.last != calling, "client talks again")
    await desk.goto(stand.web)
    await expect(name).to_have_text("Наталья Гончар")
    await client.last.hang_up()
    await city.until_quiet()


@pytest.mark.timeout(180)
async def test_a_client_is_parked_and_taken_back_on_the_desk(stand: Stand, desk: Page) -> None:
    """S26 with fingers on the screen: she parks him, sees the countdown, takes him back."""
    city = stand.city
    for phone in city.phones.values():
        phone.behave(Behaviour())
    city.phones["180"].behave(answers(0.3))
    client = city.subscriber(CLIENT)
    calling = await client.call("+375296000001")
    await calling.until_answered()
    await expect(desk.get_by_role("button", name="Парковать")).to_be_visible()
    await desk.get_by_role("button", name="Парковать").click()
    taken = desk.get_by_role("button", name=re.compile("Забрать с места \\d: Наталья Гончар"))
    await expect(taken).to_be_visible(timeout=15_000)
    await expect(taken).to_contain_text("от: Анна Климович")
    await expect(taken).to_contain_text(re.compile(r"1:[0-2]\d"))
    # His phone is free again and rings when the slot is taken on the desk.
    await city.until(lambda: not city.phones["180"].last.live, "the phone of 180 is free")
    await taken.click()
    await expect(taken).to_have_count(0, timeout=20_000)
    await city.until(lambda: city.phones["180"].last.talking, "180 talks again")
    await city.until(lambda: calling.talking, "the client is heard again")
    await expect(desk.get_by_test_id("client-name")).to_have_text("Наталья Гончар")
    await calling.hang_up()
    await city.until_quiet()
    logged, *_ = await stand.desk.until_calls(
        lambda rows: bool(rows) and rows[0]["state"] == "ended", q="6114477"
    )
    detail = await stand.desk.get(f"/calls/{logged['id']}")
    assert [(park["how"], park["by"]["extension"]) for park in detail["parks"]] == [
        ("taken", "180")
    ]
