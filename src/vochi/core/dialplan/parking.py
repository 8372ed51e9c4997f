"""Parking (S26): a client waits with music on a slot till somebody takes him, or it is time.

    in-call,park    on the phone that pressed `*5`: a free slot is found, the client goes to `park`
    park,<ext>      the client, parked by the extension; on the slot `SLOT`, or the first free one
    parked,<slot>   whoever dialled `*51`
    park-back,<ext> the client again: to who parked him, his colleague, a department, voicemail

A slot is free when the channel that its global variable names is no more: a crash frees it.
"""

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Application,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    Do,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    HangUp,
    Place,
    Playback,
    StopRecording,
)
from vochi.core.dialplan.expression import (
    Choose,
    Func,
    Not,
    Option,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.message import take_message
from vochi.core.dialplan.reach import at_once, call_department
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.directory import Directory
from vochi.core.office.parking import Parking
from vochi.core.scheme.surroundings import Sounds

LOT = "default"
SLOT = "V_SLOT"
_NORMAL = 16
_PARKED, _DIALLED = "parked", Var("EXTEN")
_FREE_SLOT = Call(Place("free-slot", Text("s")))


def parking(directory: Directory, sounds: Sounds) -> tuple[Context, ...]:
    """All contexts of parking but the feature itself."""
    office = directory.office
    return (
        _free_slot(office.parking),
        _park(),
        _taken(sounds),
        _back(directory, sounds),
    )


def park_feature(sounds: Sounds) -> Extension:
    """Who pressed hears the slot in his language; without a free one he goes on talking."""
    place = text(Var(OWN_EXTENSION), "-", Var(SLOT))
    return Extension(
        "park",
        (
            Step(_FREE_SLOT),
            Step(GoToIf(Same(Var(SLOT), Text("")), "full")),
            Step(Do("BlindTransfer", (place, Text("park")))),
            Step(Do("SayDigits", (Var(SLOT),))),
            Step(ComeBack()),
            Step(Playback(sounds.phrase("no-free-slot")), "full"),
            Step(ComeBack()),
        ),
    )


def _slot(slot: Value) -> Func:
    """Channel of the client on a slot, as a variable of the whole engine."""
    return Func("GLOBAL", (text("V_SLOT_", slot),))


def _is_taken(slot: Value) -> Same:
    kept = _slot(slot)
    # Asterisk complains of an empty name.
    channel = Choose(Same(kept, Text("")), Text("none"), kept)
    return Same(Func("CHANNEL_EXISTS", (channel,)), Text("1"))


def _free_slot(office: Parking) -> Context:
    """Sets `SLOT` to the first free slot, which is then kept for this channel; or to nothing."""
    tries: list[Step] = [Step(Assign(SLOT, Text("")))]
    for number in range(1, office.slots + 1):
        slot, label = Text(str(number)), f"after{number}"
        tries += [
            Step(GoToIf(_is_taken(slot), label)),
            Step(Assign(SLOT, slot)),
            Step(AssignTo(_slot(slot), Var("CHANNEL"))),
            Step(ComeBack()),
            Step(Do("NoOp"), label),
        ]
    return Context("free-slot", (Extension("s", (*tries, Step(ComeBack()))),))


def _park() -> Context:
    """`<who parks>-<slot>` by phone, `<who parks>` by desk. Full is told by who asked for it."""
    by = Func("CUT", (Text("EXTEN"), Text("-"), Text("1")))
    chosen = Func("CUT", (Text("EXTEN"), Text("-"), Text("2")))
    said = (("slot", Var(SLOT)), ("by", Var("V_PARKER")))
    return Context(
        "park",
        (
            Extension(
                "_X!",
                (
                    Step(Assign("V_PARKER", Func("FILTER", (Text("0-9"), by)))),
                    Step(Assign(SLOT, Func("FILTER", (Text("0-9"), chosen)))),
                    Step(Call(Place("record-on", Text("s")))),
                    Step(GoToIf(Not(Same(Var(SLOT), Text(""))), "park")),
                    Step(_FREE_SLOT, "again"),
                    Step(GoToIf(Same(Var(SLOT), Text("")), "full")),
                    Step(AssignTo(_slot(Var(SLOT)), Var("CHANNEL")), "park"),
                    Step(Assign("PARKINGEXTEN", Var(SLOT))),
                    Step(Announce("V_PARK", said)),
                    Step(Do("Park", (Text(LOT), Text("s")))),
                    # Two who pressed in the same moment: the second has another slot than said.
                    Step(AssignTo(_slot(Var(SLOT)), Text(""))),
                    Step(_FREE_SLOT),
                    Step(GoToIf(Not(Same(Var(SLOT), Text(""))), "park")),
                    Step(GoTo(Place("park-back", Var("V_PARKER"))), "full"),
                ),
            ),
            Extension("h", steps(AssignTo(_slot(Var(SLOT)), Text("")))),
        ),
    )


def _taken(sounds: Sounds) -> Context:
    """Slots that are not there are empty as well."""
    said = (("slot", _DIALLED), ("out", Text("taken")), ("by", Var(OWN_EXTENSION)))
    return Context(
        _PARKED,
        (
            Extension(
                "_X",
                (
                    Step(GoToPlaceIf(Not(_is_taken(_DIALLED)), Place(_PARKED, Text("empty")))),
                    Step(AssignTo(_slot(_DIALLED), Text(""))),
                    Step(Announce("V_PARK", said)),
                    Step(Do("ParkedCall", (Text(LOT), _DIALLED))),
                    Step(HangUp(_NORMAL)),
                ),
            ),
            Extension(
                "empty",
                steps(
                    Announce("V_END", (("why", Text("empty_slot")),)),
                    Answer(),
                    Playback(sounds.phrase("slot-empty")),
                    HangUp(_NORMAL),
                ),
            ),
        ),
    )


def _back(directory: Directory, sounds: Sounds) -> Context:
    """One extension for each person; somebody who is no more leads to the department at once."""
    parking = directory.office.parking
    people = directory.by_extension.values()
    department = () if parking.department is None else _turn(directory, sounds, parking.department)
    return Context(
        "park-back",
        (
            *(
                Extension(
                    person.extension,
                    steps(
                        *_turn(directory, sounds, person.extension),
                        *(_turn(directory, sounds, person.colleague) if person.colleague else ()),
                        GoTo(Place("park-back", Text("department"))),
                    ),
                )
                for person in people
            ),
            Extension("department", steps(*department, GoTo(Place("park-back", Text("mail"))))),
            Extension("mail", _mail(sounds)),
            # Somebody who is no more.
            Extension("_X!", steps(GoTo(Place("park-back", Text("department"))))),
            # Asterisk comes with its own name of who parked him (`PJSIP_180-2`).
            Extension("_[a-zA-Z]!", _by_parker()),
            Extension("s", _by_parker()),
            Extension("h", steps(Do("NoOp"))),
        ),
    )


def _by_parker() -> tuple[Step, ...]:
    nobody = Same(Var("V_PARKER"), Text(""))
    return steps(
        GoToPlaceIf(nobody, Place("park-back", Text("department"))),
        GoTo(Place("park-back", Var("V_PARKER"))),
    )


def _mail(sounds: Sounds) -> tuple[Step, ...]:
    """As a node Voicemail: the message is the open item of who parked him."""
    return steps(
        _on_the_way(Text("mail")),
        StopRecording(),
        Playback(sounds.phrase("mail")),
        *take_message(sounds, Var("V_PARKER")),
    )


def _turn(directory: Directory, sounds: Sounds, target: str) -> tuple[Application, ...]:
    parking = directory.office.parking
    seconds, music = parking.turn, Option("m", (Text(sounds.music(parking.music)),))
    department = directory.departments.get(target)
    if department is not None:
        ring: tuple[Application, ...] = (call_department(department, seconds, music),)
    else:
        ring = at_once(directory, (target,), Text(str(seconds)), music)
    return (AssignTo(_slot(Var(SLOT)), Text("")), _on_the_way(Text(target)), *ring)


def _on_the_way(to: Value) -> Announce:
    return Announce("V_PARK", (("slot", Var(SLOT)), ("out", Text("back")), ("to", to)))
