"""S39, P26: a desk looks on while hub, box and engine are killed one after another during calls.

In the end it shows what the board says, and the board says what a fresh fold of the journal says:
no ghost, no row twice, nothing that needs F5.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from vochi.box.journal import Journal
from vochi.core.calls.fold import Folder
from vochi.lab.behaviour import RINGS, answers
from vochi.lab.side import Side
from vochi.lab.stand import Stand

from .conftest import ARGS

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(900)]

Row = dict[str, Any]
Shown = dict[str, list[list[str]]]
#: What a person sees, as the page says it of itself.
LOOK = """() => {
  const all = (what, tell) => [...document.querySelectorAll(what)].map(tell).sort();
  return {
    calls: all('[aria-labelledby=now-title] [data-call]', e => [e.dataset.call, e.dataset.tone]),
    people: all('button[data-drop=person][data-state]', e => [e.dataset.number, e.dataset.state]),
    parked: all('[aria-labelledby=parking-title] [data-call]',
                e => [e.dataset.slot, e.dataset.call]),
    // The tiles of the top, which a phone has further down, are on the page twice.
    lines: [...new Set(all('main button > .v-hidden', e => e.textContent))]
      .filter(e => e.includes('занято')).map(e => [e]),
  };
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def desk(living: Stand, chromium: str) -> AsyncIterator[Page]:
    """Борис (181), who leads a department, at his desk; the page is never loaded again."""
    password = await living.create_account("watcher", "head", "boris", "Борис Левин")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        page = await browser.new_page(
            service_workers="block", viewport={"width": 1440, "height": 900}, locale="ru-RU"
        )
        await page.goto(living.web)
        await page.get_by_label("Логин").fill("watcher")
        await page.get_by_label("Пароль", exact=True).fill(password)
        await page.get_by_role("button", name="Войти").click()
        await expect(page.get_by_role("region", name="Люди")).to_contain_text("Анна Климович")
        await page.evaluate("window.loadedOnce = true")
        yield page
        assert await page.evaluate("window.loadedOnce"), "the page was loaded again"
        await browser.close()


def seen(board: Row) -> Shown:
    """What the page must show of a board."""
    departments = {member: 0 for each in board["departments"] for member in each["members"]}
    for each in board["departments"]:
        for member in each["members"]:
            departments[member] += 1
    lines: dict[str, list[Row]] = {}
    for line in board["lines"]:
        lines.setdefault(line["operator"], []).append(line)
    return {
        "calls": sorted([call["linked_id"], _tone(call)] for call in board["calls"]),
        # Who is of two departments stands in both.
        "people": sorted(
            [person["extension"], person["state"]]
            for person in board["people"]
            for _ in range(departments.get(person["extension"]) or 1)
        ),
        "parked": sorted(
            [call["parked"]["slot"], call["linked_id"]] for call in board["calls"] if call["parked"]
        ),
        "lines": sorted([_operator(name, each)] for name, each in lines.items()),
    }


def _tone(call: Row) -> str:
    if call["parked"]:
        return "park"
    return {"ringing": "ring", "held": "hold"}.get(call["state"], "talk")


def _operator(name: str, lines: list[Row]) -> str:
    busy = sum(min(line["busy"], line["channels"]) for line in lines)
    channels = sum(line["channels"] for line in lines)
    off = channels - sum(line["channels"] for line in lines if line["online"])
    return f"{name}: занято {busy} из {channels}" + (f", {off} не на связи" if off else "")


async def until_same(stand: Stand, desk: Page, live: int, within: float = 40) -> Row:
    """Till the page shows what the board says, and that so many calls live."""
    end = asyncio.get_running_loop().time() + within
    while True:
        board: Row = {"calls": [], "people": [], "lines": [], "departments": []}
        try:
            board = await stand.desk.board()
        except Exception:
            if asyncio.get_running_loop().time() > end:
                raise
        shown = await desk.evaluate(LOOK)
        if shown == seen(board) and len(board["calls"]) == live:
            return board
        if asyncio.get_running_loop().time() > end:
            assert len(board["calls"]) == live, board["calls"]
            assert shown == seen(board)
        await asyncio.sleep(0.2)


def folded(stand: Stand) -> tuple[list[list[str]], dict[str, str | None]]:
    """A fresh fold of the journal: the calls that live with their states, and how others ended."""
    journal = Journal(stand.home.box / "journal.db", boot="reader")
    folder = Folder()
    try:
        seq = 0
        while entries := journal.after(seq, 10_000):
            for entry in entries:
                folder.feed(entry)
            seq = entries[-1].seq
    finally:
        journal.close()
    live = sorted([call.linked_id, call.state] for call in folder.open())
    ended = {call.linked_id: call.result for call in folder.calls() if call.state == "ended"}
    return live, ended


async def kill(stand: Stand, process: Any) -> None:
    old = stand.running.pid(process)
    stand.running.kill(process)
    await stand.running.until_back(process, old, 40)


async def talk(stand: Stand, number: str, account: str, did: str) -> Side:
    """A client talks with this phone; all others only ring."""
    for phone in stand.city.phones.values():
        phone.behave(RINGS)
    stand.city.phones[account].behave(answers(0.2))
    side = await stand.city.subscriber(number).call(did)
    sides = stand.city.phones[account].sides
    await stand.city.until(
        lambda: side.talking and any(each.talking for each in sides), f"{account} talks", 30
    )
    return side


async def test_a_desk_outlives_everything(living: Stand, desk: Page) -> None:
    stand = living
    first = await talk(stand, "+375291117701", "180", "+375296000001")
    anna = next(each for each in stand.city.phones["180"].sides if each.talking)
    await until_same(stand, desk, 1)

    # The hub dies; meanwhile one call is parked and another begins and goes on.
    old = stand.running.pid("hub")
    stand.running.kill("hub")
    second = await talk(stand, "+375291117702", "181", "+375296000002")
    await anna.press("*5")
    await stand.running.until_back("hub", old, 40)
    board = await until_same(stand, desk, 2)
    assert [call["parked"] is not None for call in board["calls"]] == [True, False]
    await expect(desk.get_by_role("region", name="Парковка")).to_contain_text("от: Анна")

    # The box dies; meanwhile one call ends and another begins.
    old = stand.running.pid("box")
    stand.running.kill("box")
    await second.hang_up()
    third = await talk(stand, "+375291117703", "182", "+375296000002")
    await stand.running.until_back("box", old, 40)
    await until_same(stand, desk, 2)

    # The engine dies: whatever was on is over, and the desk knows it by itself.
    old = stand.running.pid("engine")
    stand.running.kill("engine")
    await stand.running.until_back("engine", old, 40)
    await stand.until_alive(60)
    # No BYE came from the dead: whoever hears silence puts the receiver down.
    assert first.live
    assert third.live
    for party in stand.city.parties.values():
        for side in party.sides:
            await side.hang_up()
    await stand.city.until_quiet(60)
    await until_same(stand, desk, 0)

    # All of them once more, in the middle of a talk that goes on through hub and box.
    fourth = await talk(stand, "+375291117704", "180", "+375296000001")
    await kill(stand, "hub")
    await kill(stand, "box")
    # The hub may be up a moment before it has heard the box out.
    end = asyncio.get_running_loop().time() + 40
    while True:
        board = await until_same(stand, desk, 1)
        live, ended = folded(stand)
        rows = await stand.desk.calls()
        told = {row["linked_id"]: row["result"] for row in rows if row["state"] == "ended"}
        shown = [[call["linked_id"], call["state"]] for call in board["calls"]]
        if (live, ended) == (shown, told) or asyncio.get_running_loop().time() > end:
            break
        await asyncio.sleep(0.2)
    assert live == shown
    assert told == ended
    assert len(rows) == len(told) + 1, "a conversation stands twice in the log"
    await fourth.hang_up()
    await until_same(stand, desk, 0)
    assert folded(stand)[0] == []
