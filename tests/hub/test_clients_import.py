"""Files of clients: read as they come, shown first, brought in once, taken back, taken along."""

import csv
import io
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from vochi.hub.accounts.models import Deed
from vochi.hub.clients import importing
from vochi.hub.clients.card_models import Import
from vochi.hub.clients.models import Client
from vochi.hub.companies.models import Company
from vochi.hub.tables.vcard import read_cards

from .browser import send
from .test_clients import add, patch

pytestmark = pytest.mark.django_db

RUSSIAN = "ФИО;Организация;Телефон;Почта;Метки;Заметка\n"
LINE = "Сергей Панько;Верас;8 029 123-45-67, 8 017 200-00-00;s@panko.by;Опт;любит чай\n"


def take(browser: Browser, data: bytes, name: str = "c.csv") -> Any:
    return browser.post("/api/v1/clients/imports", {"file": SimpleUploadedFile(name, data)})


def read(browser: Browser, company: Company, data: bytes) -> Any:
    taken = take(browser, data)
    assert taken.status_code == 201, taken.content
    assert importing.work(company.pk)
    return browser.get(f"/api/v1/clients/imports/{taken.json()['id']}").json()


def run(browser: Browser, company: Company, row: Any) -> Any:
    answer = send(browser, "POST", f"clients/imports/{row['id']}/run")
    assert answer.status_code == 200, answer.content
    assert importing.work(company.pk)
    return browser.get(f"/api/v1/clients/imports/{row['id']}").json()


def undo(browser: Browser, company: Company, row: Any) -> Any:
    answer = send(browser, "POST", f"clients/imports/{row['id']}/undo")
    assert answer.status_code == 200, answer.content
    assert importing.work(company.pk)
    return browser.get(f"/api/v1/clients/imports/{row['id']}").json()


def everybody(browser: Browser) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = browser.get("/api/v1/clients?limit=200").json()["items"]
    return items


def xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


VCARD3 = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Панько;Сергей;;;\r\nFN:Сергей Панько\r\nORG:Верас;Склад\r\n"
    "TEL;TYPE=CELL:8 029 123-45-67\r\nTEL;TYPE=WORK,VOICE:8 017 200-00-00\r\n"
    "EMAIL;TYPE=INTERNET:S@Panko.by\r\nCATEGORIES:Опт\r\nNOTE:любит\r\n  чай\r\nEND:VCARD\r\n"
)
VCARD4 = (
    "BEGIN:VCARD\nVERSION:4.0\nFN:Сергей Панько\nORG:Верас\nitem1.TEL;TYPE=cell;VALUE=uri:"
    "tel:+375-29-123-45-67\nTEL:+375 17 200 00 00\nEMAIL:s@panko.by\nCATEGORIES:Опт\n"
    "NOTE:любит чай\nEND:VCARD\n"
)
VCARD2 = (
    "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=A1=D0=B5=D1=80=D0=B3="
    "\n=D0=B5=D0=B9 =D0=9F=D0=B0=D0=BD=D1=8C=D0=BA=D0=BE\nORG:Верас\nTEL;CELL:+375291234567\n"
    "TEL;WORK:+375172000000\nEMAIL:s@panko.by\nCATEGORIES:Опт\nNOTE:любит чай\nEND:VCARD\n"
)


@pytest.mark.parametrize(
    ("data", "kind", "encoding"),
    [
        ((RUSSIAN + LINE).encode(), "csv", "utf-8"),
        ((RUSSIAN + LINE).encode("cp1251"), "csv", "windows-1251"),
        ((RUSSIAN + LINE).replace(";", "\t").encode("utf-16"), "csv", "utf-16"),
        (xlsx(["Имя", "Company", "Мобильный", "Тэлефон", "E-mail", "Тег", "Каментарый"],
              ["Сергей Панько", "Верас", 375291234567, "8 017 200-00-00", "s@panko.by", "Опт",
               "любит чай"]), "xlsx", ""),
        (VCARD3.encode(), "vcard", "utf-8"),
        (VCARD4.encode(), "vcard", "utf-8"),
        (VCARD3.encode("cp1251"), "vcard", "windows-1251"),
        (VCARD2.encode(), "vcard", "utf-8"),
    ],
)  # fmt: skip
def test_files_of_every_kind(
    anna: Browser, published: Company, data: bytes, kind: str, encoding: str
) -> None:
    seen = read(anna, published, data)
    assert (seen["kind"], seen["encoding"], seen["state"]) == (kind, encoding, "ready")
    assert seen["counts"] == {"made": 1, "changed": 0, "same": 0, "bad": 0}, seen["shown"]
    assert seen["new_tags"] == ["Опт"]
    assert everybody(anna) == []
    done = run(anna, published, seen)
    assert (done["state"], done["did"]["made"]) == ("done", 1)
    (card,) = everybody(anna)
    assert (card["name"], card["company_name"], card["emails"], card["tags"]) == (
        "Сергей Панько", "Верас", ["s@panko.by"], ["opt"],
    )  # fmt: skip
    assert [each["number"] for each in card["phones"]] == ["+375291234567", "+375172000000"]
    (note,) = anna.get(f"/api/v1/clients/{card['id']}/history").json()["items"]
    assert note["note"]["text"] == "любит чай"


