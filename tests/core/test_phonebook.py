"""Formats of desk phones to the letter: `VOCHI_UPDATE_GOLDEN=1` writes what is made now."""

import os
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.phonebook import MOST, Entry, Maker, book, found

GOLDEN = Path(__file__).parent / "golden" / "phonebook"
MAKERS: tuple[Maker, ...] = get_args(Maker)
ENTRIES = (
    Entry(name="Пётр Иванов", numbers=("+375291234567", "+375172000000")),
    Entry(name="ООО «Луч» & <b>сыновья</b> \"'", numbers=("+375291110000",)),
    Entry(name="\u202eОтдел\x00 \n продаж", numbers=("901",), is_inside=True),
    Entry(name="Анна Климович", numbers=("180",), is_inside=True),
    Entry(name="Очень длинное название общества с ограниченной ответственностью «Василёк»",
          numbers=("+375297777777", "A1", "+375297777778", "1;2", "+375297777779", "102")),
    Entry(name="", numbers=("+375290000000",)),
    Entry(name="Без номера", numbers=()),
)  # fmt: skip


def same(name: str, text: str) -> None:
    file = GOLDEN / name
    if os.environ.get("VOCHI_UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("maker", MAKERS)
def test_book(maker: Maker) -> None:
    same(f"{maker}.xml", book(maker, "Ромашка & Ко", ENTRIES))


def test_search_of_gigaset() -> None:
    same("gigaset-found.xml", found(ENTRIES, 1, 50, 5))
    same("gigaset-nobody.xml", found((), 1, 50, 0))


NAMES = st.text(max_size=80)
ROWS = st.lists(st.builds(Entry, name=NAMES, numbers=st.tuples(st.text(max_size=25))), max_size=5)


@given(ROWS, NAMES)
def test_whatever_names_hold_it_is_xml(rows: list[Entry], title: str) -> None:
    for maker in MAKERS:
        ET.fromstring(book(maker, title, rows).encode())
    ET.fromstring(found(rows, 1, 50, len(rows)).encode())


@pytest.mark.parametrize("maker", MAKERS)
def test_no_phone_gets_more_than_it_keeps(maker: Maker) -> None:
    many = [Entry(name=f"Клиент {n}", numbers=(f"+37529{n:07d}",)) for n in range(3000)]
    text = book(maker, "x", many)
    assert text.count("+375") == MOST[maker]
    assert len(text.encode()) < 2_000_000
