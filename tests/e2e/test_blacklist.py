"""'Blacklist with expiry, from any row': the rows that have no card of the client beside them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from .running_hub import RunningHub

STRANGER = "+375257770022"


@pytest.fixture(autouse=True)
def _nobody_listed(api: httpx.Client) -> Iterator[None]:
    yield
    api.delete(f"/api/v1/lists/blacklist/{STRANGER}")


def listed(api: httpx.Client) -> list[tuple[str, bool]]:
    """Numbers on the blacklist, and whether for a while only."""
    items = api.get("/api/v1/lists/blacklist").json()["items"]
    return [(each["number"], each["until"] is not None) for each in items]


def test_a_row_of_not_to_forget(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    """Nobody owes a call to whom he blacklists; one click brings both back."""
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    made = api.post("/api/v1/promises", json={"number": STRANGER, "due_at": due, "text": "КП"})
    assert made.status_code == 201, made.text
    page.goto(f"{hub.base}/todo")
    row = page.get_by_role("group", name="+375 25 777-00-22")
    row.get_by_role("button", name="Закрыть или передать").click()
    page.get_by_role("menuitem", name="На час").click()
    expect(page.get_by_text("в чёрном списке")).to_be_visible()
    expect(row).to_have_count(0)
    assert listed(api) == [(STRANGER, True)]
    page.get_by_role("button", name="Вернуть", exact=True).click()
    expect(row).to_be_visible()
    assert listed(api) == []


def test_a_thread_of_messages(page: Page, hub: RunningHub, api: httpx.Client) -> None:
    """By keys alone; the button says that he is listed."""
    page.goto(f"{hub.base}/sms/{STRANGER.replace('+', '%2B')}")
    page.get_by_role("button", name="В чёрный список").press("Enter")
    page.get_by_role("menuitem", name="Навсегда").press("Enter")
    listing = page.get_by_role("button", name="Убрать из чёрного списка")
    expect(listing).to_be_visible()
    assert listed(api) == [(STRANGER, False)]
    listing.press("Enter")
    expect(page.get_by_role("button", name="В чёрный список")).to_be_visible()
    assert listed(api) == []
