"""Language: in which language the product speaks with the caller from here on (P28)."""

from typing import ClassVar, Literal

from vochi.core.dialplan.application import AssignTo
from vochi.core.dialplan.expression import Func, Text
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.company import Language
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class SetLanguage(NodeBase):
    """Changes the language of phrases and numbers; prompts of the office stay as they are."""

    kind: Literal["language"] = "language"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    language: Language

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """The channel's language chooses the folder of every phrase and spoken number."""
        language = AssignTo(Func("CHANNEL", (Text("language"),)), Text(self.language))
        return steps(around.enter(), language, *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call goes on at once."""
        return (Outcome("always", (0, 0), "nothing", "next"),)
