"""The lab's own book of calls, without an Asterisk."""

import asyncio
from pathlib import Path
from typing import Any, cast
from unittest.mock import AsyncMock, MagicMock

import pytest

from vochi.engine.frame import Message
from vochi.lab.calls import Calls
from vochi.lab.party import Phone
from vochi.lab.tasks import Tasks


@pytest.mark.asyncio
async def test_a_call_given_up_in_the_same_breath_is_over(tmp_path: Path) -> None:
    """Both events lie in one read of the socket: nothing runs between them."""
    phone, tasks = Phone(cast("Any", None), "182", 0), Tasks(MagicMock())
    calls = Calls(
        MagicMock(action=AsyncMock()),
        heard=tmp_path,
        carriers=MagicMock(),
        timeline=MagicMock(),
        clock=lambda: 1.0,
        news=asyncio.Condition(),
        tasks=tasks,
        office_uri=str,
        wanted=lambda *_: (phone, None),
        watcher=MagicMock(diverts=lambda *_: False),
    )
    await calls.happened(_event(Event="AsyncAGIStart", Exten="182"))
    await calls.happened(_event(Event="Hangup", Cause="26"))
    await asyncio.sleep(0)
    await tasks.end()
    assert calls.are_over
    assert not phone.busy
    assert phone.last.cause == 26


def _event(**fields: str) -> Message:
    of = {"Channel": "PJSIP/phone-182-00000001", "Uniqueid": "lab.1"}
    return Message(tuple((fields | of).items()))
