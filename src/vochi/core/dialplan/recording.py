"""Recordings: one stereo file for all that a client lives through, whoever talks with him."""

from vochi.core.dialplan.application import (
    Announce,
    ComeBack,
    GoToIf,
    Record,
    StopRecording,
    Wait,
)
from vochi.core.dialplan.expression import Same, Text, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step

#: 1 on a channel that a phone began whose owner is not recorded; lines that it dials inherit it.
QUIET = "V_QUIET"
#: Seconds; a frame of voice is 20 ms.
_SOME_FRAMES = 0.1


def recorder() -> Context:
    """What runs on a line's side when the client answers: the client is left in the recording."""
    file = text(Var("UNIQUEID"), ".raw")
    return Context(
        "record",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(Var(QUIET), Text("1")), "quiet")),
                    Step(Record()),
                    Step(Announce("V_REC", (("file", file),))),
                    Step(ComeBack(), "quiet"),
                ),
            ),
        ),
    )


def record_on() -> Context:
    """What a transferred client passes: his recording goes on with whom he talks next.

    Asterisk decodes what a recording hears of the other side by one path that counts RTP
    sequence numbers. A second phone counts from elsewhere: half of the time all its frames are
    taken for lost, and the recording has no employee (seen 20 of 40 on 22.10.1; asterisk#507).
    A recording that is let go of and begun again gets a new path; the old one is dropped with
    the next frames of the client, so wait for some.
    """
    return Context(
        "record-on",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(Var("MIXMONITOR_FILENAME"), Text("")), "quiet")),
                    Step(StopRecording()),
                    Step(Wait(_SOME_FRAMES)),
                    Step(Record(onto=True)),
                    Step(ComeBack(), "quiet"),
                ),
            ),
        ),
    )
