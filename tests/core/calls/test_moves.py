"""Whom a call was handed to, where Asterisk's row does not say it."""

import json

import pytest

from vochi.core.calls.fold import fold

from .table import NAMES, bodies, journal

HANDED = [
    name for name in NAMES if any(row["EventType"] == "ATTENDEDTRANSFER" for row in bodies(name))
]


@pytest.mark.parametrize("name", HANDED)
def test_a_target_that_changed_bridges_before_the_row_was_written(name: str) -> None:
    """On a busy machine the row says `N/A`: the one who was consulted is still told."""
    rows = bodies(name)
    for row in rows:
        if row["EventType"] == "ATTENDEDTRANSFER":
            untold = dict.fromkeys(
                ("transfer_target_channel_name", "transfer_target_channel_uniqueid"), "N/A"
            )
            row["EventExtra"] = json.dumps(json.loads(row["EventExtra"]) | untold)
    said = [call.transfers for call in fold(journal(bodies(name)))]
    assert any(moves and moves[0].to for moves in said)
    assert [call.transfers for call in fold(journal(rows))] == said
