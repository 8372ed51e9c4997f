"""The score after the call (P13): the employee has put down, the client is asked.

A Dial whose client is to be asked has the option `OPTION`; then `IF_ANSWERED` follows it.
"""

from typing import TYPE_CHECKING

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
    Do,
    GoToIf,
    GoToPlaceIf,
    HangUp,
    OnOther,
    Place,
    Playback,
    StopRecording,
)
from vochi.core.dialplan.expression import (
    Both,
    Choose,
    Func,
    Matches,
    Not,
    Same,
    Text,
    Value,
    Var,
)
from vochi.core.dialplan.recording import TALKS, WITH
from vochi.core.dialplan.tree import Context, Extension, Step
from vochi.core.scheme.surroundings import Sounds

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory

#: The caller goes on in the dialplan when who answered has put down.
OPTION = "g"
_PLACE = Place("score", Text("s"))
IF_ANSWERED = GoToPlaceIf(Same(Var("DIALSTATUS"), Text("ANSWER")), _PLACE)
#: Before it: whoever talks last with the client is who is scored.
FOLLOW = OnOther(TALKS)
#: The same for a queue; `QUEUE_OPTION` lets the caller go on.
QUEUE_OPTION = "c"
IF_QUEUE_ANSWERED = GoToPlaceIf(Same(Var("QUEUESTATUS"), Text("CONTINUE")), _PLACE)
_KEY = "V_KEY"
_NORMAL = 16


def is_scored(directory: "Directory", targets: tuple[str, ...]) -> bool:
    """Whether one of the targets is a department that asks."""
    found = (directory.departments.get(each) for each in targets)
    return any(each is not None and each.score for each in found)


def if_client() -> Value:
    """`OPTION` on the channel of somebody who called from outside, else nothing.

    Phones have an own extension; a channel that was dialled has no number that it dialled.
    """
    came_in = Not(Same(Func("CALLERID", (Text("dnid"),)), Text("")))
    is_phone = Not(Same(Var(OWN_EXTENSION), Text("")))
    is_leg = Not(Same(Func("CUT", (Text("CHANNEL"), Text("/"), Text("1"))), Text("PJSIP")))
    return Choose(Both((came_in, Not(is_phone), Not(is_leg))), Text(OPTION), Text(""))


def score(sounds: Sounds) -> Context:
    """Asked twice; silence or another key is no score."""
    said = (("ext", Var(WITH)), ("score", Var(_KEY)))
    asked = (Text(_KEY), Text(sounds.phrase("score")), Text("1"), Text(""), Text("2"), Text("5"))
    return Context(
        "score",
        (
            Extension(
                "s",
                (
                    # What is asked here is no part of the talk.
                    Step(StopRecording()),
                    Step(Do("Read", asked)),
                    Step(GoToIf(Not(Matches(Var(_KEY), "[1-5]")), "none")),
                    Step(Announce("V_SCORE", said)),
                    Step(Playback(sounds.phrase("thanks"))),
                    Step(HangUp(_NORMAL), "none"),
                ),
            ),
        ),
    )
