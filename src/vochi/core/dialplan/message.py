"""A message that a caller leaves: the tone, the recording, and V_MAIL, whoever ended it."""

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    Do,
    GoToIf,
    HangUp,
    OnHangUp,
    Place,
    Playback,
    PlayTones,
    Wait,
)
from vochi.core.dialplan.expression import AtLeast, Func, Math, Not, Now, Text, Value, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step
from vochi.core.scheme.surroundings import Sounds

#: The tone after which people speak, as an answering machine makes it.
_TONE, TONE_SECONDS = "!1000/400", 0.5
#: Seconds of silence that end a message, and of the longest one.
_SILENCE, LONGEST = 5, 120
_NORMAL = 16
#: When the caller began to speak; seconds since 1970.
_BEGAN = "V_BEGAN"
_SECONDS = "V_SECONDS"
_LEAST = 1


def tone() -> tuple[Application, ...]:
    """Speak now."""
    return PlayTones(_TONE), Wait(TONE_SECONDS), Do("StopPlayTones")


def take_message(sounds: Sounds, owner: Value, seconds: int = LONGEST) -> tuple[Application, ...]:
    """After words of yours: tone, message, thanks, the end; `owner` is an extension or empty.

    It is kept by `message`, which also runs when the caller hangs up.
    """
    place = Place("message", text("o", owner))
    file = text(sounds.messages, "/", Var("UNIQUEID"), ".mail.wav")
    kept = (file, Text(str(_SILENCE)), Text(str(seconds)), Text("kq"))
    return (
        *tone(),
        OnHangUp(place),
        Assign(_BEGAN, Now()),
        Do("Record", kept),
        AssignTo(Func("CHANNEL", (Text("hangup_handler_pop"),)), Text("")),
        Call(place),
        Playback(sounds.phrase("mail-thanks")),
        HangUp(_NORMAL),
    )


def message() -> Context:
    """`message`, extension `o<owner>` or `o`: V_MAIL, unless it is shorter than a second.

    The file is `<spool>/monitor/<UniqueID>.mail.wav`, closed by then.
    """
    whole = Func("CUT", (Text(_SECONDS), Text("."), Text("1")))
    said: tuple[tuple[str, Value], ...] = (
        ("file", text(Var("UNIQUEID"), ".mail.wav")),
        ("seconds", whole),
    )
    return Context(
        "message", (_kept("o", said), _kept("_oX!", (*said, ("owner", Var("EXTEN", 1)))))
    )


def _kept(name: str, said: tuple[tuple[str, Value], ...]) -> Extension:
    return Extension(
        name,
        (
            Step(Assign(_SECONDS, Math(Now(), "-", Var(_BEGAN)))),
            Step(GoToIf(Not(AtLeast(Var(_SECONDS), _LEAST)), "none")),
            Step(Announce("V_MAIL", said)),
            Step(ComeBack(), "none"),
        ),
    )
