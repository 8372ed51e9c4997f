"""Send SMS: the caller gets a text; the call goes on at once."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.dialplan.application import Announce, Application, Assign, AssignTo, Do, GoToIf
from vochi.core.dialplan.caller import CLIENT, IDENTIFY, IS_NUMBER
from vochi.core.dialplan.expression import AtLeast, Both, Func, Math, Not, Same, Text, Var, text
from vochi.core.dialplan.tree import Step, steps
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

_LAST = "V_LAST"


class SendSms(NodeBase):
    """Asks for an SMS to the caller; never twice within `once_hours` for the same node and number.

    The text never enters the dialplan: the journal tells scheme and node, the box sends it.
    """

    kind: Literal["sms"] = "sms"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    once_hours: Annotated[int, Field(ge=0, le=8760)] = 24

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Ask for it unless it was asked for lately; a caller without a number gets none."""
        key = text("sms/", f"{around.scheme}.{around.node}.", Var(CLIENT))
        last = Func("DB", (key,))
        ask: tuple[Application | Step, ...] = ()
        if self.once_hours:
            again = Math(Var("EPOCH"), "-", Text(str(self.once_hours * 3600)))
            # What is still to come a clock that was ahead has written: it holds nobody for years.
            is_past = AtLeast(Var("EPOCH"), Var(_LAST))
            is_known = Not(Same(Var(_LAST), Text("")))
            is_again = Both((is_known, AtLeast(Var(_LAST), again), is_past))
            ask = (
                Assign(_LAST, last),
                GoToIf(is_again, "gone"),
                AssignTo(last, Var("EPOCH")),
            )
        return steps(
            around.enter(),
            IDENTIFY,
            GoToIf(Not(IS_NUMBER), "gone"),
            *ask,
            Announce("V_SMS", around.itself),
            Step(Do("NoOp"), "gone"),
            *around.leave("next"),
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call goes on at once."""
        return (Outcome("always", (0, 0), "nothing", "next"),)
