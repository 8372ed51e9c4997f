"""The report of a period: each number opens its calls, and only those that the asker sees."""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client as Browser
from openpyxl import load_workbook
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor

from vochi.cli.bench.filling import fill
from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account
from vochi.hub.companies.models import Company
from vochi.hub.notices.models import Channel, Contact, NoticeRow, Post
from vochi.hub.offices.services import publish
from vochi.hub.promises import filling as promised
from vochi.hub.reports import charts, days, keeping, letter, printing, rebuild
from vochi.hub.reports.schemas import CallReportOut
from vochi.lab.year import Plan, office_of, year

pytestmark = pytest.mark.django_db

PLAN = Plan(calls=260, days=10, first=date(2026, 11, 9), clients=60, people=8, departments=2)
FIRST, LAST = "2026-11-09", "2026-11-18"
GREY = HexColor("#666666")


@pytest.fixture
def filled(company: Company) -> Company:
    publish(company.pk, office_of(PLAN), None, "")
    fill(company.pk, year(PLAN))
    promised.catch_up()
    rebuild.rebuild(company.pk)
    return company


@pytest.fixture
def owner(filled: Company, login: Any) -> Browser:
    return login(filled, "owner", "owner", person="p0", name="Хозяин")


def read(browser: Browser, first: str = FIRST, last: str = LAST) -> Any:
    answer = browser.get("/api/v1/reports", {"first": first, "last": last})
    assert answer.status_code == 200, answer.content
    return answer.json()


def opened(browser: Browser, query: str) -> int:
    """How many calls the log shows under a figure, page by page."""
    asked = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
    found, cursor = 0, None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = browser.get("/api/v1/calls", asked | {"limit": "200"} | more)
        assert page.status_code == 200, (query, page.content)
        found += len(page.json()["items"])
        cursor = page.json()["next"]
        if not cursor:
            return found


def every_figure(told: Any) -> list[tuple[str, float]]:
    """(filter of the log, figure) of all that a report shows."""
    span = f"since={told['since'][:19]}Z&until={told['until'][:19]}Z"
    found = [(f"{span}&{part}", told["total"]["now"][n]) for n, part in told["filters"].items()]
    for row in told["people"]:
        found += [
            (f"{span}&{part.replace('{key}', row['key'])}", row["now"][name])
            for name, part in told["people_filters"].items()
        ]
    for group in ("departments", "lines", "sources"):
        found += [
            (f"{span}&{row['where']}&{told['filters'][name]}", row["now"][name])
            for row in told[group]
            for name in ("came", "answered", "missed", "open", "back", "went", "got")
        ]
    hourly = ("came", "answered", "missed", "went")
    found += [
        (f"{span}&{cell['where']}&{told['filters'][name]}", cell["now"][name])
        for cell in told["hours"]
        for name in hourly
    ]
    found += [
        (f"{span}&{cell['where']}", cell["now"]["came"] + cell["now"]["went"])
        for cell in told["hours"]
    ]
    for row in told["days"]:
        own = f"since={row['since'][:19]}Z&until={row['until'][:19]}Z"
        found += [(f"{own}&{told['filters'][name]}", row["now"][name]) for name in hourly]
    return found


def test_each_number_opens_its_calls(owner: Browser) -> None:
    told = read(owner)
    assert told["is_ready"]
    total = told["total"]["now"]
    assert total["came"] + total["went"] + total["inside"] == PLAN.calls
    assert total["missed"] == sum(total[n] for n in ("open", "back", "himself", "closed", "hidden"))
    assert total["answered"] == sum(total[f"speed{n}"] for n in range(6))
    assert total["came"] == total["answered"] + total["missed"] + total["turned"]
    assert min(len(told[n]) for n in ("people", "departments", "lines", "sources")) >= 2
    figures = every_figure(told)
    assert len(figures) > 300
    # Those with something in them, and some of those with nothing.
    for number, (query, figure) in enumerate(figures):
        if figure or number % 12 == 0:
            assert opened(owner, query) == figure, query


def test_the_longest_wait_is_a_call(owner: Browser) -> None:
    told = read(owner)
    call = owner.get(f"/api/v1/calls/{told['slowest']['call']}").json()
    assert call["direction"] == "in"
    assert call["waited"] == told["slowest"]["seconds"]


def test_the_period_before(owner: Browser) -> None:
    now, was = read(owner, "2026-11-13", "2026-11-16"), read(owner, "2026-11-09", "2026-11-12")
    assert (now["before_first"], now["before_last"]) == ("2026-11-09", "2026-11-12")
    assert now["total"]["before"] == was["total"]["now"]
    before = {row["key"]: row["now"]["came"] for row in was["lines"]}
    for row in now["lines"]:
        assert row["before"]["came"] == before.get(row["key"], 0)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-10", "2026-11-09"), ("2020-01-01", "2026-01-01"), ("0001-01-01", "0001-01-02")],
)
def test_a_period_that_is_none(owner: Browser, first: str, last: str) -> None:
    answer = owner.get("/api/v1/reports", {"first": first, "last": last})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_report_period")


