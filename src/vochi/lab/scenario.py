"""A scenario: who calls whom, who answers when, what is pressed; what must come of it. Data only.

    title: Музыка вместо гудков
    rows: [S25]
    people:
      client: {number: '+375291112233'}
    phones:
      '180': {answer: 2}
      '181': {}
    play:
    - {who: client, call: '+375296000001'}
    - {until: 180 talks}
    - {wait: 2}
    - {who: client, hang_up: true}
    expect:
      rung: [{who: '180', from: 0, to: 2}, {who: '181', from: 0, to: 2}]
      heard: [{who: client, by: music, seconds: [1.5, 2.5]}]
      logged: [{direction: in, result: answered, client: client, line: a1-1, employee: '180'}]

Every phone that may ring is named under `phones`; a phone that rings and is not named fails the
scenario. What is not named is not asked for. Seconds count from the first call of the scenario.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, StringConstraints

from vochi.core.calls.call import Direction, LegEnd, Result
from vochi.core.frozen import Frozen
from vochi.core.link import Action
from vochi.core.office.company import Language
from vochi.core.office.ids import Slug
from vochi.core.phrases import Phrase
from vochi.lab.behaviour import Behaviour, Keys
from vochi.lab.carriers import Fault

#: Least and most seconds, both included.
Span = tuple[float, float]
#: A phone by its account, or one of `people` by his name.
Who = str


class Person(Behaviour):
    """Somebody outside. `name` is what the network sends as his name: any text."""

    number: str
    name: str = ""


class PhoneSetting(Behaviour):
    """A phone of the office; `plugged` false: not registered while the scenario plays."""

    plugged: bool = True
    display_name: str = ""


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


class Wait(Frozen):
    """Let so many seconds pass: the talk itself, not a way to be lucky."""

    wait: float


class Kill(Frozen):
    """kill -9, then wait till it is back, if `back`."""

    kill: Literal["hub", "box", "engine"]
    back: bool = True


class Give(Frozen):
    """A command over the API; `answer` is its code, `client` in it is replaced by the number."""

    command: Action
    answer: str = "done"


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


class Publish(Frozen):
    """Publish the office with `publish` laid over it, in the middle of the calls."""

    publish: dict[str, Any]


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


class Ask(Frozen):
    """The desk asks for something about the live call of a client, in the name of an extension.

    `to`, `state` and `mode` as in the commands of `core.link`.
    """

    ask: Literal["park", "pick_up", "listen", "set_recording", "invite"]
    call_of: Who
    extension: str
    to: str | None = None
    state: str | None = None
    mode: str | None = None
    answer: str = "done"


Step = (
    Ask
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
    | Publish
    | BreakLine
)


class Rung(Frozen):
    """A phone rang from a second to a second, give or take `about`; `never`: not at all.

    `end` is what its network told it of the end (`lab.side.CAUSES`): `answered elsewhere`.
    """

    who: Who
    from_: Annotated[float, Field(alias="from")] = 0
    to: float | None = None
    about: float = 0.8
    never: bool = False
    end: str | None = None


class Heard(Frozen):
    """Somebody heard a party, or the `greeting` or `music`, for so long in all of his calls.

    `gap` is the longest break that is allowed inside; `level` the least dBFS.
    """

    who: Who
    by: str
    seconds: Span
    gap: float | None = None
    level: float = -25


class Said(Frozen):
    """Words were spoken into somebody's ear, whole, in all of his calls; early media counts.

    One of `phrase` (`core.phrases`), `sound` (of the engine: `digits/1`), `text` (spoken on the
    spot, as a prompt made by `vochi prompt say` is). `never`: they were not.
    """

    who: Who
    phrase: Phrase | None = None
    sound: str | None = None
    text: str | None = None
    language: Language = "ru"
    never: bool = False


class LegExpected(Frozen):
    """A leg of the call, by its phone or line."""

    endpoint: str
    end: LegEnd


class Recorded(Frozen):
    """Who is in which channel, and the length; the other's tone must not be in a channel.

    `others` talked with him before or after `right`: they are in the right channel as well.
    """

    left: Who
    right: Who
    others: tuple[Who, ...] = ()
    seconds: Span | None = None


class Logged(Frozen):
    """A row of the call log; `unrecorded`: nothing of it is kept.

    `client` is one of `people` or a number; None is not asked for.
    """

    direction: Direction
    result: Result
    client: str | None = None
    client_name: str | None = None
    line: str | None = None
    number: str | None = None
    employee: str | None = None
    rang: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    waited: Span | None = None
    talked: Span | None = None
    end_reason: str | None = None
    path: tuple[str, ...] | None = None
    legs: tuple[LegExpected, ...] | None = None
    lines_tried: tuple[str, ...] | None = None
    recorded: Recorded | None = None
    unrecorded: bool = False
    score: int | None = None
    tags: tuple[str, ...] | None = None
    source: str | None = None
    callback_asked: bool | None = None


class Expected(Frozen):
    """What must come of it; `logged` is all rows, each once, in the order of their beginning.

    `shown` is the number that somebody saw on his first call.
    """

    rung: tuple[Rung, ...] = ()
    heard: tuple[Heard, ...] = ()
    said: tuple[Said, ...] = ()
    shown: dict[Who, str] = Field(default_factory=dict)
    keys: dict[Who, str] = Field(default_factory=dict)
    logged: tuple[Logged, ...]


class Scenario(Frozen):
    """`alone`: nothing else may go on in the office, for something is killed.

    `office` names `offices/<name>.yaml` beside the scenarios, laid over the sample office
    (`lab.overlay`); scenarios of one office are played together.
    """

    title: str
    rows: tuple[str, ...]
    office: str | None = None
    alone: bool = False
    people: dict[str, Person] = Field(default_factory=dict)
    phones: dict[str, PhoneSetting] = Field(default_factory=dict)
    play: Annotated[tuple[Step, ...], Field(min_length=1)]
    expect: Expected

    def number(self, who: str) -> str:
        """The number of one of `people`, else the text itself."""
        person = self.people.get(who)
        return who if person is None else person.number


def read_scenario(file: Path) -> Scenario:
    """Read a scenario; raises yaml.YAMLError or pydantic.ValidationError."""
    return Scenario.model_validate(yaml.load(file.read_text(), Loader=_Loader))  # noqa: S506


def read_overlay(file: Path, hooks: str = "") -> dict[str, Any]:
    """What `lab.overlay` lays over an office; `{}` when the file is empty.

    `{hooks}` in it becomes the address of the stand's own program (`lab.program`).
    """
    text = file.read_text().replace("{hooks}", hooks)
    return yaml.load(text, Loader=_Loader) or {}  # noqa: S506


def read_script(file: Path) -> dict[str, Scenario]:
    """Several scenarios of one file, by name."""
    found = yaml.load(file.read_text(), Loader=_Loader)  # noqa: S506
    return {name: Scenario.model_validate(each) for name, each in found.items()}


class _Loader(yaml.SafeLoader):
    """Extensions and numbers stay text; only what is a number by its field becomes one."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag.endswith((":null", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
