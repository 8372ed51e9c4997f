"""A real Asterisk finds phrases and numbers by the language of the channel."""

from pathlib import Path

import pytest
from conftest import speaking

from vochi.core.office.company import Language
from vochi.engine.tree import Tree
from vochi.lab import spoken
from vochi.voice import make_phrases
from vochi.voice.belarusian import WORDS as BELARUSIAN

LANGUAGES: tuple[Language, ...] = ("ru", "en", "be")


async def test_everything_is_said_in_the_language_of_the_channel(
    tree: Tree, tmp_path: Path
) -> None:
    phrases = make_phrases()
    one = tmp_path / "one"
    (one / "en").mkdir(parents=True)
    (one / "en" / "only.wav").write_bytes((phrases / "en" / "closed.wav").read_bytes())
    scripts = {
        "phrase": (f"Playback({phrases}/no-line)",),
        "slot": ("SayDigits(1)",),
        "number": ("SayNumber(42)",),
        "lacking": (f"Playback({one}/only)",),
        "tone": ("Playback(beep)",),
    }
    async with speaking(tree, scripts) as speak:
        for language in LANGUAGES:
            ear = spoken.listen(await speak(language, "phrase"))
            for other in LANGUAGES:
                found = ear.find(spoken.picture_of(phrases / other / "no-line.wav"))
                assert found.is_certain is (other == language), (language, other, found)
            for script, names in {"slot": ("1",), "number": ("40", "2")}.items():
                ear = spoken.listen(await speak(language, script))
                for name in names:
                    file = tree.sounds / language / "digits" / f"{name}.wav"
                    found = ear.find(spoken.picture_of(file))
                    assert found.is_certain, (language, script, name, found)
            ear = spoken.listen(await speak(language, "lacking"))
            assert ear.find(spoken.picture_of(one / "en" / "only.wav")).is_certain, language
            assert max(await speak(language, "tone")) > 1000, language


@pytest.mark.parametrize("name", BELARUSIAN)
def test_belarusian_sounds_name_what_asterisk_plays(tree: Tree, name: str) -> None:
    """A name that Asterisk does not know would never be heard."""
    assert (tree.sounds / "en" / f"{name}.wav").exists()
    assert (tree.sounds / "be" / f"{name}.wav").stat().st_size > 3200
