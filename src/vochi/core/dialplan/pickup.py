"""Calls of others taken over: what rings elsewhere, and the own talk on another own device."""

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Assign,
    Call,
    Do,
    GoTo,
    GoToIf,
    HangUp,
    Place,
    Playback,
    Wait,
)
from vochi.core.dialplan.expression import AtLeast, Func, Pattern, Text, Value, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.directory import Directory
from vochi.core.scheme.surroundings import Sounds

Found = tuple[tuple[Extension, ...], tuple[Context, ...]]
_NORMAL = 16
_OWN = Var(OWN_EXTENSION)
#: Departments are groups of Asterisk under their numbers (`confs.pjsip`).
GROUP = "department-"
#: Where a phone is sent that picks up a call of an extension.
PICK_UP = "pick-up"


def pickup(directory: Directory, sounds: Sounds) -> Found:
    """`*8` a call of own departments, `*8180` one of that extension. Success never comes back."""
    code = directory.office.features.pickup
    nothing = GoTo(Place("picked", Text("nothing")))
    directed = tuple(
        Extension(
            extension,
            steps(
                Announce("V_PICK", (("by", _OWN), ("from", Text(extension)))),
                # p: the text is the beginning of a channel's name; all devices of him.
                Do("PickupChan", (Text(f"PJSIP/{extension}-"), Text("p"))),
                nothing,
            ),
        )
        for extension in sorted(directory.by_extension)
    )
    refused = Extension(
        "nothing",
        steps(
            Announce("V_PICK", (("by", _OWN), ("out", Text("nothing")))),
            Answer(),
            Playback(sounds.phrase("picked-nothing")),
            HangUp(_NORMAL),
        ),
    )
    behind = (Context(PICK_UP, directed), Context("picked", (refused,)))
    if code is None:
        return (), behind
    dialled = tuple(
        Extension(f"{code}{each.name}", steps(GoTo(Place(PICK_UP, Text(each.name)))))
        for each in directed
    )
    group = Extension(
        code, steps(Announce("V_PICK", (("by", _OWN), ("from", Text("")))), Do("Pickup"), nothing)
    )
    return (group, *dialled), behind


def pull(directory: Directory) -> Found:
    """The other side comes here by itself, so that his recording gets a new path on the way.

    `V_OTHERS` are channels of own extension, this one too; the talk is on the one that has a peer.
    """
    code = directory.office.features.pull
    if code is None:
        return (), ()
    others = Func("CHANNELS", (text(Pattern("^PJSIP/"), _OWN, "-"),))

    def one(number: int) -> Value:
        return Func("CUT", (Text("V_OTHERS"), Text(" "), Text(str(number))))

    peers = [Func("IMPORT", (one(number), Text("BRIDGEPEER"))) for number in (1, 2, 3)]
    look: list[Step] = []
    for peer in peers:
        look += [
            Step(Assign("V_TALKS", peer)),
            Step(GoToIf(AtLeast(Func("LEN", (Var("V_TALKS"),)), 1), "found")),
        ]
    found = Extension(
        code,
        (
            Step(Assign("V_OTHERS", others)),
            *look,
            Step(GoTo(Place("picked", Text("nothing")))),
            Step(Answer(), "found"),
            Step(Announce("V_PICK", (("by", _OWN), ("from", _OWN)))),
            Step(
                Do("ChannelRedirect", (Var("V_TALKS"), Text("pulled"), Var("CHANNEL"), Text("1")))
            ),
            Step(Wait(5)),
            Step(HangUp(_NORMAL)),
        ),
    )
    client = Extension(
        "_PJSIP!",
        steps(
            Call(Place("record-on", Text("s"))),
            Do("Bridge", (Var("EXTEN"),)),
            HangUp(_NORMAL),
        ),
    )
    return (found,), (Context("pulled", (client,)),)
