"""Cards are made one and several again: what is united, what goes back, who may not meanwhile."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.hub.accounts.models import Account, Deed
from vochi.hub.clients import doubles, joined
from vochi.hub.clients.likeness import Face, skeleton, slips, why_alike
from vochi.hub.clients.models import Client, Listing
from vochi.hub.clients.state import CardState, PhoneState, state_of
from vochi.hub.companies.models import Company

from .browser import send
from .departments import browser_of, build
from .test_clients import add, patch

FIELDS = ("name", "company_name", "phones", "emails", "tags", "values", "lists", "responsible")


def told(browser: Browser, client: Any) -> dict[str, Any]:
    card = browser.get(f"/api/v1/clients/{client['id']}").json()
    items = browser.get(f"/api/v1/clients/{client['id']}/history").json()["items"]
    return {
        **{field: card[field] for field in FIELDS},
        "notes": [item["note"]["text"] for item in items if item["kind"] == "note"],
        "files": [f["name"] for f in browser.get(f"/api/v1/clients/{client['id']}/files").json()],
        "created_at": card["created_at"],
    }


def merge(browser: Browser, *clients: Any, **take: int) -> Any:
    now = [browser.get(f"/api/v1/clients/{each['id']}").json() for each in clients]
    return send(
        browser, "POST", "clients/merge", take=take,
        clients=[{"id": each["id"], "version": each["version"]} for each in now],
    )  # fmt: skip


def undo(browser: Browser, client: Any, number: int) -> Any:
    version = browser.get(f"/api/v1/clients/{client['id']}").json()["version"]
    return send(browser, "POST", f"clients/merges/{number}/undo", version=version)


@pytest.fixture
def pair(anna: Browser) -> tuple[Any, Any]:
    tag = send(anna, "POST", "labels", kind="tag", name="Опт").json()["slug"]
    one = add(anna, name="Сергей Панько", phones=["+375291234567"], emails=["s@panko.by"])
    two = add(anna, name="С. Панько", company_name="Верас", phones=["+375441234568"], tags=[tag])
    send(anna, "POST", f"clients/{one['id']}/notes", text="первая")
    send(anna, "POST", f"clients/{two['id']}/notes", text="вторая")
    send(anna, "POST", "lists/vip", number="+375441234568")
    return one, two


@pytest.mark.django_db
def test_two_cards_become_one_and_two_again(anna: Browser, pair: tuple[Any, Any]) -> None:
    one, two = pair
    before = [told(anna, each) for each in pair]
    look = send(anna, "POST", "clients/merge/preview", clients=[one["id"], two["id"]]).json()
    assert [choice["field"] for choice in look["choices"]] == ["name"]
    assert (look["phones"], look["notes"]) == (["+375291234567", "+375441234568"], 2)
    assert (look["company_name"], look["lists"]) == ("Верас", ["vip"])
    made = merge(anna, one, two, name=two["id"])
    assert made.status_code == 201, made.content
    whole = told(anna, one)
    assert (whole["name"], whole["company_name"]) == ("С. Панько", "Верас")
    assert whole["notes"] == ["вторая", "первая"]
    assert [each["list"] for each in whole["lists"]] == ["vip"]
    gone = anna.get(f"/api/v1/clients/{two['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "merged")
    assert gone.json()["facts"] == {"into": one["id"]}
    assert anna.get("/api/v1/clients/by-number/+375441234568").json()["id"] == one["id"]
    parted = undo(anna, one, made.json()["merge"])
    assert parted.status_code == 200, parted.content
    assert [told(anna, each) for each in pair] == before
    assert Deed.everything.filter(action__in=["clients_merged", "clients_parted"]).count() == 2
    again = undo(anna, one, made.json()["merge"])
    assert (again.status_code, again.json()["code"]) == (409, "already_parted")


@pytest.mark.django_db
def test_what_was_added_since_stays(anna: Browser, pair: tuple[Any, Any]) -> None:
    one, two = pair
    before = told(anna, two)
    number = merge(anna, one, two).json()["merge"]
    now = anna.get(f"/api/v1/clients/{one['id']}").json()
    phones = [each["number"] for each in now["phones"]]
    assert patch(anna, one, version=now["version"], phones=[*phones, "+375331112233"],
                 company_name="Верас-2").status_code == 200  # fmt: skip
    send(anna, "POST", f"clients/{one['id']}/notes", text="потом")
    undo(anna, one, number)
    kept = told(anna, one)
    assert [each["number"] for each in kept["phones"]] == ["+375291234567", "+375331112233"]
    assert (kept["company_name"], kept["notes"]) == ("Верас-2", ["потом", "первая"])
    assert told(anna, two) == before


@pytest.mark.django_db
def test_merges_are_undone_from_the_last(anna: Browser, pair: tuple[Any, Any]) -> None:
    one, two = pair
    three = add(anna, name="Третий", phones=["+375255555555"])
    before = [told(anna, each) for each in (one, two, three)]
    first = merge(anna, one, two).json()["merge"]
    second = merge(anna, three, one).json()["merge"]
    assert anna.get(f"/api/v1/clients/{two['id']}").json()["facts"] == {"into": three["id"]}
    early = undo(anna, three, first)
    assert (early.status_code, early.json()["code"]) == (409, "merged_again")
    assert undo(anna, three, second).status_code == 200
    assert undo(anna, one, first).status_code == 200
    assert [told(anna, each) for each in (one, two, three)] == before


@pytest.mark.django_db
def test_who_changes_a_card_meanwhile_is_not_overwritten(
    anna: Browser, pair: tuple[Any, Any]
) -> None:
    one, two = pair
    body = [{"id": each["id"], "version": each["version"]} for each in pair]
    assert patch(anna, two, version=two["version"], name="Другой").status_code == 200
    late = send(anna, "POST", "clients/merge", clients=body)
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert send(anna, "POST", "clients/merge", clients=[body[0], body[0]]).status_code == 422
    number = merge(anna, one, two).json()["merge"]
    taken = add(anna, name="Чужой")
    now = anna.get(f"/api/v1/clients/{one['id']}").json()
    patch(anna, one, version=now["version"], phones=["+375291234567"])
    patch(anna, taken, version=1, phones=["+375441234568"])
    refused = undo(anna, one, number)
    assert (refused.status_code, refused.json()["code"]) == (409, "phone_taken")
    assert anna.get(f"/api/v1/clients/{two['id']}").json()["code"] == "merged"


@pytest.mark.django_db
def test_nobody_merges_what_he_does_not_see(company: Company, account: Any) -> None:
    house = build(company)
    boris = browser_of(account(company, "boris", "employee", person="boris"))
    Account.scoped.of(company).filter(login="boris").update(sight="own")
    own = add(boris, name="Свой", phones=["+375251112233"])
    theirs = house.theirs.ids["client_id"]
    answer = send(boris, "POST", "clients/merge/preview", clients=[own["id"], theirs])
    assert answer.status_code == 404
    body = [{"id": own["id"], "version": 1}, {"id": theirs, "version": 1}]
    assert send(boris, "POST", "clients/merge", clients=body).status_code == 404


NAMES = st.sampled_from(["", "Иван", "Пётр Лис", "Ivan", "ООО Верас", "<b>"])
PHONES = st.lists(
    st.builds(PhoneState, number=st.sampled_from([f"+37529111000{n}" for n in range(10)]),
              kind=st.sampled_from(["", "work"]), comment=st.sampled_from(["", "приёмная"])),
    max_size=3, unique_by=lambda phone: phone.number,
).map(tuple)  # fmt: skip
MANY = st.lists(st.sampled_from(["a@b.by", "c@d.by", "e@f.by"]), max_size=3, unique=True).map(tuple)
STATES = st.builds(
    CardState, name=NAMES, company_name=NAMES, phones=PHONES, emails=MANY,
    tags=st.lists(st.sampled_from(["opt", "vip2", "dolg"]), unique=True).map(
        lambda each: tuple(sorted(each))),
    responsible=st.sampled_from(["", "anna", "boris"]),
    values=st.dictionaries(st.sampled_from(["city", "size"]), st.sampled_from(["Минск", 5, True]),
                           max_size=2),
)  # fmt: skip


@given(STATES, STATES, STATES)
@settings(deadline=None)
def test_uniting_is_associative(a: CardState, b: CardState, c: CardState) -> None:
    left = joined.join([joined.join([a, b], {}), c], {})
    right = joined.join([a, joined.join([b, c], {})], {})
    assert left == right == joined.join([a, b, c], {})


@given(STATES, STATES)
@settings(deadline=None)
def test_parting_what_nobody_touched_gives_it_back(a: CardState, b: CardState) -> None:
    whole = joined.join([a, b], {})
    assert joined.part(a, whole, whole) == a


@pytest.mark.django_db
def test_merge_then_unmerge_is_identity(published: Company, anna: Browser) -> None:
    for slug in ("opt", "vip2", "dolg"):
        send(anna, "POST", "labels", kind="tag", name=slug)

    @settings(max_examples=25, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(STATES, min_size=2, max_size=4), st.data())
    def walk(wanted: list[CardState], data: st.DataObject) -> None:
        with transaction.atomic():
            taken: set[str] = set()
            cards = []
            for number, state in enumerate(wanted):
                phones = [p for p in state.phones if p.number not in taken]
                taken |= {p.number for p in phones}
                cards.append(
                    add(anna, name=state.name or f"К{number}", company_name=state.company_name,
                        phones=[p.model_dump() for p in phones], emails=list(state.emails),
                        tags=list(state.tags), responsible=state.responsible)
                )  # fmt: skip
            before = {each.pk: state_of(each) for each in Client.objects.of(published)}
            lists = sorted(Listing.objects.of(published).values_list("client", "list"))
            done = []
            left = list(cards)
            while len(left) > 1 and data.draw(st.booleans() if done else st.just(True)):
                some = data.draw(st.permutations(left))[: data.draw(st.integers(2, len(left)))]
                number = merge(anna, *some).json()["merge"]
                done.append((some[0], number))
                left = [each for each in left if each not in some[1:]]
            for kept, number in reversed(done):
                assert undo(anna, kept, number).status_code == 200
            after = {each.pk: state_of(each) for each in Client.objects.of(published)}
            assert after == before
            assert sorted(Listing.objects.of(published).values_list("client", "list")) == lists
            transaction.set_rollback(True)

    walk()


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (Face("Сергей Панько", "", (), ()), Face("Panko Sergey", "", (), ()), ("name",)),
        (Face("Иван", "ООО Верас", (), ()), Face("Ivan", "Veras", (), ()), ("name",)),
        (Face("", "ОАО «Луч»", (), ()), Face("", "Луч", (), ()), ("company",)),
        (Face("Иван", "", (), ("i@v.by",)), Face("", "Верас", (), ("i@v.by",)), ("email",)),
        (Face("Анна Лис", "", ("+375291234567",), ()),
         Face("Анна Лись", "", ("+375291234667",), ()), ("name", "digit")),
        (Face("Анна Лис", "", ("+375291234567",), ()),
         Face("Анна Лис", "", ("+375331234567",), ()), ("name", "tail")),
        (Face("Иван", "", (), ()), Face("Иван", "", (), ()), ()),
        (Face("Анна Лис", "", ("+375291234567",), ()),
         Face("Пётр Кот", "", ("+375291234568",), ()), ()),
        (Face("Иван Лис", "Верас", (), ()), Face("Иван Лис", "Луч", (), ()), ()),
    ],
)  # fmt: skip
def test_who_may_be_one_person(a: Face, b: Face, why: tuple[str, ...]) -> None:
    weight, said = why_alike(a, b)
    assert said == why
    assert (weight >= doubles.LEAST) == bool(why)
    assert why_alike(b, a) == (weight, said)
    if "name" in why and "digit" not in why:
        assert skeleton(a.name, a.company) == skeleton(b.name, b.company) != ""


def test_a_slip_is_one_digit_of_the_subscriber() -> None:
    found = slips("+375291234567")
    assert len(found) == len(set(found)) == 81
    assert "+375291234566" in found
    assert all(each.startswith("+375") and len(each) == 13 for each in found)


@pytest.mark.django_db
def test_doubles_are_proposed_once(anna: Browser, published: Company) -> None:
    add(anna, name="Кто-то Другой", phones=["+375171112233"])
    one = add(anna, name="Сергей Панько", phones=["+375291234567"])
    two = add(anna, name="Panko Sergei", emails=["s@p.by"])
    assert anna.get("/api/v1/clients/doubles").json()["left"] == 3
    assert doubles.seek_all(published.pk) == 3
    (found,) = anna.get("/api/v1/clients/doubles").json()["items"]
    assert {found["a"]["id"], found["b"]["id"]} == {one["id"], two["id"]}
    assert found["why"] == ["name"]
    answer = send(anna, "POST", f"clients/doubles/{found['id']}/different")
    assert answer.status_code == 204
    assert anna.get("/api/v1/clients/doubles").json()["items"] == []
    patch(anna, two, version=1, company_name="Верас")
    doubles.seek_all(published.pk)
    assert anna.get("/api/v1/clients/doubles").json() == {"items": [], "next": None, "left": 0}
