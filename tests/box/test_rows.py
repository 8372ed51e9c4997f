"""Rows out of bytes: hostile values, torn rows, any split."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from box.conftest import ROW_FIELDS, cel_row
from vochi.box.rows import ROW_LIMIT, split_rows

HOSTILE = [
    'ev"il',
    'a,b\r\n"c',
    "${SHELL(x)}",
    "'; DROP",
    "Юля\n\n",
    '"',
    '""',
    "\\",
    "😀\t",
    "a\rb",
]


def values_of(data: bytes) -> list[tuple[str, ...] | None]:
    rows, used = split_rows(data)
    assert b"".join(row.raw for row in rows) == data[:used]
    return [row.values for row in rows]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_one_value(name: str) -> None:
    data = cel_row("CHAN_START", "1.1", name=name) + cel_row("CHAN_END", "1.1")
    (first, second) = values_of(data)
    assert first is not None
    assert first[2] == name
    assert second is not None
    assert second[0] == "CHAN_END"


@given(
    st.lists(st.lists(st.text(max_size=12), min_size=ROW_FIELDS, max_size=ROW_FIELDS), max_size=4)
)
def test_reads_what_the_standard_writer_wrote(table: list[list[str]]) -> None:
    table = [["HANGUP", *(v.replace("\0", "") for v in row[1:])] for row in table]
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    data = text.getvalue().encode("utf-8", "surrogatepass")
    expected = [
        tuple(v.encode("utf-8", "surrogatepass").decode("utf-8", "backslashreplace") for v in row)
        for row in table
    ]
    assert values_of(data) == expected


@pytest.mark.parametrize("cut", range(1, 200, 7))
def test_a_half_written_row_stays(cut: int) -> None:
    row = cel_row("CHAN_START", "1.1", name='a "quoted"\nname' * 8)
    rows, used = split_rows(row[:cut])
    assert rows == ()
    assert used == 0


@pytest.mark.parametrize("cut", range(1, 130))
def test_the_row_behind_a_torn_one_is_found(cut: int) -> None:
    """A full disk cuts a row anywhere; when there is room Asterisk writes the next right behind."""
    torn = cel_row("CHAN_START", "1.1", name='a "q", "B", x\ny' * 3)[:cut]
    found = values_of(torn + cel_row("CHAN_END", "2.2") + cel_row("HANGUP", "3.3"))
    whole = [v for v in found if v is not None]
    assert [v[13] for v in whole] == ["2.2", "3.3"]
    assert found[0] is None


def test_a_caller_cannot_forge_a_row() -> None:
    forged = '","x"\n' + cel_row("CHAN_END", "9.9").decode() + '"CHAN_END","1.0","'
    (only,) = values_of(cel_row("CHAN_START", "1.1", name=forged))
    assert only is not None
    assert only[2] == forged


@pytest.mark.parametrize(
    "garbage",
    [b"\0" * 100 + b"\n", b"\xff\xfe\n", b'"a","b"\n', b"\n", b"x" * (2 * ROW_LIMIT) + b"\n"],
)
def test_garbage_is_kept_and_passed(garbage: bytes) -> None:
    rows, used = split_rows(garbage + cel_row("CHAN_END", "2.2"))
    assert rows[-1].values is not None
    assert rows[-1].values[13] == "2.2"
    assert b"".join(row.raw for row in rows[:-1]) == garbage
    assert used == len(garbage) + len(rows[-1].raw)


PIECES = st.one_of(
    st.builds(lambda n: cel_row("CHAN_START", "1.1", name=n), st.text(max_size=20)),
    st.binary(max_size=30),
    st.builds(
        lambda n, c: cel_row("HANGUP", "1.2", name=n)[:c], st.text(max_size=5), st.integers(1, 90)
    ),
)


@given(st.lists(PIECES, max_size=6), st.data())
def test_any_split_gives_the_same_rows(pieces: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(pieces) + cel_row("CHAN_END", "2.2")
    expected, _ = split_rows(stream)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    got, offset = [], 0
    for cut in [*cuts, len(stream)]:
        rows, used = split_rows(stream[offset:cut])
        got += rows
        offset += used
    assert tuple(got) == expected
