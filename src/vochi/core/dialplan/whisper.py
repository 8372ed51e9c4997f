"""A word of ours into one ear: who talks with him hears nothing of it.

whisper(ear, word)         the channel `ear` hears the phrase of that word, and talks on
whisper,<word>             the voice, in the language of that ear; ends when it has spoken
ear,s                      lets the voice into that ear
"""

from collections.abc import Mapping

from vochi.core.dialplan.application import Answer, AssignTo, Do, Playback, Wait
from vochi.core.dialplan.expression import Func, Option, Text, Unread, Value, Var, text
from vochi.core.dialplan.outgoing import inherited
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds

_EAR = "V_EAR"
_LANGUAGE = Text("language")
#: Seconds: the ear opens a moment after the voice was called, and is not closed on the last word.
_OPENS, _CLOSES = 0.3, 0.2


def whisper(ear: Value, word: Value) -> Do:
    """Say a word of `whispers` to the channel `ear`; goes on at once."""
    voice = text("Local/", word, "@whisper/n")
    into = Option("av", (text(f"{inherited(_EAR)}=", ear),))
    return Do("Originate", (voice, Text("exten"), Text("ear"), Text("s"), Text("1"), Text("10"),
                            into))  # fmt: skip


def whispers(sounds: Sounds, words: Mapping[str, Phrase]) -> tuple[Context, Context]:
    """The voice for these words, and the ear."""
    his = Func("IMPORT", (Var(_EAR), Unread("CHANNEL", _LANGUAGE)))
    opened = (Answer(), AssignTo(Func("CHANNEL", (_LANGUAGE,)), his), Wait(_OPENS))
    said = tuple(
        Extension(word, steps(*opened, Playback(sounds.phrase(phrase)), Wait(_CLOSES)))
        for word, phrase in words.items()
    )
    # q: no beep; W: into his ear alone; E: end when he hangs up.
    ear = Extension("s", steps(Do("ChanSpy", (Var(_EAR), Text("qWE")))))
    return Context("whisper", said), Context("ear", (ear,))
