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


def with_breaks(sound: "array.array[int]", *at: float) -> "array.array[int]":
    """60 ms of silence put in at these parts of the words: a machine that starves does so."""
    words, heard, last = len(sound) - 8_000, array.array("h"), 0
    for part in at:
        place = 4_000 + int(words * part)
        heard += sound[last:place] + array.array("h", bytes(2 * 480))
        last = place
    return heard + sound[last:]


@pytest.mark.parametrize("language", WORDS)
def test_words_with_breaks_between_are_the_phrase_still(language: str) -> None:
    place = make_phrases()
    sound = over_the_line(place / language / "slot-empty.wav")
    wanted = spoken.picture_of(place / language / "slot-empty.wav")
    ear = spoken.listen(with_breaks(sound, 0.3, 0.7))
    assert not ear.find(wanted).is_certain
    assert ear.find(wanted, broken=True).is_certain
    half = spoken.listen(sound[: len(sound) // 2])
    assert not half.find(wanted, broken=True).is_certain
    others = {
        (other, phrase): ear.find(
            spoken.picture_of(place / other / f"{phrase}.wav"), broken=True
        ).likeness
        for other in WORDS
        for phrase in PHRASES
        # "The slot is empty" begins with "slot".
        if phrase not in {"slot-empty", "slot"}
    }
    assert max(others.values()) < spoken.ENOUGH, max(others, key=others.__getitem__)


def test_a_lost_frame_is_forgiven_half_a_phrase_is_not() -> None:
    file = make_phrases() / "ru" / "abroad-closed.wav"
    wanted = spoken.picture_of(file)
    assert spoken.listen(over_the_line(file, lost=8)).find(wanted).is_certain
    whole = over_the_line(file)
    assert not spoken.listen(whole[: len(whole) // 2]).find(wanted).is_certain
    assert not spoken.listen(array.array("h", [0] * 40_000)).find(wanted).is_certain
    assert spoken.listen(whole[4_000:-4_000]).find(wanted).is_certain
    assert spoken.listen(array.array("h")).find(wanted).likeness == -1
