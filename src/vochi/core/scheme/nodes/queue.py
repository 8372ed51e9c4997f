"""Queue: callers wait in order till somebody is free; position, estimate, 'call me back' (P07)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer, Application, Do, GoToIf
from vochi.core.dialplan.expression import AtLeast, Either, Encoded, Func, Same, Text, Var
from vochi.core.dialplan.reach import forget
from vochi.core.dialplan.recording import HUSH, LOUD, is_unrecorded
from vochi.core.dialplan.score import FOLLOW, IF_QUEUE_ANSWERED, QUEUE_OPTION, is_scored
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.ids import Extension as Number
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.nodes.menu import Key
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, Strategy, World


class Queue(NodeBase):
    """Ports: `timeout`, `full` (`most` wait already), `empty` (nobody can ever answer now), `key`.

    Members are people and departments. Phones ring `turn` seconds; a member's `wrap_up` is kept.
    Position and estimate are told every `tell_every` seconds (0: never). With `callback_key` the
    caller who presses it leaves by `key` and keeps nothing waiting.
    """

    kind: Literal["queue"] = "queue"
    fixed_ports: ClassVar[tuple[str, ...]] = ("timeout", "full", "empty")

    targets: Annotated[tuple[Number, ...], Field(min_length=1)]
    strategy: Strategy = "least_recent"
    seconds: Annotated[int, Field(ge=10, le=3600)] = 300
    turn: Annotated[int, Field(ge=5, le=120)] = 15
    most: Annotated[int, Field(ge=1, le=200)] = 20
    music: Slug = "default"
    tell_every: Annotated[int, Field(ge=0, le=600)] = 45
    callback_key: Key | None = None

    @property
    def ports(self) -> tuple[str, ...]:
        """`key` only where there is a key."""
        return (*self.fixed_ports, *(("key",) if self.callback_key else ()))

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music == "default" else (self.music,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Its members."""
        return self.targets

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Wait in the queue of this node; it says how the waiting ended."""
        empty = ("JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL")
        ways: tuple[tuple[str, tuple[str, ...]], ...] = (("full", ("FULL",)), ("empty", empty))
        status = Var("QUEUESTATUS")
        name = Text(queue_name(around.scheme, around.node))
        nothing = Text("")
        options = nothing
        before: tuple[Application, ...] = ()
        after: tuple[Application, ...] = ()
        if is_scored(around.phones, self.targets):
            options, before, after = Text(QUEUE_OPTION), (FOLLOW,), (IF_QUEUE_ANSWERED,)
        if is_unrecorded(around.phones, self.targets):
            before, after = (*before, HUSH), (*after, LOUD)
        return steps(
            around.enter(),
            GoToIf(AtLeast(Func("QUEUE_WAITING_COUNT", (name,)), self.most), "full"),
            Answer(),
            forget(),
            *before,
            Do("Queue", (name, options, nothing, nothing, Text(str(self.seconds)))),
            *after,
            *(
                GoToIf(Either(tuple(Same(status, Text(each)) for each in statuses)), port)
                for port, statuses in ways
            ),
            *around.leave("timeout"),
            *(
                step
                for port, _ in ways
                for step in (Step(around.leave(port)[0], port), Step(around.leave(port)[1]))
            ),
        )

    def beside(self, around: Surroundings) -> tuple[Context, ...]:
        """Where a caller comes who presses the key."""
        if self.callback_key is None:
            return ()
        key = Encoded(self.callback_key)
        loud = (LOUD,) if is_unrecorded(around.phones, self.targets) else ()
        left = Extension(self.callback_key, steps(*loud, *around.leave("key", ("key", key))))
        return (Context(key_context(around.scheme, around.node), (left,)),)

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """As the queue ends."""
        ends = world.queued(self.targets, self.seconds, key=self.callback_key, most=self.most)
        music = None if self.music == "default" else self.music
        return tuple(
            Outcome(
                end.how,
                end.seconds,
                "music",
                "talk" if end.how == "answered" else end.how,
                by=end.by,
                heard=music,
            )
            for end in ends
        )


def queue_name(scheme: str, node: str) -> str:
    """Name of the node's queue in queues.conf; ids hold no dot."""
    return f"{scheme}.{node}"


def key_context(scheme: str, node: str) -> str:
    """Context of the key that leaves the queue."""
    return f"key-{scheme}.{node}"
