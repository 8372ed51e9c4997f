"""A browser (Debian's chromium) over a real hub that has lived through three days.

A `stand` fixture of a conftest above (hub, box, engine and lab) may stand in for `hub` here: the
tests need its `base`, `login`, `password`, and `box.tell` for what the stand cannot play itself.
"""

import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect as expect_later
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from vochi.lab.stand import Stand

from . import day
from .running_hub import RunningHub, start_hub

ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DIST = Path(__file__).parents[2] / "web" / "dist" / "index.html"

expect.set_options(timeout=10_000)
expect_later.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub with clients, a log, recordings."""
    assert DIST.exists(), "build the screens first: npm --prefix web run build"
    running = start_hub(tmp_path_factory.mktemp("e2e-hub"))
    try:
        with signed_in(running) as http:
            day.live_through(running, http)
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def signed_in(hub: RunningHub, login: str | None = None) -> Iterator[httpx.Client]:
    """A client of the public API in a session of its own."""
    with httpx.Client(base_url=hub.base, timeout=30) as http:
        http.get("/_allauth/browser/v1/auth/session")
        deadline = time.monotonic() + 60
        while True:
            answer = http.post(
                "/_allauth/browser/v1/auth/login",
                json={"username": login or hub.login, "password": hub.password},
                headers={"X-CSRFToken": http.cookies["csrftoken"]},
            )
            # The door lets thirty a minute in from one address, and a quick machine has more tests.
            if answer.status_code != 429 or time.monotonic() > deadline:
                break
            time.sleep(1)
        assert answer.status_code == 200, answer.text
        http.headers["X-CSRFToken"] = http.cookies["csrftoken"]
        yield http


@pytest.fixture(scope="session")
def chromium() -> str:
    path = os.environ.get("VOCHI_CHROMIUM") or shutil.which("chromium")
    assert path, "Debian's chromium is needed: apt-get install chromium"
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def living(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """The whole house, once for all tests that need it: each leaves it quiet."""
    async with Stand(tmp_path_factory.mktemp("living") / "stand") as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those with the whole house come last: its loop stands still while others run."""
    items.sort(key=lambda item: "living" in getattr(item, "fixturenames", ()))


@pytest.fixture
def api(hub: RunningHub) -> Iterator[httpx.Client]:
    with signed_in(hub) as http:
        yield http


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One a module: playwright's own event loop must be gone before `test_stand` has its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        yield running
        running.close()


class Faults(list[str]):
    """What went wrong in the page without anybody asking."""

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on(
            "console",
            # A refused answer (401, 404, 409) is told by the browser too, and is no fault here.
            lambda message: (
                self.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )


@pytest.fixture
def service_workers() -> Literal["allow", "block"]:
    """A worker answers beside the hub, and falsifies what a test counts: few want it."""
    return "block"


@pytest.fixture
def context(
    browser: Browser, service_workers: Literal["allow", "block"]
) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="ru-RU", service_workers=service_workers
    )
    yield opened
    opened.close()


@pytest.fixture
def visitor(context: BrowserContext) -> Iterator[Page]:
    """A page of somebody who has not signed in."""
    faults = Faults()
    page = context.new_page()
    faults.watch(page)
    yield page
    assert faults == []


def sign_in(page: Page, hub: RunningHub, login: str | None = None, at: str = "/") -> None:
    """Go through the door; the desk or `at` is there after it."""
    page.goto(hub.base + at)
    page.get_by_label("Логин").fill(login or hub.login)
    page.get_by_label("Пароль", exact=True).fill(hub.password)
    press_till_in(page, "Войти")


def press_till_in(page: Page, button: str) -> None:
    """Press it till the door opens: it lets thirty a minute in from one address, and says so."""
    inside, slow = page.get_by_role("navigation").first, page.get_by_text("Слишком часто")
    deadline = time.monotonic() + 70
    while True:
        page.get_by_role("button", name=button).click()
        expect(inside.or_(slow)).to_be_visible()
        if inside.is_visible() or time.monotonic() > deadline:
            break
        page.wait_for_timeout(2000)
    expect(inside).to_be_visible()


@pytest.fixture
def page(visitor: Page, hub: RunningHub) -> Page:
    """The desk of Ирина Коваль (180); `test_door` goes through the door itself."""
    visitor.context.add_cookies(
        [{"name": name, "value": value, "url": hub.base} for name, value in session_of(hub).items()]
    )
    visitor.goto(hub.base)
    expect(visitor.get_by_role("region", name="Люди")).to_contain_text("Ирина Коваль")
    return visitor


def session_of(hub: RunningHub) -> dict[str, str]:
    """Cookies of a session of `login`, a new one when a test has ended the last."""
    asked = httpx.get(f"{hub.base}/api/v1/me", cookies=hub.cookies, timeout=30)
    if asked.status_code != 200:
        with signed_in(hub) as http:
            hub.cookies = dict(http.cookies.items())
    return hub.cookies
