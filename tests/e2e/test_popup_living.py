"""P02 with real calls: from the first ring at the phone to the pop-up in the page, and away."""

import statistics
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from vochi.lab.behaviour import RINGS
from vochi.lab.stand import Stand

from .conftest import ARGS

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLIENT, A1 = "+375296118833", "+375296000001"
CALLS = 20

#: The page itself notes the frame in which the pop-up is there, and the one in which it is gone.
WATCH = """() => {
  window.frames_ = [];
  let was = false;
  const look = () => {
    const is = document.querySelector('[data-testid=popup]') !== null;
    if (is !== was) window.frames_.push({is, at: Date.now()});
    was = is;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
#: Not `wait_for_function`: the page forbids what it does (CSP, unsafe-eval).
NEXT = """async (count) => {
  const until = Date.now() + 15000;
  while (window.frames_.length < count && Date.now() < until)
    await new Promise((on) => setTimeout(on, 20));
  return window.frames_[count - 1].at;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def page(living: Stand, chromium: str) -> AsyncIterator[Page]:
    """Анна Климович (180) reads the list of clients."""
    await living.desk.post("/clients", {"name": "Ольга Кравец", "phones": [CLIENT]})
    password = await living.create_account("popup", "employee", "anna", "Анна Климович")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        opened = await browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="ru-RU", service_workers="block"
        )
        page = await opened.new_page()
        await page.goto(f"{living.web}/clients")
        await page.get_by_label("Логин").fill("popup")
        await page.get_by_label("Пароль", exact=True).fill(password)
        await page.get_by_role("button", name="Войти").click()
        await expect(page.get_by_role("heading", name="Клиенты", level=1)).to_be_visible()
        yield page
        await browser.close()


def p95(seconds: list[float]) -> float:
    """Of twenty, the nineteenth."""
    return sorted(seconds)[-(-len(seconds) * 95 // 100) - 1]


@pytest.mark.timeout(240)
async def test_twenty_real_calls_are_seen_and_gone_at_once(living: Stand, page: Page) -> None:
    city = living.city
    for phone in city.phones.values():
        phone.behave(RINGS)
    client = city.subscriber(CLIENT)
    hers = city.phones["180"]
    await page.wait_for_timeout(500)
    await page.evaluate(WATCH)
    popup, seen, gone = page.get_by_test_id("popup"), [], []
    for count in range(CALLS):
        calling = await client.call(A1)
        rings = await city.until_rings(hers)
        assert rings.rang_at is not None
        # The lab counts from its own zero; the page by the clock of this same machine.
        rang = time.time() - (city.clock() - rings.rang_at)
        shown = await page.evaluate(NEXT, 2 * count + 1)
        seen.append(shown / 1000 - rang)
        await expect(popup).to_contain_text("Ольга Кравец")
        other = await city.until_rings(city.phones["181"])
        other.answer()
        answered = time.time()
        left = await page.evaluate(NEXT, 2 * count + 2)
        gone.append(left / 1000 - answered)
        await calling.hang_up()
        await city.until_quiet()
    print(
        f"\nseen p50 {statistics.median(seen):.3f} p95 {p95(seen):.3f} s, "
        f"gone p50 {statistics.median(gone):.3f} p95 {p95(gone):.3f} s"
    )
    assert p95(seen) < 0.5, seen
    assert p95(gone) < 0.5, gone
    assert city.failures() == ()
