"""What people, the desk and misfortune do in a scenario. Data only."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.link import Action
from vochi.core.office.ids import Slug
from vochi.lab.behaviour import Keys
from vochi.lab.carriers import Fault
from vochi.lab.gsm.steps import GsmStep

#: A phone by its account, or one of `people` by his name.
Who = str


class Call(Frozen):
    """Call a number; from outside `line` names the line where its number does not.

    `dialled` is another number, whose operator sends the call on.
    """

    who: Who
    call: str
    line: str | None = None
    dialled: str = ""


class Press(Frozen):
    """Keys in the call."""

    who: Who
    press: Keys


class Hush(Frozen):
    """Say nothing from now on."""

    who: Who
    hush: Literal[True]


class Transfer(Frozen):
    """The phone's own transfer key (REFER)."""

    who: Who
    transfer: str


class HandOver(Frozen):
    """The phone's own transfer key after a word with the third: its two calls become one.

    A REFER with Replaces: of its two live calls the older one is sent into the newer one.
    """

    who: Who
    hand_over: Literal[True]


class HangUp(Frozen):
    """Put the receiver down."""

    who: Who
    hang_up: Literal[True]


class PickUp(Frozen):
    """Answer now, whatever the phone's setting says."""

    who: Who
    answer: Literal[True]


class Registered(Frozen):
    """Wait till every phone and line is registered again: the engine was dead for a while."""

    registered: Literal[True]


class Until(Frozen):
    """Wait for it: `180 rings`, `client talks`, `180 is over`."""

    until: Annotated[str, StringConstraints(pattern=r"^\S+ (rings|talks|is over)$")]
    within: float = 20


class OneOf(Frozen):
    """Wait till of several, each in a call, one alone is left, and he talks.

    He is called `winner` from now on; the others, in the order of the list, `loser`, `loser-2`...
    """

    one_of: Annotated[tuple[Who, ...], Field(min_length=2)]
    within: float = 20

    def named(self, winner: Who) -> dict[str, Who]:
        """Who is who, by those names."""
        others = (each for each in self.one_of if each != winner)
        names = ("loser" if n == 1 else f"loser-{n}" for n in range(1, len(self.one_of)))
        return {"winner": winner, **dict(zip(names, others, strict=True))}


class Wait(Frozen):
    """Let so many seconds pass: the talk itself, not a way to be lucky."""

    wait: float


class Kill(Frozen):
    """kill -9, then wait till it is back, if `back`."""

    kill: Literal["hub", "box", "engine"]
    back: bool = True


class Give(Frozen):
    """A command over the API; `answer` is its code, `client` in it is replaced by the number.

    `facts` are among those of the answer, which comes `within` seconds.
    """

    command: Action
    within: float = 20
    answer: str = "done"
    facts: dict[str, Any] = Field(default_factory=dict)


class BreakLine(Frozen):
    """Put a line out of order (`lab.carriers.Fault`), or back: null. Back at the end anyway."""

    line: str
    fault: Fault | None


class PutOnList(Frozen):
    """Put somebody's number on a list of the company, and wait till calls know it."""

    on_list: Who
    list: Slug


class SetFact(Frozen):
    """Write a fact of `core.facts` into Asterisk's store; empty: take it out.

    `fact` is `family/key`, as `away/180`.
    """

    fact: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[+0-9a-z.-]+$")]
    is_: Annotated[str, Field(alias="is")] = ""


class Dearer(Frozen):
    """Wait till calls know that a line costs more than another: the station writes prices."""

    dearer: str
    than: str


class Publish(Frozen):
    """Publish the office with `publish` laid over it, in the middle of the calls."""

    publish: dict[str, Any]


class Works(Frozen):
    """A person (by his id) works from somewhere else now, by the API; waits till calls know it."""

    works: Slug
    from_: Annotated[Literal["desk", "mobile", "softphone"], Field(alias="from")]
    mobile: str | None = None


class Shown(Frozen):
    """Wait till the board shows how somebody is away, by his extension; null: he is not."""

    shown: str
    away: Literal["dnd", "forward"] | None


class Lose(Frozen):
    """A prompt's file goes from every disk; it is back when the scenario is over."""

    lose: Slug


class DeskHangUp(Frozen):
    """The desk ends the live call of a client."""

    desk: Literal["hang_up"]
    call_of: Who
    answer: str = "done"


class DeskTransfer(Frozen):
    """The desk sends the client of a live call on, in the name of an extension that is in it."""

    desk: Literal["transfer"]
    call_of: Who
    extension: str
    to: str
    answer: str = "done"


class Shows(Frozen):
    """Wait till the board shows the live call of a client in a state."""

    shows: Literal["ringing", "talking", "held"]
    call_of: Who


class Ask(Frozen):
    """The desk asks for something about the live call of a client, in the name of an extension.

    `to`, `state` and `mode` as in the commands of `core.link`. `answer_call` is `answer` there: the
    owner of the phone asks for it himself.
    """

    ask: Literal[
        "park", "pick_up", "listen", "set_recording", "invite", "answer_call", "hold", "resume",
        "consult", "hand_over", "take_back",
    ]  # fmt: skip
    call_of: Who
    extension: str
    to: str | None = None
    state: str | None = None
    mode: str | None = None
    answer: str = "done"


Step = (
    GsmStep
    | Ask
    | Shows
    | OneOf
    | Hush
    | HandOver
    | DeskHangUp
    | DeskTransfer
    | Call
    | Press
    | Transfer
    | HangUp
    | PickUp
    | Registered
    | Until
    | Wait
    | Kill
    | Give
    | PutOnList
    | Lose
    | SetFact
    | Dearer
    | Shown
    | Publish
    | Works
    | BreakLine
)
