"""Calls of the line doctor between our own SIM cards: they sound a tone each and ring nobody.

    doctor,call       the side that calls, when it is answered (`box.gsm.trial` originates it)
    doctor,hold       the same, longer: while it talks another call finds the line busy
    doctor-<line>     a call that came over a GSM line while a test runs: is it the test?

While a test runs `doctor/until` is in the future, `doctor/from` is the number that calls,
`doctor/to` the line that it calls and `doctor/name` what the recordings are called. Whoever else
calls over that line may be the test with a number that the network has hidden or changed: he
hears ring-back until the box has found out, or `_HELD` seconds. A call of anybody else goes on as
ever; an office without the doctor has not a step of this.
"""

from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Application,
    Assign,
    Do,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    HangUp,
    Place,
    PlayTones,
    Wait,
)
from vochi.core.dialplan.caller import CLIENT, IDENTIFY
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Encoded,
    Func,
    Math,
    Not,
    Same,
    Text,
    Var,
    text,
)
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.gsm.doctor import CALLED_TONE, CALLER_TONE, TALK
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line

#: Where the box finds what each side heard: `<name>-caller.raw`, `<name>-called.raw`.
FOLDER = "doctor"
CONTEXT, CALL, HOLD = "doctor", "call", "hold"
#: Seconds of a line that is to be busy, and of the called side: it is the caller who ends.
HOLDS = 40.0
#: On the caller's channel, set by the box.
NAME = "V_DOCTOR"
_LOOKED, _IS_HELD, _LOOKS = "V_LOOKED", "V_HELD", "V_LOOKS"
#: Seconds; the box ends its own side and waits for the end of this one, 3 s at most.
_HELD, _LOOK = 4.0, 0.25
#: No pattern: it would match `h` too, and a test that ended would begin again.
_IN = Text("in")
_MONITOR_TO_SPOOL = f"../{FOLDER}/"
#: Longer than the talk: the tone lasts till the end.
_TONE_MS = 60_000


def is_tested(line: Line, office: Office) -> bool:
    """Whether the doctor may call the line at all."""
    return office.policy.doctor.enabled and isinstance(line, GsmLine)


def gate(line: Line, office: Office) -> tuple[Application, ...]:
    """First step of a call that comes over the line; one look into the store."""
    if not is_tested(line, office):
        return ()
    runs = AtLeast(_fact("until"), Var("EPOCH"))
    is_new = Same(Var(_LOOKED), Text(""))
    return (GoToPlaceIf(Both((runs, is_new)), Place(f"doctor-{line.id}", _IN)),)


def doctor(office: Office) -> tuple[Context, ...]:
    """All contexts; none when the office has no doctor."""
    lines = [line for line in office.lines if is_tested(line, office)]
    if not lines:
        return ()
    caller = Context(
        CONTEXT,
        tuple(
            Extension(name, _sound(Var(NAME), "caller", CALLER_TONE, seconds))
            for name, seconds in ((CALL, TALK), (HOLD, HOLDS))
        ),
    )
    return (caller, *(_came(line) for line in lines))


def _came(line: Line) -> Context:
    is_test = Same(Var(CLIENT), _fact("from"))
    # Whatever the gateway calls, the context of a GSM line has one extension for it.
    back = Place(f"line-{line.id}", Text(line.id))
    said = Announce("V_TEST", (("line", Encoded(line.id)),))
    runs = AtLeast(_fact("until"), Var("EPOCH"))
    waits = Both((runs, AtLeast(Text(str(int(_HELD / _LOOK))), Var(_LOOKS))))
    return Context(
        f"doctor-{line.id}",
        (
            Extension(
                _IN.text,
                (
                    Step(Assign(_LOOKED, Text("1"))),
                    Step(IDENTIFY),
                    Step(GoToIf(Not(is_test), "held")),
                    Step(said),
                    Step(Answer()),
                    *_sound(_fact("name"), "called", CALLED_TONE, HOLDS),
                    Step(GoToIf(Not(Same(_fact("to"), Encoded(line.id))), "other"), "held"),
                    Step(Assign(_IS_HELD, Text("1"))),
                    Step(Assign(_LOOKS, Text("1"))),
                    Step(Do("Ringing")),
                    Step(Wait(_LOOK), "again"),
                    Step(Assign(_LOOKS, Math(Var(_LOOKS), "+", Text("1")))),
                    Step(GoToIf(waits, "again")),
                    Step(Assign(_IS_HELD, Text("")), "other"),
                    Step(GoTo(back)),
                ),
            ),
            # He was the test: it is no call that anybody has missed.
            Extension(
                "h",
                (
                    Step(GoToIf(Same(Var(_IS_HELD), Text("")), "end")),
                    Step(said),
                    Step(Do("NoOp"), "end"),
                ),
            ),
        ),
    )


def _sound(name: Var | Func, side: str, tone: int, seconds: float) -> tuple[Step, ...]:
    """Left in the file is what comes over the line, right what we send."""
    file = text(_MONITOR_TO_SPOOL, name, f"-{side}.raw")
    return steps(
        Do("MixMonitor", (file, Text("D"))),
        PlayTones(f"!{tone}/{_TONE_MS}"),
        Wait(seconds),
        HangUp(16),
    )


def _fact(key: str) -> Func:
    return Func("DB", (Text(f"doctor/{key}"),))
