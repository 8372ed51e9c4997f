"""Client check: who calls decides the way: known, a tag, a list, the blacklist, a VIP (P10)."""

from typing import Annotated, ClassVar, Literal, assert_never

from pydantic import Field

from vochi.core.dialplan.application import Application, Assign, Do, GoToIf
from vochi.core.dialplan.caller import CLIENT, IDENTIFY, IS_NUMBER
from vochi.core.dialplan.expression import (
    Condition,
    Func,
    Matches,
    Not,
    Same,
    Text,
    Var,
    text,
)
from vochi.core.dialplan.tree import Step, steps
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

_FACTS = "V_FACTS"


class Known(Frozen):
    """There is a card of the client."""

    what: Literal["known"] = "known"


class Hidden(Frozen):
    """He shows no number."""

    what: Literal["hidden"] = "hidden"


class Listed(Frozen):
    """He is on a list: `blacklist`, `vip`, or one of the company's own."""

    what: Literal["list"] = "list"
    list: Slug


class Tagged(Frozen):
    """His card has a tag."""

    what: Literal["tag"] = "tag"
    tag: Slug


class NumberKind(Frozen):
    """His number is of a class, or begins so (E.164)."""

    what: Literal["number"] = "number"
    begins: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{0,14}$")]


Test = Annotated[Known | Hidden | Listed | Tagged | NumberKind, Field(discriminator="what")]


class ClientCheck(NodeBase):
    """Leaves by `yes` or `no`. A number that the box knows nothing of is not known."""

    kind: Literal["client"] = "client"
    fixed_ports: ClassVar[tuple[str, ...]] = ("yes", "no")

    test: Test

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Look the number up in Asterisk's own store; nothing is asked of the box."""
        found = _holds(self.test)
        look: tuple[Application | Step, ...] = (IDENTIFY,)
        if isinstance(self.test, Known | Listed | Tagged):
            # An empty key is no key: Asterisk complains of it in its log at every hidden caller.
            key = Func("DB", (text("client/", Var(CLIENT)),))
            # Not by IF: its colon would cut the value of the key at `list:`.
            look = (
                IDENTIFY,
                Assign(_FACTS, Text("")),
                GoToIf(Not(IS_NUMBER), "asked"),
                Assign(_FACTS, key),
                Step(Do("NoOp"), "asked"),
            )
        (said_yes, go_yes) = around.leave("yes")
        return steps(
            around.enter(),
            *look,
            GoToIf(found, "yes"),
            *around.leave("no"),
            Step(said_yes, "yes"),
            go_yes,
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """He is such a client, or not; at once."""
        return tuple(
            Outcome("is_such", (0, 0), "nothing", "yes")
            if is_such
            else Outcome("is_not_such", (0, 0), "nothing", "no")
            for is_such in world.client(self.test)
        )


def _holds(test: "Test") -> Condition:
    """What stands between bars is ours alone (`facts.client_value`): slugs mean nothing here."""
    match test:
        case Known():
            return _has("known")
        case Hidden():
            return Same(Var(CLIENT), Text(""))
        case Listed():
            return _has(f"list:{test.list}")
        case Tagged():
            return _has(f"tag:{test.tag}")
        case NumberKind():
            return Matches(Var(CLIENT), f"[+]{test.begins.removeprefix('+')}")
        case _:
            assert_never(test)


def _has(word: str) -> Condition:
    return Matches(Var(_FACTS), f".*[|]{word}[|]")
