"""Voice menu: the caller presses a key, or dials an extension; silence and wrong keys lead on."""

from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.dialplan.application import (
    Answer,
    Application,
    Assign,
    Call,
    Do,
    GoTo,
    GoToIf,
    Place,
)
from vochi.core.dialplan.expression import (
    AtLeast,
    Encoded,
    Func,
    Joined,
    Matches,
    Math,
    Not,
    Same,
    Text,
    Var,
)
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.phrases import Phrase
from vochi.core.scheme import direct
from vochi.core.scheme.asking import KEYS, ask, keyed, more
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import say
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, Span, World

#: Seconds for each further digit of a number: a finger is quicker, and who waits for a key only
#: pressed waits no longer than this.
_NEXT_DIGIT = 2.0
_MORE, _TRY = "V_MORE", "V_TRY"
_ALWAYS = Same(Text("1"), Text("1"))
_NAMES = {"*": "star", "#": "hash"}
_PHRASES: dict[str, Phrase] = {"wrong": "menu-wrong", "timeout": "menu-silence"}

Key = Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")]


class Menu(NodeBase):
    """Plays `prompt`, waits `wait` seconds for a key; ports are `key-<k>` for each of `keys`.

    `*` and `#` are `key-star` and `key-hash`. Keys work while the prompt plays. After a wrong key
    or silence it is played again, `attempts` times in all, then `wrong` or `timeout` (the last
    one counts). `extensions`: a caller may dial a number of the office instead; one that is not
    there is a wrong key.
    """

    kind: Literal["menu"] = "menu"
    fixed_ports: ClassVar[tuple[str, ...]] = ("timeout", "wrong")

    prompt: Slug
    keys: Annotated[tuple[Key, ...], Field(max_length=12)] = ()
    extensions: bool = False
    wait: Annotated[int, Field(ge=1, le=60)] = 5
    attempts: Annotated[int, Field(ge=1, le=5)] = 2

    @property
    def ports(self) -> tuple[str, ...]:
        """Each key, then what silence and a wrong key lead to."""
        return (*map(_port, dict.fromkeys(self.keys)), *self.fixed_ports)

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays."""
        return (self.prompt,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Ask; a key that can be nothing else acts at once, a number is waited for shortly."""
        known = direct.numbers(around.office) if self.extensions else ()
        chosen: list[Application | Step] = []
        for key in dict.fromkeys(self.keys):
            (said, go_on) = around.leave(_port(key), ("key", Encoded(key)))
            chosen += [Step(said, _port(key)), go_on]
        return steps(
            around.enter(),
            Answer(),
            Assign(_TRY, Text("1")),
            *ask(around, around.sounds.sound(self.prompt), self.wait),
            GoToIf(Same(Var(KEYS), Text("")), "timeout"),
            *(_number(known) if known else ()),
            *(GoToIf(Same(Var(KEYS), Text(key)), _port(key)) for key in dict.fromkeys(self.keys)),
            *self._failed(around, "wrong", Func("URIENCODE", (Var(KEYS),))),
            *self._failed(around, "timeout", Text("")),
            *chosen,
            # As a colleague dials; the call was announced and its recording begun when it came.
            *((Step(GoTo(Place("inside", Var(direct.NUMBER))), "dialled"),) if known else ()),
        )

    def _failed(
        self, around: Surroundings, port: Literal["wrong", "timeout"], keys: Func | Text
    ) -> tuple[Step, ...]:
        """Once more from the start, or on by the port of the last failure."""
        said, go_on = around.leave(port, *((("key", keys),) if isinstance(keys, Func) else ()))
        return (
            Step(GoToIf(AtLeast(Var(_TRY), self.attempts), f"{port}-end"), port),
            say(around, _PHRASES[port]),
            Step(Assign(_TRY, Math(Var(_TRY), "+", Text("1")))),
            Step(GoToIf(_ALWAYS, "ask")),
            Step(said, f"{port}-end"),
            Step(go_on),
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Each key, each number, and the ends of patience; every attempt may bring any of them."""
        numbers = frozenset(direct.numbers(world.office)) if self.extensions else frozenset[str]()
        known = numbers | frozenset(self.keys)
        most = max(map(len, numbers), default=1)
        found: dict[tuple[str, str, str | None], Outcome] = {}
        began: Span | None = (0, 0)
        for attempt in range(1, self.attempts + 1):
            if began is None:
                break
            failed: dict[str, Span] = {}
            for pressed in keyed(world, known, self.prompt, self.wait, most):
                span = began[0] + pressed.seconds[0], began[1] + pressed.seconds[1]
                meant, extra = self._meant(pressed.digits, numbers, most)
                if pressed.seconds[0] == pressed.seconds[1]:
                    span = span[0] + extra, span[1] + extra
                elif extra or (numbers and meant == "wrong"):
                    # Whoever stands for many: some wait for the next digit, a `#` ends that.
                    span = span[0], span[1] + _NEXT_DIGIT
                if meant in _PHRASES:
                    failed[meant] = _wider(failed.get(meant), span)
                elif meant.startswith("key-"):
                    _add(found, Outcome("pressed", span, "prompt", meant, heard=self.prompt))
                else:
                    for outcome in direct.outcomes(world, meant, span):
                        _add(found, outcome)
            began = None
            for port, span in failed.items():
                if attempt == self.attempts:
                    _add(found, Outcome(port, span, "prompt", port, heard=self.prompt))
                else:
                    told = world.prompt_seconds(_PHRASES[port])
                    began = _wider(began, (span[0] + told, span[1] + told))
        return tuple(found.values())

    def _meant(self, digits: str, numbers: frozenset[str], most: int) -> tuple[str, float]:
        """A port, or a number of the office; and what waiting for further digits took."""
        if not digits:
            return "timeout", 0
        if digits[0] not in {number[0] for number in numbers}:
            return (_port(digits[0]), 0) if digits[0] in self.keys else ("wrong", 0)
        whole = digits[0] + digits[1:most].partition("#")[0]
        waited = 0 if len(whole) == most or "#" in digits else _NEXT_DIGIT
        if whole in numbers:
            return whole, waited
        return (_port(whole), waited) if whole in self.keys else ("wrong", waited)


def _port(key: str) -> str:
    return f"key-{_NAMES.get(key, key)}"


def _number(numbers: tuple[str, ...]) -> tuple[Application | Step, ...]:
    """The first digit may begin a number of the office: then others are waited for."""
    first = "".join(sorted({number[0] for number in numbers}))
    most = max(map(len, numbers))
    return (
        GoToIf(Not(Matches(Var(KEYS), f"[{first}]")), "keys"),
        more(_MORE, most - 1, _NEXT_DIGIT),
        Assign(KEYS, Joined((Var(KEYS), Func("FILTER", (Text("0-9*#"), Var(_MORE)))))),
        Call(direct.lookup()),
        GoToIf(Not(Same(Var(direct.NUMBER), Text(""))), "dialled"),
        Step(Do("NoOp"), "keys"),
    )


def _wider(one: Span | None, other: Span) -> Span:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))


def _add(found: dict[tuple[str, str, str | None], Outcome], outcome: Outcome) -> None:
    """Alike outcomes of several attempts and numbers are one, with the widest span."""
    alike = outcome.condition, outcome.leads, outcome.by
    if alike in found:
        outcome = replace(outcome, seconds=_wider(found[alike].seconds, outcome.seconds))
    found[alike] = outcome
