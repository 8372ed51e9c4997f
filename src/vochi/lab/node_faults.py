"""Faults of one node and its wires."""

from vochi.lab.open_scheme import Fault, OpenScheme, Told, ring


def _port_unwired(scheme: OpenScheme) -> Told:
    del scheme.nodes[scheme.node]["exits"][scheme.port]
    scheme.prune()
    return "node.port_unwired", scheme.node


def _port_unknown(scheme: OpenScheme) -> Told:
    scheme.nodes[scheme.node]["exits"]["key-9"] = scheme.target
    return "node.port_unknown", scheme.node


def _unknown_exit(scheme: OpenScheme) -> Told:
    scheme.lead("nowhere")
    return "node.unknown_exit", scheme.node


def _island(scheme: OpenScheme) -> Told:
    scheme.nodes["island"] = {"kind": "tag", "tag": "x", "exits": {"next": scheme.target}}
    return "node.unreachable", "island"


def _second_start(scheme: OpenScheme) -> Told:
    scheme.nodes["again"] = {"kind": "start", "exits": {"next": scheme.target}}
    return "node.second_start", "again"


def _no_start(scheme: OpenScheme) -> Told:
    scheme.document["inbound"][0]["start"] = "nowhere"
    return "inbound.no_start", "nowhere"


def _start_kind(scheme: OpenScheme) -> Told:
    start = scheme.nodes["start"]["exits"]["next"]
    scheme.document["inbound"][0]["start"] = start
    return "inbound.start_kind", start


def _no_prompt(scheme: OpenScheme) -> Told:
    to = scheme.target
    return "node.unknown_prompt", scheme.put(
        "lost", kind="greeting", prompt="deleted", exits={"next": to}
    )


def _no_music(scheme: OpenScheme) -> Told:
    return "node.unknown_prompt", scheme.put("lost", **ring(scheme, music="deleted"))


def _no_last_words(scheme: OpenScheme) -> Told:
    return "node.unknown_prompt", scheme.put("lost", kind="hangup", prompt="deleted")


def _no_target(scheme: OpenScheme) -> Told:
    return "node.unknown_target", scheme.put("lost", **ring(scheme, targets=["199", "180"]))


def _no_owner(scheme: OpenScheme) -> Told:
    return "node.unknown_target", scheme.put("lost", kind="voicemail", owner="955")


def _no_member(scheme: OpenScheme) -> Told:
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "node.unknown_target", scheme.put(
        "lost", kind="queue", targets=["955"], seconds=10, exits=exits
    )


def _no_scheme(scheme: OpenScheme) -> Told:
    return "node.unknown_scheme", f"{scheme.put('lost', kind='go_to', scheme='deleted')}/scheme"


def _overlap(scheme: OpenScheme) -> Told:
    to = scheme.target
    periods = [
        {"id": "day", "name": "День", "hours": [{"days": [1], "since": "09:00", "to": "18:00"}]},
        {"id": "eve", "name": "Вечер", "hours": [{"days": [1], "since": "17:00", "to": "20:00"}]},
    ]
    exits = dict.fromkeys(("day", "eve", "holiday", "other"), to)
    hours = scheme.put("hours", kind="schedule", periods=periods, exits=exits)
    return "schedule.overlap", f"{hours}/periods"


def _no_keys(scheme: OpenScheme) -> Told:
    to = scheme.target
    deaf = scheme.put("deaf", kind="menu", prompt="menu", exits={"timeout": to, "wrong": to})
    return "menu.no_keys", f"{deaf}/keys"


def _key_twice(scheme: OpenScheme) -> Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": to, "wrong": to}
    deaf = scheme.put("deaf", kind="menu", prompt="menu", keys=["1", "1"], exits=exits)
    return "menu.key_twice", f"{deaf}/keys"


def _key_unwired(scheme: OpenScheme) -> Told:
    to = scheme.target
    return "node.port_unwired", scheme.put(
        "deaf", kind="menu", prompt="menu", keys=["1", "2"],
        exits={"key-1": to, "timeout": to, "wrong": to},
    )  # fmt: skip


def _asked_twice(scheme: OpenScheme) -> Told:
    to = scheme.target
    test = {"what": "list", "list": "blacklist"}
    scheme.put("ask", kind="client", test=test, exits={"yes": "ask-again", "no": to})
    scheme.nodes["ask-again"] = {"kind": "client", "test": test, "exits": {"yes": to, "no": to}}
    return "node.port_never", "ask-again"


def _period_that_never_comes(scheme: OpenScheme) -> Told:
    to = scheme.target
    hours = [{"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "18:00"}]
    rest = [{"days": [6, 7], "since": "10:00", "to": "16:00"}]
    work = [{"id": "work", "name": "Работа", "hours": hours}]
    weekend = [{"id": "rest", "name": "Выходные", "hours": rest}]
    scheme.put("hours", kind="schedule", periods=work, holidays=False,
               exits={"work": "inner", "other": to})  # fmt: skip
    scheme.nodes["inner"] = {"kind": "schedule", "periods": weekend, "holidays": False,
                             "exits": {"rest": "never", "other": to}}  # fmt: skip
    scheme.nodes["never"] = {"kind": "tag", "tag": "x", "exits": {"next": to}}
    return "node.never_reached", "never"


def _cut_off(scheme: OpenScheme) -> Told:
    scheme.put("hi", kind="greeting", prompt="hello", exits={"next": "phones"})
    scheme.nodes["phones"] = ring(scheme, exits={"nobody": "cut"})
    scheme.nodes["cut"] = {"kind": "hangup"}
    return "scheme.ends_in_silence", "cut"


FAULTS: tuple[Fault, ...] = (
    _port_unwired,
    _port_unknown,
    _unknown_exit,
    _island,
    _second_start,
    _no_start,
    _start_kind,
    _no_prompt,
    _no_music,
    _no_last_words,
    _no_target,
    _no_owner,
    _no_member,
    _no_scheme,
    _overlap,
    _no_keys,
    _key_twice,
    _key_unwired,
    _asked_twice,
    _period_that_never_comes,
    _cut_off,
)
