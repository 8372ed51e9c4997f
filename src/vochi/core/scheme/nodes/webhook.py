"""Webhook: a program of the company chooses the way; bounded in time, signed."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.dialplan.application import Announce, Application, GoToIf
from vochi.core.dialplan.caller import IDENTIFY
from vochi.core.dialplan.expression import Func, Same, Text, Var
from vochi.core.dialplan.hook import BRANCH, MILLISECONDS, STATUS, ask_hook
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

Url = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.:\[\]-]{1,255}(?:/[A-Za-z0-9._~%/?&=+-]{0,1000})?$")]  # fmt: skip  # noqa: E501


class Webhook(NodeBase):
    """Ports: each of `branches`, and `default` (late, unreachable, any other answer).

    `POST` of JSON `{call, caller, line, number, scheme, node, at}` with `X-Vochi-Signature`
    (HMAC-SHA256 of the body with the secret `webhook`); the answer is JSON `{"branch": "vip"}`.
    The caller hears ring-back or nothing meanwhile, `seconds` at most.
    """

    kind: Literal["webhook"] = "webhook"
    fixed_ports: ClassVar[tuple[str, ...]] = ("default",)

    url: Url
    branches: Annotated[tuple[Slug, ...], Field(max_length=10)] = ()
    seconds: Annotated[int, Field(ge=1, le=10)] = 3

    @property
    def ports(self) -> tuple[str, ...]:
        """Branches, then the way of every failure."""
        return (*self.branches, *self.fixed_ports)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """The box asks (`box.hooks`); what it says is a branch of ours, or the default."""
        said, default = around.leave("default", ("why", _said(STATUS)))
        branches: list[Application | Step] = []
        for branch in dict.fromkeys(self.branches):
            announce, go_on = around.leave(branch)
            branches += [Step(announce, f"b-{branch}"), go_on]
        told = (*around.itself, ("status", _said(STATUS)), ("ms", _said(MILLISECONDS)))
        return steps(
            around.enter(),
            IDENTIFY,
            ask_hook(Text(around.scheme), Text(around.node), self.seconds),
            Announce("V_HOOK", told),
            *(
                GoToIf(Same(_said(BRANCH), Text(branch)), f"b-{branch}")
                for branch in dict.fromkeys(self.branches)
            ),
            said,
            default,
            *branches,
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Each branch, or the default; after `seconds` at most."""
        return tuple(
            Outcome("failed", hooked.seconds, "ringback", "default")
            if hooked.branch is None
            else Outcome("said", hooked.seconds, "ringback", hooked.branch)
            for hooked in world.hooked(self.url, self.branches, float(self.seconds))
        )


def _said(variable: str) -> Func:
    """What the box has set: letters of slugs only, whoever sits at its port."""
    return Func("FILTER", (Text("-a-z0-9"), Var(variable)))
