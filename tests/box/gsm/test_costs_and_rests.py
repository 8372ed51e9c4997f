"""Prices that the box keeps in the store of the engine, and rests that it tells of."""

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from vochi.box.alarm import Alarm
from vochi.box.gsm.costs import Costs
from vochi.box.gsm.rests import Rests
from vochi.core.office.document import Office
from vochi.engine.ami import Ami
from vochi.engine.errors import NotConnected, Refused
from vochi.engine.frame import Message
from vochi.lab.bare import sample_office
from vochi.lab.overlay import overlay

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
CHANGES = {
    "lines": [
        {
            "id": "a1-1",
            "policy": {"bad_calls": 2, "rest_minutes": 30},
            "tariff": {"minute": 30, "free_minutes": 3, "month_day": 24},
        },
        {"id": "a1-2", "policy": {"bad_calls": 3}},
        {"id": "mts-1", "tariff": {"minute": 9, "minute_own": 2}},
    ],
    "outbound": [
        {
            "id": "all",
            "routes": [
                {"classes": ["mobile"], "lines": ["a1-1", "a1-2", "mts-1"], "order": "cheapest"},
            ],
        },
        {"id": "mobile", "routes": [{"classes": ["mobile"], "lines": ["a1-1", "a1-2"]}]},
    ],
}


class Store:
    """The store of an engine as AMI shows it; `broken`: the connection is gone."""

    is_connected = True

    def __init__(self, **families: dict[str, str]) -> None:
        self.held = families
        self.broken = False
        self.written: list[tuple[str, str]] = []

    async def items(self, name: str, **fields: str) -> tuple[Message, ...]:
        assert name == "DBGetTree"
        if self.broken:
            raise NotConnected(action=name)
        family = self.held.get(fields["Family"], {})
        if not family:
            raise Refused(action=name, detail="Database entry not found")
        return tuple(
            Message((("Key", f"/{fields['Family']}/{key}"), ("Val", value)))
            for key, value in family.items()
        )

    async def action(self, name: str, **fields: str) -> None:
        family = self.held.setdefault(fields["Family"], {})
        self.written.append((name, fields["Key"]))
        if name == "DBPut":
            family[fields["Key"]] = fields["Val"]
        else:
            del family[fields["Key"]]


def _office() -> Office:
    return overlay(sample_office(), CHANGES)


async def test_prices_are_written_when_they_change() -> None:
    store = Store(cost={"gone": "5", "mts-1": "9"})
    now = [NOW]
    office = _office()
    costs = Costs(cast("Ami", store), lambda: office, lambda: now[0])
    await costs.look()
    assert store.held["cost"] == {
        "a1-1": "1", "a1-2": "200000", "mts-1": "9", "mts-1.own": "2",
    }  # fmt: skip
    assert ("DBPut", "mts-1") not in store.written
    store.held["spent"] = {"a1-1.202610.24": "180", "a1-1.202611": "9", "a1-1.202611.24": "x"}
    await costs.look()
    assert store.held["cost"]["a1-1"] == "30"
    # The month of the SIM card begins anew at midnight in Minsk.
    now[0] = datetime(2026, 11, 23, 21, tzinfo=UTC)
    await costs.look()
    assert store.held["cost"]["a1-1"] == "1"
    store.broken = True
    await costs.look()
    assert store.held["cost"]["a1-1"] == "1"


@pytest.mark.parametrize(
    ("rest", "offline", "pause", "codes"),
    [
        ({}, (), {}, {}),
        ({"a1-1": -5}, (), {}, {}),
        ({"mts-1": 900}, (), {}, {}),
        ({"a1-1": 900}, (), {}, {"a1-1": "line.rests"}),
        ({"a1-1": 900}, ("a1-2",), {}, {"a1-1": "line.rests_last"}),
        ({"a1-1": 900}, (), {"a1-2": "desk"}, {"a1-1": "line.rests_last"}),
        ({"a1-1": 900}, ("a1-1",), {}, {}),
        (
            {"a1-1": 900, "a1-2": 60}, (), {},
            {"a1-1": "line.rests_last", "a1-2": "line.rests_last"},
        ),
    ],
)  # fmt: skip
async def test_rests_are_told(
    rest: dict[str, int], offline: tuple[str, ...], pause: dict[str, str], codes: dict[str, str]
) -> None:
    store = Store(rest={line: str(EPOCH + left) for line, left in rest.items()}, pause=pause)
    told: list[tuple[Alarm, ...]] = []
    office = _office()
    now = [NOW]
    rests = Rests(
        cast("Ami", store), lambda: office, lambda: now[0], lambda line: line not in offline,
        told.append,
    )  # fmt: skip
    alarms = await rests.look()
    assert {each.facts["line"]: each.code for each in alarms} == codes
    assert len(told) == (1 if codes else 0)
    await rests.look()
    assert len(told) == (1 if codes else 0)
    now[0] += timedelta(hours=1)
    assert await rests.look() == ()


async def test_without_such_a_policy_nothing_is_asked() -> None:
    store = Store()
    store.broken = True
    rests = Rests(cast("Ami", store), sample_office, lambda: NOW, lambda _: True, lambda _: None)
    assert await rests.look() == ()


async def test_a_rest_of_a_clock_that_was_ahead_is_over() -> None:
    """Else a line would rest for a year, calls going over it or not."""
    store = Store(rest={"a1-1": str(EPOCH + 365 * 86_400), "a1-2": str(EPOCH + 1700)})
    office = _office()
    rests = Rests(cast("Ami", store), lambda: office, lambda: NOW, lambda _: True, lambda _: None)
    await rests.look()
    assert store.held["rest"] == {"a1-2": str(EPOCH + 1700)}
    assert [each.facts["line"] for each in await rests.look()] == ["a1-2"]
