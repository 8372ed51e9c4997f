"""What rooms of the hub hand over to be told."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["missed", "overdue", "voicemail", "alarm", "weekly_report", "sms"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Way = Literal["mail", "telegram"]
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True)
class Concerns:
    """Whom it may be told: those whose sight (S24) has one of these extensions or departments.

    `role`: and who are at least that (`administrator`).
    """

    extensions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    role: str = ""


@dataclass(frozen=True)
class File:
    """Something that goes along: `data`, or the file at `path` under the hub's media, which is
    read when it is sent (and may have been erased by then).
    """

    name: str
    type: str
    data: bytes = b""
    path: str = ""


@dataclass(frozen=True)
class Notice:
    """One thing to tell. `key` is the same for the same fact: it is told once.

    `to` is a set of accounts (their ids), or whom it concerns; of them only those hear of it who
    wish to hear of `kind`, each by the channels that he chose. `html` is of the letter alone;
    text is plain and may hold what strangers wrote. `numbers` are those of the clients it speaks
    of: so that it can be found when one of them is to be forgotten.
    """

    kind: Kind
    key: str
    to: "Concerns | frozenset[int]"
    subject: str
    text: str
    html: str = ""
    files: tuple[File, ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)
