"""How a node plays a prompt, and what is heard when its file has gone from the disk.

Asterisk plays nothing and goes on at once when there is no file: the caller would hear silence
and, in a circle of nodes, the circle would turn on the spot.
"""

from vochi.core.dialplan.application import Do, GoToIf, Playback, Progress
from vochi.core.dialplan.expression import Same, Text, Var
from vochi.core.dialplan.tree import Step
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Surroundings

#: Instead of a prompt that is not there.
INSTEAD: Phrase = "hold-on"
_DONE = "said"


def play(around: Surroundings, prompt: str, *, unpaid: bool = False) -> tuple[Step, ...]:
    """Play to the end; `unpaid` before the answer, so that the caller does not pay for it.

    Uses the label `said`: once in an extension.
    """
    sound, instead = around.sounds.sound(prompt), around.sounds.phrase(INSTEAD)
    return (
        *((Step(Progress()),) if unpaid else ()),
        _playback(sound, unpaid=unpaid),
        Step(GoToIf(Same(Var("PLAYBACKSTATUS"), Text("SUCCESS")), _DONE)),
        _playback(instead, unpaid=unpaid),
        Step(Do("NoOp"), _DONE),
    )


def say(around: Surroundings, phrase: Phrase) -> Step:
    """Play a phrase of the product in the caller's language."""
    return Step(Playback(around.sounds.phrase(phrase)))


def _playback(sound: str, *, unpaid: bool) -> Step:
    if unpaid:
        return Step(Do("Playback", (Text(sound), Text("noanswer"))))
    return Step(Playback(sound))
