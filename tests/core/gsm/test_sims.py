"""What stands in slots."""

from datetime import timedelta

import pytest

from vochi.core.gsm.entries import SimSeen
from vochi.core.gsm.operators import SHIPPED, profile_of, profiles
from vochi.core.gsm.sims import bare_iccid, clean, fold, is_same_card, is_worth_writing
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.sim import OperatorProfile, Question

CARD = "8937501000000000001"
OTHER = "8937502000000000002"


def seen(**told: object) -> SimSeen:
    fields = {"line": "a1", "gateway": "goip", "slot": 1, "online": True, "registered": True}
    return SimSeen.model_validate({**fields, **told})


@pytest.mark.parametrize(
    ("told", "bare"),
    [
        (CARD, CARD), (f" {CARD}F", CARD), ("893750100000000000A1f", "893750100000000000A1"),
        ("(null)", ""), ("", ""), ("0", ""), ("<b>", ""), (CARD * 3, ""),
        ("8" * 19 + "\n", "8" * 19),
    ],
)  # fmt: skip
def test_an_iccid_or_none(told: str, bare: str) -> None:
    assert bare_iccid(told) == bare


def test_hostile_text_becomes_harmless() -> None:
    wild = SimSeen.model_construct(
        line="a1", gateway="goip", slot=1, online=True, iccid="9" * 5000, imsi="x;y", imei="",
        number="+375\n29\ud800" + "1" * 500, operator="<script>\x00A1\u202e</script>" * 9,
        registered=None, voip=None, signal=None, call="idle",
    )  # fmt: skip
    told = SimSeen.model_validate(clean(wild).model_dump())
    assert told.iccid == told.imsi == ""
    assert len(told.number) <= 80
    assert told.operator.isprintable()
    told.model_dump_json().encode()


def test_a_silent_line_keeps_its_card() -> None:
    before = seen(iccid=CARD, imsi="257010000000001", operator="A1")
    gone = fold(before, seen(online=False, registered=None))
    assert (gone.online, gone.iccid, gone.operator) == (False, CARD, "A1")
    # In its network: the gateway just does not tell.
    assert fold(before, seen()).iccid == CARD
    # Out of its network without a card: it was taken out.
    assert fold(before, seen(registered=False)).iccid == ""
    # Another card brings nothing of the old one.
    other = fold(before, seen(iccid=OTHER))
    assert (other.iccid, other.imsi, other.operator) == (OTHER, "", "")


def test_same_cards() -> None:
    assert is_same_card(seen(iccid=CARD), seen(iccid=CARD, imsi="257010000000001"))
    assert not is_same_card(seen(iccid=CARD), seen(iccid=OTHER))
    assert not is_same_card(seen(imsi="257010000000001"), seen(imsi="257010000000002"))
    assert is_same_card(seen(iccid=CARD), seen(imsi="257010000000002"))  # nobody can tell


def test_when_an_entry_is_due() -> None:
    late, early = timedelta(minutes=10), timedelta(minutes=9)
    assert is_worth_writing(None, seen(), timedelta())
    assert not is_worth_writing(seen(), seen(), late)
    assert is_worth_writing(seen(), seen(call="talking"), timedelta())
    assert not is_worth_writing(seen(signal=-70), seen(signal=-90), early)
    assert is_worth_writing(seen(signal=-70), seen(signal=-90), late)
    assert not is_worth_writing(seen(signal=-70), seen(signal=-71), late)
    assert is_worth_writing(seen(signal=None), seen(signal=-71), late)


def _office(*operators: OperatorProfile, country: str = "BY") -> Office:
    return Office(company=Company(name="Р", country=country), operators=operators)


def test_whose_profile() -> None:
    own = OperatorProfile(name="МТС", balance=Question(code="*555#"))
    assert profile_of(_office(own), "MTS") == own
    shipped = profile_of(_office(), "мтс")
    assert shipped is not None
    assert shipped.currency == "BYN"
    assert profile_of(_office(), "Velcom") == profile_of(_office(), "A1")
    assert profile_of(_office(), "Life") is not None
    assert profile_of(_office(), "Неизвестный") is None
    assert (found := profile_of(_office(country="RU"), "МТС")) is not None
    assert found.currency == "RUB"
    assert profile_of(_office(country="RU"), "Билайн") is not None
    assert profile_of(_office(country="KZ"), "Beeline") is not None
    assert [each.name for each in profiles(_office(own))] == ["МТС", "A1", "life:)"]


def test_shipped_profiles_are_of_their_country() -> None:
    currencies = {"BY": "BYN", "RU": "RUB", "KZ": "KZT"}
    for country, shipped in SHIPPED.items():
        assert {each.currency for each in shipped} == {currencies[country]}
