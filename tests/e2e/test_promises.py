"""P01, B07: clients who wait, on the screen of whoever calls them back."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from . import day, story
from .running_hub import RunningHub

#: `j`, and Enter before the page was drawn anew.
HASTY = """
for (const [code, key] of [['KeyJ', 'j'], ['Enter', 'Enter']]) {
  document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }));
}
"""


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text)


@pytest.fixture
def client(hub: RunningHub, api: httpx.Client) -> Iterator[str]:
    """A card with two numbers; the first called in vain."""
    stamp = int(time.time() * 10) % 10_000_000
    numbers = [f"+37529{stamp:07d}", f"+37544{stamp:07d}"]
    name = f"Кондитерская {stamp}"
    card = api.post("/api/v1/clients", json={"name": name, "phones": numbers})
    assert card.status_code == 201, card.text
    day.missed(hub.box, time.time() - 60, numbers[0], 21.0)
    yield name
    hub.box.tell(_talk(time.time(), numbers[1]))


def _talk(at: float, number: str, who: str = "181") -> list[Any]:
    call, rows = story.incoming(at, number, day.SALES, "city", "+375172000100")
    return [*rows, *story.answer(call, at + 2, who), *story.hang_up(call, at + 12)]


def _numbers(api: httpx.Client, name: str) -> list[str]:
    (card,) = api.get("/api/v1/clients", params={"q": name}).json()["items"]
    return [phone["number"] for phone in card["phones"]]


def test_he_is_gone_by_himself_when_he_gets_through_by_another_number(
    page: Page, hub: RunningHub, api: httpx.Client, client: str
) -> None:
    page.goto(f"{hub.base}/todo")
    item = row(page, client)
    expect(item).to_contain_text("звонил 1 раз, ждал 0:21")
    expect(item).to_contain_text("Продажи")
    hub.box.tell(_talk(time.time() - 12, _numbers(api, client)[1]))
    expect(item).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Закрыто сегодня")).click()
    expect(row(page, client)).to_contain_text("дозвонился сам, Олег Сорока")


def test_one_key_calls_back_and_nobody_else_can(
    page: Page, hub: RunningHub, api: httpx.Client, client: str
) -> None:
    page.goto(f"{hub.base}/todo?view=nobody")
    item = row(page, client)
    expect(item).to_be_visible()
    at = int(item.get_attribute("aria-posinset") or 1)
    for _ in range(at - 1):
        page.keyboard.press("j")
    page.evaluate(HASTY)
    expect(item.locator("[data-promise]")).to_be_focused()
    command = hub.box.next_command("originate")
    number = _numbers(api, client)[0]
    assert command["action"] == {"kind": "originate", "extension": "180", "to": number}
    expect(item).to_contain_text("вы перезваниваете")
    hub.box.done(command)
    now = time.time()
    call, rows = story.outgoing(now, "180", number)
    hub.box.tell(rows)
    hub.box.tell(story.hang_up(call, now + 15))
    expect(item).to_contain_text("не дозвонились: Ирина Коваль")
    expect(item).not_to_contain_text("вы перезваниваете")
    day.called(hub.box, now + 20, "180", number, waited=3.0, talked=30)
    expect(item).to_have_count(0)
    found = api.get("/api/v1/promises", params={"state": "kept", "number": number}).json()
    assert [(each["how"], each["by"]) for each in found["items"]] == [("called", "Ирина Коваль")]


def test_a_colleague_who_calls_is_seen_and_is_not_doubled(
    page: Page, hub: RunningHub, api: httpx.Client, client: str
) -> None:
    page.goto(f"{hub.base}/todo")
    item = row(page, client)
    expect(item).to_be_visible()
    call, rows = story.outgoing(time.time(), "181", _numbers(api, client)[1])
    hub.box.tell(rows)
    expect(item).to_contain_text("звонит Олег Сорока")
    expect(item.get_by_role("button", name="Позвонить")).to_have_count(0)
    (it,) = [p for p in api.get("/api/v1/promises").json()["items"] if p["name"] == client]
    refused = api.post(f"/api/v1/promises/{it['id']}/call", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "being_called")
    assert refused.json()["facts"]["name"] == "Олег Сорока"
    hub.box.tell(story.hang_up(call, time.time()))


def test_it_is_closed_with_a_reason_and_undone(page: Page, hub: RunningHub, client: str) -> None:
    def answers_late(route: Route) -> None:
        answer = route.fetch()
        expect(item).to_have_count(0)  # the stream has told it
        route.fulfill(response=answer)

    page.goto(f"{hub.base}/todo")
    item = row(page, client)
    item.get_by_role("button", name="Закрыть или передать").click()
    page.route("**/close", answers_late)
    page.get_by_role("menuitem", name="Вопрос решён").click()
    expect(item).to_have_count(0)
    page.get_by_role("button", name="Вернуть", exact=True).click()
    expect(item).to_be_visible()
    item.get_by_role("button", name="Закрыть или передать").click()
    page.get_by_role("menuitem", name="Павел Жук").click()
    expect(item).to_contain_text("Павел Жук")
    page.get_by_role("button", name=re.compile("^Мои")).click()
    expect(page.get_by_role("button", name=re.compile("^Мои"))).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(item).to_have_count(0)


def test_a_call_is_promised_by_hand(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    page.goto(f"{hub.base}/todo")
    page.get_by_role("button", name="Обещать звонок").click()
    page.get_by_role("textbox", name="Номер").fill("8 029 555-00-11")
    page.get_by_role("button", name=re.compile("^Завтра 10:00")).click()
    page.get_by_label("О чём").fill("счёт на <b>июнь</b>")
    page.get_by_role("button", name="Обещать", exact=True).click()
    item = row(page, "+375 29 555-00-11")
    expect(item).to_contain_text("обещали перезвонить: счёт на <b>июнь</b>")
    expect(item).to_contain_text("до завтра 10:00")
    expect(item).to_contain_text("вы")
    hub.box.tell(_talk(time.time(), "+375295550011", "180"))
    expect(item).to_have_count(0)


def test_a_phone_shows_all_of_it(page: Page, hub: RunningHub, client: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{hub.base}/todo")
    item = row(page, client)
    expect(item.get_by_role("button", name="Позвонить")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    box = item.get_by_role("button", name="Позвонить").bounding_box()
    assert box is not None
    assert box["width"] >= 40
    assert box["height"] >= 36
