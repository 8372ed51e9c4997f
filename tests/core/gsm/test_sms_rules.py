"""What may be taken into the queue, who wants none, which SIM card carries it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.accepting import Accepted, Refused, accept
from vochi.core.gsm.choice import PATIENCE, Choice, Sim, choose
from vochi.core.gsm.entries import SmsOrigin
from vochi.core.gsm.message import Message, Refusal
from vochi.core.gsm.stopping import wish_of
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.policy import Limits, Policy
from vochi.core.office.upkeep import SmsPolicy

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OFFICE = Office(version=1, company=Company(name="Ромашка"))
OPEN = OFFICE.model_copy(
    update={
        "policy": Policy(limits=Limits(premium=True, abroad_minutes=10, countries=("7",))),
    }
)


@pytest.mark.parametrize(
    ("to", "origin", "answer"),
    [
        ("8 029 123-45-67", "person", "+375291234567"),
        ("+375291234567", "node", "+375291234567"),
        ("+375172001122", "person", "+375172001122"),
        ("+375172001122", "node", Refused),
        ("112", "person", Refused),
        ("909", "person", Refused),
        ("+79161234567", "person", Refused),
        ("+375291234567; rm -rf", "person", Refused),
        ("", "person", Refused),
        ("MTS", "person", Refused),
        ("٣٧٥٢٩١٢٣٤٥٦٧", "person", Refused),
        ("9" * 5000, "person", Refused),
    ],
)
def test_numbers(to: str, origin: SmsOrigin, answer: str | type) -> None:
    found = accept(OFFICE, to, "привет", origin)
    if isinstance(answer, str):
        assert found == Accepted(answer, "привет", 1)
    else:
        assert isinstance(found, Refused)
        assert found.code in {"bad_number", "no_route"}


def test_what_a_company_has_opened() -> None:
    assert accept(OPEN, "909", "B", "person") == Accepted("909", "B", 1)
    assert accept(OPEN, "909", "B", "missed") == Refused(
        "no_route", {"why": "premium_closed", "number": "909"}
    )
    assert isinstance(accept(OPEN, "112", "B", "person"), Refused)
    assert accept(OPEN, "+79161234567", "B", "person") == Accepted("+79161234567", "B", 1)


def test_texts() -> None:
    assert accept(OFFICE, "+375291234567", " \x00\n", "person") == Refused("empty")
    long = accept(OFFICE, "+375291234567", "я" * 67 * 6 + "я", "person")
    assert long == Refused("too_long", {"parts": 7, "most": 6})
    assert isinstance(accept(OFFICE, "+375291234567", "я" * 67 * 6, "person"), Accepted)


@given(st.text(), st.text())
def test_it_never_raises(to: str, text: str) -> None:
    accept(OFFICE, to, text, "person")
    wish_of(text, SmsPolicy())


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("СТОП", "stop"), ("стоп!", "stop"), (" «Стоп» \n", "stop"), ("stop.", "stop"),
        ("старт", "start"), ("стоп пожалуйста", None), ("не стоп", None), ("стопка", None),
        ("", None), ("!!!", None), ("СТОП" * 100, None),
    ],
)  # fmt: skip
def test_words_alone_count(text: str, wish: str | None) -> None:
    assert wish_of(text, SmsPolicy()) == wish


def message(wanted: str | None = None, at: datetime = NOW, *refusals: Refusal) -> Message:
    return Message(
        seq=1, id="m", to="+375291234567", text="x", origin="person", state="queued", at=at,
        since=at, wanted_line=wanted, refusals=refusals,
    )  # fmt: skip


A1 = Sim("a1-1", "A1", "i1", cents=9)
MTS = Sim("mts-1", "МТС", "i2", cents=5)
MTS_DEAR = Sim("mts-2", "MTS", "i3", cents=7)
SIMS = (A1, MTS_DEAR, MTS)


def chosen(
    sims: tuple[Sim, ...], known: str | None = None, operator: str | None = None,
    asked: Message | None = None, now: datetime = NOW,
) -> tuple[str, str, bool] | str:  # fmt: skip
    found = choose(asked or message(), sims, known, operator, now)
    return (found.sim.line, found.why, found.is_free) if isinstance(found, Choice) else found


def held(sim: Sim, why: str) -> Sim:
    return Sim(sim.line, sim.operator, sim.iccid, why, cents=sim.cents)  # type: ignore[arg-type]


def busy(sim: Sim) -> Sim:
    return Sim(sim.line, sim.operator, sim.iccid, is_free=False, cents=sim.cents)


def test_the_order_of_choices() -> None:
    assert chosen(SIMS, known="a1-1", operator="MTS") == ("a1-1", "known", True)
    assert chosen(SIMS, operator="mts") == ("mts-1", "operator", True)
    assert chosen(SIMS, operator="A1") == ("a1-1", "operator", True)
    assert chosen(SIMS) == ("mts-1", "cheapest", True)
    assert chosen(SIMS, known="a1-1", asked=message("mts-2")) == ("mts-2", "wanted", True)


def test_what_is_held_back_is_not_chosen() -> None:
    assert chosen((held(A1, "offline"), MTS), known="a1-1") == ("mts-1", "cheapest", True)
    assert chosen((held(A1, "paused"), MTS), asked=message("a1-1")) == "paused"
    assert chosen((), asked=message("a1-1")) == "no_line"
    assert chosen((held(A1, "limit"), held(MTS, "offline"))) == "limit"
    assert chosen((held(A1, "not_registered"),)) == "no_line"
    assert chosen(()) == "no_line"


def test_a_better_line_is_waited_for_but_not_for_ever() -> None:
    sims = (busy(MTS), A1)
    assert chosen(sims) == ("mts-1", "cheapest", False)
    assert chosen(sims, now=NOW + PATIENCE) == ("a1-1", "free", True)
    wanted = message("mts-1")
    assert chosen(sims, asked=wanted, now=NOW + PATIENCE) == ("mts-1", "wanted", False)


def test_a_line_that_refused_comes_last_and_a_broken_one_not_at_all() -> None:
    later = Refusal("mts-1", "i2", "later", NOW)
    broken = Refusal("mts-1", "i2", "other_line", NOW)
    assert chosen((MTS, A1), asked=message(None, NOW, later)) == ("a1-1", "cheapest", True)
    assert chosen((MTS,), asked=message(None, NOW, later)) == ("mts-1", "cheapest", True)
    assert chosen((MTS,), asked=message(None, NOW, broken)) == "no_line"
    other_card = Sim("mts-1", "MTS", "new")
    assert chosen((other_card,), asked=message(None, NOW, broken)) == ("mts-1", "cheapest", True)
    after = NOW + timedelta(minutes=31)
    assert chosen((MTS,), asked=message(None, NOW, broken), now=after) == (
        "mts-1", "cheapest", True,
    )  # fmt: skip
