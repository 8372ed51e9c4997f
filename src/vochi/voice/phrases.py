"""The phrases of the product as files, made once per machine: `<folder>/<language>/<phrase>.wav`.

The folder is named by what is said and by whom: another text, voice or recipe is another folder,
so that a running Asterisk never finds a phrase changed under its hands.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vochi.core.office.company import Language
from vochi.core.phrases import WORDS, Phrase
from vochi.voice.conversion import LOUDNESS, PEAK
from vochi.voice.fault import VoiceFault
from vochi.voice.place import cache
from vochi.voice.speech import say, synthesiser

#: Another number: made anew, though texts and voices are the same.
RECIPE: Final = 1
#: Folders that nobody has asked for in so long are removed.
_KEPT_DAYS: Final = 30
#: A WAV header and 0.2 s: anything less is what a power cut has left.
_LEAST_BYTES: Final = 44 + 3200


def folder() -> Path:
    """Where the phrases of this program and machine lie, made or not."""
    told = {"recipe": RECIPE, "loudness": LOUDNESS, "peak": PEAK, "words": WORDS, "by": _voices()}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return cache() / "phrases" / hashlib.sha256(text.encode()).hexdigest()[:16]


def missing(place: Path) -> tuple[tuple[Language, Phrase], ...]:
    """What is not there, or not whole."""
    return tuple(
        (language, phrase)
        for language, phrases in WORDS.items()
        for phrase in phrases
        if not _is_there(_file(place, language, phrase))
    )


def make() -> Path:
    """Make what is missing and give the folder; some 6 s the first time, then milliseconds.

    What cannot be said now stays missing (`missing` tells). Nothing is raised: an office whose
    phrases are late still rings.
    """
    place = folder()
    with contextlib.suppress(OSError):
        _make_missing(place)
    return place


def of(language: Language, phrase: Phrase) -> Path:
    """The file of one phrase, made when it is missing. Raises VoiceFault, OSError."""
    file = _file(folder(), language, phrase)
    if not _is_there(file):
        sound = say(WORDS[language][phrase], language)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.new")
        draft.write_bytes(sound.data)
        draft.replace(file)
    return file


def _make_missing(place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    os.utime(place)
    if not missing(place):
        return
    with _alone(place.parent / ".lock"):
        wanted = missing(place)  # another process may have made them meanwhile
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for language, phrase in wanted:
                pool.submit(
                    _make, _file(place, language, phrase), WORDS[language][phrase], language
                )
        _forget_old(place)


def _make(file: Path, text: str, language: Language) -> None:
    # What failed is still missing, and whoever looks finds it.
    with contextlib.suppress(VoiceFault, OSError):
        sound = say(text, language)
        file.parent.mkdir(exist_ok=True)
        draft = file.with_suffix(".new")
        draft.write_bytes(sound.data)
        draft.replace(file)


def _file(place: Path, language: Language, phrase: Phrase) -> Path:
    return place / language / f"{phrase}.wav"


def _is_there(file: Path) -> bool:
    with contextlib.suppress(OSError):
        return file.stat().st_size >= _LEAST_BYTES
    return False


def _voices() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in WORDS:
        with contextlib.suppress(VoiceFault):
            found[language] = synthesiser(language).name
    return found


def _forget_old(place: Path) -> None:
    for other in place.parent.iterdir():
        is_old = time.time() - other.stat().st_mtime > _KEPT_DAYS * 86400
        if other != place and other.is_dir() and is_old:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
