"""Kinds of files that the hub is to get, and what the journal keeps of those on their way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Parcel:
    """Marks `<marks><UniqueID>` hold `<sha256>`, or `<sha256> <word>` where `header` wants a word.

    `hopeless` are the statuses after which a file is given up: it would be refused for ever.
    """

    marks: str
    route: str
    path_of: Callable[[str], Path]
    header: str = "x-vochi-unique-id"
    form: str = "mp3"
    hopeless: frozenset[int] = frozenset()


def recordings(path_of: Callable[[str], Path]) -> Parcel:
    """Recordings of calls."""
    return Parcel("upload:", "recordings", path_of)