@pytest.mark.parametrize(
    "figure", ["x", "weekday:8", "hour:24", "back:z", "spoke:1;drop", "turned:1", "within:99", ","]
)
def test_a_figure_that_is_none(owner: Browser, figure: str) -> None:
    answer = owner.get("/api/v1/calls", {"figure": figure})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_figure")


@pytest.mark.parametrize("sight", ["own", "departments"])
def test_a_limited_account_counts_its_own_calls(filled: Company, login: Any, sight: str) -> None:
    browser = login(filled, "some", "employee", person="p1")
    Account.scoped.of(filled).filter(login="some").update(sight=sight)
    told = read(browser)
    assert told["is_limited"]
    everybody = days.by_day(filled.pk, date(2026, 11, 9), date(2026, 11, 18), everything())
    assert 0 < told["total"]["now"]["came"] < sum(t["a", ""][0] for t in everybody.values())
    for query, figure in every_figure(told)[::5]:
        assert opened(browser, query) == figure, query
    assert browser.get("/api/v1/planner").json()["code"] == "role_needed"
    head = login(filled, "head", "head", person="p1")
    Account.scoped.of(filled).filter(login="head").update(sight=sight)
    assert head.get("/api/v1/planner").json()["code"] == "whole_company_needed"


def everything() -> Any:
    from vochi.hub.accounts.sight import EVERYTHING

    return EVERYTHING


def hostile(filled: Company) -> None:
    """An office whose names are what a spreadsheet would reckon and a page would run."""
    office = office_of(PLAN).model_dump(mode="json")
    office["people"][0]["name"] = '=HYPERLINK("http://x","y")'
    office["people"][1]["name"] = "<b>&amp;<script>alert(1)</script>"
    office["departments"][0]["name"] = "+cmd|' /C calc'!A0"
    publish(filled.pk, Office.model_validate(office), None, "")


def test_a_workbook_reckons_nothing(filled: Company, owner: Browser) -> None:
    hostile(filled)
    answer = owner.get("/api/v1/reports/export", {"first": FIRST, "last": LAST, "form": "xlsx"})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    told = read(owner)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    names = {cell.value for cell in cells if cell.data_type == "s"}
    assert '=HYPERLINK("http://x","y")' in names
    totals = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert totals["Входящих"] == told["total"]["now"]["came"]
    assert totals["Не перезвонили"] == told["total"]["now"]["open"]


@pytest.mark.parametrize("language", ["ru", "en", "be"])
def test_a_printed_report(filled: Company, owner: Browser, language: str) -> None:
    hostile(filled)
    Account.scoped.of(filled).update(language=language)
    answer = owner.get("/api/v1/reports/export", {"first": FIRST, "last": LAST})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"DejaVuSans" in answer.content  # its letters are in it
    assert b"/JavaScript" not in answer.content
    empty = owner.get("/api/v1/reports/export", {"first": "2020-01-01", "last": "2020-01-02"})
    assert empty.content.startswith(b"%PDF-")


def drawn(flow: Any) -> list[Drawing]:
    return [each for part in flow for each in getattr(part, "_content", ()) if
            isinstance(each, Drawing)]  # fmt: skip


def test_the_chart_of_days_is_as_high_as_the_calls(filled: Company, owner: Browser) -> None:
    told = CallReportOut.model_validate(read(owner))
    assert told.step == "day"
    printing.pdf(filled.pk, told, "ru")  # (knows the letters from now on)
    chart, heat = drawn(printing._Page(told, "ru").flow("x"))
    bars = [each for each in chart.contents if isinstance(each, Rect) and each.height != 6]
    for name, color in (("answered", printing._TEAL), ("missed", printing._CORAL)):
        highs = [each.height for each in bars if each.fillColor == color]
        counts = [row.now[name] for row in told.days if row.now[name]]
        assert len(highs) == len(counts) > 1
        for high, count in zip(highs, counts, strict=True):
            assert high / highs[0] == pytest.approx(count / counts[0])
    words = {each.text for each in chart.contents if isinstance(each, String)}
    assert {"Отвечено", "Пропущено", "09.11"} <= words
    assert {each.fillColor for each in chart.contents if isinstance(each, String)} == {GREY}
    assert GREY in {each.fillColor for each in heat.contents if isinstance(each, String)}
    quiet = told.model_copy(update={"days": told.days[:1]})
    assert len(drawn(printing._Page(quiet, "ru").flow("x"))) == 1  # one day is no chart


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (5, 2), (20, 5), (21, 10), (4001, 2000)]
)
def test_the_axis_has_round_numbers(most: int, step: int) -> None:
    printing._fonts()
    chart = charts.bars("Vochi", 400, ["x"], [charts.Series("y", printing._TEAL, (most,))])
    marks = [int(each.text) for each in chart.contents if isinstance(each, String)
             and each.text.isdigit()]  # fmt: skip
    assert marks == list(range(0, marks[-1] + 1, step))
    assert max(most, 1) <= marks[-1] < max(most, 1) + step
    assert len(marks) <= 6


