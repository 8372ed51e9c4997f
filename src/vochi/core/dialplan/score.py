"""The score after the call (P13): the employee has put down, the client is asked.

A Dial whose client is to be asked has the option `OPTION`; then `IF_ANSWERED` follows it.
"""

from typing import TYPE_CHECKING

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
from vochi.core.dialplan.expression import Matches, Not, Same, Text, Var
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
_KEY = "V_KEY"
_NORMAL = 16


def is_scored(directory: "Directory", targets: tuple[str, ...]) -> bool:
    """Whether one of the targets is a department that asks."""
    found = (directory.departments.get(each) for each in targets)
    return any(each is not None and each.score for each in found)


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
