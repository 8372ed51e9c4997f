"""The link under every fault: nothing lost, nothing doubled."""

import asyncio
import stat
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from box.conftest import until
from box.fake_hub import KEY, Hub, State
from vochi.box.enroll import EnrollRefused, Key, enroll, load_key, save_key
from vochi.box.journal import Draft, Journal
from vochi.box.link import Link
from vochi.box.parcel import recordings
from vochi.box.patience import Patience
from vochi.box.scribe import Scribe
from vochi.core.link import Command, HangUpCall
from vochi.lab.ports import free_udp


def draft(n: int) -> Draft:
    return Draft(kind="cel", body={"n": n}, at=datetime.now(UTC), mono=time.monotonic())


def impatient() -> Patience:
    return Patience(first=0.002, longest=0.02)


def link_to(hub: Hub | str, scribe: Scribe, key: str = KEY) -> Link:
    url = hub if isinstance(hub, str) else hub.url
    return Link(Key(hub=url, box_id=5, key=key), scribe, patience=impatient)


@asynccontextmanager
async def running(*jobs: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
        for task in tasks:
            assert not task.done(), task.exception()
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def test_lost_acknowledgements(scribe: Scribe) -> None:
    """R6: p = 0.5, 10,000 entries."""
    with Hub() as hub:
        hub.state.drop = 0.5
        link = link_to(hub, scribe)
        async with running(link.push()):
            for start in range(0, 10_000, 250):
                await scribe.write([draft(n) for n in range(start, start + 250)])
            await until(lambda: len(hub.state.entries) == 10_000, 30)
        await link.close()
        assert [e.body["n"] for e in hub.state.entries] == list(range(10_000))


async def test_a_hub_that_is_away_comes_back(scribe: Scribe, journal_file: Path) -> None:
    """R5: dead, then 500, then somebody else's page, then a wrong key, then well."""
    # Below the ports that connections of others take meanwhile.
    port = free_udp()
    link = link_to(f"http://127.0.0.1:{port}", scribe)
    async with running(link.push()):
        await scribe.write([draft(n) for n in range(600)])
        state = State(status=500)
        with Hub(port, state) as hub:
            for fault in ({"status": 500}, {"status": 429}, {"garbage": True}, {"key": "other"}):
                state.__dict__.update({"status": None, "garbage": False, "key": KEY} | fault)
                known = state.refused
                await scribe.write([draft(0)])
                await until(lambda known=known: state.refused > known + 1)
            assert hub.state.entries == []
            state.__dict__.update({"status": None, "garbage": False, "key": KEY})
            await until(lambda: len(state.entries) == 604)
    await link.close()


async def test_goes_on_after_a_restart(journal_file: Path) -> None:
    with Hub() as hub:
        for life in range(3):
            scribe = Scribe(Journal(journal_file, "b"))
            link = link_to(hub, scribe)
            async with running(link.push()):
                await scribe.write([draft(life * 10 + n) for n in range(10)])
                await until(lambda n=life: len(hub.state.entries) == 10 * (n + 1))
            await link.close()
            await scribe.close()
        assert [e.body["n"] for e in hub.state.entries] == list(range(30))


async def test_a_hub_restored_from_a_copy_gets_the_rest_again(scribe: Scribe) -> None:
    with Hub() as hub:
        link = link_to(hub, scribe)
        async with running(link.push()):
            await scribe.write([draft(n) for n in range(20)])
            await until(lambda: len(hub.state.entries) == 20)
            with hub.state.lock:
                del hub.state.entries[5:]
            # It says so when the next entry comes and does not continue its chain.
            await scribe.write([draft(20)])
            await until(lambda: len(hub.state.entries) == 21)
        await link.close()


async def test_an_entry_is_pushed_within_50_ms(scribe: Scribe) -> None:
    with Hub() as hub:
        link = link_to(hub, scribe)
        async with running(link.push()):
            waits = []
            for n in range(30):
                began = time.monotonic()
                await scribe.write([draft(n)])
                await until(lambda n=n: len(hub.state.entries) == n + 1)
                waits.append(time.monotonic() - began)
        await link.close()
    assert sorted(waits)[15] < 0.05


async def test_commands_arrive_once_each_poll_until_answered(scribe: Scribe) -> None:
    got: list[str] = []
    offices: list[int] = []

    async def on_command(command: Command) -> None:
        got.append(command.id)
        draft = Draft(kind="command", body={"id": command.id, "ok": True, "code": "done"},
                      at=datetime.now(UTC), mono=0.0)  # fmt: skip
        await scribe.write([draft])

    async def on_office(version: int) -> None:
        offices.append(version)

    with Hub() as hub:
        hub.state.office = 3
        deadline = datetime.now(UTC) + timedelta(seconds=30)
        hub.state.commands = [
            Command(id=c * 32, deadline=deadline, action=HangUpCall(linked_id="1.1")) for c in "ab"
        ]
        link = link_to(hub, scribe)
        running_office = lambda: offices[-1] if offices else None  # noqa: E731
        async with running(link.push(), link.poll(running_office, on_command, on_office)):
            await until(lambda: len(hub.state.entries) >= 2 and offices == [3])
        await link.close()
        assert got[:2] == ["a" * 32, "b" * 32]


async def test_recordings_are_uploaded_and_forgotten(scribe: Scribe, tmp_path: Path) -> None:
    sounds = {f"1.{n}": f"sound {n}".encode() * 10_000 for n in range(3)}
    marks = {}
    for unique_id, sound in sounds.items():
        digest = sha256(sound).hexdigest()
        (tmp_path / digest).write_bytes(sound)
        marks[f"upload:{unique_id}"] = digest
    marks["upload:9.9"] = "f" * 64  # its file is gone: told, not tried for ever
    await scribe.write([draft(1)], marks)
    with Hub() as hub:
        hub.state.drop = 0.3
        link = link_to(hub, scribe)

        async def is_done() -> bool:
            return not await scribe.read(lambda j: j.marks("upload:"))

        async with running(link.upload(recordings(lambda digest: tmp_path / digest))):
            async with asyncio.timeout(10):
                while not await is_done():
                    await asyncio.sleep(0.01)
        await link.close()
        assert hub.state.files == sounds


async def test_enrolment_keeps_the_key_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "box" / "link.key"
    assert load_key(path) is None
    with Hub() as hub:
        async with httpx.AsyncClient(trust_env=False) as client:
            with pytest.raises(EnrollRefused, match="code_unknown"):
                await enroll(client, hub.url, "wrong")
            key = await enroll(client, hub.url, "right")
    save_key(path, key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path) == key
    assert KEY not in repr(key)
    path.write_text('{"hub": "' + KEY)
    with pytest.raises(ValueError, match="damaged") as told:
        load_key(path)
    assert KEY not in str(told.value)
