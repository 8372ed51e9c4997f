"""Prompts of any format become 16-bit mono 8 kHz; what is no sound is told so."""

import io
import math
import struct
import wave
from pathlib import Path

import pytest

from vochi.cli.fault import Fault
from vochi.cli.sound import convert


def stereo_tone(path: Path, hertz: int = 440, seconds: float = 1.5) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(44100)
        for n in range(int(44100 * seconds)):
            value = int(9000 * math.sin(2 * math.pi * hertz * n / 44100))
            sound.writeframesraw(struct.pack("<hh", value, value))


def test_stereo_44k_becomes_what_asterisk_plays(tmp_path: Path) -> None:
    stereo_tone(tmp_path / "tone.wav")
    sound = convert(tmp_path / "tone.wav")
    with wave.open(io.BytesIO(sound.data)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
    assert sound.seconds == pytest.approx(1.5, abs=0.05)
    assert convert(tmp_path / "tone.wav") == sound


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.wav").write_text("no sound at all")
    with pytest.raises(Fault, match=r"photo\.wav"):
        convert(tmp_path / "photo.wav")
