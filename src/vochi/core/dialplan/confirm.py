"""Press 1 to accept: whoever answers must show that he is no voicemail."""

from vochi.core.dialplan.application import Assign, AssignTo, ComeBack, Do, GoToIf
from vochi.core.dialplan.expression import AtOnce, Func, Not, Option, Same, Text, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step
from vochi.core.scheme.surroundings import Sounds

#: 1 on a leg whose answer must be confirmed; legs that it dials inherit it.
CONFIRM = "V_CONFIRM"
#: 1 on the answered channel when he has accepted.
ACCEPTED = "V_ACCEPTED"
#: Option of a Dial: run `confirm` on who answers, before the caller hears him.
IF_CONFIRMED = Option("U", (Text("confirm"),))
#: Channel that lives as long as somebody is looked for; when it ends, nobody is asked any more.
LOOKING = "V_LOOKING"
_KEY, _ASKED, _ALL, _ONE = "V_KEY", "V_ASKED", "V_ALL", "V_ONE"
#: How often he is asked, and for how long each time.
_TIMES, _SECONDS = "2", "4"


def _asked() -> Func:
    """Channels that are asked now, each with a colon behind it."""
    return Func("SHARED", (Text(_ASKED), Var(LOOKING)))


def _others() -> Func:
    return Func("STRREPLACE", (Text(_ALL), text(Var("CHANNEL"), ":"), Text("")))


def confirm(sounds: Sounds) -> Context:
    """`confirm`: 1 accepts, anything else and silence end this leg alone.

    `over` runs when `LOOKING` ends: who is still asked is hung up, somebody else was faster.

    `CONTINUE` makes the Dial go on as if he had not answered; a hang-up here would end the call.
    """
    asked = AtOnce((Text(sounds.phrase("call-for-you")), Text(sounds.phrase("press-one"))))
    arguments = (Text(_KEY), asked, Text("1"), Text(""), Text(_TIMES), Text(_SECONDS))
    return Context(
        "confirm",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(Var(LOOKING), Text("")), "ask")),
                    Step(AssignTo(_asked(), text(Var("CHANNEL"), ":", _asked()))),
                    Step(Do("Read", arguments), "ask"),
                    Step(GoToIf(Same(Var(_KEY), Text("1")), "accepted")),
                    Step(Assign("GOSUB_RESULT", Text("CONTINUE"))),
                    Step(ComeBack()),
                    Step(Assign(ACCEPTED, Text("1")), "accepted"),
                    Step(GoToIf(Same(Var(LOOKING), Text("")), "alone")),
                    Step(Assign(_ALL, _asked())),
                    Step(AssignTo(_asked(), _others())),
                    Step(ComeBack(), "alone"),
                ),
            ),
            Extension(
                "over",
                (
                    Step(Assign(_ALL, Func("SHARED", (Text(_ASKED),)))),
                    Step(Assign(_ONE, Func("SHIFT", (Text(_ALL), Text(":")))), "next"),
                    Step(GoToIf(Same(Var(_ONE), Text("")), "done")),
                    Step(Do("SoftHangup", (Var(_ONE),))),
                    Step(GoToIf(Not(Same(Var(_ALL), Text(""))), "next")),
                    Step(ComeBack(), "done"),
                ),
            ),
        ),
    )
