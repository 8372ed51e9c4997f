"""Recordings: one stereo file for all that a client lives through, whoever talks with him.

    record,s        begins on the channel of a client outside, when he answers or calls
    record,notice   the same, and he is told of it before
    record-on,s     passed by a client who goes from one employee to another
    talks,s         run by Asterisk on his channel whenever he gets another one to talk with
    in-call,record  on his channel: begins, ends or goes on; pause: card data are not recorded

`STATE` on his channel is `on`, `off`, `paused`, `quiet` (who talks with him is not recorded),
`hushed` (a department is not), or empty: nothing was ever recorded.

Asterisk decodes what a recording hears of the other side by one path that counts RTP sequence
numbers. A second phone counts from elsewhere: half of the time all its frames are taken for lost,
and the recording has no employee (seen 20 of 40 on 22.10.1; asterisk#507). A recording that is
let go of and begun again gets a new path; the old one is dropped with the next frames of the
client, so wait for some.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Application,
    Assign,
    Call,
    ComeBack,
    Do,
    GoToIf,
    OnOther,
    Place,
    Playback,
    Record,
    StopRecording,
    Wait,
)
from vochi.core.dialplan.expression import (
    Both,
    Func,
    Matches,
    Not,
    Same,
    Text,
    Var,
    text,
)
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.dialplan.whisper import whisper
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory
    from vochi.core.office.document import Office

#: What a call that came over a line passes before its scheme.
RECORD_IN = Place("record", Text("in"))
#: What a phone passes that calls inside, where calls inside are recorded.
RECORD_INSIDE = Place("record", Text("inside"))
#: What somebody passes who enters a room that is recorded: his own file, all others right.
RECORD_ROOM = Place("record", Text("room"))
#: Before and after departments are rung that are not recorded (`is_unrecorded`).
HUSH, LOUD = Call(Place("record", Text("hush"))), Call(Place("record", Text("loud")))
#: 1 on a channel that a phone began whose owner is not recorded; lines that it dials inherit it.
QUIET = "V_QUIET"
STATE = "V_RECORDING"
#: Whom the client talks with, as the line shows it.
WITH = "V_WITH"
#: What is whispered to who pressed.
_CONFIRMED: tuple[Phrase, ...] = ("record-on", "record-off", "record-paused", "record-goes-on")
CONFIRMED: dict[str, Phrase] = {each: each for each in _CONFIRMED}
#: Seconds; a frame of voice is 20 ms.
_SOME_FRAMES = 0.1
#: Set where a recording begins: a call that is not recorded is spared it.
TALKS = Place("talks", Text("s"))
_PEER = Func("CONNECTEDLINE", (Text("num"),))


def recording(office: "Office", sounds: Sounds) -> tuple[Context, ...]:
    """All contexts of recording."""
    return (_recorder(office, sounds), _record_on(), _talks(office))


def is_unrecorded(directory: "Directory", targets: tuple[str, ...]) -> bool:
    """Whether only departments are rung that are not recorded."""
    found = [directory.departments.get(each) for each in targets]
    return all(each is not None and not each.record for each in found)


def record_features() -> tuple[Extension, Extension]:
    """Both are told to who pressed; the client hears nothing of it."""
    return (
        Extension(
            "record",
            (
                Step(GoToIf(_is("on"), "off")),
                Step(GoToIf(Not(_is("")), "again")),
                Step(Announce("V_REC", (("file", _FILE),))),
                *_again("on", "record-on", "again"),
                *_stop("off", "off", "record-off", "off"),
            ),
        ),
        Extension(
            "pause",
            (
                Step(GoToIf(_is("paused"), "resume")),
                Step(GoToIf(_is("on"), "pause")),
                Step(ComeBack()),
                *_again("resume", "record-goes-on", "resume"),
                *_stop("paused", "pause", "record-paused", "pause"),
            ),
        ),
    )


_FILE = text(Var("UNIQUEID"), ".raw")


def _is(state: str) -> Same:
    return Same(Var(STATE), Text(state))


def _again(mark: str, phrase: Phrase, label: str) -> tuple[Step, ...]:
    return (
        Step(Record(onto=True), label),
        Step(Assign(STATE, Text("on"))),
        Step(OnOther(TALKS)),
        Step(Announce("V_MARK", (("what", Text(mark)),))),
        _tell(phrase),
        Step(ComeBack()),
    )


def _stop(state: str, mark: str, phrase: Phrase, label: str) -> tuple[Step, ...]:
    return (
        Step(StopRecording(), label),
        Step(Assign(STATE, Text(state))),
        Step(Announce("V_MARK", (("what", Text(mark)),))),
        _tell(phrase),
        Step(ComeBack()),
    )


def _tell(phrase: Phrase) -> Step:
    """Into the ear of who pressed, who stays in the talk; the client hears nothing of it."""
    return Step(whisper(Var("BRIDGEPEER"), Text(phrase)))


def _recorder(office: "Office", sounds: Sounds) -> Context:
    """What runs on a client's channel; he is left in the recording, his call is not heard yet."""
    policy = office.policy.recording
    notice = sounds.phrase("recorded")
    if policy.notice_prompt is not None:
        notice = sounds.sound(policy.notice_prompt)

    def begins(name: str, direction: str) -> Extension:
        if direction not in (*policy.directions, "room"):
            return Extension(name, steps(ComeBack()))
        said: tuple[Application, ...] = ()
        if direction in policy.notice:
            said = (
                Announce("V_MARK", (("what", Text("notice")),)),
                *((Answer(),) if direction == "in" else ()),
                Playback(notice),
            )
        return Extension(
            name,
            (
                Step(GoToIf(Same(Var(QUIET), Text("1")), "quiet")),
                Step(GoToIf(Not(_is("")), "quiet")),
                Step(Record()),
                Step(Announce("V_REC", (("file", _FILE),))),
                Step(Assign(STATE, Text("on"))),
                Step(OnOther(TALKS)),
                *map(Step, said),
                Step(ComeBack(), "quiet"),
            ),
        )

    return Context(
        "record",
        (
            begins("s", "out"),
            begins("in", "in"),
            begins("inside", "internal"),
            begins("room", "room"),
            # A department that is not recorded is rung, and has not answered.
            Extension(
                "hush",
                (
                    Step(GoToIf(Not(_is("on")), "end")),
                    Step(StopRecording()),
                    Step(Assign(STATE, Text("hushed"))),
                    Step(ComeBack(), "end"),
                ),
            ),
            Extension(
                "loud",
                (
                    Step(GoToIf(Not(_is("hushed")), "end")),
                    # Nobody talks yet: a busy tone is no recording.
                    Step(Record(onto=True, bridged=True)),
                    Step(Assign(STATE, Text("on"))),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )


def _record_on() -> Context:
    return Context(
        "record-on",
        (
            Extension(
                "s",
                (
                    Step(Assign(WITH, Text(""))),
                    Step(GoToIf(Not(_is("on")), "quiet")),
                    *_renewed(),
                    Step(ComeBack(), "quiet"),
                ),
            ),
        ),
    )


def _renewed() -> tuple[Step, ...]:
    return steps(StopRecording(), Wait(_SOME_FRAMES), Record(onto=True))


def _talks(office: "Office") -> Context:
    """Attended transfers, pickup and parking bring a client together with others unasked."""
    unrecorded = tuple(person for person in office.people if not person.record)
    # A line shows a number outside as it dials it: with the country's code, or its own prefix.
    mobiles = tuple(f".*{each.rings_mobile[-9:]}" for each in unrecorded if each.rings_mobile)
    is_quiet = _one_of((*(person.extension for person in unrecorded), *mobiles))
    return Context(
        "talks",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(_PEER, Var(WITH)), "end")),
                    Step(Assign("V_BEFORE", Var(WITH))),
                    Step(Assign(WITH, _PEER)),
                    Step(GoToIf(_is(""), "end")),
                    *_quiet_steps(is_quiet),
                    Step(GoToIf(Not(_is("on")), "end")),
                    Step(GoToIf(Same(Var("V_BEFORE"), Text("")), "end")),
                    *_renewed(),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )


def _one_of(extensions: Iterable[str]) -> Matches | None:
    known = "|".join(extensions)
    return Matches(text(_PEER, "-"), f"({known})-") if known else None


def _quiet_steps(is_quiet: Matches | None) -> tuple[Step, ...]:
    if is_quiet is None:
        return ()
    return (
        Step(GoToIf(Both((is_quiet, _is("on"))), "hush")),
        Step(GoToIf(Both((Not(is_quiet), _is("quiet"))), "loud")),
        Step(GoToIf(Same(Text("1"), Text("1")), "go")),
        Step(StopRecording(), "hush"),
        Step(Assign(STATE, Text("quiet"))),
        Step(Announce("V_MARK", (("what", Text("off")),))),
        Step(ComeBack()),
        Step(Record(onto=True), "loud"),
        Step(Assign(STATE, Text("on"))),
        Step(Announce("V_MARK", (("what", Text("on")),))),
        Step(ComeBack()),
        Step(Do("NoOp"), "go"),
    )
