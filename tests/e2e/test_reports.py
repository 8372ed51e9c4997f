"""P21, B03: what an owner looks at in the evening, over a log of two thousand calls."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from vochi.core.calendar import OFF, calendar
from vochi.core.office.holidays import Holidays

from .conftest import signed_in
from .running_hub import ROOT, RunningHub, environment, start_hub

_FILL = """
import sys
from datetime import date
from pathlib import Path
from vochi.home import Home
from vochi.hub import boot
boot(Home(Path(sys.argv[1])))
from vochi.cli.bench.filling import fill
from vochi.hub import service
from vochi.hub.companies.models import Company
from vochi.hub.reports import rebuild
from vochi.lab.year import Plan, office_of, year
plan = Plan(calls=2000, days=28, first=date.fromisoformat(sys.argv[2]), people=9, departments=3,
            clients=400, office_version=2)
service.publish(office_of(plan), reason="год")
company = Company.objects.get().pk
fill(company, year(plan), first=1_000_000)
rebuild.rebuild(company)
"""

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub of an office that has worked for four weeks, till yesterday."""
    home = tmp_path_factory.mktemp("e2e-reports")
    running = start_hub(home)
    try:
        first = datetime.now(UTC).date() - timedelta(days=28)
        subprocess.run(
            [sys.executable, "-c", _FILL, str(running.home), str(first)],
            check=True, cwd=ROOT, env=environment(running.home),
        )  # fmt: skip
        yield running
    finally:
        running.stop()


@pytest.fixture
def owner(visitor: Page, filled: RunningHub) -> Page:
    """The owner of that office."""
    with signed_in(filled) as http:
        visitor.context.add_cookies(
            [
                {"name": name, "value": value, "url": filled.base}
                for name, value in http.cookies.items()
            ]
        )
    return visitor


def shown(page: Page) -> int:
    """How many calls the log shows: as its own API counts them, page by page."""
    with page.expect_request(re.compile(r"/api/v1/calls\?")) as asked:
        page.reload()
    expect(rows(page).first).to_be_visible()
    # The request may be one the reload cut short: its answer is gone with its page.
    return len(page.request.get(asked.value.url).json()["items"])


def is_working(day: date) -> bool:
    """Neither a weekend nor a holiday: then hardly anybody calls."""
    return day.weekday() < 5 and calendar(Holidays(), "BY").kind(day) != OFF


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Журнал звонков").get_by_role("listitem")


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_figure_opens_its_calls(owner: Page, filled: RunningHub) -> None:
    day = datetime.now(UTC).date() - timedelta(days=8)
    while not is_working(day):
        day -= timedelta(days=1)
    owner.goto(f"{filled.base}/reports?first={day}&last={day}")
    figure = owner.get_by_test_id("total-missed").get_by_role("link")
    missed = number(figure.inner_text())
    assert 5 < missed < 200
    figure.click()
    expect(owner).to_have_url(re.compile(r"/calls\?.*result=missed"))
    with signed_in(filled) as http:
        at = f"{day - timedelta(days=1)}T21:00:00Z", f"{day}T21:00:00Z"
        asked = {"since": at[0], "until": at[1], "result": "missed", "limit": 200}
        assert len(http.get("/api/v1/calls", params=asked).json()["items"]) == missed
    owner.go_back()
    slow = owner.get_by_role("region", name="Как быстро отвечаем")
    slow.get_by_text("Таблицей").click()
    link = slow.get_by_role("row", name="10 с – 20 с").get_by_role("link")
    waited = number(link.inner_text())
    link.focus()
    owner.keyboard.press("Enter")
    expect(owner).to_have_url(re.compile(r"waited_from=10&waited_to=20"))
    assert shown(owner) == min(waited, 50)
    owner.get_by_role("button", name="Из отчёта").click()
    expect(owner).not_to_have_url(re.compile("waited"))


def test_an_hour_of_the_week_opens_its_calls(owner: Page, filled: RunningHub) -> None:
    today = datetime.now(ZoneInfo("Europe/Minsk")).date()
    monday = today - timedelta(days=today.weekday() + 7)
    name = next(WEEKDAYS[n] for n in (1, 2, 3, 4, 0) if is_working(monday + timedelta(days=n)))
    owner.goto(f"{filled.base}/reports?period=lastWeek")
    cell = owner.get_by_role("link", name=re.compile(rf"^{name}, 11:00–12:00, звонков"))
    calls = number(cell.inner_text())
    cell.click()
    expect(owner).to_have_url(re.compile("figure=weekday"))
    assert shown(owner) == calls


def test_people_lines_and_letter(owner: Page, filled: RunningHub) -> None:
    # Not this month: on its first day nobody has called yet.
    last = datetime.now(UTC).date() - timedelta(days=1)
    first = last - timedelta(days=20)
    owner.goto(f"{filled.base}/reports/people?first={first}&last={last}")
    people = owner.get_by_role("region", name="Сотрудники").get_by_role("row")
    expect(people.nth(7)).to_be_visible()
    owner.get_by_role("link", name="Сколько нужно линий").click()
    expect(owner.get_by_role("region", name=re.compile("^A1 · "))).to_contain_text("в неделю")
    owner.get_by_role("link", name="Письмо").click()
    want = owner.get_by_role("switch", name="Присылать мне письмо")
    expect(want).not_to_be_checked()
    want.click()
    expect(want).to_be_checked()
    expect(owner.get_by_text("Почтовый сервер не настроен")).to_be_visible()
    owner.reload()
    expect(want).to_be_checked()
    want.click()
    expect(want).not_to_be_checked()
    expect(owner.get_by_text(re.compile("^Звонки за неделю"))).to_be_visible()


def test_taken_along(owner: Page, filled: RunningHub) -> None:
    owner.goto(f"{filled.base}/reports?period=lastMonth")
    for name, begins in (("PDF", b"%PDF-"), ("Excel", b"PK")):
        with owner.expect_download() as got:
            owner.get_by_role("link", name=name, exact=True).click()
        assert Path(got.value.path()).read_bytes().startswith(begins)


def test_days_without_calls(owner: Page, filled: RunningHub) -> None:
    owner.goto(f"{filled.base}/reports?first=2020-01-01&last=2020-01-02")
    expect(owner.get_by_text("За эти дни звонков нет")).to_be_visible()
