"""Cards by words: whatever way the database finds them, they are those that have the words."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.accounts.models import Account
from vochi.hub.clients import finding, services, writing
from vochi.hub.clients.models import Client
from vochi.hub.clients.state import CardState, PhoneState
from vochi.hub.clients.words import needles
from vochi.hub.companies.models import Company

pytestmark = pytest.mark.django_db

NAMES = ("Анна Лис", "Олег Гук", "Мария Ёлкина", "Ян Цой", "Zoe 100%_x")
QUESTIONS = (
    "анна", "анна лис", "лис анна", "гук мар", "елк", "ян", "я", "щ", "z", "ц анна", "анна 7",
    "375", "29 000 01", "2900001", "80 29", "7", "верас", "верас 11", "100%", "%_", "никого",
    "а о", '"', "анна'", "олег щ",
)  # fmt: skip


@pytest.fixture
def cards(published: Company) -> list[Client]:
    """Many more than are read in one go once `few_at_a_time` is on."""
    now = timezone.now()
    rows = []
    for number in range(120):
        state = CardState(
            name=NAMES[number % len(NAMES)],
            company_name="Верас" if number < 30 else "",
            phones=(PhoneState(number=f"+37529{number:07}"),),
            tags=("old",) if number < 40 else (),
            responsible="anna" if number % 9 == 0 else "",
        )
        rows.append(
            Client(company_id=published.pk, **writing.columns_of(state), created_at=now,
                   changed_at=now, is_fresh=False)
        )  # fmt: skip
    Client.objects.add_all(rows)
    return list(Client.objects.of(published).order_by("-id"))


@pytest.fixture
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_STEPS": (2, 7), "_READ": 11, "_WINDOW": 13, "_MANY": 2}.items():
        monkeypatch.setattr(finding, name, value)


def having(cards: list[Client], q: str) -> list[int]:
    """By reading all of them."""
    return [
        card.pk for card in cards
        if all(any(each in card.words for each in one) for one in needles(q))
    ]  # fmt: skip


@pytest.mark.parametrize("q", QUESTIONS)
@pytest.mark.usefixtures("few_at_a_time")
def test_found_are_those_that_have_the_words(
    published: Company, cards: list[Client], q: str
) -> None:
    want = having(cards, q)
    steps = list(finding.walk(published.pk, needles(q)))
    assert [each for step in steps for each in step.ids] == want
    assert [step.is_last for step in steps] == [False] * (len(steps) - 1) + [True]
    # Whoever goes on from the edge of any step loses nobody and meets nobody twice.
    for number, step in enumerate(steps[:-1]):
        done = [each for before in steps[: number + 1] for each in before.ids]
        rest = finding.walk(published.pk, needles(q), step.edge)
        assert done + [each for later in rest for each in later.ids] == want
    assert finding.newest(published.pk, q, 3) == want[:3]


@pytest.mark.usefixtures("few_at_a_time")
@pytest.mark.parametrize("q", ["анна", "я", "щ", "375", "ц анна", ""])
@pytest.mark.parametrize("more", [{}, {"tag": "old"}, {"responsible": "anna"}])
def test_an_impatient_page_goes_on(  # noqa: PLR0917 - what it asks, how
    published: Company, cards: list[Client], anna: Browser, monkeypatch: pytest.MonkeyPatch,
    q: str, more: dict[str, str],
) -> None:  # fmt: skip
    """A request that has looked long enough ends its page early; pages together are the same."""
    monkeypatch.setattr(services, "_PATIENCE", -1.0)
    kept = [
        card for card in cards
        if ("tag" not in more or more["tag"] in card.tags)
        and ("responsible" not in more or card.responsible == "anna")
    ]  # fmt: skip
    found, cursor, pages = list[int](), None, 0
    while pages == 0 or cursor:
        asked: dict[str, Any] = {"q": q, "limit": 10, **more}
        page = anna.get("/api/v1/clients", asked | ({"cursor": cursor} if cursor else {})).json()
        found += [each["id"] for each in page["items"]]
        cursor, pages = page["next"], pages + 1
        assert pages < 100
    assert found == having(kept, q)


@pytest.mark.usefixtures("few_at_a_time")
def test_one_letter_that_nobody_has_is_not_read_to_the_end(
    published: Company, cards: list[Client], anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_PATIENCE", -1.0)
    page = anna.get("/api/v1/clients", {"q": "щ"}).json()
    assert page["items"] == []
    assert page["next"], "the rest is looked through by the next request"


def test_a_limited_account_finds_its_own(
    published: Company, cards: list[Client], login: Any
) -> None:
    some = login(published, "some", "employee", person="anna")
    Account.scoped.of(published).filter(login="some").update(sight="own")
    own = [card for card in cards if card.responsible == "anna"]
    for q in ("анна", "375", "я"):
        page = some.get("/api/v1/clients", {"q": q, "limit": 200}).json()
        assert [each["id"] for each in page["items"]] == having(own, q)
