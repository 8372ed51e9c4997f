"""A click is a call from the first ring: the unique id tells who calls whom."""

from hypothesis import given
from hypothesis import strategies as st

from vochi.core.calls.click import Click, read_click, write_click
from vochi.core.calls.fold import fold

from .table import bodies, journal, law

TOKEN = "0123456789abcdef"


@law
@given(
    st.integers(0, 99), st.integers(0, 10**8), st.from_regex(r"[1-9][0-9]{1,4}", fullmatch=True),
    st.from_regex(r"\+?[0-9]{1,31}", fullmatch=True),
)  # fmt: skip
def test_what_is_written_is_read(phone, office, extension, to) -> None:
    written = write_click(TOKEN, phone, office, extension, to)
    assert read_click(written) == Click(id=f"v{TOKEN}", office=office, extension=extension, to=to)


@law
@given(st.text(), st.text())
def test_what_cannot_be_written_names_only_the_phone(extension, to) -> None:
    written = write_click(TOKEN, 0, 1, extension, to)
    click = read_click(written)
    assert click is not None or written == f"v{TOKEN}.0"
    assert click is None or (click.extension, click.to) == (extension, to)


def clicked(name: str, to: str = "+375291234567") -> list:
    """A table whose phone was named by the box."""
    rows = bodies(name)
    old = rows[0]["UniqueID"]
    new = write_click(TOKEN, 0, 7, "181", to)
    return [{k: new if v == old else v for k, v in row.items()} for row in rows]


def test_a_click_that_nobody_lifts_is_a_row() -> None:
    (call,) = fold(journal(clicked("out_click_agent_silent")))
    assert (call.direction, call.result, call.end_reason) == ("out", "no_answer", "no_answer")
    assert (call.client, call.number, call.office_version) == ("+375291234567",) * 2 + (7,)
    assert [(leg.endpoint, leg.role, leg.end) for leg in call.legs] == [
        ("181", "caller", "no_answer")
    ]


def test_it_is_on_the_board_from_the_first_ring() -> None:
    rows = journal(clicked("out_click"))
    (call,) = fold(rows[:1])
    assert (call.state, call.direction, call.client) == ("ringing", "out", "+375291234567")
    assert call.legs[0].rang_at == call.started_at
    (whole,) = fold(rows)
    assert whole.result == "answered"
    assert whole.started_at == call.started_at


def test_a_click_inside_is_a_call_inside() -> None:
    (call,) = fold(journal(clicked("out_click_agent_silent", to="183")))
    assert (call.direction, call.client, call.number) == ("internal", "181", "183")


def test_two_phones_of_one_click_are_one_call() -> None:
    rows = clicked("out_click")
    start = next(row for row in rows if row["EventType"] == "CHAN_START")
    other = write_click(TOKEN, 1, 7, "181", "+375291234567")
    second = {
        **start, "ChanName": "PJSIP/181-2-000000ff", "UniqueID": other, "LinkedID": other,
    }  # fmt: skip
    (call,) = fold(journal([rows[0], second, *rows[1:]]))
    assert {leg.endpoint for leg in call.legs} >= {"181", "181-2"}
    assert [leg.role for leg in call.legs if leg.endpoint.startswith("181")] == ["caller"] * 2
