"""Press 1 to accept: whoever answers must show that he is no voicemail."""

from vochi.core.dialplan.application import Assign, ComeBack, Do, GoToIf
from vochi.core.dialplan.expression import AtOnce, Same, Text, Var
from vochi.core.dialplan.tree import Context, Extension, Step
from vochi.core.scheme.surroundings import Sounds

#: 1 on a leg whose answer must be confirmed; legs that it dials inherit it.
CONFIRM = "V_CONFIRM"
#: 1 on the answered channel when he has accepted.
ACCEPTED = "V_ACCEPTED"
#: Option of a Dial: run `confirm` on who answers, before the caller hears him.
IF_CONFIRMED = Text("U(confirm)")
_KEY = "V_KEY"
#: How often he is asked, and for how long each time.
_TIMES, _SECONDS = "2", "4"


def confirm(sounds: Sounds) -> Context:
    """`confirm`: 1 accepts, anything else and silence end this leg alone.

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
                    Step(Do("Read", arguments)),
                    Step(GoToIf(Same(Var(_KEY), Text("1")), "accepted")),
                    Step(Assign("GOSUB_RESULT", Text("CONTINUE"))),
                    Step(ComeBack()),
                    Step(Assign(ACCEPTED, Text("1")), "accepted"),
                    Step(ComeBack()),
                ),
            ),
        ),
    )
