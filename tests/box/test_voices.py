"""Messages of callers and prompts by phone: whole after a kill, journaled once, sent, forgotten."""

import array
import asyncio
import hashlib
import io
import math
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

from box.fake_hub import KEY, Hub
from vochi.box import messages as messages_module
from vochi.box import prompts as prompts_module
from vochi.box import shelf
from vochi.box.clock import Clock
from vochi.box.enroll import Key
from vochi.box.link import Link
from vochi.box.messages import Messages
from vochi.box.patience import Patience
from vochi.box.prompts import Prompts
from vochi.box.scribe import Scribe
from vochi.core.calls.correlate import linked_ids
from vochi.core.calls.entry import Entry

# ruff: noqa: ASYNC240 - files of the test itself
UID = "1785312000.12"


def speech(seconds: float) -> bytes:
    return array.array(
        "h", (int(9000 * math.sin(0.4 * n)) for n in range(int(8000 * seconds)))
    ).tobytes()


def wav(samples: bytes, *, killed: bool = False) -> bytes:
    """As Asterisk writes it; killed: the header still says that there is nothing."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"" if killed else samples)
    return file.getvalue() + (samples if killed else b"")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    (tmp_path / "spool").mkdir()
    return tmp_path / "spool"


@pytest.fixture
def mail(spool: Path, tmp_path: Path, scribe: Scribe, clock: Clock) -> Messages:
    (tmp_path / "kept").mkdir()
    return Messages(spool, tmp_path / "kept", scribe, clock, open_now=set, settled=0)


@pytest.fixture
def prompts(spool: Path, tmp_path: Path, scribe: Scribe, clock: Clock) -> Prompts:
    (tmp_path / "spoken").mkdir()
    return Prompts(spool, tmp_path / "spoken", scribe, clock, open_now=set, settled=0)


async def entries_of(scribe: Scribe, kind: str) -> list[Entry]:
    return [e for e in await scribe.read(lambda j: j.after(0, 99)) if e.kind == kind]


def seconds_heard(file: Path) -> float:
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(file), "-f", "s16le",
         "-ac", "1", "-ar", "8000", "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    samples = array.array("h")
    samples.frombytes(done.stdout)
    return sum(1 for value in samples if abs(value) > 300) / 8000


@pytest.mark.parametrize("killed", [False, True])
async def test_a_message_is_kept(spool: Path, scribe: Scribe, mail: Messages, killed: bool) -> None:
    (spool / f"{UID}.mail.wav").write_bytes(wav(speech(2), killed=killed))
    await mail.keep_finished()
    (entry,) = await entries_of(scribe, "message")
    body = entry.body
    assert (body["unique_id"], body["seconds"], body["format"]) == (UID, 2.0, "mp3")
    assert linked_ids(entry) == {UID}
    file = mail.path_of(str(body["sha256"]))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == body["sha256"]
    assert seconds_heard(file) == pytest.approx(2, abs=0.15)
    assert await scribe.read(lambda j: j.marks("upload-message:")) == {UID: body["sha256"]}
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize("killed", [False, True])
async def test_a_prompt_by_phone_is_kept(
    spool: Path, scribe: Scribe, prompts: Prompts, killed: bool
) -> None:
    (spool / f"{UID}.phone-180.prompt.wav").write_bytes(wav(speech(1.5), killed=killed))
    await prompts.keep_finished()
    (entry,) = await entries_of(scribe, "prompt")
    body = entry.body
    assert (body["unique_id"], body["prompt"], body["seconds"]) == (UID, "phone-180", 1.5)
    with wave.open(str(prompts.path_of(str(body["sha256"])))) as sound:
        assert sound.getnframes() == 12_000
    marks = await scribe.read(lambda j: j.marks("upload-prompt:"))
    assert marks == {UID: f"{body['sha256']} phone-180"}
    assert list(spool.iterdir()) == []


async def test_a_phone_that_the_desk_rang_has_another_name(
    spool: Path, scribe: Scribe, prompts: Prompts
) -> None:
    for unique_id in ("v0123456789abcdef.0", "v0123456789abcdef-12-180-p375291234567.1"):
        (spool / f"{unique_id}.welcome.prompt.wav").write_bytes(wav(speech(1)))
    await prompts.keep_finished()
    found = [entry.body["prompt"] for entry in await entries_of(scribe, "prompt")]
    assert found == ["welcome", "welcome"]


async def test_what_is_none_leaves_nothing(
    spool: Path, scribe: Scribe, mail: Messages, prompts: Prompts
) -> None:
    (spool / f"{UID}.mail.wav").write_bytes(wav(speech(0.2)))
    (spool / "2.2.mail.wav").write_bytes(b"")
    (spool / f"{UID}.hello.prompt.wav").write_bytes(b"RIFF")
    strangers = {
        "../x.mail.wav",
        "evil name.mail.wav",
        f"{UID}.UPPER.prompt.wav",
        "hello.prompt.wav",
    }
    for name in strangers:
        (spool / name.replace("/", "_")).write_bytes(wav(speech(2)))
    await mail.keep_finished()
    await prompts.keep_finished()
    assert await entries_of(scribe, "message") == []
    assert await entries_of(scribe, "prompt") == []
    assert len(list(spool.iterdir())) == len(strangers)


@pytest.mark.parametrize("step", ["encode_message", "sync_directory", "write", "unlink"])
async def test_a_crash_at_any_step_of_a_message_is_mended(  # noqa: PLR0917 - fixtures
    spool: Path, scribe: Scribe, clock: Clock, mail: Messages, monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:  # fmt: skip
    (spool / f"{UID}.mail.wav").write_bytes(wav(speech(1)))
    await crash_once(monkeypatch, messages_module, scribe, step, mail.keep_finished)
    again = Messages(spool, mail.path_of("x").parent, scribe, clock, open_now=set, settled=0)
    await again.keep_finished()
    (entry,) = await entries_of(scribe, "message")
    assert again.path_of(str(entry.body["sha256"])).exists()
    assert list(spool.iterdir()) == []


@pytest.mark.parametrize("step", ["_rewrite", "sync_directory", "write", "unlink"])
async def test_a_crash_at_any_step_of_a_prompt_is_mended(  # noqa: PLR0917 - fixtures
    spool: Path, scribe: Scribe, clock: Clock, prompts: Prompts,
    monkeypatch: pytest.MonkeyPatch, step: str,
) -> None:  # fmt: skip
    (spool / f"{UID}.hello.prompt.wav").write_bytes(wav(speech(1)))
    await crash_once(monkeypatch, prompts_module, scribe, step, prompts.keep_finished)
    again = Prompts(spool, prompts.path_of("x").parent, scribe, clock, open_now=set, settled=0)
    await again.keep_finished()
    (entry,) = await entries_of(scribe, "prompt")
    assert again.path_of(str(entry.body["sha256"])).exists()
    assert list(spool.iterdir()) == []


async def crash_once(
    monkeypatch: pytest.MonkeyPatch, module: object, scribe: Scribe, step: str,
    work: Callable[[], object],
) -> None:  # fmt: skip
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(scribe, "write", crash)
        elif step == "unlink":
            patch.setattr(Path, "unlink", crash)
        else:
            patch.setattr(shelf if step == "sync_directory" else module, step, crash)
        with pytest.raises(KeyboardInterrupt):
            await work()


async def test_they_reach_the_hub_and_a_refused_prompt_is_given_up(
    spool: Path, scribe: Scribe, mail: Messages, prompts: Prompts
) -> None:
    (spool / f"{UID}.mail.wav").write_bytes(wav(speech(1)))
    (spool / f"{UID}.hello.prompt.wav").write_bytes(wav(speech(1)))
    await mail.keep_finished()
    await prompts.keep_finished()
    (entry,) = await entries_of(scribe, "prompt")
    with Hub() as hub:
        hub.state.drop = 0.3
        link = Link(
            Key(box_id=1, hub=hub.url, key=KEY), scribe, patience=lambda: Patience(0.02, 0.2)
        )
        tasks = [asyncio.create_task(link.upload(each.parcel)) for each in (mail, prompts)]
        async with asyncio.timeout(20):
            while await scribe.read(lambda j: j.marks("upload-")):
                await asyncio.sleep(0.02)
        assert hub.state.files["hello"] == prompts.path_of(str(entry.body["sha256"])).read_bytes()
        # What the hub will refuse for ever is not sent for ever.
        broken = prompts.path_of("f" * 64)
        broken.write_bytes(b"not what its name says")
        await scribe.write(marks={"upload-prompt:3.3": f"{'f' * 64} silence"})
        other = asyncio.create_task(link.upload(prompts.parcel))
        async with asyncio.timeout(20):
            while await scribe.read(lambda j: j.marks("upload-")):
                await asyncio.sleep(0.02)
        for task in (*tasks, other):
            task.cancel()
        await asyncio.gather(*tasks, other, return_exceptions=True)
        await link.close()
    assert "silence" not in hub.state.files
