"""Alarms reach the hub as they stand; phrases that are missing raise one and are made."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from box.fake_hub import KEY, Hub
from vochi.box.alarm import Alarm
from vochi.box.alarms import Alarms
from vochi.box.enroll import Key
from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.box.phrasebook import Phrasebook
from vochi.box.scribe import Scribe
from vochi.engine.install import default_cache
from vochi.voice import phrases

LOW = Alarm(code="disk.low", facts={"path": "/" + "x" * 500, "free_mb": "3"})


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not fact():
            await asyncio.sleep(0.02)


async def test_the_hub_hears_what_stands(scribe: Scribe) -> None:
    changes: list[int] = []
    alarms = Alarms(lambda: changes.append(1))
    with Hub() as hub:
        hub.state.drop = 0.4
        link = Link(
            Key(box_id=1, hub=hub.url, key=KEY), scribe, patience=lambda: Patience(0.02, 0.2)
        )
        task = asyncio.create_task(alarms.tell(link))
        await until(lambda: hub.state.alarms[-1:] == [[]])
        alarms.of("room")((LOW,))
        alarms.of("room")((LOW,))
        alarms.of("phrases")((Alarm(code="phrases.missing", facts={"count": "2"}),))
        await until(lambda: hub.state.alarms[-1:] == [["disk.low", "phrases.missing"]])
        alarms.of("room")(())
        await until(lambda: hub.state.alarms[-1:] == [["phrases.missing"]])
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await link.close()
    assert len(changes) == 3
    assert [each.code for each in alarms.every] == ["phrases.missing"]


async def test_missing_phrases_are_an_alarm_until_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = default_cache()
    (tmp_path / "vochi").mkdir()
    path = monkeypatch.context()
    told: list[tuple[Alarm, ...]] = []
    book = Phrasebook(told.append)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with path as patch:
        patch.setenv("PATH", str(tmp_path))  # nothing speaks here
        (alarm,) = await book.look()
        assert alarm.code == "phrases.missing"
        assert int(alarm.facts["count"]) > 100
    (tmp_path / "vochi" / "asterisk").symlink_to(cache / "asterisk")
    assert await book.look() == ()
    assert [len(each) for each in told] == [1, 0]
    assert phrases.missing(phrases.folder()) == ()
