"""Tables of a real Asterisk fold to the calls that people lived, at every moment of them.

`tables/<name>.csv` are CEL rows, `<name>.yaml` tells (see `table.told`):

- `calls`: the calls at the end, `None` rows and empty things left out;
- `live`: the board after row n, wherever it changes; between those rows it must not change.
"""

import random
from itertools import groupby
from typing import Any

import pytest
import yaml

from vochi.core.calls.entry import Entry
from vochi.core.calls.fold import Folder, fold

from .table import NAMES, TABLES, board, died, entries, told

#: Tables whose Asterisk was killed at their end: the box then journals that the engine died.
CUT = frozenset(name for name in NAMES if name.startswith("killed"))


def expected(name: str) -> dict[str, Any]:
    return yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))


def whole(name: str) -> list[Entry]:
    rows = entries(name)
    return [*rows, died(rows)] if name in CUT else rows


def live_states(journal: list[Entry]) -> dict[int, list[str]]:
    folder = Folder()
    states: list[tuple[int, list[str]]] = []
    for entry in journal:
        folder.feed(entry)
        states.append((entry.seq, board(folder.open())))
    changes = (next(group) for _, group in groupby(states, key=lambda state: state[1]))
    return dict(changes)


def test_there_are_tables() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_calls_at_the_end(name: str) -> None:
    assert [told(call) for call in fold(whole(name))] == expected(name)["calls"]


@pytest.mark.parametrize("name", NAMES)
def test_board_after_every_row(name: str) -> None:
    assert live_states(whole(name)) == expected(name)["live"]


@pytest.mark.parametrize("name", NAMES)
def test_order_of_arrival_and_doubles_change_nothing(name: str) -> None:
    journal = whole(name)
    shuffled = [*journal, *journal]
    random.Random(name).shuffle(shuffled)
    assert fold(shuffled) == fold(journal)
