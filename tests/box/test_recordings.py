"""Recordings: encoded with both sides apart, journaled once, mended after a crash anywhere."""

import array
import hashlib
import math
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from vochi.box import recordings as module
from vochi.box import shelf, spool
from vochi.box.clock import Clock
from vochi.box.encode import encode
from vochi.box.journal import Draft
from vochi.box.peaks import read_peaks
from vochi.box.recordings import Recordings, mark_begun, open_files
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import CEL_FIELDS, Entry

# ruff: noqa: ASYNC240 - files of the test itself
UID = "1785312000.12"


def tones(seconds: float, left: float = 880, right: float = 440) -> bytes:
    samples = array.array("h")
    for n in range(int(seconds * 8000)):
        samples.append(int(12000 * math.sin(2 * math.pi * left * n / 8000)))
        samples.append(int(6000 * math.sin(2 * math.pi * right * n / 8000)))
    return samples.tobytes()


def heard(path: Path) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Channels of an encoded file, 8 kHz."""
    raw = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(path),
         "-f", "s16le", "-ar", "8000", "-"],
        stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    return np.frombuffer(raw, "<i2").reshape(-1, 2).T.astype(float)


def level(sound: "np.ndarray[tuple[int], np.dtype[np.float64]]", hertz: float) -> float:
    """Power of one frequency."""
    n = np.arange(len(sound))
    return float(abs(np.sum(sound * np.exp(-2j * np.pi * hertz * n / 8000))) / len(sound))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


@pytest.fixture
def recordings(raw: Path, kept: Path, scribe: Scribe, clock: Clock) -> Recordings:
    return Recordings(raw, kept, scribe, clock, open_now=set, load=lambda: 0.0, settled=0)


async def entries_of(scribe: Scribe) -> list[Entry]:
    return [e for e in await scribe.read(lambda j: j.after(0, 99)) if e.kind == "recording"]


async def test_each_side_stays_in_its_own_channel(tmp_path: Path) -> None:
    (tmp_path / "a.raw").write_bytes(tones(3.0))
    digest = await encode(tmp_path / "a.raw", tmp_path / "a.mp3")
    assert hashlib.sha256((tmp_path / "a.mp3").read_bytes()).hexdigest() == digest
    left, right = heard(tmp_path / "a.mp3")
    assert abs(len(left) / 8000 - 3.0) < 0.2
    # At least 40 dB between the tone and what of it bleeds into the other side.
    assert level(left, 880) > 100 * level(right, 880)
    assert level(right, 440) > 100 * level(left, 440)
    again = await encode(tmp_path / "a.raw", tmp_path / "b.mp3")
    assert again == digest, "bit-exact: a repetition after a crash is the same file"


async def test_a_finished_recording(
    raw: Path, kept: Path, scribe: Scribe, recordings: Recordings
) -> None:
    file = raw / f"{UID}.raw"
    file.write_bytes(tones(2.0))
    ended = datetime(2026, 7, 29, 8, 0, 2, tzinfo=UTC)
    os.utime(file, (ended.timestamp(), ended.timestamp()))
    row = dict.fromkeys(CEL_FIELDS, "") | {
        "EventType": "V_REC", "UniqueID": UID, "LinkedID": "1785312000.1",
    }  # fmt: skip
    begun = Draft(kind="cel", body={**row}, at=ended, mono=1.0)
    await scribe.write([begun], mark_begun([begun]))
    await recordings.keep_finished()
    (entry,) = await entries_of(scribe)
    body = entry.body
    assert not file.exists()
    assert body["unique_id"] == UID
    assert body["linked_id"] == "1785312000.1"
    assert body["seconds"] == 2.0
    assert body["format"] == "mp3"
    assert body["started_at"] == (ended - timedelta(seconds=2)).isoformat()
    sound = recordings.path_of(str(body["sha256"])).read_bytes()
    assert hashlib.sha256(sound).hexdigest() == body["sha256"]
    assert len(sound) == body["bytes"]
    assert await scribe.read(lambda j: j.marks("upload:")) == {UID: body["sha256"]}
    assert await scribe.read(lambda j: j.marks("recording:")) == {}
    assert list(kept.iterdir()) == [recordings.path_of(str(body["sha256"]))]


async def test_nobody_was_bridged(raw: Path, scribe: Scribe, recordings: Recordings) -> None:
    (raw / f"{UID}.raw").touch()
    await recordings.keep_finished()
    assert list(raw.iterdir()) == []
    assert await entries_of(scribe) == []


@pytest.mark.parametrize("step", ["encode", "read_peaks", "sync_directory", "write", "unlink"])
async def test_a_crash_at_any_step_is_mended(  # noqa: PLR0917 - fixtures
    raw: Path, kept: Path, scribe: Scribe, clock: Clock, recordings: Recordings,
    monkeypatch: pytest.MonkeyPatch, step: str,
) -> None:  # fmt: skip
    (raw / f"{UID}.raw").write_bytes(tones(0.5))

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(Scribe, "write", crash)
        elif step == "unlink":
            patch.setattr(Path, "unlink", crash)
        else:
            patch.setattr(shelf if step == "sync_directory" else module, step, crash)
        with pytest.raises(KeyboardInterrupt):
            await recordings.keep_finished()
    (kept / f".{UID}.part").write_bytes(b"half")
    again = Recordings(raw, kept, scribe, clock, open_now=set, load=lambda: 0.0, settled=0)
    again._shelf.clear()
    await again.keep_finished()
    (entry,) = await entries_of(scribe)
    assert list(raw.iterdir()) == []
    assert list(kept.iterdir()) == [again.path_of(str(entry.body["sha256"]))]


async def test_a_file_that_was_closed_a_moment_ago_may_go_on(
    raw: Path, kept: Path, scribe: Scribe, clock: Clock
) -> None:
    file = raw / f"{UID}.raw"
    file.write_bytes(tones(0.5))
    recordings = Recordings(raw, kept, scribe, clock, open_now=set, load=lambda: 0.0, settled=60)
    assert await recordings.keep_finished(), "look again soon"
    assert file.exists()
    with file.open("ab") as writer:
        writer.write(tones(0.5))
    long_ago = clock.now().timestamp() - 61
    os.utime(file, (long_ago, long_ago))
    assert not await recordings.keep_finished()
    assert [entry.body["seconds"] for entry in await entries_of(scribe)] == [1.0]


async def test_a_paused_recording_waits_for_the_end_of_its_channel(
    raw: Path, kept: Path, scribe: Scribe, clock: Clock
) -> None:
    file = raw / f"{UID}.raw"
    file.write_bytes(tones(0.5))
    lives: list[set[str] | None] = [{UID}, None, set()]

    async def living() -> set[str] | None:
        return lives.pop(0)

    recordings = Recordings(
        raw, kept, scribe, clock, open_now=set, load=lambda: 0.0, settled=0, living=living
    )
    await recordings.keep_finished()
    with file.open("ab") as writer:
        writer.write(tones(0.5))
    await recordings.keep_finished()
    assert await entries_of(scribe) == [], "the engine lives and cannot be asked"
    await recordings.keep_finished()
    assert [entry.body["seconds"] for entry in await entries_of(scribe)] == [1.0]


async def test_a_file_that_is_written_waits(
    raw: Path, kept: Path, scribe: Scribe, clock: Clock
) -> None:
    file = raw / f"{UID}.raw"
    recordings = Recordings(
        raw, kept, scribe, clock, open_now=open_files(os.getpid, raw), load=lambda: 0.0, settled=0
    )
    with file.open("wb") as writer:
        writer.write(tones(0.2))
        writer.flush()
        await recordings.keep_finished()
        assert await entries_of(scribe) == []
    await recordings.keep_finished()
    assert len(await entries_of(scribe)) == 1
    with file.open("wb"):
        assert open_files(os.getpid, raw)() == {file}
        assert open_files(lambda: None, raw)() == set(), "no engine: everything is finished"
        assert open_files(lambda: 2**22, raw)() == set()


async def test_no_room_keeps_the_raw_file(
    raw: Path, recordings: Recordings, scribe: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_AFTER_FAILURE", 0.0)
    (raw / f"{UID}.raw").write_bytes(tones(0.2))

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "sync_directory", full)
        await recordings.keep_finished()
    assert (raw / f"{UID}.raw").exists()
    await recordings.keep_finished()
    assert len(await entries_of(scribe)) == 1


async def test_a_name_that_is_no_unique_id_is_left_alone(
    raw: Path, scribe: Scribe, recordings: Recordings
) -> None:
    (raw / "$(reboot).raw").write_bytes(tones(0.1))
    await recordings.keep_finished()
    assert await entries_of(scribe) == []
    assert (raw / "$(reboot).raw").exists()


def test_peaks_show_the_loudness_of_each_side(tmp_path: Path) -> None:
    quiet, loud = tones(1.0), array.array("h", [32767, -32768] * 8000).tobytes()
    (tmp_path / "a.raw").write_bytes(quiet + loud + b"\1")
    peaks = read_peaks(tmp_path / "a.raw", points=4)
    assert [len(pair) for pair in peaks] == [2] * 4
    assert peaks[0] == pytest.approx([93, 46], abs=2)
    assert peaks[3] == [255, 255]
    (tmp_path / "b.raw").write_bytes(b"\0" * 4)
    assert read_peaks(tmp_path / "b.raw") == [[0, 0]]
    (tmp_path / "c.raw").touch()
    assert read_peaks(tmp_path / "c.raw") == []


def test_peaks_of_an_hour_do_not_hold_the_interpreter(tmp_path: Path) -> None:
    """Stepping over samples still finds the loudest syllable of each piece."""
    file = tmp_path / "long.raw"
    file.write_bytes(tones(1.0) * 600)
    peaks = read_peaks(file)
    assert len(peaks) == 400
    assert min(left for left, _ in peaks) > 85
