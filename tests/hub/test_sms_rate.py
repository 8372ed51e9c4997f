"""Messages come fast: ten a second are taken and reach the box, each once."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from vochi.core.link import CommandsReply
from vochi.hub.messages.models import Sms

from .box import NOON, FakeBox
from .live import at, push

pytestmark = pytest.mark.django_db(transaction=True)

#: Ten messages a second make as many in so many seconds.
COUNT, ANSWERS, SECONDS = 100, 30, 13.0


async def test_ten_a_second_without_loss(server: str, token: str, served_box: FakeBox) -> None:
    async with at(server, token) as desk, at(server, served_box.key) as link:
        gate = asyncio.Semaphore(8)

        async def write(number: int) -> str:
            async with gate:
                body = {"to": f"+37529{1000000 + number}", "text": f"Заказ {number} готов"}
                answer = await desk.post("/api/v1/sms", json=body)
            assert answer.status_code == 202, answer.text
            return str(answer.json()["id"])

        began = time.monotonic()
        incoming = asyncio.create_task(came(served_box))
        ids = await asyncio.gather(*(write(number) for number in range(COUNT)))
        await incoming
        assert time.monotonic() - began < SECONDS
        fetched: list[str] = []
        done = ""
        while True:
            answer = await link.get(f"/link/v1/commands?wait=0&done={done}")
            commands = CommandsReply.model_validate_json(answer.content).commands
            if not commands:
                break
            fetched += [each.action.id for each in commands if each.action.kind == "send_sms"]
            done = commands[-1].id
    assert sorted(fetched) == sorted(ids)
    assert await sync_to_async(Sms.everything.filter(direction="out").count)() == COUNT
    assert await sync_to_async(Sms.everything.filter(direction="in").count)() == ANSWERS


async def came(box: FakeBox) -> None:
    """Meanwhile clients write to us: neither waits for the other for ever."""
    for number in range(ANSWERS):
        body = {"dir": "in", "id": f"k{number}", "sender": f"+37529{1000000 + number}",
                "text": "Спасибо", "line": "a1-1", "came_at": NOON.isoformat()}  # fmt: skip
        await push(box, [box.seal("sms", body)])
