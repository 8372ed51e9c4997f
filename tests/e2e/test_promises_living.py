"""P01 with real calls: nobody answers, and nothing is lost till somebody has talked to him."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from vochi.lab.behaviour import BUSY, RINGS, answers
from vochi.lab.stand import Stand

from .conftest import ARGS

pytestmark = pytest.mark.asyncio(loop_scope="session")

#: Two numbers of one client, and lines of two operators that he calls.
FIRST, SECOND = "+375296115511", "+375336115522"
A1, MTS = "+375296000001", "+375297000003"
#: A talk that is shorter reaches nobody.
TALK = 6.0


@pytest_asyncio.fixture(loop_scope="session")
async def todo(living: Stand, chromium: str) -> AsyncIterator[Page]:
    """Анна Климович (180) looks at who waits."""
    card = {"name": "Лидия Бондарь", "phones": [FIRST, SECOND]}
    await living.desk.post("/clients", card)
    password = await living.create_account("lidia", "employee", "anna", "Анна Климович")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        page = await browser.new_page(
            service_workers="block", viewport={"width": 1440, "height": 900}, locale="ru-RU"
        )
        await page.goto(f"{living.web}/todo")
        await page.get_by_label("Логин").fill("lidia")
        await page.get_by_label("Пароль", exact=True).fill(password)
        await page.get_by_role("button", name="Войти").click()
        await expect(page.get_by_role("region", name="Не забыть")).to_be_visible()
        yield page
        await browser.close()


@pytest.mark.timeout(300)
async def test_nobody_is_missed(living: Stand, todo: Page) -> None:
    city = living.city
    for phone in city.phones.values():
        phone.behave(RINGS)
    one, other = city.subscriber(FIRST), city.subscriber(SECOND)
    row = todo.get_by_role("listitem").filter(has_text="Лидия Бондарь")

    # He calls, nobody answers: he stands on the list with the clock running.
    calling = await one.call(A1)
    await city.until_rings(city.phones["180"])
    await calling.hang_up()
    await city.until_quiet()
    await expect(row).to_contain_text("звонил 1 раз", timeout=15_000)

    # He gets through from his other phone over another operator: gone by itself, by whom and when.
    city.phones["180"].behave(answers(0.3))
    calling = await other.call(MTS)
    await calling.until_answered()
    await expect(row).to_contain_text("вы сейчас говорите", timeout=15_000)
    await asyncio.sleep(TALK)
    await calling.hang_up()
    await city.until_quiet()
    await expect(row).to_have_count(0, timeout=15_000)
    (kept,) = (await living.desk.get("/promises", state="kept", number=FIRST))["items"]
    assert (kept["how"], kept["by"]) == ("came", "Анна Климович")

    # Missed again. One key: her phone rings, then his, which is busy: it stays, and says so.
    city.phones["180"].behave(RINGS)
    calling = await one.call(A1)
    await city.until_rings(city.phones["180"])
    await calling.hang_up()
    await city.until_quiet()
    await expect(row).to_be_visible(timeout=15_000)
    one.behave(BUSY)
    city.phones["180"].behave(answers(0.3))
    await todo.keyboard.press("j")
    await todo.keyboard.press("Enter")
    await expect(row).to_contain_text("не дозвонились: Анна Климович", timeout=25_000)
    await expect(row).to_contain_text("занято")
    await city.until_quiet()
    await expect(row).not_to_contain_text("вы перезваниваете", timeout=15_000)

    # Once more, and he answers: kept, with her name.
    one.behave(answers(0.3))
    tried = one.last
    await todo.keyboard.press("c")
    await city.until(lambda: one.last is not tried and one.last.talking, "he answers", 40)
    await expect(row).to_contain_text("вы сейчас говорите", timeout=15_000)
    await asyncio.sleep(TALK)
    await one.last.hang_up()
    await expect(row).to_have_count(0, timeout=40_000)
    await city.until_quiet()
    kept = (await living.desk.get("/promises", state="kept", number=FIRST))["items"][0]
    assert (kept["how"], kept["by"], kept["tries"]) == ("called", "Анна Климович", 1)
    await todo.get_by_role("button", name=re.compile("^Закрыто сегодня")).click()
    await expect(row.first).to_contain_text("перезвонил Анна Климович")
