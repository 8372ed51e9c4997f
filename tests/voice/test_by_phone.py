"""What people say into the exchange reaches the desk; a box that dies meanwhile loses none."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from vochi.lab import tones
from vochi.lab.desk import decode
from vochi.lab.stand import Stand

pytestmark = pytest.mark.timeout(180)
CHANGES = {
    "inbound": [
        {
            "id": "main",
            "nodes": {
                "start": {"kind": "start", "exits": {"next": "mail"}},
                "mail": {"kind": "voicemail", "owner": "180", "seconds": 30},
            },
        }
    ]
}


async def until(stand: Stand, path: str, fact: Callable[[Any], Any]) -> Any:
    """Ask the API till the fact is there."""
    async with asyncio.timeout(40):
        while True:
            try:
                found = fact(await stand.desk.get(path))
            except httpx.TransportError:
                found = None
            if found:
                return found
            await asyncio.sleep(0.2)


async def heard(stand: Stand, url: str, tone: int) -> float:
    """Seconds of a tone in a sound of the hub."""
    answer = await stand.desk._client.get(url.removeprefix("/api/v1"))
    answer.raise_for_status()
    return tones.find(decode(answer.content)[0], tone).seconds


async def test_a_message_and_a_prompt_reach_the_desk(tmp_path: Path) -> None:
    async with Stand(tmp_path, changes=CHANGES) as stand:
        phone, client = stand.city.phones["180"], stand.city.subscriber("+375291110099")
        # The box dies while the message is being left, and comes back by itself.
        call = await client.call("+375296000001")
        await call.until_answered()
        await stand.city.stalls.pass_by(5)
        old = stand.running.pid("box")
        stand.running.kill("box")
        await stand.city.stalls.pass_by(2)
        await call.hang_up()
        await stand.running.until_back("box", old)

        row = await until(stand, "/calls", lambda page: next(iter(page["items"]), None))
        message = await until(
            stand,
            f"/calls/{row['id']}",
            lambda one: next((each for each in one["messages"] if each["url"]), None),
        )
        assert message["owner"] == "180"
        assert await heard(stand, message["url"], client.tone) == pytest.approx(
            message["seconds"], abs=1.5
        )
        assert message["seconds"] > 2

        call = await phone.call("*60")
        await call.until_answered()
        await stand.city.stalls.pass_by(6)
        await call.press("#")
        await call.until_ended()
        prompt = await until(
            stand,
            "/prompts",
            lambda every: next((each for each in every if each["origin"] == "phone"), None),
        )
        assert prompt["prompt"]["id"].startswith("phone-180")
        assert await heard(stand, prompt["url"], phone.tone) > 1

        # The desk rings him up for one of another name.
        phone.behave(phone.behaviour.model_copy(update={"answer": 0.3}))
        stand.city.phones["180-2"].behave(phone.behaviour.model_copy(update={"refuse": "busy"}))
        asked = {"kind": "record_prompt", "extension": "180", "id": "welcome"}
        assert (await stand.desk.command(asked))["code"] == "done"
        await phone.last.until_answered()
        await stand.city.stalls.pass_by(6)
        await phone.last.press("#")
        await phone.last.until_ended()
        named = await until(
            stand,
            "/prompts",
            lambda every: next((e for e in every if e["prompt"]["id"].startswith("welcome")), None),
        )
        assert named["origin"] == "phone"
        assert await heard(stand, named["url"], phone.tone) > 1
