"""The dialplan as a tree: contexts of extensions of steps."""

from dataclasses import dataclass, field

from vochi.core.dialplan.application import Application


@dataclass(frozen=True)
class Step:
    """One priority; `label` names it for a jump inside the extension."""

    application: Application
    label: str | None = None


@dataclass(frozen=True)
class Extension:
    """What is dialled: digits, a name of ours, or a pattern that begins with `_`."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Context:
    """Extensions by name; what is not found here is looked for in `includes`, in their order.

    `hints`: devices whose states together are the state of an extension.
    """

    name: str
    extensions: tuple[Extension, ...] = ()
    includes: tuple[str, ...] = ()
    hints: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Dialplan:
    """All contexts, in the order they are written."""

    contexts: tuple[Context, ...] = field(default=())


def steps(*applications: Application | Step) -> tuple[Step, ...]:
    """Steps without labels around steps that have one."""
    return tuple(
        application if isinstance(application, Step) else Step(application)
        for application in applications
    )
