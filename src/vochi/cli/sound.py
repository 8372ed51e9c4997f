"""Any sound file becomes what Asterisk plays without work: 16-bit mono 8 kHz WAV."""

import hashlib
import io
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from vochi.cli.fault import Fault
from vochi.cli.language import t


@dataclass(frozen=True)
class Sound:
    """A converted prompt; `sha256` is of `data`, `seconds` its length."""

    data: bytes
    sha256: str
    seconds: float


def convert(path: Path) -> Sound:
    """Read any format that ffmpeg reads; the same input gives the same bytes."""
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(path),
         "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
         "-ac", "1", "-ar", "8000", "-f", "s16le", "-"],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode or not done.stdout:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        raise Fault(
            t(
                f"{path}: это не звук, который можно проиграть: {why[-1] if why else 'пусто'}",
                f"{path}: not a sound that can be played: {why[-1] if why else 'empty'}",
            )
        )
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(done.stdout)
    data = file.getvalue()
    return Sound(data, hashlib.sha256(data).hexdigest(), len(done.stdout) / 16000)
