"""Ids that a scheme names: they may be named on, whether the office still has them or not."""

from collections.abc import Mapping

from vochi.core.office.outbound import OutboundScheme
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.plain.form import forms


def mentioned(scheme: InboundScheme) -> Mapping[str, frozenset[str]]:
    """By sort: recordings, numbers, outgoing and incoming schemes."""
    found: dict[str, set[str]] = {"prompt": set(), "number": set(), "outbound": set()}
    found["scheme"] = set()
    for node in scheme.nodes.values():
        held = node.model_dump()
        for setting in forms("en")[node.kind].settings:
            value = held[setting.name]
            match setting.sort:
                case "prompt" | "music" if value is not None:
                    found["prompt"].add(value)
                case "targets" | "members":
                    found["number"].update(value)
                case "owner" if value is not None:
                    found["number"].add(value)
                case "outbound" | "scheme" if value is not None:
                    found[setting.sort].add(value)
                case _:
                    pass
    return {sort: frozenset(ids) for sort, ids in found.items()}


def mentioned_outside(scheme: OutboundScheme) -> Mapping[str, frozenset[str]]:
    """By sort: recordings and lines of an outgoing scheme."""
    prompts = {scheme.refused} if scheme.refused is not None else set()
    lines = {line for route in scheme.routes for line in route.lines}
    return {"prompt": frozenset(prompts), "line": frozenset(lines)}
