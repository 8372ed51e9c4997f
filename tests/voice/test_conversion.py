"""Any sound of people becomes what Asterisk plays; what is none is refused by a code."""

import contextlib
import io
import os
import subprocess
import wave
from pathlib import Path

import imageio_ffmpeg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.core.wording import TABLES
from vochi.lab import romashka
from vochi.voice import VoiceFault, convert
from vochi.voice.conversion import LARGEST, LONGEST, PEAK
from vochi.voice.fault import CODES
from vochi.voice.sound import Sound, of_samples
from vochi.voice.speech import synthesiser
from vochi.voice.transcoder import measure

WORDS = "Здравствуйте, вы позвонили в компанию. Оставайтесь на линии, вам скоро ответят."


def ffmpeg(*words: str, data: bytes = b"") -> bytes:
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *words],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("speech") / "speech.wav"
    file.write_bytes(synthesiser("ru").speak(WORDS, "ru"))
    return file


@pytest.fixture
def make(speech: Path, tmp_path: Path) -> "Maker":
    return Maker(speech, tmp_path)


class Maker:
    def __init__(self, speech: Path, folder: Path) -> None:
        self._speech, self._folder = speech, folder

    def __call__(self, name: str, *options: str) -> Path:
        file = self._folder / name
        ffmpeg("-i", str(self._speech), *options, f"file:{file}")
        return file


def check_fits(sound: Sound) -> None:
    with wave.open(io.BytesIO(sound.data)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
        assert read.getnframes() / 8000 == sound.seconds
    loudness, peak = measure(sound.data[44:])
    assert -23 <= loudness <= -19
    assert peak <= -3


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp3", ("-ar", "44100", "-ac", "2")),
        ("a.ogg", ("-af", "volume=-24dB")),
        ("a.m4a", ("-ar", "48000")),
        ("a.opus", ()),
        ("a.flac", ("-af", "volume=9dB")),
        ("a.amr", ("-ar", "8000", "-ac", "1")),
        ("a.webm", ()),
        ("a.wma", ()),
        ("a.aiff", ()),
        ("a.wav", ("-ar", "96000", "-ac", "6", "-c:a", "pcm_s24le")),
        ("b.wav", ("-ar", "11025", "-c:a", "pcm_u8")),
        ("b.mp4", ("-f", "mp4")),
        ("-i; rm -rf $HOME `id` %(x)s\n'.mp3", ()),
        ("concat:a|b.mp3", ()),
        ("имя с пробелом.mp3", ()),
    ],
)
def test_any_format(make: Maker, name: str, options: tuple[str, ...]) -> None:
    file = make(name, *options)
    sound = convert(file)
    check_fits(sound)
    assert sound.seconds == pytest.approx(5.9, abs=0.4)
    assert convert(file) == sound
    assert convert(file.read_bytes()) == sound


def test_what_fits_stays_as_it_is() -> None:
    file = romashka.PROMPTS / "greeting.wav"
    assert convert(file).data == file.read_bytes()
    assert convert(file).seconds == pytest.approx(4.118, abs=0.001)


def test_silence_around_is_cut_and_the_voice_levelled(make: Maker) -> None:
    file = make("a.wav", "-af", "volume=-20dB,adelay=2000,apad=pad_dur=3", "-ar", "8000")
    sound = convert(file, trim=True)
    check_fits(sound)
    assert sound.seconds == pytest.approx(5.6, abs=0.4)


def test_a_word_shorter_than_the_meter_is_not_blown_up(make: Maker) -> None:
    sound = convert(make("a.mp3", "-t", "0.3"))
    assert measure(sound.data[44:])[1] <= PEAK + 0.5


def code_of(source: bytes | Path, *, trim: bool = False) -> str:
    with pytest.raises(VoiceFault) as found:
        convert(source, trim=trim)
    assert all(len(value) < 20 for value in found.value.facts.values())
    return found.value.code


def test_what_is_no_sound_is_refused(make: Maker, tmp_path: Path) -> None:
    assert code_of(b"") == "sound.unreadable"
    assert code_of(b"no sound at all " * 1000) == "sound.unreadable"
    assert code_of(os.urandom(300_000)) == "sound.unreadable"
    film = tmp_path / "film.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=1", str(film))
    assert code_of(film) == "sound.no_audio"
    silence = tmp_path / "silence.mp3"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=d=2", "-t", "2", str(silence))
    assert code_of(silence) == "sound.silent"
    assert code_of(of_samples(bytes(16_000)).data, trim=True) == "sound.silent"


def test_what_is_cut_off_is_refused(make: Maker) -> None:
    for name in ("a.mp3", "a.m4a", "a.flac"):
        data = make(name).read_bytes()
        assert code_of(data[: len(data) // 3]) in {"sound.broken", "sound.unreadable"}, name


def test_what_is_too_much_is_refused(tmp_path: Path) -> None:
    long = tmp_path / "long.mp3"
    ffmpeg("-f", "lavfi", "-i", f"sine=d={LONGEST + 60}", "-ar", "8000", "-b:a", "16k", str(long))
    assert code_of(long) == "sound.too_long"
    assert code_of(of_samples(bytes(int(LONGEST + 1) * 16_000)).data) == "sound.too_long"
    big = tmp_path / "big.wav"
    with big.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert code_of(big) == "sound.too_big"


def test_a_playlist_opens_nothing_else(make: Maker, tmp_path: Path) -> None:
    """A list of other files or addresses is no sound, whatever it is called."""
    inside = make("inside.mp3")
    lists = {
        "a.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{inside}\n",
        "a.ffconcat": f"ffconcat version 1.0\nfile {inside}\n",
        "a.mpd": "<MPD><Period><AdaptationSet><Representation><BaseURL>"
        "http://127.0.0.1:9/</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "a.sdp": "v=0\nm=audio 5004 RTP/AVP 0\nc=IN IP4 127.0.0.1\n",
        "a.pls": f"[playlist]\nFile1={inside}\n",
    }
    for name, text in lists.items():
        for ending in (name, f"{name}.mp3"):
            (tmp_path / ending).write_text(text)
            assert code_of(tmp_path / ending) == "sound.unreadable", ending


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 40_000), junk=st.binary(max_size=64), at=st.integers(0, 40_000))
def test_rot_anywhere_is_a_sound_or_a_code(
    cut: int, junk: bytes, at: int, speech: Path, tmp_path: Path
) -> None:
    file = tmp_path / "rot.ogg"
    if not file.exists():
        ffmpeg("-i", str(speech), str(file))
    data = bytearray(file.read_bytes())
    data[at : at + len(junk)] = junk
    # A sound, or a VoiceFault: nothing else may come out.
    with contextlib.suppress(VoiceFault):
        assert 0 < convert(bytes(data[cut:]) if cut % 3 == 0 else bytes(data)).seconds < 60


@pytest.mark.parametrize("language", TABLES)
def test_every_code_has_words(language: str) -> None:
    assert set(CODES) <= set(TABLES[language])
