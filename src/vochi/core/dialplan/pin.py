"""The PIN that some routes ask for: keyed by the employee, compared with a hash.

The PIN itself stands neither in the dialplan nor in the journal. Four digits are soon guessed from
a hash too; what it saves from is an eye that falls on the file. Three wrong ones, in as many calls
as it takes, and for a quarter of an hour no PIN of that extension is right.
"""

from hashlib import sha1

from vochi.core.dialplan.application import (
    Answer,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    Do,
    GoTo,
    GoToIf,
    Place,
)
from vochi.core.dialplan.ends import PIN
from vochi.core.dialplan.expression import AtLeast, Func, Math, Same, Text, Var, text
from vochi.core.dialplan.limits import counted
from vochi.core.dialplan.outgoing import PAYER
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.scheme.surroundings import Sounds

_HASH, _KEYED, _TIMES = "V_HASH", "V_KEYED", "V_TIMES"
_TRIES, _DIGITS, _SECONDS = 3, 10, 8
_CLOSED_SECONDS = 900
#: Of the whole engine: wrong PINs of an extension since a right one; when it is asked again.
_WRONG = Func("GLOBAL", (text("V_PINWRONG", Var(PAYER)),))
_LATER = Func("GLOBAL", (text("V_PINLATER", Var(PAYER)),))


def pins(office: Office, sounds: Sounds) -> tuple[Context, Context]:
    """`pin,s` comes back when the right PIN was keyed; `pins` knows them by `p<extension>`."""
    keyed = Func("SHA1", (text(Var(PAYER), ":", Var(_KEYED)),))
    known = (
        Extension(
            f"p{person.extension}",
            steps(Assign(_HASH, Text(_hash(person.extension, person.pin))), ComeBack()),
        )
        for person in office.people
        if person.pin is not None
    )
    nobody = Extension("_p!", steps(Assign(_HASH, Text("none")), ComeBack()))
    return (
        Context(
            "pin",
            (
                Extension(
                    "s",
                    (
                        # Many phones send no keys before an answer.
                        Step(Answer()),
                        Step(Call(Place("pins", text("p", Var(PAYER))))),
                        Step(GoToIf(AtLeast(_LATER, Var("EPOCH")), "wrong")),
                        Step(Assign(_TIMES, Text("0"))),
                        Step(
                            Do(
                                "Read",
                                (Text(_KEYED), Text(sounds.phrase("enter-pin")),
                                 Text(str(_DIGITS)), Text(""), Text("1"), Text(str(_SECONDS))),
                            ),
                            "ask",
                        ),
                        Step(GoToIf(Same(keyed, Var(_HASH)), "right")),
                        Step(GoToIf(Same(Var(_KEYED), Text("")), "again")),
                        Step(AssignTo(_WRONG, Math(counted(_WRONG), "+", Text("1")))),
                        Step(GoToIf(AtLeast(_WRONG, _TRIES), "close")),
                        Step(Assign(_KEYED, Text("")), "again"),
                        Step(Assign(_TIMES, Math(Var(_TIMES), "+", Text("1")))),
                        Step(GoToIf(AtLeast(Var(_TIMES), _TRIES), "wrong")),
                        Step(Do("Playback", (Text(sounds.phrase("wrong-pin")),))),
                        Step(GoToIf(Same(Text("1"), Text("1")), "ask")),
                        Step(AssignTo(_LATER, Math(Var("EPOCH"), "+",
                                                   Text(str(_CLOSED_SECONDS)))), "close"),
                        Step(AssignTo(_WRONG, Text("0"))),
                        Step(GoTo(PIN), "wrong"),
                        Step(AssignTo(_WRONG, Text("0")), "right"),
                        Step(Assign(_KEYED, Text(""))),
                        Step(ComeBack()),
                    ),
                ),
            ),
        ),
        Context("pins", (*known, nobody)),
    )  # fmt: skip


def _hash(extension: str, pin: str) -> str:
    return sha1(f"{extension}:{pin}".encode(), usedforsecurity=False).hexdigest()
