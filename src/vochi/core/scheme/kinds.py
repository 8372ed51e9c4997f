"""What a constructor must know of each kind of node: its form, its ports, what its fields mean.

The schemas follow from the models; `tests/core/test_kinds.py` holds the ports that are declared
here against those that the nodes really have.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.scheme.forms import form_of
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.base import NodeBase

#: Where the palette shows it: what the caller hears, who rings, what chooses the way, what is
#: done by the way, how a call ends. `start` is in no palette: a scheme has one.
Group = Literal["start", "hear", "call", "decide", "aside", "end"]
#: What a value chooses from: things of the office, labels of clients, keys of a telephone.
Pick = Literal[
    "prompt", "music", "targets", "members", "owner", "outbound", "scheme", "list", "tag",
    "source", "phone", "prefix", "key", "keys", "branches", "days", "clock", "url", "text",
]  # fmt: skip
Unit = Literal["seconds", "minutes", "hours", "days", "times", "callers"]


class Ports(Frozen):
    """Ports that follow from settings, by one rule; a node has the ports of all rules, in order.

    `fixed`: the port `name`. `when`: `name`, where `field` is set (true, not null, not empty).
    `outside`: `name`, where a number of the list `field` begins with `+`. `each`: a port for each
    thing of the list `field` (for its `key` where the things have fields): `prefix` and the thing,
    spelled as `spelled` says; the same thing twice is one port. `shown` is the field of a thing
    that people know it by.
    """

    rule: Literal["fixed", "when", "outside", "each"]
    name: str = ""
    field: str = ""
    key: str | None = None
    prefix: str = ""
    spelled: dict[str, str] = Field(default_factory=dict)
    shown: str | None = None


class Kind(Frozen):
    """A kind of node. `form` is the JSON Schema of its settings, without references.

    `picks` and `units` go by the path of a field (`periods.hours.days`), `summary` are the fields
    that tell a node from others at a glance.
    """

    kind: str
    group: Group
    ports: tuple[Ports, ...]
    summary: tuple[str, ...]
    picks: dict[str, Pick]
    units: dict[str, Unit]
    form: dict[str, Any]


class _Told(Frozen):
    """What the models do not tell of a kind."""

    group: Group
    summary: tuple[str, ...] = ()
    picks: dict[str, Pick] = Field(default_factory=dict)
    units: dict[str, Unit] = Field(default_factory=dict)
    #: Before and after the fixed ports of the model.
    first: tuple[Ports, ...] = ()
    last: tuple[Ports, ...] = ()


_KEYS = Ports(
    rule="each", field="keys", prefix="key-", spelled={"*": "star", "#": "hash"},
)  # fmt: skip
_SECONDS: dict[str, Unit] = {"seconds": "seconds"}
_RINGING: dict[str, Unit] = {**_SECONDS, "turn": "seconds", "after": "seconds"}

_TOLD: dict[str, _Told] = {
    "start": _Told(group="start"),
    "greeting": _Told(group="hear", summary=("prompt",), picks={"prompt": "prompt"}),
    "announcement": _Told(group="hear", summary=("prompt", "skippable"),
                          picks={"prompt": "prompt"}),
    "menu": _Told(
        group="hear", summary=("prompt", "wait", "attempts"),
        picks={"prompt": "prompt", "keys": "keys"},
        units={"wait": "seconds", "attempts": "times"}, first=(_KEYS,),
    ),
    "ring": _Told(
        group="call", summary=("targets", "seconds", "strategy"),
        picks={"targets": "targets", "music": "music", "outbound": "outbound"}, units=_RINGING,
        last=(Ports(rule="outside", name="no_line", field="targets"),),
    ),
    "queue": _Told(
        group="call", summary=("targets", "seconds", "most"),
        picks={"targets": "members", "music": "music", "callback_key": "key"},
        units={"seconds": "seconds", "turn": "seconds", "most": "callers",
               "tell_every": "seconds"},
        last=(Ports(rule="when", name="key", field="callback_key"),),
    ),
    "manager": _Told(
        group="call", summary=("which", "seconds"), picks={"music": "music"},
        units={"seconds": "seconds", "days": "days"},
    ),
    "external": _Told(
        group="call", summary=("number", "outbound", "seconds"),
        picks={"number": "phone", "outbound": "outbound", "music": "music"}, units=_SECONDS,
    ),
    "schedule": _Told(
        group="decide", summary=("periods", "holidays"),
        picks={"periods.hours.days": "days", "periods.hours.since": "clock",
               "periods.hours.to": "clock"},
        first=(Ports(rule="each", field="periods", key="id", shown="name"),
               Ports(rule="when", name="holiday", field="holidays")),
    ),
    "client": _Told(
        group="decide", summary=("test",),
        picks={"test.list": "list", "test.tag": "tag", "test.begins": "prefix"},
    ),
    "webhook": _Told(
        group="decide", summary=("url", "seconds"),
        picks={"url": "url", "branches": "branches"}, units=_SECONDS,
        first=(Ports(rule="each", field="branches"),),
    ),
    "tag": _Told(group="aside", summary=("tag", "source"),
                 picks={"tag": "tag", "source": "source"}),
    "language": _Told(group="aside", summary=("language",)),
    "sms": _Told(group="aside", summary=("text",), picks={"text": "text"},
                 units={"once_hours": "hours"}),
    "callback": _Told(group="end", summary=("key", "prompt"),
                      picks={"prompt": "prompt", "key": "key"}, units={"wait": "seconds"}),
    "voicemail": _Told(group="end", summary=("owner", "prompt"),
                       picks={"prompt": "prompt", "owner": "owner"}, units=_SECONDS),
    "go_to": _Told(group="end", summary=("scheme",), picks={"scheme": "scheme"}),
    "hangup": _Told(group="end", summary=("cause", "prompt"), picks={"prompt": "prompt"}),
}  # fmt: skip


def models() -> tuple[type[NodeBase], ...]:
    """Every kind of node, as the union of nodes names them."""
    return get_args(get_args(Node)[0])


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the palette."""
    by_name = {model.model_fields["kind"].default: model for model in models()}
    return tuple(_kind(name, told, by_name[name]) for name, told in _TOLD.items())


def _kind(name: str, told: _Told, model: type[NodeBase]) -> Kind:
    fixed = tuple(Ports(rule="fixed", name=port) for port in model.fixed_ports)
    return Kind(
        kind=name,
        group=told.group,
        ports=(*told.first, *fixed, *told.last),
        summary=told.summary,
        picks=told.picks,
        units=told.units,
        form=form_of(model),
    )


def ports_of(rules: tuple[Ports, ...], settings: dict[str, Any]) -> tuple[str, ...]:
    """The ports of a node with these settings; what a browser computes, in the same words."""
    return tuple(dict.fromkeys(port for rule in rules for port in _ports(rule, settings)))


def _ports(rule: Ports, settings: dict[str, Any]) -> Iterator[str]:
    held = settings.get(rule.field)
    match rule.rule:
        case "fixed":
            yield rule.name
        case "when" if held:
            yield rule.name
        case "outside" if any(str(each).startswith("+") for each in held or ()):
            yield rule.name
        case "each":
            for each in held or ():
                thing = str(each[rule.key] if rule.key else each)
                yield rule.prefix + rule.spelled.get(thing, thing)
