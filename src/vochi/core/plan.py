"""What publishing an office changes, in codes with facts; and what Asterisk must reload for it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Literal

from pydantic import BaseModel, Field

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.scheme.graph import InboundScheme

#: Every code of a change; each has words in three languages (`core.wording`).
ChangeCode = Literal[
    "office.created", "company.changed", "numbering.changed", "holidays.changed",
    "person.added", "person.removed", "person.changed", "person.moved",
    "device.added", "device.removed", "device.changed",
    "line.added", "line.removed", "line.changed",
    "department.added", "department.removed", "department.changed",
    "follow_me.added", "follow_me.removed", "follow_me.changed",
    "prompt.added", "prompt.removed", "prompt.changed",
    "inbound.added", "inbound.removed", "inbound.changed",
    "outbound.added", "outbound.removed", "outbound.changed",
    "node.added", "node.removed", "node.changed",
    "route.added", "route.removed", "route.changed",
    "parking.changed", "features.changed", "policy.changed",
    "conference.added", "conference.removed", "conference.changed",
    "gateway.added", "gateway.removed", "gateway.changed",
    "adapter.added", "adapter.removed", "adapter.changed",
    "socket.added", "socket.removed", "socket.changed",
    "operator.added", "operator.removed", "operator.changed",
]  # fmt: skip


class Change(Frozen):
    """One change. `place` is as in a Problem, but by id: `people/anna/extension`."""

    code: str
    place: str
    facts: dict[str, str] = Field(default_factory=dict)


class Reload(Frozen):
    """`commands` for the CLI of Asterisk, in order; `restart` names the files that need a restart.

    A change of transports (listen address, SIP port), modules or directories cannot be had
    without a restart, which cuts calls.
    """

    commands: tuple[str, ...]
    restart: tuple[str, ...]


#: What a plan, which is kept and shown to many, does not tell.
_SECRET = frozenset({"pin"})
#: File -> what makes Asterisk read it again. Files that are not here need a restart.
_RELOADS = {
    "acl.conf": "module reload acl",
    "cdr.conf": "module reload cdr",
    "cel.conf": "module reload cel",
    "cel_custom.conf": "module reload cel_custom.so",
    "confbridge.conf": "module reload app_confbridge.so",
    "extensions.conf": "dialplan reload",
    "features.conf": "module reload features",
    "http.conf": "module reload http",
    "indications.conf": "module reload indications",
    "logger.conf": "logger reload",
    "manager.conf": "manager reload",
    "musiconhold.conf": "moh reload",
    "pjsip.conf": "module reload res_pjsip.so",
    "pjsip_notify.conf": "module reload res_pjsip_notify.so",
    "queues.conf": "queue reload all",
    "res_parking.conf": "module reload res_parking.so",
    "rtp.conf": "module reload res_rtp_asterisk.so",
}
#: res_pjsip.so first: the others read endpoints that it must know.
_PJSIP_TOO = (
    "module reload res_pjsip_authenticator_digest.so",
    "module reload res_pjsip_endpoint_identifier_ip.so",
    "module reload res_pjsip_outbound_registration.so",
)


def modules(old: Mapping[str, str], new: Mapping[str, str]) -> Reload:
    """What to do when these files take the place of those; nothing when they are equal."""
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    commands: list[str] = []
    for name in changed:
        if name in _RELOADS:
            commands.append(_RELOADS[name])
            commands += _PJSIP_TOO if name == "pjsip.conf" else ()
    # The phones must not dial into contexts that are not there yet.
    commands.sort(key=lambda command: command != "dialplan reload")
    return Reload(
        commands=tuple(commands),
        restart=tuple(name for name in changed if name not in _RELOADS),
    )


def plan(old: Office | None, new: Office) -> tuple[Change, ...]:
    """Changes in the order of the document; the version itself is none."""
    if old is None:
        counts = {
            "people": str(len(new.people)),
            "devices": str(len(new.devices)),
            "lines": str(len(new.lines)),
        }
        return (Change(code="office.created", place="", facts=counts),)
    return (
        *_fields("company.changed", "company", old.company, new.company, {}),
        *_fields("numbering.changed", "numbering", old.numbering, new.numbering, {}),
        *_fields("holidays.changed", "holidays", old.holidays, new.holidays, {}),
        *_things("person", "people", _by(old.people, "id"), _by(new.people, "id")),
        *_things("device", "devices", _by(old.devices, "account"), _by(new.devices, "account")),
        *_things("line", "lines", _by(old.lines, "id"), _by(new.lines, "id")),
        *_things(
            "department", "departments", _by(old.departments, "number"),
            _by(new.departments, "number"),
        ),
        *_things(
            "follow_me", "follow_me", _by(old.follow_me, "number"), _by(new.follow_me, "number")
        ),
        *_things("prompt", "prompts", _by(old.prompts, "id"), _by(new.prompts, "id")),
        *_things(
            "conference", "conferences", _by(old.conferences, "number"),
            _by(new.conferences, "number"),
        ),
        *_things("gateway", "gateways", _by(old.gateways, "id"), _by(new.gateways, "id")),
        *_things("adapter", "adapters", _by(old.adapters, "id"), _by(new.adapters, "id")),
        *_things("socket", "sockets", _by(old.sockets, "id"), _by(new.sockets, "id")),
        *_things("operator", "operators", _by(old.operators, "name"), _by(new.operators, "name")),
        *_fields("parking.changed", "parking", old.parking, new.parking, {}),
        *_fields("features.changed", "features", old.features, new.features, {}),
        *_fields("policy.changed", "policy", old.policy, new.policy, {}),
        *_schemes(old.inbound, new.inbound),
        *_outbound(old.outbound, new.outbound),
    )  # fmt: skip


def _by(things: Iterable[BaseModel], key: str) -> dict[str, BaseModel]:
    return {str(getattr(thing, key)): thing for thing in things}


def _things(
    kind: str, place: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]
) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change(code=f"{kind}.removed", place=f"{place}/{key}", facts=_who(key, old[key]))
    for key, thing in new.items():
        here = f"{place}/{key}"
        if key not in old:
            yield Change(code=f"{kind}.added", place=here, facts=_who(key, thing))
        elif type(old[key]) is not type(thing):
            yield Change(code=f"{kind}.removed", place=here, facts=_who(key, old[key]))
            yield Change(code=f"{kind}.added", place=here, facts=_who(key, thing))
        else:
            yield from _fields(f"{kind}.changed", here, old[key], thing, _who(key, thing))


def _schemes(old: Iterable[InboundScheme], new: Iterable[InboundScheme]) -> Iterator[Change]:
    """A scheme is told node by node: where a call may now go another way."""
    before = {scheme.id: scheme for scheme in old}
    after = {scheme.id: scheme for scheme in new}
    bare_before = {key: each.model_copy(update={"nodes": {}}) for key, each in before.items()}
    bare_after = {key: each.model_copy(update={"nodes": {}}) for key, each in after.items()}
    yield from _things("inbound", "inbound", bare_before, bare_after)
    for key, scheme in after.items():
        if key in before:
            for change in _things("node", f"inbound/{key}/nodes", before[key].nodes, scheme.nodes):
                if change.facts.get("field") not in ("x", "y"):
                    facts = {**change.facts, "scheme": scheme.name}
                    yield change.model_copy(update={"facts": facts})


def _outbound(old: Iterable[OutboundScheme], new: Iterable[OutboundScheme]) -> Iterator[Change]:
    """A scheme is told rule by rule, in the order in which rules are tried."""
    before = {scheme.id: scheme for scheme in old}
    after = {scheme.id: scheme for scheme in new}
    bare_before = {key: each.model_copy(update={"routes": ()}) for key, each in before.items()}
    bare_after = {key: each.model_copy(update={"routes": ()}) for key, each in after.items()}
    yield from _things("outbound", "outbound", bare_before, bare_after)
    for key, scheme in after.items():
        if key not in before:
            continue
        for index, (was, now) in enumerate(zip_longest(before[key].routes, scheme.routes)):
            if was != now:
                kind = "route.added" if was is None else "route.changed"
                yield Change(
                    code="route.removed" if now is None else kind,
                    place=f"outbound/{key}/routes/{index}",
                    facts={
                        "scheme": scheme.name,
                        "route": str(index + 1),
                        **_route(was if now is None else now),
                    },
                )


def _route(route: Route) -> dict[str, str]:
    return {
        "classes": ", ".join(route.classes),
        "operators": _shown(route.operators),
        "lines": _shown(route.lines),
    }


def _fields(
    code: str, place: str, old: BaseModel, new: BaseModel, who: dict[str, str]
) -> Iterator[Change]:
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            if field in _SECRET:
                before, after = _hidden(before), _hidden(after)
            if field == "works_from":
                yield Change(code="person.moved", place=f"{place}/{field}",
                             facts={**who, "works_from": _shown(after)})  # fmt: skip
                continue
            facts = {**who, "field": field, "before": _shown(before), "after": _shown(after)}
            yield Change(code=code, place=f"{place}/{field}", facts=facts)


def _hidden(value: object) -> str | None:
    return None if value is None else "•••"


def _who(key: str, thing: BaseModel) -> dict[str, str]:
    name = str(getattr(thing, "name", "") or getattr(thing, "kind", ""))
    return {"id": key, "name": name or key}


def _shown(value: object) -> str:
    """A value in a line: `—` for none, lists joined, pairs as `key: value`."""
    if value is None or value in ("", (), {}):
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        pairs = ((key, held) for key, held in value.items() if held not in (None, (), {}))
        return ", ".join(f"{key}: {_shown(held)}" for key, held in pairs)
    return str(value)
