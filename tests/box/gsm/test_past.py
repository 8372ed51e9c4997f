"""The calls of the last month, out of the journal, and the prices that they teach."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from box.gsm.test_costs_and_rests import Store
from vochi.box.gsm.costs import Costs
from vochi.box.gsm.past import past_calls
from vochi.box.journal import Draft, Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import CEL_FIELDS
from vochi.engine.ami import Ami
from vochi.lab.bare import sample_office
from vochi.lab.overlay import overlay

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _cel(event: str, at: datetime, channel: str, unique: str, **more: str) -> Draft:
    body = dict.fromkeys(CEL_FIELDS, "") | {
        "EventType": event, "EventTime": f"{at.timestamp():.6f}", "ChanName": channel,
        "UniqueID": unique, "LinkedID": unique, **more,
    }  # fmt: skip
    return Draft(kind="cel", body={**body}, at=at, mono=at.timestamp())


def _call(
    number: int, at: datetime, app: str = "AppDial", channel: str = "PJSIP/a1-1"
) -> list[Draft]:
    name, unique = f"{channel}-{number:08x}", f"17.{number}"
    until = at + timedelta(seconds=19.5)
    return [
        _cel("ANSWER", at, name, unique, AppName=app, num="+375251112233"),
        _cel("HANGUP", until, name, unique),
    ]


async def test_talks_that_we_began_over_lines_teach_prices(tmp_path: Path) -> None:
    scribe = Scribe(Journal(tmp_path / "journal.db", "boot"))
    start = NOW - timedelta(days=2)
    for number in range(40):
        await scribe.write(_call(number, start + timedelta(minutes=number)))
    await scribe.write(_call(50, start, app="Dial"))  # it came in
    await scribe.write(_call(51, start, channel="PJSIP/180"))  # a phone
    await scribe.write(_call(52, start)[:1])  # nobody told the end of it
    changes = {
        "lines": [
            {"id": "a1-1", "tariff": {"minute": 10, "step": 60}},
            {"id": "mts-1", "tariff": {"minute": 12, "step": 1}},
        ],
        "outbound": [
            {"id": "all", "routes": [
                {"classes": ["mobile"], "lines": ["a1-1", "mts-1"], "order": "cheapest"},
            ]},
        ],
    }  # fmt: skip
    office = overlay(sample_office(), changes)
    calls = await past_calls(scribe, office)
    assert [(call.number, call.seconds) for call in calls] == [("+375251112233", 20)] * 40
    assert calls[1].at - calls[0].at == timedelta(minutes=1)
    store = Store()
    asked = 0

    async def past(_: object) -> object:
        nonlocal asked
        asked += 1
        return calls

    costs = Costs(cast("Ami", store), lambda: office, lambda: NOW, past)  # type: ignore[arg-type]
    await costs.look()
    await costs.look()
    # A begun minute is paid whole: the card that asks less for it is the dearer one.
    assert store.held["cost"] == {"a1-1": "30", "mts-1": "12"}
    assert asked == 1
    await scribe.close()
