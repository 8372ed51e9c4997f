"""What people do with the log: views, tables, deeds on many calls, one line a client."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.http import StreamingHttpResponse
from django.test import Client as Browser
from django.utils import timezone

from vochi.cli.bench.filling import build, fill
from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.accounts.models import Account, Deed
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Recording
from vochi.hub.link.recordings import recording_file
from vochi.hub.offices.services import publish
from vochi.lab.year import Plan, office_of, year

from .box import FakeBox, table

pytestmark = pytest.mark.django_db

PLAN = Plan(calls=400, days=3, first=timezone.now().date() - timedelta(days=4), clients=60)
Login = Callable[..., Browser]


@pytest.fixture
def log(company: Company) -> list[FoldedCall]:
    publish(company.pk, office_of(PLAN), None, "первая")
    calls = list(year(PLAN))
    fill(company.pk, calls)
    build(company.pk)
    return calls


@pytest.fixture
def olga(company: Company, log: list[FoldedCall], login: Login) -> Browser:
    return login(company, "olga", "owner", person="p0", name="Ольга")


def post(browser: Browser, path: str, body: Any, method: str = "post") -> Any:
    return getattr(browser, method)(
        f"/api/v1{path}", json.dumps(body), content_type="application/json"
    )


def sent(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer)  # type: ignore[arg-type]


def test_views_are_kept_shared_and_opened_first(
    company: Company, olga: Browser, login: Login
) -> None:
    body = {"name": "Пропущенные A1", "filters": {"result": "missed", "line": "a1-1"}}
    view = post(olga, "/views", body).json()
    assert (view["filters"], view["is_mine"], view["is_first"]) == (body["filters"], True, False)
    assert post(olga, "/views", body).json()["code"] == "view_taken"
    boris = login(company, "boris", "employee", person="p1", name="Борис")
    assert boris.get("/api/v1/views").json() == []
    assert post(boris, f"/views/{view['id']}", body, "put").status_code == 404
    shared = post(olga, f"/views/{view['id']}", body | {"is_shared": True}, "put").json()
    assert shared["is_shared"]
    (his,) = boris.get("/api/v1/views").json()
    assert (his["is_mine"], his["author"]) == (False, "Ольга")
    assert post(boris, f"/views/{view['id']}", body, "put").status_code == 403
    assert boris.put(f"/api/v1/views/{view['id']}/first").status_code == 204
    assert boris.get("/api/v1/views").json()[0]["is_first"]
    assert not olga.get("/api/v1/views").json()[0]["is_first"]
    assert boris.delete(f"/api/v1/views/{view['id']}").status_code == 403
    # No longer shared: it opens nobody's log but its maker's.
    post(olga, f"/views/{view['id']}", body, "put")
    assert boris.get("/api/v1/views").json() == []
    assert olga.delete(f"/api/v1/views/{view['id']}").status_code == 204
    assert olga.get("/api/v1/views").json() == []


def test_an_export_holds_all_rows_and_reckons_nothing(company: Company, olga: Browser) -> None:
    row = Call.objects.of(company).filter(direction="in").first()
    assert row is not None
    Call.objects.of(company).filter(pk=row.pk).update(
        row=row.row.replace('"name":""', '"name":"=HYPERLINK(1)"', 1)
    )
    body = sent(olga.get("/api/v1/calls/export", {"format": "csv", "zone": "Europe/Minsk"}))
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Дата", "Время", "Направление", "Итог"]
    assert len(rows) == PLAN.calls + 1
    cells = {cell for row in rows for cell in row}
    assert "'=HYPERLINK(1)" in cells
    assert "=HYPERLINK(1)" not in cells
    utc = sent(olga.get("/api/v1/calls/export", {"zone": "UTC", "direction": "in"}))
    lines = utc.decode("utf-8-sig").splitlines()
    assert lines[1].split(";")[1] != rows[1][1]  # another zone, another hour
    assert all(";входящий;" in line for line in lines[1:])
    book = openpyxl.load_workbook(io.BytesIO(
        sent(olga.get("/api/v1/calls/export", {"format": "xlsx", "result": "missed"}))
    ))  # fmt: skip
    sheet = book.worksheets[0]
    assert sheet.max_row == 1 + Call.objects.of(company).filter(result="missed").count()
    assert all(cell.data_type == "s" for line in sheet.iter_rows(min_row=2) for cell in line
               if cell.value is not None)  # fmt: skip
    done = Deed.objects.of(company).filter(action="calls_exported")
    assert done.count() == 3
    assert olga.get("/api/v1/calls/export", {"zone": "Mars/Base"}).json()["code"] == "no_such_zone"
    assert olga.get("/api/v1/calls/export", {"zone": "../../etc/passwd"}).status_code == 422


def test_counts(company: Company, olga: Browser) -> None:
    def count(**filters: Any) -> int | None:
        found: int | None = olga.get("/api/v1/calls/count", filters).json()["count"]
        return found

    calls = Call.objects.of(company)
    assert count() == PLAN.calls
    assert count(result="missed", direction="in") == calls.filter(result="missed").count()
    assert count(talked_from=60) == calls.filter(talked__gte=60).count()
    one = calls.exclude(client="").exclude(direction="internal").values_list("client", flat=True)[0]
    assert count(client=one) == calls.filter(client=one).count()
    assert count(q="29") is None


def test_one_line_for_each_client(company: Company, olga: Browser) -> None:
    def lines(**filters: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor = None
        for _ in range(60):
            more = {"cursor": cursor} if cursor else {}
            page = olga.get("/api/v1/calls/clients", filters | more | {"limit": 9}).json()
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found
        raise AssertionError("no end")

    calls = Call.objects.of(company).exclude(direction="internal").exclude(client="")
    for filters in (
        {},
        {"result": "missed"},
        {"department": "901", "direction": "in"},
        {"q": "29"},
    ):
        found = lines(**filters)
        fit = calls
        if "result" in filters:
            fit = calls.filter(result="missed")
        if "department" in filters:
            tagged = CallTag.objects.of(company).filter(kind="d", value="901")
            fit = calls.filter(pk__in=tagged.values("call"), direction="in")
        if "q" in filters:
            fit = calls.filter(client__contains="29")
        outside = [x for x in found if x["call"]["direction"] != "internal"
                   and x["call"]["client"]["number"]]  # fmt: skip
        numbers = [x["call"]["client"]["number"] for x in outside]
        assert len(numbers) == len(set(numbers)), filters
        want: dict[str, list[int]] = {}
        for pk, client in fit.order_by("-started_at", "-id").values_list("pk", "client"):
            want.setdefault(client, []).append(pk)
        if "q" not in filters:
            assert numbers == list(want)
        for x in outside:
            mine = want.get(x["call"]["client"]["number"])
            if mine:
                assert (x["call"]["id"], x["calls"]) == (mine[0], len(mine)), filters
        times = [x["call"]["started_at"] for x in found]
        assert times == sorted(times, reverse=True)


def test_tags_that_people_give_stay_when_calls_are_folded_anew(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    (row,) = anna.get("/api/v1/calls").json()["items"]
    tag = post(anna, "/labels", {"kind": "tag", "name": "Жалоба"}).json()["slug"]
    deed = {"ids": [row["id"]], "deed": {"action": "tag", "tag": tag}}
    assert post(anna, "/calls/bulk", deed).json() == {"calls": 1, "done": 1, "is_cut": False}
    assert post(anna, "/calls/bulk", deed).json()["done"] == 0
    refold(published.pk)
    (found,) = anna.get("/api/v1/calls", {"tag": tag}).json()["items"]
    assert (found["id"], found["tags"]) == (row["id"], [tag])
    deed["deed"] = {"action": "untag", "tag": tag}
    assert post(anna, "/calls/bulk", deed).json()["done"] == 1
    assert anna.get("/api/v1/calls", {"tag": tag}).json()["items"] == []
    none = {"ids": [row["id"]], "deed": {"action": "tag", "tag": "nowhere"}}
    assert post(anna, "/calls/bulk", none).json()["code"] == "no_such_tag"
    both = {"ids": [1], "filters": {}, "deed": {"action": "tag", "tag": tag}}
    assert post(anna, "/calls/bulk", both).status_code == 422


def test_a_deed_on_the_whole_result(company: Company, olga: Browser) -> None:
    tag = post(olga, "/labels", {"kind": "tag", "name": "Разобрать"}).json()["slug"]
    body = {"filters": {"result": "missed"}, "deed": {"action": "tag", "tag": tag}}
    missed = Call.objects.of(company).filter(result="missed").count()
    assert post(olga, "/calls/bulk", body).json() == {
        "calls": missed, "done": missed, "is_cut": False,
    }  # fmt: skip
    assert olga.get("/api/v1/calls/count", {"tag": tag}).json()["count"] == missed
    build(company.pk)
    assert olga.get("/api/v1/calls/count", {"tag": tag}).json()["count"] == missed


def test_recordings_in_an_archive(company: Company, olga: Browser, login: Login) -> None:
    rows = list(Call.objects.of(company).filter(has_recording=True)[:3])
    ids = [row.pk for row in rows]
    for row in rows:
        for mark in FoldedCall.model_validate_json(row.body).recordings:
            kept = Recording.objects.of(company).get(unique_id=mark.unique_id)
            path = recording_file(kept.sha256, kept.format)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"sound" * 1000)
    answer = post(olga, "/calls/recordings/export", {"ids": ids})
    with zipfile.ZipFile(io.BytesIO(sent(answer))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == 3
        assert all(archive.read(name) == b"sound" * 1000 for name in names)
        assert all("/" not in name and name.endswith(".mp3") for name in names)
    none = Call.objects.of(company).filter(has_recording=False).values_list("pk", flat=True)[0]
    lacking = post(olga, "/calls/recordings/export", {"ids": [none]})
    assert lacking.json()["code"] == "no_recordings"
    one = login(company, "one", "employee", person="p9")
    Account.objects.filter(login="one").update(sight="own")
    assert post(one, "/calls/recordings/export", {"ids": ids}).status_code in {200, 404}


def test_an_own_role_takes_exports_away(
    company: Company, log: list[FoldedCall], login: Login
) -> None:
    owner = login(company, "olga", "owner")
    role = {"name": "Без выгрузок", "base": "employee", "sight": "all", "denied": ["exports"]}
    slug = post(owner, "/roles", role).json()["slug"]
    clerk = login(company, "clerk", "employee")
    Account.objects.filter(login="clerk").update(own_role=slug)
    assert clerk.get("/api/v1/calls").status_code == 200
    assert clerk.get("/api/v1/calls/export").status_code == 403
    assert post(clerk, "/calls/recordings/export", {"ids": [1]}).status_code == 403
    assert log
