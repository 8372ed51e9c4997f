"""The lab knows when it stood still, and does not count it as time that people talked."""

import asyncio
import time

import pytest

from vochi.lab.stalls import Stalls


@pytest.mark.asyncio
async def test_standing_still_is_seen_and_is_not_talk() -> None:
    told: list[str] = []
    stalls = Stalls(time.monotonic, lambda _, what: told.append(what))
    watch = asyncio.create_task(stalls.watch())
    began = time.monotonic()
    talk = asyncio.create_task(stalls.pass_by(0.6))
    await asyncio.sleep(0.1)
    time.sleep(0.5)  # noqa: ASYNC251 - a machine that stands still
    await talk
    ended = time.monotonic()
    watch.cancel()
    still = stalls.between(began, ended)
    assert 0.4 < still < ended - began - 0.5
    assert ended - began >= 0.6 + still - 0.01
    assert told[0].startswith("stood still for 0.")
    assert stalls.between(began - 5, began) == 0
