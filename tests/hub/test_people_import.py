"""Lists of people from files: read as they come, shown with their faults, made all or none."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from openpyxl import Workbook, load_workbook

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account, Deed
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.offices.services import publish

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

RUSSIAN = "ФИО;Логин;Роль;Внутренний;Отдел;Телефоны;Моб.\n"


def _preview(browser: Browser, data: bytes, name: str = "people.csv") -> Any:
    return browser.post("/api/v1/people/import/preview", {"file": SimpleUploadedFile(name, data)})


def _xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "encoding", "separator"),
    [
        (f"{RUSSIAN}Ольга Ёж;olga;Руководитель;150;Продажи;стол, программа;80291234567\n".encode(),
         "utf-8", ";"),
        (f"\ufeff{RUSSIAN}Ольга Ёж;olga;руководитель;150;901;программа;\n".encode(), "utf-8", ";"),
        (f"{RUSSIAN}Ольга Ёж;olga;head;150;продажи;1;\n".encode("cp1251"), "windows-1251", ";"),
        ("Name\tLogin\tExt\nОльга Ёж\tolga\t150\n".encode("utf-16"), "utf-16", "\t"),
        ("Імя,Лагін,Унутраны нумар\nОльга Ёж,olga,150\n".encode(), "utf-8", ","),
    ],
)  # fmt: skip
def test_files_of_every_kind(
    anna: Browser, published: Company, data: bytes, encoding: str, separator: str
) -> None:
    told = _preview(anna, data).json()
    assert (told["encoding"], told["separator"], told["good"], told["bad"]) == (
        encoding, separator, 1, 0,
    )  # fmt: skip
    (row,) = told["rows"]
    assert (row["person"]["name"], row["person"]["extension"]) == ("Ольга Ёж", "150")
    assert current(published.pk).version == 1


def test_each_line_says_what_is_wrong(anna: Browser, published: Company) -> None:
    lines = [
        "Ольга;olga;head;182;Продажи;;",
        "Пётр;ol ga;царь;15;Склад;самовар;завтра",
        ";x1;;;;;",
        "Инна;anna;;112;;;",
        "Яна;yana;;150;;;",
        "Яков;yana;;150;;;",
        "Борис Ёлкин;;;182;;;",
    ]
    told = _preview(anna, (RUSSIAN + "\n".join(lines)).encode()).json()
    found = [
        {p["field"]: p["code"] for p in row["problems"] if p["severity"] == "error"}
        for row in told["rows"]
    ]
    assert found == [
        {"extension": "people.extension_of"},
        {"login": "people.bad_login", "role": "people.no_role",
         "departments": "people.no_department", "phones": "people.no_kind"},
        {"name": "people.no_name"},
        {"login": "login_taken"},
        {},
        {"extension": "people.extension_of", "login": "people.login_twice"},
        {},
    ]  # fmt: skip
    assert "Борис Ёлкин" in told["rows"][0]["problems"][0]["text"]
    assert (told["good"], told["bad"], told["skipped"]) == (1, 5, 1)


def test_confirmed_they_are_made_at_once(anna: Browser, published: Company) -> None:
    told = _preview(
        anna, f"{RUSSIAN}Ольга;olga;head;;Продажи;стол;\nПётр;petr;;;;нет;\nЮля;;;;;;\n".encode()
    ).json()
    people = [row["person"] for row in told["rows"]]
    answer = send(anna, "POST", "people/import", people=people, based_on=told["version"])
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["version"] == 2
    office = current(published.pk)
    assert len(office.people) == 6
    assert Account.scoped.of(published.pk).get(login="olga").role == "head"
    token = made["people"][0]["invite"]["path"].rsplit("/", 1)[1]
    assert send(Browser(), "POST", "invites/check", token=token).status_code == 200
    assert token not in str([deed.facts for deed in Deed.objects.of(published)])


def test_all_or_nobody(anna: Browser, published: Company) -> None:
    people = [{"name": "Один", "extension": "150"}, {"name": "Два", "extension": "150"}]
    answer = send(anna, "POST", "people/import", people=people)
    assert answer.json()["code"] == "person_has_problems"
    assert [p["field"] for p in answer.json()["facts"]["problems"]] == ["1/extension"]
    people[1]["extension"] = "112"
    answer = send(anna, "POST", "people/import", people=people)
    problems = answer.json()["facts"]["problems"]
    assert [p["field"] for p in problems if p["severity"] == "error"] == ["1/extension"]
    assert current(published.pk).version == 1


def test_workbooks_are_read_as_people_see_them(anna: Browser, published: Company) -> None:
    data = _xlsx(
        ["Employee", "Extension", "Login", "Mobile", "Ещё"],
        ['=HYPERLINK("http://x")', 150.0, "olga", 375291234567, "x"],
        ["Пётр", 151, "petr", "'+375 29 765-43-21", None],
    )
    told = _preview(anna, data, "people.xlsx").json()
    assert told["columns"][-1] == {"heading": "Ещё", "field": None}
    first, second = told["rows"]
    assert first["problems"][0]["code"] == "people.no_name"  # a formula that gave nothing
    assert (second["person"]["extension"], second["person"]["mobile"]) == (
        "151", "+375 29 765-43-21",
    )  # fmt: skip


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 70_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\x00\x01\x02", "table_unreadable"),
        (b"PK\x03\x04 nothing", "table_unreadable"),
        (b"\xd0\xcf\x11\xe0 old workbook", "table_unreadable"),
        (b"%PDF-1.7", "table_unreadable"),
        ("Город;Улица\nМинск;Ленина\n".encode(), "no_name_column"),
        ("Имя\n".encode(), "table_empty"),
        (("Имя\n" + "Анна\n" * 10_000).encode(), "too_many_rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "table_too_big"),
        (_bomb(), "table_too_big"),
        (("Имя;" + "x" * 200_000 + "\nАнна\n").encode(), "table_unreadable"),
    ],
    ids=range(11),
)
def test_hostile_files(anna: Browser, published: Company, data: bytes, code: str) -> None:
    answer = _preview(anna, data)
    assert (answer.status_code, answer.json()["code"]) in {(422, code), (413, code)}


def test_a_thousand_at_once(anna: Browser, published: Company) -> None:
    document = OFFICE.model_dump(mode="json")
    document["numbering"] = {"extensions": ["1", "2", "3"], "length": 4, "departments": ["9"]}
    publish(published.pk, Office.model_validate(document), None, "")
    rows = "".join(f"Сотрудник {n};u{n};;;Продажи;нет;\n" for n in range(300))
    told = _preview(anna, (RUSSIAN + rows).encode()).json()
    assert told["good"] == 300
    people = [row["person"] for row in told["rows"]]
    answer = send(anna, "POST", "people/import", people=people)
    assert answer.status_code == 201, answer.content
    assert len(current(published.pk).people) == 303


def test_what_goes_out_reckons_nothing_and_comes_in_again(
    anna: Browser, published: Company
) -> None:
    document = OFFICE.model_dump(mode="json")
    document["people"][1]["name"] = "=cmd|' /C calc'!A0"
    document["people"][2] |= {"mobile": "+375296666666", "pin": "975310"}
    publish(published.pk, Office.model_validate(document), None, "")
    text = anna.get("/api/v1/people/export?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[2][0] == "'=cmd|' /C calc'!A0"
    assert rows[3][7] == "+375296666666"
    assert "975310" not in text
    book = load_workbook(io.BytesIO(anna.get("/api/v1/people/export").content))
    cell = book.active["A3"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")
    again = _preview(anna, text.encode()).json()
    assert (again["good"], again["skipped"]) == (0, 3)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ru", "en", "be"])
def test_the_sample_is_a_good_file(
    anna: Browser, published: Company, form: str, language: str
) -> None:
    send(anna, "PATCH", "me", language=language)
    data = anna.get(f"/api/v1/people/import/sample?format={form}").content
    told = _preview(anna, data).json()
    # Of the two one is called as the owner logs in.
    assert all(column["field"] for column in told["columns"])
    assert [p["code"] for row in told["rows"] for p in row["problems"]] in ([], ["login_taken"])


def test_only_administrators(published: Company, login: Any) -> None:
    head = login(published, "head", "head", person="boris")
    assert _preview(head, "Имя\nАнна\n".encode()).status_code == 403
    assert head.get("/api/v1/people/export").status_code == 403
    assert send(head, "POST", "people/import", people=[{"name": "x"}]).status_code == 403
