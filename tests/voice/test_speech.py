"""Text becomes speech in three languages; phrases are made once, and what is lost is made again."""

import os
import subprocess
from pathlib import Path

import pytest

from vochi.core.phrases import PHRASES, WORDS
from vochi.engine.install import default_cache, find
from vochi.lab import spoken
from vochi.voice import VoiceFault, phrases, say
from vochi.voice.speech import Espeak, RHVoice, speakable, synthesiser
from vochi.voice.transcoder import measure

LANGUAGES = tuple(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_spoken(language: str) -> None:
    sound = say(WORDS[language]["callback-offer"], language)
    loudness, peak = measure(sound.data[44:])
    assert -23 <= loudness <= -19
    assert peak <= -3
    # As people speak on a telephone: 2 to 4 syllables of some 6 letters a second.
    assert 8 < len(WORDS[language]["callback-offer"]) / sound.seconds < 20
    assert say(WORDS[language]["callback-offer"], language) == sound


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "voice.no_text"),
        (" \n\t\x00", "voice.no_text"),
        ("!!! ... —", "voice.nothing_said"),
        ("а" * 3001, "voice.long_text"),
    ],
)
def test_what_cannot_be_spoken(text: str, code: str) -> None:
    with pytest.raises(VoiceFault) as found:
        say(text, "ru")
    assert found.value.code == code


def test_a_text_is_never_an_option_nor_a_command(tmp_path: Path) -> None:
    written = tmp_path / "written.wav"
    assert say(f"-w {written} --help слово", "ru").seconds > 1
    assert not written.exists()
    assert speakable("a[[h@l'oU]]<break time='9s'/>b\x1b") == "a h@l'oU break time='9s'/ b"


def test_the_voice_beside_asterisk_comes_before_the_systems() -> None:
    tree = find(default_cache())
    assert tree is not None
    assert isinstance(synthesiser("be"), Espeak | RHVoice)
    told = subprocess.run(
        [tree.speaker, "--voices=be"], capture_output=True, text=True, check=True, env={}
    )
    assert "Belarusian" in told.stdout
    if not isinstance(synthesiser("be"), RHVoice):
        assert synthesiser("be") == Espeak(tree.speaker)


def test_rhvoice_speaks_where_it_has_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program of its kind on PATH, with a voice of Belarusian only."""
    real = synthesiser("be")
    program = tmp_path / "RHVoice-test"
    speak = f'exec {real.program} -v be --stdin -w "$4"'
    program.write_text(f"#!/bin/sh\n[ \"$1 $2 $3\" = '-p Natallia -o' ] && {speak}\n")
    program.chmod(0o755)
    voice = tmp_path / "voices" / "natallia"
    voice.mkdir(parents=True)
    (voice / "voice.info").write_text("name=Natallia\nlanguage=Belarusian\nsample_rate=24000\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("vochi.voice.speech._RHVOICE_FOLDERS", (tmp_path / "voices",))
    assert synthesiser("be") == RHVoice(program, (("be", "Natallia"),))
    assert isinstance(synthesiser("ru"), Espeak)
    assert say("Добры дзень", "be").seconds > 0.5


def test_nothing_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(VoiceFault) as found:
        say("слово", "ru")
    assert found.value.code == "voice.no_synthesiser"
    place = phrases.make()  # an office without phrases still starts
    assert len(phrases.missing(place)) == len(LANGUAGES) * len(PHRASES)


def test_phrases_are_whole_and_made_again_when_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vochi").mkdir()
    (tmp_path / "vochi" / "asterisk").symlink_to(default_cache() / "asterisk")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # others hear those of this machine
    place = phrases.make()
    assert phrases.missing(place) == ()
    assert phrases.make() == place == phrases.folder()
    lost, cut = place / "be" / "slot.wav", place / "ru" / "mail.wav"
    lost.unlink()
    whole = cut.read_bytes()
    cut.with_suffix(".cut").write_bytes(b"")
    cut.with_suffix(".cut").replace(cut)  # as a power cut leaves it
    assert set(phrases.missing(place)) == {("be", "slot"), ("ru", "mail")}
    assert phrases.make() == place
    assert phrases.missing(place) == ()
    assert cut.read_bytes() == whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_loud_and_short(language: str) -> None:
    place = phrases.make()
    for phrase in PHRASES:
        data = (place / language / f"{phrase}.wav").read_bytes()[44:]
        loudness, peak = measure(data)
        assert peak <= -3, phrase
        assert 0.3 < len(data) / 16_000 < 6, phrase
        assert loudness == -70 or -23.5 <= loudness <= -18.5, (phrase, loudness)


def test_the_same_word_sounds_otherwise_in_another_language() -> None:
    ear = spoken.listen(spoken_samples(say("Адзін", "be").data))
    assert ear.find(spoken.picture_of(say("Адзін", "be"))).is_certain
    assert not ear.find(spoken.picture_of(say("Один", "ru"))).is_certain


def spoken_samples(data: bytes) -> "spoken.Samples":
    import array

    samples = array.array("h")
    samples.frombytes(data[44:])
    return samples
