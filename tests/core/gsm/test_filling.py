"""Variables in texts (S22)."""

from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.filling import NAMES, fill, named, unknown

IRINA = {"name": "Ирина", "company": "ООО «Верас»", "date": "25.11"}


def test_every_name_of_a_variable_says_the_same() -> None:
    for name, words in NAMES.items():
        for word in words:
            assert fill(f"<{{ {word.upper()} }}>", {name: "x"}).text == "<x>"


def test_what_is_not_known_is_said_otherwise_or_stays() -> None:
    told = fill("{имя|клиент}, {company|} ждём {дата}", {})
    assert told.text == "клиент,  ждём {дата}"
    assert told.missing == ("дата",)
    assert fill("{Имя}, ждём {дата}", IRINA).text == "Ирина, ждём 25.11"
    assert fill("{имя|клиент}", {"name": "  "}).text == "клиент"


def test_braces_that_are_no_variables_stay_and_are_named() -> None:
    assert unknown("{заказ} {имя} {заказ} {}") == ("заказ", "")
    assert fill("{заказ}", IRINA) == fill("{заказ}", {})
    assert named("{имя} {фирма|мы} {заказ}") == {"name", "office"}


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_of_strangers_are_put_in_once(name: str, rest: str) -> None:
    around = rest.replace("{", "").replace("}", "")
    told = fill(f"{around}{{имя|}}{around}", {"name": name})
    assert told.text == around + name.strip() + around
    assert told.missing == ()
