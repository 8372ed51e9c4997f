"""The lab tells a phrase from every other, and its language, over the companding of a line."""

import array
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from vochi.core.phrases import PHRASES, WORDS
from vochi.lab import spoken
from vochi.voice import make_phrases


def over_the_line(file: Path, decibels: float = -3, lost: int = 0) -> "array.array[int]":
    """What an ear gets: a-law, quieter, with silence around, `lost` samples gone in the middle."""
    raw = file.read_bytes()[44:]
    middle = len(raw) // 4 * 2
    program = imageio_ffmpeg.get_ffmpeg_exe()
    sound = bytes(8_000) + raw[:middle] + raw[middle + 2 * lost :] + bytes(8_000)
    for before, after in (("s16le", "alaw"), ("alaw", "s16le")):
        sound = subprocess.run(
            [program, "-v", "error", "-f", before, "-ar", "8000", "-ac", "1", "-i", "-",
             *(("-af", f"volume={decibels}dB") if after == "alaw" else ()), "-f", after, "-"],
            input=sound, capture_output=True, check=True,
        ).stdout  # fmt: skip
    samples = array.array("h")
    samples.frombytes(sound)
    return samples


@pytest.mark.parametrize("language", WORDS)
def test_a_phrase_is_told_from_the_others(language: str) -> None:
    place = make_phrases()
    ear = spoken.listen(over_the_line(place / language / "no-line.wav"))
    found = ear.find(spoken.picture_of(place / language / "no-line.wav"))
    assert found.is_certain
    assert found.at == pytest.approx(0.5, abs=0.02)
    others = {
        (other, phrase): ear.find(spoken.picture_of(place / other / f"{phrase}.wav")).likeness
        for other in WORDS
        for phrase in PHRASES
        if (other, phrase) != (language, "no-line")
    }
    assert max(others.values()) < spoken.ENOUGH


def test_a_lost_frame_is_forgiven_half_a_phrase_is_not() -> None:
    file = make_phrases() / "ru" / "abroad-closed.wav"
    wanted = spoken.picture_of(file)
    assert spoken.listen(over_the_line(file, lost=8)).find(wanted).is_certain
    whole = over_the_line(file)
    assert not spoken.listen(whole[: len(whole) // 2]).find(wanted).is_certain
    assert not spoken.listen(array.array("h", [0] * 40_000)).find(wanted).is_certain
    assert spoken.listen(whole[4_000:-4_000]).find(wanted).is_certain
    assert spoken.listen(array.array("h")).find(wanted).likeness == -1