def test_what_a_file_would_do_is_told_first(anna: Browser, published: Company) -> None:
    there = add(anna, name="Анна Лис", phones=["+375291110000"])
    add(anna, name="Двое-1", phones=["+375291110001"])
    add(anna, name="Двое-2", phones=["+375291110002"])
    data = (
        "Имя;Компания;Телефон\n"
        "Анна Лис-Новая;Луч;8 029 111-00-00\n"
        "Пётр;;не номер\n"
        "Новый;;8 029 111-00-05\n"
        "Ещё раз новый;Завод;+375291110005\n"
        "Двойной;;80291110001, 80291110002\n"
        ";;\n"
        "Испорчен;;3,75291E+11\n"
        "Анна Лис;;+375291110000\n"
    )
    seen = read(anna, published, data.encode())
    assert seen["counts"] == {"made": 1, "changed": 2, "same": 1, "bad": 3}
    assert [each["line"] for each in seen["shown"]["bad"]] == [3, 6, 8]
    assert [p["code"] for each in seen["shown"]["bad"] for p in each["problems"]] == [
        "clients.bad_number", "clients.of_two", "clients.number_lost",
    ]  # fmt: skip
    assert seen["shown"]["changed"][0]["fields"] == ["company_name"]
    assert seen["shown"]["changed"][1]["first"] == 4
    run(anna, published, seen)
    card = anna.get(f"/api/v1/clients/{there['id']}").json()
    assert (card["name"], card["company_name"]) == ("Анна Лис", "Луч")
    new = anna.get("/api/v1/clients/by-number/80291110005").json()
    assert (new["name"], new["company_name"]) == ("Новый", "Завод")
    twice = run_again = read(anna, published, data.encode())
    assert run_again["counts"]["made"] == 0
    assert twice["counts"]["changed"] == 0


@pytest.mark.parametrize(
    ("policy", "said"), [("fill", "Анна"), ("replace", "Анна Лис"), ("skip", "Анна")]
)
def test_cards_that_are_there(anna: Browser, published: Company, policy: str, said: str) -> None:
    there = add(anna, name="Анна", phones=["+375291110000"])
    seen = read(anna, published, "Имя;Телефон;Почта\nАнна Лис;80291110000;a@l.by\n".encode())
    changed = send(anna, "PATCH", f"clients/imports/{seen['id']}", policy=policy)
    assert (changed.status_code, changed.json()["state"]) == (200, "reading")
    importing.work(published.pk)
    run(anna, published, seen)
    card = anna.get(f"/api/v1/clients/{there['id']}").json()
    assert card["name"] == said
    assert card["emails"] == ([] if policy == "skip" else ["a@l.by"])


def test_columns_can_be_chosen(anna: Browser, published: Company) -> None:
    field = send(anna, "POST", "clients/fields", name="Размер", kind="number").json()
    seen = read(anna, published, "Кто;Куда звонить;Размер\nАнна;80291110000;4,5\n".encode())
    assert [each["field"] for each in seen["columns"]] == ["", "", f"values.{field['slug']}"]
    assert seen["counts"]["bad"] == 1
    wrong = send(anna, "PATCH", f"clients/imports/{seen['id']}", columns=["name", "nope", ""])
    assert (wrong.status_code, wrong.json()["code"]) == (422, "no_such_column")
    columns = ["name", "phone", f"values.{field['slug']}"]
    send(anna, "PATCH", f"clients/imports/{seen['id']}", columns=columns)
    importing.work(published.pk)
    run(anna, published, seen)
    (card,) = everybody(anna)
    assert (card["name"], card["values"]) == ("Анна", {field["slug"]: 4.5})


