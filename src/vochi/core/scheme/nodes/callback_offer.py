"""Callback offer: press a key and hang up, we call you back; becomes an open item (P01)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Announce, Answer, GoToIf
from vochi.core.dialplan.caller import IDENTIFY, IS_NUMBER
from vochi.core.dialplan.expression import Encoded, Not, Same, Text, Var
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.asking import KEYS, ask, keyed
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.nodes.client_check import Hidden
from vochi.core.scheme.nodes.menu import Key
from vochi.core.scheme.saying import say
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class CallbackOffer(NodeBase):
    """Plays `prompt` (None: the phrase of the product); `taken` after the key, else `declined`.

    A caller without a number goes to `declined` at once. After the key he hears that it is noted.
    """

    kind: Literal["callback"] = "callback"
    fixed_ports: ClassVar[tuple[str, ...]] = ("taken", "declined")

    prompt: Slug | None = None
    key: Key = "1"
    wait: Annotated[int, Field(ge=1, le=30)] = 5

    @property
    def prompts(self) -> tuple[str, ...]:
        """The offer."""
        return () if self.prompt is None else (self.prompt,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Offer, wait for the key, note it in the journal and say so."""
        sounds = around.sounds
        sound = (
            sounds.phrase("callback-offer") if self.prompt is None else sounds.sound(self.prompt)
        )
        (declined, go_on) = around.leave("declined")
        return steps(
            around.enter(),
            IDENTIFY,
            GoToIf(Not(IS_NUMBER), "declined"),
            Answer(),
            *ask(around, sound, self.wait),
            GoToIf(Not(Same(Var(KEYS), Text(self.key))), "declined"),
            Announce("V_BACK", around.itself),
            say(around, "callback-noted"),
            *around.leave("taken", ("key", Encoded(self.key))),
            Step(declined, "declined"),
            go_on,
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The key, another one or none; a caller who shows no number is offered nothing."""
        heard = self.prompt or "callback-offer"
        found: list[Outcome] = []
        for hidden in world.client(Hidden()):
            if hidden:
                found.append(Outcome("hidden", (0, 0), "nothing", "declined"))
                continue
            for pressed in keyed(world, frozenset({self.key}), self.prompt, self.wait):
                first, last = pressed.seconds
                if pressed.digits == self.key:
                    noted = world.prompt_seconds("callback-noted")
                    span = first + noted, last + noted
                    found.append(Outcome("pressed", span, "prompt", "taken", heard=heard))
                else:
                    found.append(
                        Outcome("not_pressed", (first, last), "prompt", "declined", heard=heard)
                    )
        return tuple(found)
