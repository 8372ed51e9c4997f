"""Lists, tags, the responsible employee: what calls must know of clients reaches every box."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.link import ClientsReply, CommandsReply
from vochi.core.office.document import Office
from vochi.hub.accounts.models import Deed
from vochi.hub.clients.labels import slug_of
from vochi.hub.clients.models import Listing
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

NUMBER = "+375291234567"


def told(box: FakeBox, since: int = 0) -> ClientsReply:
    answer = box.http.get(f"/link/v1/clients?since={since}", headers=box.headers)
    assert answer.status_code == 200, answer.content
    return ClientsReply.model_validate_json(answer.content)


def counter(box: FakeBox) -> int:
    answer = box.http.get("/link/v1/commands", headers=box.headers)
    return CommandsReply.model_validate_json(answer.content).clients


def facts(box: FakeBox, since: int = 0) -> dict[str, tuple[str, str]]:
    return {fact.number: (fact.value, fact.responsible) for fact in told(box, since).facts}


def test_a_card_is_known_at_the_box(box: FakeBox, anna: Browser) -> None:
    assert (told(box).facts, told(box).reset, counter(box)) == ((), True, 0)
    card = send(anna, "POST", "clients", name="Иван", phones=[NUMBER, "80171112233"]).json()
    assert counter(box) == 2
    assert facts(box) == {NUMBER: ("|known|", ""), "+375171112233": ("|known|", "")}
    tag = send(anna, "POST", "labels", kind="tag", name="Должник").json()
    assert tag["slug"] == "dolzhnik"
    assert send(anna, "POST", "labels", kind="tag", name="должник").json() == tag
    changed = send(
        anna, "PATCH", f"clients/{card['id']}", version=1, tags=["dolzhnik"], lists=["vip"],
        responsible="boris", phones=[NUMBER],
    ).json()  # fmt: skip
    assert (changed["tags"], [each["list"] for each in changed["lists"]]) == (["dolzhnik"], ["vip"])
    assert changed["responsible"] == {
        "person": "boris", "extension": "182", "name": "Борис Ёлкин",
    }  # fmt: skip
    assert facts(box, 2) == {
        NUMBER: ("|known|list:vip|tag:dolzhnik|", "182"), "+375171112233": ("", ""),
    }  # fmt: skip
    assert set(facts(box)) == {NUMBER}, "what is forgotten is not told to a box that begins anew"
    assert told(box, counter(box)).facts == ()
    assert told(box, 10**9).reset, "a hub restored from a copy begins anew"
    for bad in ({"tags": ["zz"]}, {"lists": ["zz"]}, {"responsible": "nobody"}, {"tags": ["a|b"]}):
        assert send(anna, "PATCH", f"clients/{card['id']}", version=2, **bad).status_code == 422
    assert send(
        anna, "PATCH", f"clients/{card['id']}", version=2, responsible="", lists=[], tags=[]
    ).json()["responsible"] is None  # fmt: skip
    assert facts(box) == {NUMBER: ("|known|", "")}


def test_another_extension_of_the_responsible_one_is_told(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    card = send(anna, "POST", "clients", name="Иван", phones=[NUMBER]).json()
    send(anna, "PATCH", f"clients/{card['id']}", version=1, responsible="vera")
    before = counter(box)
    document = OFFICE.model_dump(mode="json")
    document["people"][2]["extension"] = "188"
    document["devices"][3]["account"] = "188"
    document["inbound"][0]["nodes"]["n2"]["targets"] = ["901", "188"]
    publish(published.pk, Office.model_validate(document), None, "")
    assert facts(box, before) == {NUMBER: ("|known|", "188")}
    publish(published.pk, Office.model_validate(document), None, "")
    assert counter(box) == before + 1, "nothing is told twice"


def test_blacklist_from_the_log_is_reversible_and_expires(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    box.cel(table("in_missed"))
    box.push_all()
    clerk = login(published, "clerk", "employee", name="Клерк")

    def row() -> Any:
        return anna.get("/api/v1/calls").json()["items"][0]

    call = row()
    number = call["client"]["number"]
    made = send(clerk, "POST", f"calls/{call['id']}/blacklist")
    assert (made.status_code, made.json()["author"]) == (201, "Клерк")
    assert row()["client"]["lists"] == ["blacklist"]
    assert facts(box) == {number: ("|list:blacklist|", "")}
    assert [r["number"] for r in anna.get("/api/v1/lists/blacklist").json()["items"]] == [number]
    card = send(anna, "POST", "clients", name="Спамер", phones=[number]).json()
    assert [each["list"] for each in card["lists"]] == ["blacklist"], "the card takes it over"
    assert send(clerk, "DELETE", f"calls/{call['id']}/blacklist").status_code == 204
    assert send(clerk, "DELETE", f"calls/{call['id']}/blacklist").json()["code"] == "not_listed"
    assert facts(box) == {number: ("|known|", "")}
    assert row()["client"]["lists"] == []
    deeds = Deed.everything.filter(login="clerk").values_list("action", "subject")
    assert list(deeds) == [
        ("listed", f"blacklist/{number}"), ("unlisted", f"blacklist/{number}"),
    ]  # fmt: skip
    soon = datetime.now(UTC) + timedelta(hours=1)
    send(anna, "POST", f"calls/{call['id']}/blacklist", until=soon.isoformat())
    assert facts(box)[number][0] == "|known|list:blacklist|"
    Listing.everything.update(until=datetime.now(UTC) - timedelta(seconds=1))
    before = told(box).through
    assert counter(box) == before + 1, "the box's next question finds it over"
    assert facts(box, before) == {number: ("|known|", "")}
    over = datetime.now(UTC) - timedelta(days=1)
    late = send(anna, "POST", f"calls/{call['id']}/blacklist", until=over.isoformat())
    assert late.json()["code"] == "already_over"


def test_a_thousand_facts_come_in_pages(box: FakeBox, published: Company) -> None:
    from vochi.hub.clients.facts import touch
    from vochi.hub.clients.models import Listing

    numbers = [f"+37529{number:07}" for number in range(1500)]
    Listing.objects.add_all(
        [
            Listing(company=published, list="vip", number=n, at=datetime.now(UTC), author="x")
            for n in numbers
        ]
    )
    touch(published.pk, numbers)
    first = told(box)
    assert (len(first.facts), first.more, first.reset) == (1000, True, True)
    second = told(box, first.through)
    assert (len(second.facts), second.more, second.reset) == (500, False, False)
    assert {f.number for f in (*first.facts, *second.facts)} == set(numbers)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Должник (2024)", "dolzhnik-2024"), ("Щука ёж", "schuka-ezh"), ("日本", "x"),
     ("<script>", "script"), ("a|b", "a-b"), ("ў" * 80, "u" * 36)],
)  # fmt: skip
def test_slugs_are_safe(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_two_names_never_share_a_slug(anna: Browser) -> None:
    first = send(anna, "POST", "labels", kind="list", name="Опт!").json()
    second = send(anna, "POST", "labels", kind="list", name="Опт?").json()
    third = send(anna, "POST", "labels", kind="list", name="VIP").json()
    assert (first["slug"], second["slug"], third["slug"]) == ("opt", "opt-2", "vip-2")
    assert send(anna, "PATCH", "labels/list/opt", name="Оптовики").json()["name"] == "Оптовики"
    assert {each["slug"] for each in anna.get("/api/v1/labels").json()} == {
        "blacklist", "vip", "opt", "opt-2", "vip-2",
    }  # fmt: skip
