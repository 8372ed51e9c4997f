"""Listening in by right (P14), and the intercom: phones that answer by themselves (P29)."""

from vochi.core.dialplan.announce import OWN_EXTENSION, Announcer
from vochi.core.dialplan.application import (
    AddHeader,
    Announce,
    Answer,
    Assign,
    ComeBack,
    Dial,
    Do,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    HangUp,
    Place,
    Playback,
)
from vochi.core.dialplan.ends import BY_DIAL_STATUS
from vochi.core.dialplan.expression import (
    Func,
    Matches,
    Option,
    Pattern,
    Same,
    Text,
    Unread,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.pickup import Found
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.directory import Directory
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds

_NORMAL = 16
_OWN = Var(OWN_EXTENSION)
_INTERCOM_SECONDS = 30
#: Options of ChanSpy: q no beep, E end with the channel listened to.
_MODES = {"listen": "qE", "whisper": "qEw", "barge": "qEB"}


def spy(directory: Directory, sounds: Sounds) -> Found:
    """`*77180`: only who has a right to a department of 180; anybody else is told no."""
    fields = directory.office.features
    by_listened = listeners(directory)
    found: list[Extension] = []
    behind: list[Context] = []
    for mode, options in _MODES.items():
        allowed = (_spied(mode, options, *each) for each in by_listened.items())
        said = _said(mode, Func("FILTER", (Text("0-9"), Var("EXTEN"))), ("out", Text("refused")))
        refused = Extension("_X!", steps(said, GoTo(Place("spy", Text("forbidden")))))
        behind.append(Context(spied(mode), (*allowed, refused)))
        code = getattr(fields, mode)
        if code is not None:
            # Digits alone: behind a comma Goto would take the step at which to begin (`180,may`).
            who = Func("FILTER", (Text("0-9"), Var("EXTEN", len(code))))
            place = Place(spied(mode), who)
            found.append(Extension(f"_{code}X!", steps(GoTo(place))))
    phrases: dict[str, Phrase] = {"forbidden": "forbidden", "silent": "no-talk"}
    told = tuple(
        Extension(name, steps(Answer(), Playback(sounds.phrase(phrase)), HangUp(_NORMAL)))
        for name, phrase in phrases.items()
    )
    return tuple(found), (*behind, Context("spy", told))


def spied(mode: str) -> str:
    """Context in which a phone listens to the extension that it dials there."""
    return f"spy-{mode}"


def _spied(mode: str, options: str, extension: str, allowed: tuple[str, ...]) -> Extension:
    """All phones of the extension; without a talk there is nothing to listen to."""
    is_allowed = Matches(text(_OWN, "-"), f"({'|'.join(allowed)})-")
    target = Text(extension)
    channel = Func("CUT", (Text("V_HEARD"), Text(" "), Text("1")))
    # No row of Asterisk ties who listens to the call (`calls.correlate`).
    call = Func("IMPORT", (channel, Unread("CHANNEL", Text("linkedid"))))
    return Extension(
        extension,
        (
            Step(GoToIf(is_allowed, "may")),
            Step(_said(mode, target, ("out", Text("refused")))),
            Step(GoTo(Place("spy", Text("forbidden")))),
            Step(Assign("V_HEARD", Func("CHANNELS", (Pattern(f"^PJSIP/{extension}-"),))), "may"),
            Step(GoToPlaceIf(Same(Var("V_HEARD"), Text("")), Place("spy", Text("silent")))),
            Step(_said(mode, target, ("call", call))),
            Step(Answer()),
            Step(Do("ChanSpy", (channel, Text(options)))),
            Step(HangUp(_NORMAL)),
        ),
    )


def _said(mode: str, who: Value, *more: tuple[str, Value]) -> Announce:
    return Announce("V_SPY", (("by", _OWN), ("who", who), ("mode", Text(mode)), *more))


def listeners(directory: Directory) -> dict[str, tuple[str, ...]]:
    """Extension -> who may listen to it: whoever has the right to a department of it."""
    found: dict[str, tuple[str, ...]] = {}
    for person in directory.office.people:
        listened = dict.fromkeys(
            member for number in person.listens_to for member in directory.extensions(number)
        )
        for extension in listened:
            if extension != person.extension and extension in directory.by_extension:
                found[extension] = (*found.get(extension, ()), person.extension)
    return found


def intercom(directory: Directory) -> Found:
    """`*76180`: one of these headers makes most phones answer by themselves, others just ring."""
    code = directory.office.features.intercom
    if code is None:
        return (), ()
    by_itself = Extension(
        "s",
        steps(
            AddHeader("Call-Info", "<sip:vochi>;answer-after=0"),  # Grandstream, Snom, Gigaset
            AddHeader("Alert-Info", "<http://vochi>;info=alert-autoanswer;delay=0"),  # Yealink
            ComeBack(),
        ),
    )
    found = []
    for extension in sorted(directory.by_extension):
        devices = directory.phones(extension)
        if not devices:
            continue
        targets = tuple(Text(f"PJSIP/{each.account}") for each in devices)
        options = Option("b", (Text("intercom"), Text("s"), Text("1")))
        found.append(
            Extension(
                f"{code}{extension}",
                steps(
                    Announcer(directory.office).internal(Text(extension)),
                    Dial(targets, Text(str(_INTERCOM_SECONDS)), options),
                    GoTo(BY_DIAL_STATUS),
                ),
            )
        )
    return tuple(found), (Context("intercom", (by_itself,)),)
