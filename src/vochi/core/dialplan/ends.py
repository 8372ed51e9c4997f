"""How a call ends when nobody could be reached: said in the journal, heard by the caller."""

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Busy,
    HangUp,
    Place,
    PlayTones,
    Progress,
    Wait,
)
from vochi.core.dialplan.expression import Text, Var
from vochi.core.dialplan.tree import Context, Extension, steps

#: The status of a Dial names the end. Unknown ones (there are none today) end quietly.
BY_DIAL_STATUS = Place("ends", Var("DIALSTATUS"))
UNREACHABLE = Place("ends", Text("CHANUNAVAIL"))
NO_ROUTE = Place("ends", Text("noroute"))
NO_LINE = Place("ends", Text("noline"))
REFUSED = Place("ends", Text("refused"))
NOT_A_NUMBER = Place("ends", Text("notanumber"))

_UNALLOCATED, _NORMAL, _NO_ANSWER, _ABSENT, _REJECTED, _NO_CIRCUIT = 1, 16, 19, 20, 21, 34
_TONE_SECONDS = 3


def ends() -> Context:
    """The context where every call goes that found nobody."""
    return Context(
        "ends",
        (
            _end("ANSWER", HangUp(_NORMAL)),
            _end("BUSY", _why("busy"), Busy(_TONE_SECONDS)),
            _end("CANCEL", HangUp(_NORMAL)),
            _end("CHANUNAVAIL", _why("no_target"), *_tone(_ABSENT)),
            _end("CONGESTION", _why("no_target"), *_tone(_ABSENT)),
            _end("NOANSWER", *_tone(_NO_ANSWER)),
            _end("noline", _why("no_line"), *_tone(_NO_CIRCUIT)),
            _end("noroute", _why("no_route"), *_tone(_REJECTED)),
            _end("notanumber", _why("no_target"), *_tone(_UNALLOCATED)),
            _end("refused", _why("refused"), Busy(_TONE_SECONDS)),
            _end("_[A-Z]!", HangUp(_NORMAL)),
        ),
    )


def _end(name: str, *applications: Application) -> Extension:
    return Extension(name, steps(*applications))


def _why(why: str) -> Announce:
    return Announce("V_END", (("why", Text(why)),))


def _tone(cause: int) -> tuple[Application, ...]:
    """A tone before the refusal: many phones show a refusal, and say nothing into the ear."""
    return Progress(), PlayTones("congestion"), Wait(_TONE_SECONDS), HangUp(cause)
