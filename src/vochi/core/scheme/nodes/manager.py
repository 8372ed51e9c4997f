"""Responsible or last manager: the client's own manager is rung first (P11)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer, Application, Assign, Call, GoToIf, Place
from vochi.core.dialplan.caller import CLIENT, IDENTIFY, IS_NUMBER
from vochi.core.dialplan.expression import (
    AtLeast,
    Choose,
    Func,
    Math,
    Not,
    Option,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.person import MANAGER as _MANAGER
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Hears, Outcome, World

_LAST = "V_LAST"


class Manager(NodeBase):
    """`none`: the client has no manager (known in <= 300 ms). `nobody`: rung, and not answered.

    `responsible` is of the client's card, `last` is who talked with him last, `either` asks in
    this order. `last` counts for `days`.
    """

    kind: Literal["manager"] = "manager"
    fixed_ports: ClassVar[tuple[str, ...]] = ("none", "nobody")

    which: Literal["responsible", "last", "either"] = "either"
    seconds: Annotated[int, Field(ge=5, le=120)] = 15
    days: Annotated[int, Field(ge=1, le=3650)] = 30
    music: Slug | None = None

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music in (None, "default") else (self.music,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Look the manager up in the facts, ring him; `none` costs a few look-ups."""
        music = () if self.music is None else (Answer(),)
        options: Value = Text("")
        if self.music is not None:
            options = Option("m", (Text(around.sounds.music(self.music)),))
        (left, go_on) = around.leave("none")
        return steps(
            around.enter(),
            IDENTIFY,
            GoToIf(Not(IS_NUMBER), "none"),
            *self._look_up(),
            GoToIf(Same(Var(_MANAGER), Text("")), "none"),
            Call(Place("known", Var(_MANAGER))),
            GoToIf(Same(Var(_MANAGER), Text("")), "none"),
            *music,
            Call(Place("person", Var(_MANAGER)), (Text(str(self.seconds)), options)),
            *around.leave("nobody"),
            Step(left, "none"),
            go_on,
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """There is none, or he answers, or he does not."""
        found: list[Outcome] = []
        for manager in self._managers(world):
            if manager is None:
                found.append(Outcome("none", (0, 0), "nothing", "none"))
                continue
            hears: Hears = "ringback" if self.music is None else "music"
            the_plan = world.plan((manager,), self.seconds, "ring_all", self.seconds)
            found += [
                Outcome(
                    rung.how,
                    rung.seconds,
                    hears,
                    "talk" if rung.how == "answered" else "nobody",
                    by=rung.by,
                    heard=self.music,
                    why=rung.why,
                )
                for rung in world.rings(the_plan)
            ]
        return tuple(found)

    def _managers(self, world: World) -> tuple[str | None, ...]:
        """Who it can be."""
        responsible = world.manager("responsible") if self.which != "last" else (None,)
        if self.which == "responsible" or None not in responsible:
            return responsible
        named = tuple(each for each in responsible if each is not None)
        return tuple(dict.fromkeys((*named, *world.manager("last"))))

    def _look_up(self) -> tuple[Application, ...]:
        responsible = Assign(_MANAGER, Func("DB", (text("resp/", Var(CLIENT)),)))
        if self.which == "responsible":
            return (responsible,)
        # `<ext>.<epoch>`
        last = Assign(_LAST, Func("DB", (text("last/", Var(CLIENT)),)))
        since = Math(Var("EPOCH"), "-", Text(str(self.days * 86400)))
        fresh = AtLeast(Func("CUT", (Text(_LAST), Text("."), Text("2"))), since)
        who = Choose(fresh, Func("CUT", (Text(_LAST), Text("."), Text("1"))), Text(""))
        if self.which == "last":
            return last, Assign(_MANAGER, who)
        either = Choose(Same(Var(_MANAGER), Text("")), who, Var(_MANAGER))
        return responsible, last, Assign(_MANAGER, either)
