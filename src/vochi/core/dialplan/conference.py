"""Conference rooms (P29): whoever dials the number is in; a client comes by transfer.

conference,<number>   asks for the PIN, tells who is alone, enters
"""

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Assign,
    Call,
    Do,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    HangUp,
    Place,
    Playback,
)
from vochi.core.dialplan.expression import AtLeast, Func, Same, Text, Var
from vochi.core.dialplan.recording import RECORD_ROOM
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.conference import Conference
from vochi.core.office.document import Office
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds

CONTEXT = "conference"
GUEST = "guest"
_NORMAL, _REJECTED = 16, 21
_ROOM = "V_ROOM"
_PIN_SECONDS = "7"


def room_profile(number: str) -> str:
    """Name of the profile of a room in confbridge.conf."""
    return f"room-{number}"


def conference(office: Office, sounds: Sounds) -> tuple[Context, ...]:
    """No context without a room."""
    if not office.conferences:
        return ()
    left = Announce(
        "V_CONF", (("room", Var(_ROOM)), ("out", Text("left")), ("by", Var(OWN_EXTENSION)))
    )
    return (
        Context(
            CONTEXT,
            (
                *(Extension(each.number, _enter(each, sounds)) for each in office.conferences),
                _refusal("full", "conference-full", sounds),
                _refusal("pin", "goodbye", sounds),
                # Also when somebody hangs up before he is in: then he was in no room.
                Extension("h", (Step(GoToIf(Same(Var(_ROOM), Text("")), "never")), Step(left),
                                Step(Do("NoOp"), "never"))),
            ),
        ),
    )  # fmt: skip


def _enter(room: Conference, sounds: Sounds) -> tuple[Step, ...]:
    number = Text(room.number)
    here = Func("CONFBRIDGE_INFO", (Text("parties"), number))
    asked: tuple[Step, ...] = ()
    if room.pin is not None:
        tries: list[Step] = []
        for _ in range(3):
            tries += [
                Step(Do("Read", (Text("V_PIN"), Text(sounds.phrase("enter-pin")),
                                 Text(str(len(room.pin))), Text(""), Text("1"),
                                 Text(_PIN_SECONDS)))),
                Step(GoToIf(Same(Var("V_PIN"), Text(room.pin)), "open")),
                Step(Playback(sounds.phrase("wrong-pin"))),
            ]  # fmt: skip
        asked = (*tries, Step(GoTo(Place(CONTEXT, Text("pin")))))
    said = Announce(
        "V_CONF", (("room", number), ("out", Text("enter")), ("by", Var(OWN_EXTENSION)))
    )
    record = steps(Call(RECORD_ROOM)) if room.record else ()
    return (
        Step(Answer()),
        *asked,
        Step(GoToPlaceIf(AtLeast(here, room.most), Place(CONTEXT, Text("full"))), "open"),
        Step(Playback(sounds.phrase("conference-in"))),
        Step(GoToIf(AtLeast(here, 1), "enter")),
        Step(Playback(sounds.phrase("conference-alone"))),
        Step(Assign(_ROOM, number), "enter"),
        *record,
        Step(said),
        Step(Do("ConfBridge", (number, Text(room_profile(room.number)), Text(GUEST)))),
        Step(HangUp(_NORMAL)),
    )


def _refusal(name: str, phrase: Phrase, sounds: Sounds) -> Extension:
    return Extension(name, steps(Playback(sounds.phrase(phrase)), HangUp(_REJECTED)))
