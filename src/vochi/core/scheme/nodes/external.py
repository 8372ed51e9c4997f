"""External number: the call goes on to a number outside, over lines of the office."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import (
    Answer,
    Application,
    Assign,
    Call,
    Dial,
    GoToIf,
    OnHangUp,
    Place,
)
from vochi.core.dialplan.confirm import CONFIRM, LOOKING
from vochi.core.dialplan.expression import Either, Option, Same, Text, Value, Var
from vochi.core.dialplan.reach import target
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import E164, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Attempt, Hears, Outcome, RingPlan, Round, World


class ExternalNumber(NodeBase):
    """Rings `number` as the outbound scheme `outbound` allows; shows the caller where lines can.

    Ports: `nobody` (no answer, busy), `no_line` (no line free, or none allowed).
    """

    kind: Literal["external"] = "external"
    fixed_ports: ClassVar[tuple[str, ...]] = ("nobody", "no_line")

    number: E164
    outbound: Slug
    seconds: Annotated[int, Field(ge=5, le=120)] = 30
    confirm: bool = False
    music: Slug | None = None

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music in (None, "default") else (self.music,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """The number outside."""
        return (self.number,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """One leg over the lines that the scheme allows."""
        music: tuple[Application, ...] = ()
        options: Value | None = None
        if self.music is not None:
            music = (Answer(),)
            options = Option("m", (Text(around.sounds.music(self.music)),))
        status = Var("DIALSTATUS")
        silent = Either(tuple(Same(status, Text(each)) for each in ("CONGESTION", "CHANUNAVAIL")))
        leg = target(around.phones, self.number, self.outbound)
        (left, go_on) = around.leave("no_line")
        return steps(
            around.enter(),
            *music,
            *self._with_confirm(Dial((leg,), Text(str(self.seconds)), options)),
            GoToIf(silent, "noline"),
            *around.leave("nobody"),
            Step(left, "noline"),
            go_on,
        )

    def _with_confirm(self, ring: Dial) -> tuple[Application, ...]:
        """Who is still asked when the ringing is over, or the caller has gone, is asked no more."""
        if not self.confirm:
            return Assign(f"__{CONFIRM}", Text("0")), ring
        over = Place("confirm", Text("over"))
        return (
            Assign(f"__{CONFIRM}", Text("1")),
            Assign(f"__{LOOKING}", Var("CHANNEL")),
            OnHangUp(over),
            ring,
            Assign(f"__{CONFIRM}", Text("0")),
            Call(over),
            Assign(f"__{LOOKING}", Text("")),
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """He answers, does not, or no line carries the call."""
        hears: Hears = "ringback" if self.music is None else "music"
        attempt = Attempt(self.number, 0, self.seconds, self.confirm, None, self.outbound)
        leads = {"answered": "talk", "no_line": "no_line"}
        return tuple(
            Outcome(
                rung.how,
                rung.seconds,
                hears,
                leads.get(rung.how, "nobody"),
                by=rung.by,
                heard=self.music,
                why=rung.why,
            )
            for rung in world.rings(RingPlan((Round((attempt,)),), self.seconds))
        )
