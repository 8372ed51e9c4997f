"""P27: desk phones fetch names by a secret address; nobody else learns that there is one."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client as Browser

from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.phonebook.models import PhoneBook
from vochi.hub.phonebook.public import is_near

from .browser import send

pytestmark = pytest.mark.django_db
NUMBER = "+375291234567"
HOSTILE = '</Name><script>"&\u202e'


def made(browser: Browser, **body: Any) -> dict[str, Any]:
    answer = send(browser, "POST", "phonebooks", **{"name": "Телефоны зала"} | body)
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def path(url: str) -> str:
    assert url.startswith("http://testserver/book/")
    return url.removeprefix("http://testserver").replace("#SEARCH", "%23SEARCH")


def fetched(url: str, address: str = "192.168.1.77", **asked: str) -> Any:
    answer = Browser().get(path(url), asked or None, REMOTE_ADDR=address)
    assert answer.status_code == 200, answer.content
    assert answer["content-type"] == "text/xml; charset=utf-8"
    return ET.fromstring(answer.content)


def test_every_maker_gets_its_own_format(anna: Browser) -> None:
    send(anna, "POST", "clients", name="Пётр Иванов", phones=[NUMBER, "+375172000000"])
    send(anna, "POST", "clients", name=HOSTILE, phones=["+375297777777"])
    links = made(anna)["links"]
    yealink = fetched(links["yealink"])
    names = [each.findtext("Name") for each in yealink.iter("DirectoryEntry")]
    assert names[:1] == ["Анна Климович"]
    assert "Пётр Иванов" in names
    assert '</Name><script>"&' in names
    petr = next(e for e in yealink.iter("DirectoryEntry") if e.findtext("Name") == "Пётр Иванов")
    assert [each.text for each in petr.iter("Telephone")] == [NUMBER, "+375172000000"]
    grandstream = fetched(links["grandstream"] + "/phonebook.xml")
    assert [each.text for each in grandstream.iter("phonenumber")][:1] == ["181"]
    gigaset = fetched(links["gigaset"])
    assert gigaset.tag == "list"
    assert {e.get("surname") for e in gigaset} >= {"Анна Климович", "Пётр Иванов"}


def test_phones_search(anna: Browser) -> None:
    send(anna, "POST", "clients", name="Пётр Иванов", phones=[NUMBER])
    send(anna, "POST", "clients", name="Мария", phones=["+375297777777"])
    links = made(anna)["links"]
    found = fetched(links["yealink"].partition("?")[0], q="иванов")
    assert [each.text for each in found.iter("Name")] == ["Пётр Иванов"]
    for written in ("80291234567", NUMBER):  # a Gigaset asks who rings
        who = fetched(links["gigaset"], command="get_list", type="pb", hm=written, ln="*", fn="*")
        assert [each.text for each in who.iter("ln")] == ["Пётр Иванов"]
        assert who.get("total") == "1"
    nobody = fetched(links["gigaset"], command="get_list", type="pb", hm="80440000000")
    assert (nobody.get("total"), nobody.get("notfound"), len(nobody)) == ("0", "hm", 0)
    page = fetched(links["gigaset"], command="get_list", type="pb", ln="*", first="2", count="1")
    assert (page.get("first"), page.get("last"), len(page)) == ("2", "2", 1)
    for odd in ("-1", "9" * 30, "x", "١"):
        fetched(links["gigaset"], command="get_list", first=odd, count=odd, hm="*")


def test_only_people_when_clients_are_left_out(anna: Browser) -> None:
    send(anna, "POST", "clients", name="Пётр Иванов", phones=[NUMBER])
    links = made(anna, with_clients=False)["links"]
    gigaset = {"command": "get_list", "type": "pb", "hm": NUMBER}
    assert "Пётр Иванов" not in ET.tostring(fetched(links["yealink"]), "unicode")
    assert len(fetched(links["yealink"].partition("?")[0], q="иванов")) == 1  # the title
    assert len(fetched(links["gigaset"], **gigaset)) == 0


def test_the_secret_opens_from_the_office_alone_till_it_is_revoked(anna: Browser) -> None:
    told = made(anna)
    url, book = path(told["links"]["gigaset"]), told["book"]["id"]
    assert Browser().get(url, REMOTE_ADDR="93.84.1.2").status_code == 404
    assert Browser().get(url, REMOTE_ADDR="10.1.2.3").status_code == 200
    assert anna.get("/api/v1/phonebooks").json()[0]["used_at"] is not None
    send(anna, "PUT", f"phonebooks/{book}", name="Всюду", anywhere=True)
    assert Browser().get(url, REMOTE_ADDR="93.84.1.2").status_code == 200
    assert Browser().post(url, REMOTE_ADDR="10.1.2.3").status_code == 404
    again = send(anna, "POST", f"phonebooks/{book}/reveal").json()
    assert again == told["links"]
    assert send(anna, "DELETE", f"phonebooks/{book}").status_code == 204
    assert Browser().get(url, REMOTE_ADDR="10.1.2.3").status_code == 404
    deeds = Deed.everything.filter(action__startswith="phonebook_").order_by("pk")
    assert [deed.action for deed in deeds] == [
        "phonebook_made", "phonebook_changed", "phonebook_revealed", "phonebook_dropped",
    ]  # fmt: skip
    secret = url.split("/")[2]
    assert all(secret not in str(deed.facts) for deed in deeds)


def test_the_secret_lies_sealed(anna: Browser) -> None:
    secret = path(made(anna)["links"]["gigaset"]).split("/")[2]
    row = PhoneBook.everything.get()
    assert secret not in f"{row.sealed} {row.digest}"


def test_guessing_is_slow_and_fetching_too(anna: Browser) -> None:
    url = path(made(anna)["links"]["gigaset"])
    for _ in range(20):
        assert Browser().get("/book/wrong/gigaset.xml", REMOTE_ADDR="10.9.9.9").status_code == 404
    assert Browser().get(url, REMOTE_ADDR="10.9.9.9").status_code == 429
    assert Browser().get(url, REMOTE_ADDR="10.9.9.8").status_code == 200
    codes = [Browser().get(url, REMOTE_ADDR="10.9.9.7").status_code for _ in range(130)]
    assert codes.count(200) == 120
    assert codes[-1] == 429


@pytest.mark.parametrize("file", ["", "yealink.json", "../x", "gigaset.xml/..", "settings.py"])
def test_nothing_else_lies_there(anna: Browser, file: str) -> None:
    folder = path(made(anna)["links"]["grandstream"])
    assert Browser().get(f"{folder}/{file}", REMOTE_ADDR="10.9.9.9").status_code == 404


def test_a_company_sees_its_own(anna: Browser, other: Company, login: Any) -> None:
    send(anna, "POST", "clients", name="Тайна", phones=[NUMBER])
    olga = login(other, "olga")
    book = made(anna)["book"]["id"]
    theirs = made(olga)["links"]
    assert "Тайна" not in ET.tostring(fetched(theirs["yealink"]), "unicode")
    for method, rest in (("PUT", ""), ("DELETE", ""), ("POST", "/reveal")):
        assert send(olga, method, f"phonebooks/{book}{rest}", name="x").status_code == 404


@pytest.mark.parametrize("role", ["head", "employee"])
def test_only_administrators(anna: Browser, published: Company, login: Any, role: str) -> None:
    book = made(anna)["book"]["id"]
    who = login(published, role, role)
    assert who.get("/api/v1/phonebooks").status_code == 403
    assert send(who, "POST", "phonebooks", name="x").status_code == 403
    assert send(who, "POST", f"phonebooks/{book}/reveal").status_code == 403
    assert send(who, "DELETE", f"phonebooks/{book}").status_code == 403


@pytest.mark.parametrize(
    ("address", "near"),
    [("192.168.1.5", True), ("10.0.0.1", True), ("172.16.3.4", True), ("127.0.0.1", True),
     ("::1", True), ("fe80::1%eth0", True), ("fd00::5", True), ("::ffff:192.168.1.5", True),
     ("93.84.1.2", False), ("172.32.0.1", False), ("2a00::1", False), ("::ffff:93.84.1.2", False),
     ("0.0.0.0", False), ("", False), ("phone", False)],
)  # fmt: skip
def test_near(address: str, near: bool) -> None:
    assert is_near(address) is near
