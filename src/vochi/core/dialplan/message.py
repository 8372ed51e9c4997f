"""A message that a caller left: said in the journal, whoever ended it."""

from vochi.core.dialplan.application import Announce, Assign, ComeBack, GoToIf
from vochi.core.dialplan.expression import AtLeast, Func, Math, Not, Now, Text, Value, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step

#: When the caller began to speak; seconds since 1970.
BEGAN = "V_BEGAN"
_SECONDS = "V_SECONDS"
_LEAST = 1


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
            Step(Assign(_SECONDS, Math(Now(), "-", Var(BEGAN)))),
            Step(GoToIf(Not(AtLeast(Var(_SECONDS), _LEAST)), "none")),
            Step(Announce("V_MAIL", said)),
            Step(ComeBack(), "none"),
        ),
    )
