"""Text to speech: RHVoice where it is installed, else espeak-ng, which comes with the engine."""

import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from vochi.core.office.company import Language
from vochi.voice.conversion import convert
from vochi.voice.fault import VoiceFault
from vochi.voice.place import cache
from vochi.voice.sound import Sound

LONGEST_TEXT: Final = 3000
_SECONDS: Final = 60
#: espeak's own default (175) is hurried on a telephone.
_WORDS_PER_MINUTE: Final = 145
_ESPEAK_VOICES: Final[dict[Language, str]] = {"ru": "ru", "en": "en-us", "be": "be"}
_RHVOICE_LANGUAGES: Final[dict[Language, str]] = {
    "ru": "russian", "en": "english", "be": "belarusian",
}  # fmt: skip
_RHVOICE_FOLDERS: Final = tuple(
    Path(root) / "RHVoice" / "voices"
    for root in ("/usr/share", "/usr/local/share", "/var/lib", "/opt")
)


class Synthesiser(Protocol):
    """A program that speaks; `name` changes whenever what it says may sound otherwise."""

    @property
    def name(self) -> str:
        """Program, version and settings."""

    def speak(self, text: str, language: Language) -> bytes:
        """A WAV file of any rate. Raises VoiceFault `voice.failed`."""


@dataclass(frozen=True)
class Espeak:
    """espeak-ng at `program`; the one beside Asterisk is the same on every machine."""

    program: Path

    @property
    def name(self) -> str:
        """Its version is asked once."""
        return f"{_version(self.program)} s{_WORDS_PER_MINUTE}"

    def speak(self, text: str, language: Language) -> bytes:
        """By standard input: a text that begins with a dash is no option."""
        voice = _ESPEAK_VOICES[language]
        options = ("-v", voice, "-s", str(_WORDS_PER_MINUTE), "-g", "2", "--stdin", "--stdout")
        return _run((str(self.program), *options), text)


@dataclass(frozen=True)
class RHVoice:
    """`RHVoice-test` at `program`, with a voice for each language that it has one for."""

    program: Path
    voices: tuple[tuple[Language, str], ...]

    @property
    def name(self) -> str:
        """The voices are what is heard."""
        return "RHVoice " + ",".join(f"{language}:{voice}" for language, voice in self.voices)

    def speak(self, text: str, language: Language) -> bytes:
        """KeyError: no voice of the language."""
        voice = dict(self.voices)[language]
        # It seeks in what it writes: a pipe will not do.
        with tempfile.NamedTemporaryFile(prefix="vochi-voice-", suffix=".wav") as file:
            _run((str(self.program), "-p", voice, "-o", file.name), text)
            return Path(file.name).read_bytes()


def say(text: str, language: Language, by: Synthesiser | None = None) -> Sound:
    """Speak a text of people, levelled and without silence around, by the machine's best voice.

    Raises VoiceFault `voice.no_text`, `voice.long_text`, `voice.nothing_said` (only signs),
    `voice.no_synthesiser`, `voice.failed`.
    """
    words = speakable(text)
    if not words:
        raise VoiceFault("voice.no_text")
    if len(words) > LONGEST_TEXT:
        raise VoiceFault("voice.long_text", letters=str(len(words)), most=str(LONGEST_TEXT))
    try:
        return convert((by or synthesiser(language)).speak(words, language), trim=True)
    except VoiceFault as fault:
        if fault.code in {"sound.silent", "sound.unreadable"}:
            raise VoiceFault("voice.nothing_said") from None
        raise


def speakable(text: str) -> str:
    """What of a text is words: no control characters, and no `[[`, which is phonemes to espeak."""
    kept = "".join(
        " " if unicodedata.category(sign).startswith("C") or sign in "[]<>{}|\\" else sign
        for sign in text
    )
    return re.sub(r"\s+", " ", kept).strip()


def synthesiser(language: Language) -> Synthesiser:
    """The best voice of this machine for a language. Raises VoiceFault `voice.no_synthesiser`."""
    for found in _found():
        if not isinstance(found, RHVoice) or language in dict(found.voices):
            return found
    raise VoiceFault("voice.no_synthesiser")


@dataclass(frozen=True)
class Voice:
    """A voice of this machine; `program` is `RHVoice` or `espeak-ng`, `name` its own."""

    language: Language
    program: str
    name: str


def voices() -> tuple[Voice, ...]:
    """The voice that each language is spoken by; a language that nobody speaks is left out."""
    found: list[Voice] = []
    for language in _ESPEAK_VOICES:
        try:
            by = synthesiser(language)
        except VoiceFault:
            continue
        if isinstance(by, RHVoice):
            found.append(Voice(language, "RHVoice", dict(by.voices)[language]))
        else:
            found.append(Voice(language, "espeak-ng", _ESPEAK_VOICES[language]))
    return tuple(found)


def _found() -> Iterator[Synthesiser]:
    program = shutil.which("RHVoice-test")
    if program:
        voices = _rhvoice_voices()
        if voices:
            yield RHVoice(Path(program), voices)
    # The one beside Asterisk before the system's: what it says does not differ by machine.
    for ours in sorted((cache() / "asterisk").glob("current-*/espeak-ng")):
        if _works(ours):
            yield Espeak(ours.resolve())
    system = shutil.which("espeak-ng")
    if system:
        yield Espeak(Path(system))


def _rhvoice_voices() -> tuple[tuple[Language, str], ...]:
    found: dict[Language, str] = {}
    for info in sorted(each for root in _RHVOICE_FOLDERS for each in root.glob("*/voice.info")):
        told = dict(
            line.split("=", 1) for line in info.read_text(errors="replace").splitlines()
            if "=" in line
        )  # fmt: skip
        for language, name in _RHVOICE_LANGUAGES.items():
            if told.get("language", "").strip().lower() == name:
                found.setdefault(language, told.get("name", info.parent.name).strip())
    return tuple(sorted(found.items()))


@lru_cache
def _version(program: Path) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return told.stdout.partition("  Data")[0].strip()


@lru_cache
def _works(program: Path) -> bool:
    try:
        return bool(_version(program))
    except OSError:
        return False


def _run(command: tuple[str, ...], text: str) -> bytes:
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise VoiceFault("voice.failed", why=type(fault).__name__) from None
    if done.returncode:
        raise VoiceFault("voice.failed", why=Path(command[0]).name)
    return done.stdout