def test_an_import_is_taken_back(anna: Browser, published: Company) -> None:
    there = add(anna, name="Анна", phones=["+375291110000"])
    kept = add(anna, name="Вера", phones=["+375291110001"])
    data = (
        "Имя;Компания;Телефон;Почта;Заметка\n"
        "Анна;Луч;80291110000;a@l.by;из файла\n"
        "Вера;Верас;80291110001;;\n"
        "Новая;;80291110002;;тоже\n"
        "Нужная;;80291110003;;\n"
        "С заметкой;;80291110004;;\n"
    )
    before = [anna.get(f"/api/v1/clients/{each['id']}").json() for each in (there, kept)]
    done = run(anna, published, read(anna, published, data.encode()))
    now = {each["name"]: each for each in everybody(anna)}
    patch(anna, now["Вера"], version=now["Вера"]["version"], name="Вера Ясень")
    patch(anna, now["Нужная"], version=1, name="Очень нужная")
    send(anna, "POST", f"clients/{now['С заметкой']['id']}/notes", text="говорили")
    undone = undo(anna, published, done)
    assert (undone["state"], undone["stays"]) == ("undone", 3)
    assert {each["name"] for each in everybody(anna)} == {
        "Анна", "Вера Ясень", "Очень нужная", "С заметкой",
    }  # fmt: skip
    back = anna.get(f"/api/v1/clients/{there['id']}").json()
    for field in ("name", "company_name", "phones", "emails", "notes_count", "tags"):
        assert back[field] == before[0][field]
    assert anna.get(f"/api/v1/clients/{kept['id']}").json()["company_name"] == ""
    again = send(anna, "POST", f"clients/imports/{done['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "import_not_done")
    assert {"clients_imported", "clients_import_taken_back"} <= set(
        Deed.everything.values_list("action", flat=True)
    )


def test_an_old_import_stays(anna: Browser, published: Company) -> None:
    done = run(anna, published, read(anna, published, (RUSSIAN + LINE).encode()))
    Import.objects.of(published).update(finished_at=timezone.now() - timedelta(days=31))
    late = send(anna, "POST", f"clients/imports/{done['id']}/undo")
    assert (late.status_code, late.json()["code"]) == (409, "import_too_old")


def test_a_worker_that_died_is_followed_by_the_next(
    anna: Browser, published: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"Клиент {n};;8029{n:07};;;\n" for n in range(1200))
    seen = read(anna, published, (RUSSIAN + lines).encode())
    assert seen["counts"]["made"] == 1200
    send(anna, "POST", f"clients/imports/{seen['id']}/run")
    real = importing._in_step
    steps = []

    def dies(step: Any) -> None:
        if len(steps) == 1:
            raise KeyboardInterrupt
        steps.append(real(step))

    with monkeypatch.context() as broken:
        broken.setattr(importing, "_in_step", dies)
        with pytest.raises(KeyboardInterrupt):
            importing.work(published.pk)
    assert Client.objects.of(published).count() == 500
    assert not importing.work(published.pk)  # the other one may be alive
    Import.objects.of(published).update(beat_at=timezone.now() - timedelta(minutes=5))
    assert importing.work(published.pk)
    assert Client.objects.of(published).count() == 1200
    done = anna.get(f"/api/v1/clients/imports/{seen['id']}").json()
    assert (done["did"]["made"], done["done"]) == (1200, 1200)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\xd0\xcf\x11\xe0old excel", "table_unreadable"),
        (b"PK\x03\x04 no zip", "table_unreadable"),
        (b"a\x00b;c\n1;2\n", "table_unreadable"),
        (b"only;headings\n", "table_empty"),
    ],
)
def test_what_is_no_table_is_refused(anna: Browser, data: bytes, code: str) -> None:
    answer = take(anna, data)
    assert (answer.status_code, answer.json()["code"]) in {(422, code), (422, "invalid")}


def test_who_may_bring_in_and_take_along(anna: Browser, published: Company, login: Any) -> None:
    vera = login(published, "vera", "employee", person="vera")
    assert take(vera, (RUSSIAN + LINE).encode()).status_code == 403
    assert vera.get("/api/v1/clients/export").status_code == 403
    row = take(anna, (RUSSIAN + LINE).encode()).json()
    boris = login(published, "boris", "head", person="boris")
    assert boris.get(f"/api/v1/clients/imports/{row['id']}").status_code == 404
    assert boris.get("/api/v1/clients/imports").json() == []
    assert boris.get("/api/v1/clients/export").status_code == 200


HOSTILE = ["=1+1", "+cmd|x", "-2", "@SUM(A1)", "\tx", "<script>", "${SHELL()}", 'a"b;c', "a\r\nb"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "vcf", "vcf3"])
def test_nothing_in_an_export_reckons(anna: Browser, published: Company, form: str) -> None:
    for number, name in enumerate(HOSTILE):
        add(anna, name=name, company_name=name, phones=[f"+37529111000{number}"])
    answer = anna.get("/api/v1/clients/export", {"form": form})
    assert "attachment" in answer["Content-Disposition"]
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if form == "csv":
        cells = [c for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
                 for c in row]  # fmt: skip
        assert not [c for c in cells if c[:1] in "=@-\t" and c]
        assert not [c for c in cells if c[:1] == "+" and not c[1:].isdigit()]
        assert "+375291110000" in cells
    elif form == "xlsx":
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "inlineStr",
        }
        assert "=1+1" in {cell.value for row in sheet.iter_rows() for cell in row}
    else:
        cards = list(read_cards(io.BytesIO(data), "utf-8"))
        assert len(cards) == len(HOSTILE)
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    seen = read(anna, published, data)
    assert (seen["counts"]["made"], seen["counts"]["bad"]) == (0, 0)
    assert Deed.everything.filter(action="clients_exported").count() == 1


def test_many_lines_take_little(anna: Browser, published: Company) -> None:
    """3,000 lines here; the whole 100,000 are `bench clients`'s."""
    lines = "".join(f"Клиент {n};Фирма {n % 50};8029{n:07};;;\n" for n in range(3000))
    began = time.monotonic()
    run(anna, published, read(anna, published, (RUSSIAN + lines).encode()))
    assert Client.objects.of(published).count() == 3000
    assert time.monotonic() - began < 60
