"""One person in every spelling, gone; everybody else untouched."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.click import read_click, write_click
from vochi.core.numbers import Numbering, classify, is_erased, normalise, operator_hint, pretty
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles, pseudonym, traces

NUMBER = "+375291234567"
WHO = Needles(
    numbers=(NUMBER,), names=("Пётр Сидорович",), pseudonym=pseudonym([NUMBER], "8123456789012")
)
ERASER = Eraser(WHO)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER, "375291234567", "80291234567", "0291234567", "291234567", "+375 29 123-45-67",
        "8 (029) 123 45 67", "(029) 123-45-67", "00375291234567", "810375291234567",
        "+375\u00a029\u00a0123\u201145\u201167", "PJSIP/80291234567@a1-1,,T",
        "to=%2B375291234567&x=1",
        "sip:+375291234567@192.0.2.1",
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_goes(text: str) -> None:
    clean = ERASER.text(text)
    assert "1234567" not in "".join(filter(str.isdigit, clean))
    assert WHO.pseudonym.removeprefix("+") in clean
    assert ERASER.text(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Пётр Сидорович",
        "петр сидорович",
        "ПЁТР  СИДОРОВИЧ",
        "звонил Петр Сидорович вчера",
        json.dumps("Пётр Сидорович"),
        "name=" + quote("Пётр Сидорович", safe=""),
    ],
)
def test_every_spelling_of_a_name_goes(text: str) -> None:
    clean = ERASER.text(text)
    for rest in ("идорович", "\\u0421\\u0438", "%D0%A1%D0%B8", "ИДОРОВИЧ"):
        assert rest not in clean


@pytest.mark.parametrize(
    "text", ["+375291234568", "1785312912.34567", "3752912345670", "Пётр Сидоровичев", "101", ""]
)
def test_others_stay(text: str) -> None:
    assert ERASER.text(text) == text


def test_a_click_still_tells_of_one() -> None:
    told = write_click("0123456789abcdef", 0, 3, "181", NUMBER)
    click = read_click(ERASER.text(told))
    assert click is not None
    assert (click.extension, click.to) == ("181", WHO.pseudonym)


def test_json_inside_json_stays_json() -> None:
    body = {"EventExtra": json.dumps({"extra": "to=%2B375291234567", "who": "Пётр Сидорович"})}
    clean = ERASER.body(body)
    inner = json.loads(str(clean["EventExtra"]))
    assert inner == {"extra": f"to=%2B{WHO.pseudonym[1:]}", "who": ""}


def test_his_messages_lose_their_words_and_others_do_not() -> None:
    his = {"dir": "in", "id": "1", "sender": NUMBER, "text": "мой адрес: Лесная 5"}
    assert ERASER.body(his) == his | {"sender": WHO.pseudonym, "text": ""}
    other = {"dir": "in", "id": "2", "sender": "+375447654321", "text": "от Петра"}
    assert ERASER.body(other) == other
    assert ERASER.body(ERASER.body(his)) == ERASER.body(his)


def test_a_short_number_goes_only_where_it_stands_alone() -> None:
    eraser = Eraser(Needles(numbers=("9090",), pseudonym=WHO.pseudonym))
    assert eraser.text("9090") == WHO.pseudonym
    assert eraser.text("19090 9090!") == "19090 9090!"


def test_a_pseudonym_is_nobodys_number_and_costs_the_same() -> None:
    minsk = Numbering(country="BY", area_code="17")
    assert is_erased(WHO.pseudonym)
    assert len(WHO.pseudonym) == len(NUMBER) + 1
    assert normalise(WHO.pseudonym, minsk) is None
    assert classify(WHO.pseudonym, minsk) == classify(NUMBER, minsk)
    assert operator_hint(WHO.pseudonym) == operator_hint(NUMBER)
    assert pretty(WHO.pseudonym) == f"#{WHO.pseudonym[-4:]}"
    assert pseudonym(["MTS"], "1" * 12) == "+0" + "1" * 11


def test_a_log_keeps_its_length() -> None:
    line = "Call from 80291234567 Пётр Сидорович\n".encode() + b"\xff\xfe"
    clean = ERASER.blot(line)
    assert len(clean) == len(line)
    assert b"1234567" not in clean
    assert "Сидорович".encode() not in clean


@given(st.text(max_size=60), st.text(max_size=60))
def test_twice_is_once_and_traces_find_all(before: str, after: str) -> None:
    text = f"{before} {NUMBER} {after}"
    clean = ERASER.text(text)
    assert ERASER.text(clean) == clean
    assert any(trace in text for trace in traces(WHO))


def test_a_stranger_who_calls_himself_a_word_of_ours_breaks_nothing() -> None:
    eraser = Eraser(
        Needles(numbers=(NUMBER,), labels=("client", "answered"), pseudonym=WHO.pseudonym)
    )
    row = {"client": {"number": NUMBER, "name": "Client"}, "result": "answered", "name": "other"}
    assert eraser.body(row) == {
        "client": {"number": WHO.pseudonym, "name": ""}, "result": "answered", "name": "other",
    }  # fmt: skip
    other = {"number": "+375447654321", "name": "Client"}
    assert eraser.body(other) == other
    cunning = Eraser(Needles(numbers=(NUMBER,), names=("answered",), pseudonym=WHO.pseudonym))
    assert cunning.body(row)["result"] == "answered"
