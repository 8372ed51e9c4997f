"""Faults of time: circles, and ways that take too long."""

from vochi.lab.open_scheme import Fault, OpenScheme, Told, ring


def _go_to_circle(scheme: OpenScheme) -> Told:
    scheme.put("over", kind="go_to", scheme="other")
    scheme.document["inbound"].append(
        {"id": "other", "name": "Другая", "nodes": {
            "start": {"kind": "start", "exits": {"next": "back"}},
            "back": {"kind": "go_to", "scheme": "main"}}}
    )  # fmt: skip
    quick = all(
        scheme.nodes[name]["kind"] in ("start", "tag", "language", "sms", "ring")
        for name in _way_to(scheme, "over")
    )
    return "node.loop" if quick else "scheme.endless", "start"


def _way_to(scheme: OpenScheme, name: str) -> list[str]:
    walk = ["start"]
    while walk[-1] != name:
        walk.append(next(iter(scheme.nodes[walk[-1]]["exits"].values())))
    return walk[:-1]


def _silent_circle(scheme: OpenScheme) -> Told:
    scheme.put("round", kind="tag", tag="x", exits={"next": "about"})
    scheme.nodes["about"] = {"kind": "language", "language": "en", "exits": {"next": "round"}}
    return "node.loop", "round"


def _rings_itself(scheme: OpenScheme) -> Told:
    return "node.loop", scheme.put("round", **ring(scheme, exits={"nobody": "round"}))


def _long_circle(scheme: OpenScheme) -> Told:
    scheme.put("round", kind="greeting", prompt="hello", exits={"next": "about"})
    scheme.nodes["about"] = ring(scheme, exits={"nobody": "round"})
    return "scheme.endless", "round"


def _patient_menu(scheme: OpenScheme) -> Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": "round", "wrong": to}
    return "scheme.endless", scheme.put(
        "round", kind="menu", prompt="menu", keys=["1"], exits=exits
    )


def _deaf_menu(scheme: OpenScheme) -> Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": to, "wrong": "round"}
    return "scheme.endless", scheme.put(
        "round", kind="menu", prompt="menu", keys=["1"], attempts=1, exits=exits
    )


def _webhook_circle(scheme: OpenScheme) -> Told:
    exits = {"default": "round"}
    return "node.loop", scheme.put(
        "round", kind="webhook", url="https://127.0.0.1/", seconds=1, exits=exits
    )


def _rings_too_long(scheme: OpenScheme) -> Told:
    scheme.put("long", **ring(scheme, seconds=400))
    scheme.nodes["longer"] = ring(scheme, seconds=400, exits=scheme.nodes["long"]["exits"])
    scheme.nodes["long"]["exits"] = {"nobody": "longer"}
    return "scheme.too_long", "longer"


def _queue_too_long(scheme: OpenScheme) -> Told:
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "scheme.too_long", scheme.put(
        "long", kind="queue", targets=["901"], seconds=3600, exits=exits
    )


FAULTS: tuple[Fault, ...] = (
    _go_to_circle,
    _silent_circle,
    _rings_itself,
    _long_circle,
    _patient_menu,
    _deaf_menu,
    _webhook_circle,
    _rings_too_long,
    _queue_too_long,
)
