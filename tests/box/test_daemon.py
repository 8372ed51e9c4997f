"""The whole box as a process: real Asterisk, real calls, and every kind of death in the middle."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from box.stand import BoxStand, quiet
from vochi.core.calls.fold import fold
from vochi.core.link import BlindTransfer, HangUpCall, Originate
from vochi.engine.install import default_cache, install
from vochi.engine.process import of_pid
from vochi.lab import tones
from vochi.lab.behaviour import RINGS, answers
from vochi.lab.desk import decode
from vochi.lab.party import Phone
from vochi.lab.side import Side


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand() -> AsyncIterator[BoxStand]:
    # pytest's own directories are too deep for the 108 characters of a Unix socket's path.
    with TemporaryDirectory(prefix="vochi-") as root:
        async with BoxStand(Path(root), install(default_cache())) as stand:
            yield stand


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_talk(stand: BoxStand, name: str = "") -> tuple[Side, Side, str]:
    """Somebody calls over A1, Anna answers on her desk: both sides and the linked id."""
    for phone in stand.city.phones.values():
        phone.behave(RINGS)
    anna = stand.city.phones["180"]
    anna.behave(answers(0.2))
    before, rung = len(stand.events("V_CALL")), len(anna.sides)
    outside = stand.city.subscriber("+375291234567")
    caller = await outside.call("+375296000001")
    await stand.until(lambda: len(anna.sides) > rung and anna.last.talking, "Anna talks")
    await stand.until(lambda: len(stand.events("V_CALL")) > before, "the call is in the hub")
    linked_id = str(stand.events("V_CALL")[-1].body["LinkedID"])
    return caller, anna.last, linked_id


def call_of(stand: BoxStand, linked_id: str):
    (call,) = [c for c in fold(stand.entries()) if c.linked_id == linked_id]
    return call


async def until_ended(stand: BoxStand, linked_id: str) -> None:
    await stand.until(
        lambda: any(e.body["LinkedID"] == linked_id for e in stand.events("LINKEDID_END")),
        "the call is over",
    )


async def test_a_call_and_its_recording_reach_the_hub(stand: BoxStand) -> None:
    caller, callee, linked_id = await a_talk(stand)
    await stand.city.stalls.pass_by(2.0)
    await caller.hang_up()
    await stand.until(
        lambda: any(e.body["linked_id"] == linked_id for e in stand.entries("recording")),
        "recorded",
    )
    (entry,) = [e for e in stand.entries("recording") if e.body["linked_id"] == linked_id]
    unique_id = str(entry.body["unique_id"])
    await stand.until(lambda: unique_id in stand.hub.state.files, "uploaded")
    sound = stand.hub.state.files[unique_id]
    assert hashlib.sha256(sound).hexdigest() == entry.body["sha256"]
    left, right = decode(sound)
    # Each side hears the other's tone: the client's is in the left channel, Anna's in the right.
    client, anna = stand.city.subscriber("+375291234567").tone, stand.city.phones["180"].tone
    assert tones.find(left, client).seconds > 1.5
    assert tones.find(right, anna).seconds > 1.5
    assert tones.find(left, anna).seconds < 0.1
    assert tones.find(right, client).seconds < 0.1
    assert call_of(stand, linked_id).result == "answered"
    assert not list(stand.home.raw_recordings.glob("*.raw"))
    assert len(callee.heard_file.read_bytes()) > 0


async def test_registrations_are_told_once(stand: BoxStand) -> None:
    def told() -> set[str]:
        online = (e for e in stand.entries("device") if e.body["state"] == "online")
        return {str(e.body["endpoint"]) for e in online}

    all_of_them = {"180", "181", "182", "183", "a1-1", "mts-1", "life-1"}
    await stand.until(lambda: all_of_them <= told(), "all are told")
    vera: Phone = stand.city.phones["182"]
    await vera.unplug()
    await stand.until(
        lambda: stand.entries("device")[-1].body["state"] == "offline", "offline is told"
    )
    assert stand.entries("device")[-1].body["endpoint"] == "182"
    await vera.plug()
    await stand.until(
        lambda: stand.entries("device")[-1].body["state"] == "online", "online is told"
    )
    before = len(stand.entries("device"))
    stand.kill()
    stand.start()
    await stand.until_ready()
    for count in range(1, 5, 2):  # a box that is slow would see both in one
        await vera.unplug()
        await stand.until(lambda n=count: len(stand.entries("device")) >= before + n, "offline")
        await vera.plug()
        await stand.until(lambda n=count: len(stand.entries("device")) > before + n, "online")
    fresh = [(e.body["endpoint"], e.body["state"]) for e in stand.entries("device")[before:]]
    assert fresh == [("182", "offline"), ("182", "online")] * 2, "a new life repeats nothing"


async def test_click_to_call(stand: BoxStand) -> None:
    boris = stand.city.phones["181"]
    boris.behave(answers(0.2))
    stand.city.subscriber("+375295550001").behave(answers(0.2))
    known = len(stand.events("V_CALL"))
    answer = await stand.command(Originate(extension="181", to="+375295550001"))
    assert answer["code"] == "done"
    far = stand.city.subscriber("+375295550001")
    await stand.until(lambda: bool(far.sides) and far.last.talking, "the client talks")
    assert boris.last.caller.endswith("375295550001"), "the phone shows whom he is about to call"
    await stand.until(lambda: len(stand.events("V_CALL")) > known, "the call is in the hub")
    linked_id = str(stand.events("V_CALL")[-1].body["LinkedID"])
    await far.last.hang_up()
    await until_ended(stand, linked_id)
    call = call_of(stand, linked_id)
    assert (call.direction, call.client, call.employee) == ("out", "+375295550001", "181")


async def test_click_to_call_a_colleague(stand: BoxStand) -> None:
    boris, vera = stand.city.phones["181"], stand.city.phones["182"]
    boris.behave(answers(0.2))
    vera.behave(answers(0.2))
    before, known = len(vera.sides), len(stand.events("V_CALL"))
    assert (await stand.command(Originate(extension="181", to="182")))["code"] == "done"
    await stand.until(lambda: len(vera.sides) > before and vera.last.talking, "Vera talks")
    assert boris.last.caller == "182"
    assert vera.last.caller == "181", "the colleague sees who calls, not himself"
    await stand.until(lambda: len(stand.events("V_CALL")) > known, "the call is in the hub")
    linked_id = str(stand.events("V_CALL")[-1].body["LinkedID"])
    await vera.last.hang_up()
    await until_ended(stand, linked_id)


async def test_hang_up_and_transfer(stand: BoxStand) -> None:
    caller, callee, linked_id = await a_talk(stand)
    vera = stand.city.phones["182"]
    vera.behave(answers(0.2))
    answer = await stand.command(BlindTransfer(linked_id=linked_id, extension="180", to="182"))
    assert answer["code"] == "done"
    await callee.until_ended()
    await stand.until(lambda: bool(vera.sides) and vera.last.talking, "Vera talks")
    await quiet(0.5)
    assert caller.live
    assert (await stand.command(HangUpCall(linked_id=linked_id)))["code"] == "done"
    await caller.until_ended()
    await vera.last.until_ended()
    await until_ended(stand, linked_id)
    assert (await stand.command(HangUpCall(linked_id=linked_id)))["code"] == "no_such_call"


async def test_a_second_box_is_refused(stand: BoxStand) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "vochi.box", "--home", str(stand.home.root)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert f"pid {stand.process.pid}" in last
    assert stand.process.poll() is None


async def test_kill_9_of_the_box_in_the_middle_of_a_talk(stand: BoxStand) -> None:
    engine = stand.engine_pid
    caller, callee, linked_id = await a_talk(stand)
    for _ in range(3):
        await quiet(0.5)
        stand.kill()
        await quiet(0.3)
        stand.start()
        await stand.until_ready()
    await quiet(0.5)
    await caller.hang_up()
    await until_ended(stand, linked_id)
    assert stand.engine_pid == engine
    assert [e.body["state"] for e in stand.entries("engine")] == ["started"]
    heard = caller.hearing.find(stand.city.phones["180"].tone)
    assert heard.longest_gap < 0.15, "nobody's talk was cut"
    assert callee.hearing.find(stand.city.subscriber("+375291234567").tone).longest_gap < 0.15
    call = call_of(stand, linked_id)
    assert (call.result, call.employee) == ("answered", "180")
    await stand.until(
        lambda: any(e.body["linked_id"] == linked_id for e in stand.entries("recording")),
        "recorded",
    )
    rows = Counter(tuple(e.body.values()) for e in stand.entries("cel"))
    assert max(rows.values()) == 1, "no row twice"
    assert [e.seq for e in stand.entries()] == list(range(1, len(stand.entries()) + 1))


async def test_kill_9_of_asterisk_in_the_middle_of_a_talk(stand: BoxStand) -> None:
    caller, callee, linked_id = await a_talk(stand)
    # The last second of a recording may be lost with the engine.
    await stand.city.stalls.pass_by(3.5)
    lives = len(stand.entries("engine"))
    os.kill(stand.engine_pid, signal.SIGKILL)
    await stand.until(lambda: len(stand.entries("engine")) >= lives + 2, "died and started")
    assert [e.body["state"] for e in stand.entries("engine")][lives:] == ["died", "started"]
    await stand.until(
        lambda: any(e.body["linked_id"] == linked_id for e in stand.entries("recording")),
        "what was recorded is kept",
    )
    (entry,) = [e for e in stand.entries("recording") if e.body["linked_id"] == linked_id]
    assert entry.body["seconds"] > 1.5
    unique_id = str(entry.body["unique_id"])
    await stand.until(lambda: unique_id in stand.hub.state.files, "uploaded")
    left, _ = decode(stand.hub.state.files[unique_id])
    assert tones.find(left, stand.city.subscriber("+375291234567").tone).seconds > 1.5
    assert call_of(stand, linked_id).result == "interrupted"
    # No BYE came from the dead: the people put down their phones themselves.
    await caller.hang_up()
    await callee.hang_up()


async def test_asterisk_dies_while_the_box_is_dead(stand: BoxStand) -> None:
    caller, callee, linked_id = await a_talk(stand)
    await quiet(1.0)
    lives = len(stand.entries("engine"))
    engine = stand.engine_pid
    stand.kill()
    os.kill(engine, signal.SIGKILL)
    died_before = len(stand.entries())
    await quiet(1.5)
    stand.start()
    await stand.until_ready()
    await stand.until(lambda: len(stand.entries("engine")) >= lives + 2, "died and started")
    died, started = stand.entries("engine")[lives:]
    assert (died.body["state"], started.body["state"]) == ("died", "started")
    # It is told for when it happened, not for when somebody noticed.
    assert (started.at - died.at).total_seconds() > 1.0
    assert died.seq > died_before
    assert call_of(stand, linked_id).result == "interrupted"
    # No BYE came from the dead: the people put down their phones themselves.
    await caller.hang_up()
    await callee.hang_up()


async def test_a_destroyed_journal_costs_nothing_that_the_hub_has(stand: BoxStand) -> None:
    caller, callee, linked_id = await a_talk(stand)
    stand.kill()
    kept = len(stand.entries())
    for ending in ("", "-wal", "-shm"):
        file = stand.home.box / f"journal.db{ending}"
        if file.exists():
            file.write_bytes(b"\0garbage" * 1000)
    stand.start()
    await stand.until_ready()
    await caller.hang_up()
    await callee.until_ended()
    await until_ended(stand, linked_id)
    assert list(stand.home.box.glob("journal.db.damaged-*"))
    assert len(stand.entries()) > kept
    assert call_of(stand, linked_id).result == "answered"
    rows = Counter(tuple(e.body.values()) for e in stand.entries("cel"))
    assert max(rows.values()) == 1, "no row twice"


async def test_sigterm_leaves_the_engine_sigint_stops_it(stand: BoxStand) -> None:
    engine = stand.engine_pid
    caller, _, linked_id = await a_talk(stand)
    assert await asyncio.to_thread(stand.end, signal.SIGTERM) == 0
    assert not (stand.home.run / "box.json").exists()
    stand.start()
    await stand.until_ready()
    assert stand.engine_pid == engine
    assert caller.talking
    assert await asyncio.to_thread(stand.end, signal.SIGINT) == 0
    assert of_pid(engine) is None
    await stand.until(lambda: stand.entries("engine")[-1].body["state"] == "stopped", "stopped")
    assert call_of(stand, linked_id).state == "ended"
    await caller.hang_up()


async def test_nothing_secret_is_logged(stand: BoxStand) -> None:
    log = (stand._root / "box.log").read_text()
    assert stand.hub.state.key not in log
    assert stand.hub.state.reply
    for password in stand.hub.state.reply.secrets.passwords.values():
        assert password not in log
    assert (stand.home.engine / "ami.secret").read_text().strip() not in log
