"""Makes the sounds of the sample office anew: `python -m vochi.lab.romashka.make_prompts`.

Needs espeak-ng for the words; the marks around them are what the lab listens for.
"""

import array
import itertools
import subprocess
import tempfile
import wave
from pathlib import Path

from vochi.lab.romashka import GREETING_MARK, MUSIC_MARK, PROMPTS
from vochi.lab.tones import RATE, Samples, make

WORDS = "Здравствуйте! Вы позвонили в компанию «Ромашка».."


def main() -> None:
    """Write both files."""
    mark = make(GREETING_MARK, 0.4, -14)
    pause = array.array("h", [0] * (RATE // 10))
    _write(PROMPTS / "greeting.wav", mark + pause + _speech(WORDS) + pause + mark)
    _write(PROMPTS / "music.wav", _music(4))


def _music(bars: int) -> Samples:
    """A soft chord: its lowest note sounds all the time, the others come and go."""
    ground = make(MUSIC_MARK, float(bars), -17)
    notes = array.array("h")
    for note in itertools.islice(itertools.cycle((5 / 4, 3 / 2, 15 / 8, 3 / 2)), bars * 2):
        notes += make(round(MUSIC_MARK * note), 0.5, -27)
    return array.array("h", (low + high for low, high in zip(ground, notes, strict=True)))


def _speech(words: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        spoken, plain = Path(folder) / "spoken.wav", Path(folder) / "plain.wav"
        subprocess.run(["espeak-ng", "-v", "ru", "-s", "165", "-w", str(spoken), words], check=True)
        subprocess.run(
            ["sox", str(spoken), "-r", str(RATE), "-c", "1", "-b", "16", str(plain), "gain", "-n",
             "-3", "silence", "1", "0.05", "1%", "reverse", "silence", "1", "0.05", "1%",
             "reverse"],
            check=True,
        )  # fmt: skip
        with wave.open(str(plain), "rb") as sound:
            samples = array.array("h")
            samples.frombytes(sound.readframes(sound.getnframes()))
            return samples


def _write(path: Path, samples: Samples) -> None:
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
