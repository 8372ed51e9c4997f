"""The desk in a real browser while `bench desk` runs: when each call is painted."""

import asyncio
import os
import shutil
from dataclasses import dataclass, field, replace

#: Notes when a call is first in a frame that the screen shows.
_NOTE = """
window.painted = {};
const look = () => {
  for (const row of document.querySelectorAll('[data-call]')) {
    const id = row.dataset.call;
    if (!(id in window.painted)) window.painted[id] = Date.now();
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass(frozen=True)
class Painted:
    """When calls were painted, seconds; `times` are milliseconds since they began to ring."""

    at: dict[str, float] = field(default_factory=dict)
    times: tuple[float, ...] = ()
    why: str = ""

    def since(self, rang: dict[str, float]) -> "Painted":
        """With how long it took."""
        times = ((self.at[call] - at) * 1000 for call, at in rang.items() if call in self.at)
        return replace(self, times=tuple(times))


async def watch_page(base: str, cookies: dict[str, str], stop: asyncio.Event) -> Painted:
    """The desk of whoever has these cookies, until `stop`."""
    chromium = os.environ.get("VOCHI_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        return Painted(why="there is no chromium")
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - of developers alone
    except ImportError:
        return Painted(why="there is no playwright")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
        )
        await context.add_init_script(_NOTE)
        page = await context.new_page()
        await page.goto(base)
        await page.wait_for_selector("main h1", state="attached")
        await stop.wait()
        at: dict[str, float] = await page.evaluate("window.painted")
        await browser.close()
    return Painted({call: moment / 1000 for call, moment in at.items()})
