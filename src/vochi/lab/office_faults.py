"""Faults of people, departments, lines and routes, and nodes that lead to them."""

from vochi.lab.open_scheme import Fault, OpenScheme, Told, ring


def _empty_department(scheme: OpenScheme) -> Told:
    scheme.document["departments"].append({"number": "903", "name": "Пусто", "members": []})
    return "node.no_device", scheme.put("alone", **ring(scheme, targets=["903"]))


def _phoneless(scheme: OpenScheme) -> None:
    """198 has no phone."""
    scheme.document["people"].append({"id": "gone", "name": "Без телефона", "extension": "198"})


def _no_phone(scheme: OpenScheme) -> Told:
    _phoneless(scheme)
    return "node.no_device", scheme.put("alone", **ring(scheme, targets=["198"]))


def _dead_queue(scheme: OpenScheme) -> Told:
    _phoneless(scheme)
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "node.no_device", scheme.put(
        "alone", kind="queue", targets=["198"], seconds=10, exits=exits
    )


def _abroad(scheme: OpenScheme) -> Told:
    to = scheme.target
    return "node.no_route", scheme.put(
        "far", kind="external", number="+48221234567", outbound="all",
        exits={"nobody": to, "no_line": to},
    )  # fmt: skip


def _class_without_line(scheme: OpenScheme) -> Told:
    scheme.document["outbound"].append(
        {"id": "city-only", "name": "Город", "routes": [{"classes": ["city"], "lines": ["city"]}]}
    )
    to = scheme.target
    far = ring(
        scheme,
        targets=["+375297777777"],
        outbound="city-only",
        exits={"nobody": to, "no_line": to},
    )
    return "node.no_route", scheme.put("far", **far)


def _no_outbound(scheme: OpenScheme) -> Told:
    to = scheme.target
    return "node.unknown_outbound", scheme.put(
        "far", kind="external", number="+375297777777", outbound="deleted",
        exits={"nobody": to, "no_line": to},
    )  # fmt: skip


def _nobody_ever(scheme: OpenScheme) -> Told:
    scheme.nodes.clear()
    scheme.nodes["start"] = {"kind": "start", "exits": {"next": "words"}}
    scheme.nodes["words"] = {"kind": "hangup", "prompt": "closed"}
    return "scheme.nobody_ever", "inbound/0"


def _line_without_scheme(scheme: OpenScheme) -> Told:
    scheme.document["lines"][0]["inbound"] = "deleted"
    return "line.unknown_inbound", "lines/0/inbound"


def _follows_itself(scheme: OpenScheme) -> Told:
    step = scheme.document["follow_me"][0]["steps"][0]
    step["targets"].append({"to": "401"})
    return "follow_me.unknown_target", "follow_me/0/steps/0/targets/1"


def _follows_nobody(scheme: OpenScheme) -> Told:
    scheme.document["follow_me"][0]["person"] = "gone"
    return "follow_me.unknown_person", "follow_me/0/person"


def _number_taken(scheme: OpenScheme) -> Told:
    scheme.document["follow_me"][0]["number"] = "901"
    return "follow_me.number_is", "follow_me/0/number"


def _paused_lines(scheme: OpenScheme) -> Told:
    scheme.document["lines"][1]["paused"] = True
    return "route.no_living_line", "outbound/0/routes/1/lines"


def _member_gone(scheme: OpenScheme) -> Told:
    scheme.document["departments"][0]["members"].append("gone")
    return "department.unknown_member", "departments/0/members/2"


FAULTS: tuple[Fault, ...] = (
    _empty_department,
    _no_phone,
    _dead_queue,
    _abroad,
    _class_without_line,
    _no_outbound,
    _nobody_ever,
    _line_without_scheme,
    _follows_itself,
    _follows_nobody,
    _number_taken,
    _paused_lines,
    _member_gone,
)