def test_names_under_many_bars_do_not_touch() -> None:
    printing._fonts()
    names = [f"{day:02}.11" for day in range(1, 63)]
    chart = charts.bars("Vochi", 400, names, [charts.Series("", printing._TEAL, (3.0,) * 62)])
    at = [each.x for each in chart.contents if isinstance(each, String) and "." in each.text]
    wide = charts._width("00.11", "Vochi")
    assert len(at) > 10
    assert all(after - before > wide for before, after in pairwise(at))


def test_the_planner_tells_of_each_operator(filled: Company, owner: Browser) -> None:
    answer = owner.get("/api/v1/planner")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert {group["operator"] for group in told["groups"]} >= {"A1", "МТС", "life:)"}
    a1 = next(group for group in told["groups"] if group["operator"] == "A1")
    numbers = [each["lines"] for each in a1["plan"]["forecasts"]]
    assert numbers == [9, 10, 11, 12]
    shares = [each["blocked"] for each in a1["plan"]["forecasts"]]
    assert shares == sorted(shares, reverse=True)
    assert owner.get("/api/v1/planner").json() == told


# --- the letter --------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)  # half past eight in Minsk


@pytest.fixture
def reader(filled: Company, owner: Browser) -> Account:
    Channel.objects.add(filled, kind="mail", facts={"host": "127.0.0.1", "from": "a@b.by"})
    account = Account.scoped.of(filled).get(login="owner")
    Contact.objects.add(filled, account=account, mail="owner@example.com")
    return account


def test_the_letter_comes_once_a_week(filled: Company, owner: Browser, reader: Account) -> None:
    assert letter.send_due(filled.pk, MONDAY) == 0, "nobody wants it yet"
    wanted = owner.put(
        "/api/v1/reports/letter", {"is_wanted": True}, content_type="application/json"
    )
    assert wanted.json()["is_wanted"]
    assert letter.send_due(filled.pk, MONDAY - timedelta(hours=1)) == 0, "too early"
    assert letter.send_due(filled.pk, MONDAY - timedelta(days=3)) == 0, "a Friday"
    assert letter.send_due(filled.pk, MONDAY) == 1
    # The hub is started anew, or two of its processes look at once: nothing is sent again.
    assert letter.send_due(filled.pk, MONDAY + timedelta(minutes=5)) == 0
    assert letter.send_due(filled.pk, MONDAY + timedelta(days=1)) == 0
    (row,) = NoticeRow.objects.of(filled).filter(kind="weekly_report")
    assert Post.objects.of(filled).get(notice=row).account == reader
    assert "Васильки" in row.subject
    told = read(owner, "2026-11-09", "2026-11-15")["total"]["now"]
    assert f"{told['answered']:.0f} из {told['came']:.0f}" in row.text
    assert letter.send_due(filled.pk, MONDAY + timedelta(days=7)) == 1, "the next week"
    owner.put("/api/v1/reports/letter", {"is_wanted": False}, content_type="application/json")
    assert letter.send_due(filled.pk, MONDAY + timedelta(days=14)) == 0


def test_a_letter_of_a_hub_that_was_off(filled: Company, owner: Browser, reader: Account) -> None:
    owner.put("/api/v1/reports/letter", {"is_wanted": True}, content_type="application/json")
    assert letter.send_due(filled.pk, MONDAY + timedelta(days=3)) == 0, "too late to be news"
    assert letter.send_due(filled.pk, MONDAY + timedelta(days=1)) == 1


def test_the_preview_is_the_letter(filled: Company, owner: Browser, settings: Any) -> None:
    hostile(filled)
    settings.PUBLIC_URL = "https://office.example.com"
    found = letter.compose(
        letter.asker_of(Account.scoped.of(filled).get(login="owner")), date(2026, 11, 16)
    )
    assert "<script>" not in found.html
    span = "since=2026-11-09&amp;until=2026-11-15&amp;"
    assert f'href="https://office.example.com/calls?{span}' in found.html
    assert "https://office.example.com/reports" in found.text
    answer = owner.get("/api/v1/reports/letter/preview")
    assert answer.status_code == 200
    assert answer.json()["subject"].startswith("Васильки")


def test_a_limited_account_is_written_of_its_own(filled: Company, login: Any) -> None:
    login(filled, "some", "employee", person="p1")
    Account.scoped.of(filled).filter(login="some").update(sight="own")
    some = Account.scoped.of(filled).get(login="some")
    own = letter.compose(letter.asker_of(some), date(2026, 11, 16))
    assert "Только ваши звонки" in own.text


def test_the_company_s_clock(filled: Company) -> None:
    assert str(keeping.zone_of(filled.pk)) == "Europe/Minsk"
    assert letter.monday_of(datetime(2026, 11, 15, 21, 30, tzinfo=UTC), filled.pk) == date(
        2026, 11, 16
    )
