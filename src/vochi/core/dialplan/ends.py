"""How a call ends when nobody could be reached: said in the journal, heard by the caller.

`V_MODE` of the channel tells who must learn of it, see `outgoing`: an employee hears why; a client
who was being transferred goes back to who sent him on (`back`); a leg of somebody else's Dial ends
at once; who only asked is answered.
"""

from dataclasses import dataclass

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Assign,
    Busy,
    ComeBack,
    Dial,
    Do,
    GoTo,
    HangUp,
    Place,
    PlayTones,
    Progress,
    Wait,
)
from vochi.core.dialplan.expression import (
    Choose,
    Func,
    Option,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.outgoing import (
    BEHALF,
    MAY,
    MODE,
    OWN_REFUSAL,
    PAYER,
    TO,
    WHAT,
    WHY,
    Mode,
)
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.dialplan.whisper import whisper
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds


def _place(name: Value) -> Place:
    return Place("ends", text(name, Var(MODE)))


#: The status of a Dial names the end. Unknown ones (there are none today) end quietly.
BY_DIAL_STATUS = _place(Var("DIALSTATUS"))
UNREACHABLE = _place(Text("CHANUNAVAIL"))
NO_ROUTE = _place(Text("noroute"))
NO_LINE = _place(Text("noline"))
LINES_BUSY = _place(Text("linesbusy"))
CLIENT_BUSY = _place(Text("BUSY"))
REFUSED = _place(Text("refused"))
ABROAD_CLOSED = _place(Text("abroad"))
PREMIUM_CLOSED = _place(Text("premium"))
LIMIT = _place(Text("limit"))
UNSIGNED = _place(Text("unsigned"))
PIN = _place(Text("pin"))
NOT_A_NUMBER = _place(Text("notanumber"))

_UNALLOCATED, _NORMAL, _USER_BUSY, _NO_ANSWER, _ABSENT, _REJECTED, _NO_CIRCUIT = (
    1, 16, 17, 19, 20, 21, 34,
)  # fmt: skip
_TONE_SECONDS = 3
_TO = Func("URIENCODE", (Var(TO),))
#: Who sent a client on gets him back on the phone with which he did it, for so long.
_BACK_SECONDS = 20
_PHONE_PUTS_DOWN = 0.4


@dataclass(frozen=True)
class _End:
    """`why` of V_END, the phrase that says it, `why` of V_SKIP, the cause of Q.850."""

    name: str
    why: str
    phrase: Phrase
    skip: str
    cause: int


_SPOKEN = (
    _End("noline", "no_line", "no-line", "no_line", _NO_CIRCUIT),
    _End("linesbusy", "no_line", "lines-busy", "no_line", _NO_CIRCUIT),
    _End("noroute", "no_route", "no-route", "no_route", _REJECTED),
    _End("abroad", "closed", "abroad-closed", "no_route", _REJECTED),
    _End("premium", "closed", "premium-closed", "no_route", _REJECTED),
    _End("limit", "limit", "limit", "limit", _REJECTED),
    _End("unsigned", "unsigned", "unsigned", "no_line", _REJECTED),
    _End("pin", "pin", "wrong-pin", "no_route", _REJECTED),
    _End("notanumber", "no_target", "unknown-number", "no_route", _UNALLOCATED),
    _End("CHANUNAVAIL", "no_target", "unavailable", "no_line", _ABSENT),
)
#: A client who was sent on and found these comes back as well: (name, why, phrase, cause).
_FOUND = (
    _End("BUSY", "busy", "busy", "", _USER_BUSY),
    _End("NOANSWER", "no_answer", "nobody", "", _NO_ANSWER),
    _End("CONGESTION", "no_target", "transfer-failed", "", _ABSENT),
    _End("refused", "refused", "transfer-failed", "", _REJECTED),
)

#: What `tell` whispers, by the name of the end.
TOLD = {end.name: end.phrase for end in (*_SPOKEN, *_FOUND)}


def ends(sounds: Sounds) -> tuple[Context, ...]:
    """`ends`, where every call goes that found nobody; `back` and `told` for transfers."""
    extensions = [
        _end("ANSWER", HangUp(_NORMAL)),
        _end("BUSY", _why("busy"), Busy(_TONE_SECONDS)),
        _end("CANCEL", HangUp(_NORMAL)),
        _end("CONGESTION", _why("no_target"), *_tone(_ABSENT)),
        _end("NOANSWER", *_tone(_NO_ANSWER)),
        _end("refused", _why("refused"), Busy(_TONE_SECONDS)),
    ]
    for end in _SPOKEN:
        extensions += [
            _end(end.name, *_limit(end), _why(end.why), *_spoken(end, sounds)),
            _end(
                _in(end, "_ask"),
                Assign(MAY, Text(end.name)),
                Assign(WHY, Text(end.why)),
                Assign(MODE, Text("")),
                ComeBack(),
            ),
            _end(
                _in(end, "_reach"),
                *_limit(end),
                Announce("V_SKIP", (("to", _TO), ("why", Text(end.skip)))),
                HangUp(end.cause),
            ),
        ]
    for end in _FOUND:
        extensions.append(_end(_in(end, "_reach"), HangUp(end.cause)))
    for end in (*_SPOKEN, *_FOUND):
        extensions.append(_end(_in(end, "_moved"), *_limit(end), GoTo(_back(end.name))))
    extensions.append(_end("_[A-Z]!", HangUp(_NORMAL)))
    return (Context("ends", tuple(extensions)), *_transfers(sounds))


def _transfers(sounds: Sounds) -> tuple[Context, ...]:
    """`back`: the employee has the client again at once, and hears why while they talk.

    `told` says why to whoever comes by; `tell` whispers it into his ear.

    His leg is gone by then: a phone that sends a REFER lets go of its call, whatever comes of it.
    """
    by = Var("BLINDTRANSFER", len("PJSIP/"), -len("-00000000"))
    backs, tells = [], []
    for end in (*_SPOKEN, *_FOUND):
        said = (("by", Var(BEHALF)), ("to", _TO), ("why", Text(end.why)))
        backs.append(
            _end(
                end.name,
                Announce("V_XFER", said),
                Assign(MODE, Text("")),
                _call_back(by, end),
                # A phone that has not yet put down says busy.
                Wait(_PHONE_PUTS_DOWN),
                _call_back(by, end),
                # Another of his phones then, or a tone: the one he used does not answer.
                GoTo(Place("returned", Var(BEHALF))),
            )
        )  # fmt: skip
        phrase = Text(sounds.phrase(end.phrase))
        tells.append(_end(end.name, Do("Playback", (phrase,)), ComeBack()))
    failed = Text(sounds.phrase("transfer-failed"))
    tells.append(_end("_[a-zA-Z]!", Do("Playback", (failed,)), ComeBack()))
    return (
        Context("back", tuple(backs)),
        Context("returned", includes=("inside", "unknown")),
        Context("told", tuple(tells)),
        Context("tell", (_end("s", whisper(Var("CHANNEL"), Var("ARG1")), ComeBack()),)),
    )


def _call_back(account: Value, end: _End) -> Dial:
    return Dial(
        (text("PJSIP/", account),),
        Text(str(_BACK_SECONDS)),
        text(Option("m", (Text("default"),)), Option("U", (Text("tell"), Text(end.name)))),
    )


def _back(name: str) -> Place:
    return Place("back", Text(name))


def _in(end: _End, mode: Mode) -> str:
    return f"{end.name}{mode}"


def _end(name: str, *applications: Application) -> Extension:
    return Extension(name, steps(*applications))


def _why(why: str) -> Announce:
    return Announce("V_END", (("why", Text(why)),))


def _limit(end: _End) -> tuple[Application, ...]:
    if end.name != "limit":
        return ()
    fields = (("what", Var(WHAT)), ("ext", Var(PAYER)), ("out", Text("refused")))
    return (Announce("V_LIMIT", fields),)


def _spoken(end: _End, sounds: Sounds) -> tuple[Application, ...]:
    """Before an answer: the call never was one. A phrase that is missing leaves the tone."""
    phrase: Value = Text(sounds.phrase(end.phrase))
    if end.name == "noroute":
        phrase = Choose(Same(Var(OWN_REFUSAL), Text("")), phrase, Var(OWN_REFUSAL))
    return (
        Progress(),
        Do("Playback", (phrase, Text("noanswer"))),
        PlayTones("congestion"),
        Wait(_TONE_SECONDS),
        HangUp(end.cause),
    )


def _tone(cause: int) -> tuple[Application, ...]:
    """A tone before the refusal: many phones show a refusal, and say nothing into the ear."""
    return Progress(), PlayTones("congestion"), Wait(_TONE_SECONDS), HangUp(cause)
