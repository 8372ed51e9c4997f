"""The applications of Asterisk that a compiled office uses, with typed arguments."""

from dataclasses import dataclass
from typing import Literal

from vochi.core.calls.vocabulary import EventName
from vochi.core.dialplan.expression import Condition, Func, Value


@dataclass(frozen=True)
class Place:
    """Where a call goes on: an extension of a context, from its first priority."""

    context: str
    extension: Value


@dataclass(frozen=True)
class Announce:
    """A user event of `core.calls.vocabulary`, written into CEL."""

    event: EventName
    fields: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Answer:
    """Pick up the caller's side."""


@dataclass(frozen=True)
class Playback:
    """Play a sound file to its end; `path` is absolute and has no ending."""

    path: str


@dataclass(frozen=True)
class Ring:
    """Dial endpoints of our own, all at once; `music` is a class of music on hold or None."""

    endpoints: tuple[str, ...]
    seconds: int | None = None
    music: str | None = None


@dataclass(frozen=True)
class DialOut:
    """Dial a number over a line; `on_answer` names a context whose `s` runs on the line's side."""

    line: str
    number: Value
    on_answer: str | None = None


@dataclass(frozen=True)
class Record:
    """Record the channel into `<UniqueID>.raw`: stereo, its own side left, only while bridged.

    `onto`: go on at the end of that file, from now on and not only while bridged; `bridged`: only
    then all the same.
    """

    onto: bool = False
    bridged: bool = False


@dataclass(frozen=True)
class StopRecording:
    """Let go of the file."""


@dataclass(frozen=True)
class GoTo:
    """Go on elsewhere."""

    place: Place


@dataclass(frozen=True)
class GoToIf:
    """Go to a label of the same extension when the condition holds, else to the next step."""

    condition: Condition
    label: str


@dataclass(frozen=True)
class Call:
    """Run another extension and come back after it (Gosub); `arguments` are ARG1, ARG2 there."""

    place: Place
    arguments: tuple[Value, ...] = ()


@dataclass(frozen=True)
class ComeBack:
    """End of what `Call` began."""


@dataclass(frozen=True)
class Assign:
    """Set a channel variable."""

    variable: str
    value: Value


@dataclass(frozen=True)
class Busy:
    """The caller hears or is told 'busy'; hangs up after `seconds`."""

    seconds: int


@dataclass(frozen=True)
class Congestion:
    """The caller hears or is told 'no way through'; hangs up after `seconds`."""

    seconds: int


@dataclass(frozen=True)
class Progress:
    """Open the caller's ear before an answer (early media)."""


@dataclass(frozen=True)
class PlayTones:
    """Send a tone of the country into the caller's ear, and go on at once."""

    tone: str


@dataclass(frozen=True)
class Wait:
    """Do nothing for `seconds`."""

    seconds: float


@dataclass(frozen=True)
class WaitUntil:
    """Do nothing till the condition holds (asked 20 times a second), `seconds` at most.

    Conditions on numbers alone: Asterisk takes quotes away before it asks.
    """

    condition: Condition
    seconds: Value


@dataclass(frozen=True)
class HangUp:
    """End the channel with a cause of Q.850."""

    cause: int


@dataclass(frozen=True)
class OnHangUp:
    """Run a place as a subroutine on the channel when it ends, however that comes about."""

    place: Place


@dataclass(frozen=True)
class OnOther:
    """Run a place as a subroutine whenever this channel gets another one to talk with."""

    place: Place


@dataclass(frozen=True)
class GoToPlaceIf:
    """Go elsewhere when the condition holds, else to the next step."""

    condition: Condition
    place: Place


@dataclass(frozen=True)
class AssignTo:
    """Write through a function: `Set(DB(last/x)=y)`."""

    where: Func
    value: Value


@dataclass(frozen=True)
class Dial:
    """Dial anything: `PJSIP/180`, `Local/...`; `targets` are joined by `&`."""

    targets: tuple[Value, ...]
    seconds: Value | None = None
    options: Value | None = None


@dataclass(frozen=True)
class AddHeader:
    """Put a SIP header of ours into the INVITE of this channel (in a pre-dial routine)."""

    name: str
    value: str


#: Applications that take plain arguments and need no type of their own.
Simple = Literal[
    "AGI", "AttendedTransfer", "Background", "BackgroundDetect", "BlindTransfer",
    "ChannelRedirect", "ChanSpy", "ConfBridge",
    "MusicOnHold", "NoOp", "Park", "ParkedCall", "Pickup", "PickupChan", "Playback", "Queue",
    "Read", "Record", "Ringing", "SayDigits", "SayNumber", "SoftHangup", "StartMusicOnHold",
    "StopMusicOnHold", "StopPlayTones", "WaitExten", "WaitForSilence", "Page", "Originate",
    "Bridge", "BridgeAdd", "SendDTMF", "MixMonitor", "StopMixMonitor", "PauseMonitor", "StackPop",
]  # fmt: skip


@dataclass(frozen=True)
class Do:
    """`name(arguments)`, arguments joined by commas."""

    name: Simple
    arguments: tuple[Value, ...] = ()


Application = (
    Announce
    | Answer
    | Playback
    | Ring
    | DialOut
    | Record
    | StopRecording
    | GoTo
    | GoToIf
    | Call
    | ComeBack
    | Assign
    | Busy
    | Congestion
    | Progress
    | PlayTones
    | Wait
    | WaitUntil
    | HangUp
    | OnHangUp
    | OnOther
    | GoToPlaceIf
    | AssignTo
    | Dial
    | Do
    | AddHeader
)
