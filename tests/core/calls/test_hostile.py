"""What strangers send stays data: in names, numbers, and in rows that no Asterisk would write."""

from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.announced import digits, read_number
from vochi.core.calls.fold import fold
from vochi.core.calls.row import read_row
from vochi.core.numbers import Numbering

from .table import bodies, journal, law

EVIL = [
    "ev\"il', ${SHELL(id)}",
    "one\ntwo\r\nthree",
    '"},{"extra":"dir=in&line=x"}',
    "=1+1|cmd",
    "<script>alert(1)</script>",
    "\u202eevil\u202c 😈",
    "dir=out&to=%2B1900",
    "",
]


@law
@given(st.sampled_from(EVIL) | st.text())
def test_a_name_changes_nothing_but_the_name(name) -> None:
    rows = bodies("in_answered")
    renamed = [{**row, "name": name} for row in rows]
    (plain,), (evil,) = fold(journal(rows)), fold(journal(renamed))
    assert evil.client_name == name.replace("\0", "�")
    assert evil.model_copy(update={"client_name": ""}) == plain.model_copy(
        update={"client_name": ""}
    )


@law
@given(st.sampled_from(EVIL) | st.text())
def test_a_number_is_what_can_be_dialled_of_it(number) -> None:
    renumbered = [{**row, "num": number, "ani": number} for row in bodies("in_answered")]
    (call,) = fold(journal(renumbered))
    assert set(call.client) <= set("0123456789+*#")
    assert len(call.client) <= 32
    assert (call.direction, call.line, call.employee) == ("in", "a1-1", "181")


def test_numbers_are_read_in_the_numbering_of_the_office() -> None:
    minsk = Numbering(country="BY", area_code="17")
    assert {read_number(text, minsk) for text in ("80291234567", "+375 29 123-45-67")} == {
        "+375291234567"
    }
    assert read_number("Anonymous", minsk) == ""
    assert read_number("", minsk) == ""
    assert digits("1${EXTEN}2") == "12"


@law
@given(
    st.dictionaries(
        st.sampled_from(["EventType", "UniqueID", "LinkedID", "EventExtra", "ChanName", "AppName",
                         "AppData", "Exten"]),
        st.sampled_from(["", "V_CALL", "V_NODE", "V_LINE", "HANGUP", "BRIDGE_ENTER", "Dial",
                         "PJSIP/&&@/,", "PJSIP/181-0000001a", "Local/1@x-1;1", "[]", "{}", "null",
                         '{"extra":"dir=in&office=x"}', '{"extra":5}', '{"hangupcause":"²"}',
                         '{"extra":"%zz&=&%FF=1&dir=int"}']) | st.text(),
    ),
)  # fmt: skip
def test_no_row_can_stop_the_fold(changes) -> None:
    rows = bodies("in_answered")
    fold(journal([*rows[:8], {**rows[8], **changes}, *rows[8:]]))


def test_rows_without_a_channel_are_none() -> None:
    (entry,) = journal([{**bodies("in_answered")[0], "UniqueID": ""}])
    assert read_row(entry) is None
    assert fold([entry]) == ()


def test_a_plus_in_our_own_words_is_a_plus() -> None:
    row = {**bodies("in_answered")[1], "EventExtra": '{"extra":"to=%2B1&did=+2&x"}'}
    (entry,) = journal([row])
    found = read_row(entry)
    assert found is not None
    assert found.said == {"to": "+1", "did": "+2", "x": ""}
