"""Faulty offices: a good random one with one fault put in, and what must be said of it; by seed."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from vochi.core.office.document import Office
from vochi.lab.drawing import Doc, good_document

#: Kinds that every caller passes, and leaves by their first port when nobody answers.
_PASSED = frozenset({"start", "greeting", "announcement", "ring", "tag", "language", "sms"})


@dataclass(frozen=True)
class Faulty:
    """An office with a fault: `code` must be told of `place`."""

    seed: int
    fault: str
    office: Office
    code: str
    place: str


#: What is told of anything but a node of the main scheme names its whole place.
_PLACES = ("inbound/", "lines/", "follow_me/", "outbound/", "departments/")
#: Code, and the node (or place, with a slash) that it is told of.
_Told = tuple[str, str]
_Fault = Callable[["_Scheme"], _Told]


@dataclass(frozen=True)
class _Scheme:
    """The main scheme of a document, open at one wire that every class of callers can reach."""

    document: Doc
    random: Random
    node: str
    port: str

    @property
    def nodes(self) -> Doc:
        nodes: Doc = self.document["inbound"][0]["nodes"]
        return nodes

    @property
    def target(self) -> str:
        found: str = self.nodes[self.node]["exits"][self.port]
        return found

    def lead(self, to: str) -> None:
        """The open wire leads there now; what is lost from sight goes."""
        self.nodes[self.node]["exits"][self.port] = to
        self.prune()

    def put(self, name: str, **node: object) -> str:
        """A node is put into the wire; it must lead on to `target` by itself."""
        self.nodes[name] = dict(node)
        self.nodes[self.node]["exits"][self.port] = name
        self.prune()
        return name

    def prune(self) -> None:
        """Leave nothing that no wire reaches: it would be a fault of its own."""
        reached: set[str] = set()
        waiting = ["start"]
        while waiting:
            name = waiting.pop()
            if name in self.nodes and name not in reached:
                reached.add(name)
                waiting += self.nodes[name].get("exits", {}).values()
        for name in [each for each in self.nodes if each not in reached]:
            del self.nodes[name]


def faulty(seed: int) -> Faulty:
    """One fault of every kind in turn."""
    random = Random(seed)  # noqa: S311 - the same offices for the same seed
    name, fault = tuple(FAULTS.items())[seed % len(FAULTS)]
    document = good_document(seed)
    nodes = document["inbound"][0]["nodes"]
    walk = ["start"]
    while nodes[walk[-1]]["kind"] in _PASSED:
        walk.append(next(iter(nodes[walk[-1]]["exits"].values())))
    place = random.choice(walk[:-1])
    scheme = _Scheme(document, random, place, next(iter(nodes[place]["exits"])))
    code, where = fault(scheme)
    if not where.startswith(_PLACES):
        where = f"inbound/0/nodes/{where}"
    return Faulty(seed, name, Office.model_validate(document), code, where)


def _ring(scheme: _Scheme, **more: object) -> Doc:
    return {"kind": "ring", "targets": ["180"], "seconds": 10,
            "exits": {"nobody": scheme.target}, **more}  # fmt: skip


def _port_unwired(scheme: _Scheme) -> _Told:
    del scheme.nodes[scheme.node]["exits"][scheme.port]
    scheme.prune()
    return "node.port_unwired", scheme.node


def _port_unknown(scheme: _Scheme) -> _Told:
    scheme.nodes[scheme.node]["exits"]["key-9"] = scheme.target
    return "node.port_unknown", scheme.node


def _unknown_exit(scheme: _Scheme) -> _Told:
    scheme.lead("nowhere")
    return "node.unknown_exit", scheme.node


def _island(scheme: _Scheme) -> _Told:
    scheme.nodes["island"] = {"kind": "tag", "tag": "x", "exits": {"next": scheme.target}}
    return "node.unreachable", "island"


def _second_start(scheme: _Scheme) -> _Told:
    scheme.nodes["again"] = {"kind": "start", "exits": {"next": scheme.target}}
    return "node.second_start", "again"


def _no_start(scheme: _Scheme) -> _Told:
    scheme.document["inbound"][0]["start"] = "nowhere"
    return "inbound.no_start", "nowhere"


def _start_kind(scheme: _Scheme) -> _Told:
    start = scheme.nodes["start"]["exits"]["next"]
    scheme.document["inbound"][0]["start"] = start
    return "inbound.start_kind", start


def _no_prompt(scheme: _Scheme) -> _Told:
    to = scheme.target
    return "node.unknown_prompt", scheme.put(
        "lost", kind="greeting", prompt="deleted", exits={"next": to}
    )


def _no_music(scheme: _Scheme) -> _Told:
    return "node.unknown_prompt", scheme.put("lost", **_ring(scheme, music="deleted"))


def _no_last_words(scheme: _Scheme) -> _Told:
    return "node.unknown_prompt", scheme.put("lost", kind="hangup", prompt="deleted")


def _no_target(scheme: _Scheme) -> _Told:
    return "node.unknown_target", scheme.put("lost", **_ring(scheme, targets=["199", "180"]))


def _no_owner(scheme: _Scheme) -> _Told:
    return "node.unknown_target", scheme.put("lost", kind="voicemail", owner="955")


def _no_member(scheme: _Scheme) -> _Told:
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "node.unknown_target", scheme.put(
        "lost", kind="queue", targets=["955"], seconds=10, exits=exits
    )


def _no_scheme(scheme: _Scheme) -> _Told:
    return "node.unknown_scheme", f"{scheme.put('lost', kind='go_to', scheme='deleted')}/scheme"


def _go_to_circle(scheme: _Scheme) -> _Told:
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


def _way_to(scheme: _Scheme, name: str) -> list[str]:
    walk = ["start"]
    while walk[-1] != name:
        walk.append(next(iter(scheme.nodes[walk[-1]]["exits"].values())))
    return walk[:-1]


def _silent_circle(scheme: _Scheme) -> _Told:
    scheme.put("round", kind="tag", tag="x", exits={"next": "about"})
    scheme.nodes["about"] = {"kind": "language", "language": "en", "exits": {"next": "round"}}
    return "node.loop", "round"


def _rings_itself(scheme: _Scheme) -> _Told:
    return "node.loop", scheme.put("round", **_ring(scheme, exits={"nobody": "round"}))


def _long_circle(scheme: _Scheme) -> _Told:
    scheme.put("round", kind="greeting", prompt="hello", exits={"next": "about"})
    scheme.nodes["about"] = _ring(scheme, exits={"nobody": "round"})
    return "scheme.endless", "round"


def _patient_menu(scheme: _Scheme) -> _Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": "round", "wrong": to}
    return "scheme.endless", scheme.put(
        "round", kind="menu", prompt="menu", keys=["1"], exits=exits
    )


def _deaf_menu(scheme: _Scheme) -> _Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": to, "wrong": "round"}
    return "scheme.endless", scheme.put(
        "round", kind="menu", prompt="menu", keys=["1"], attempts=1, exits=exits
    )


def _webhook_circle(scheme: _Scheme) -> _Told:
    exits = {"default": "round"}
    return "node.loop", scheme.put(
        "round", kind="webhook", url="https://127.0.0.1/", seconds=1, exits=exits
    )


def _rings_too_long(scheme: _Scheme) -> _Told:
    scheme.put("long", **_ring(scheme, seconds=400))
    scheme.nodes["longer"] = _ring(scheme, seconds=400, exits=scheme.nodes["long"]["exits"])
    scheme.nodes["long"]["exits"] = {"nobody": "longer"}
    return "scheme.too_long", "longer"


def _queue_too_long(scheme: _Scheme) -> _Told:
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "scheme.too_long", scheme.put(
        "long", kind="queue", targets=["901"], seconds=3600, exits=exits
    )


def _empty_department(scheme: _Scheme) -> _Told:
    scheme.document["departments"].append({"number": "903", "name": "Пусто", "members": []})
    return "node.no_device", scheme.put("alone", **_ring(scheme, targets=["903"]))


def _no_phone(scheme: _Scheme) -> _Told:
    scheme.document["people"].append({"id": "gone", "name": "Без телефона", "extension": "198"})
    return "node.no_device", scheme.put("alone", **_ring(scheme, targets=["198"]))


def _dead_queue(scheme: _Scheme) -> _Told:
    scheme.document["people"].append({"id": "gone", "name": "Без телефона", "extension": "198"})
    to = scheme.target
    exits = dict.fromkeys(("timeout", "full", "empty"), to)
    return "node.no_device", scheme.put(
        "alone", kind="queue", targets=["198"], seconds=10, exits=exits
    )


def _abroad(scheme: _Scheme) -> _Told:
    to = scheme.target
    return "node.no_route", scheme.put(
        "far", kind="external", number="+48221234567", outbound="all",
        exits={"nobody": to, "no_line": to},
    )  # fmt: skip


def _class_without_line(scheme: _Scheme) -> _Told:
    scheme.document["outbound"].append(
        {"id": "city-only", "name": "Город", "routes": [{"classes": ["city"], "lines": ["city"]}]}
    )
    to = scheme.target
    ring = _ring(scheme, targets=["+375297777777"], outbound="city-only",
                 exits={"nobody": to, "no_line": to})  # fmt: skip
    return "node.no_route", scheme.put("far", **ring)


def _no_outbound(scheme: _Scheme) -> _Told:
    to = scheme.target
    return "node.unknown_outbound", scheme.put(
        "far", kind="external", number="+375297777777", outbound="deleted",
        exits={"nobody": to, "no_line": to},
    )  # fmt: skip


def _overlap(scheme: _Scheme) -> _Told:
    to = scheme.target
    periods = [
        {"id": "day", "name": "День", "hours": [{"days": [1], "since": "09:00", "to": "18:00"}]},
        {"id": "eve", "name": "Вечер", "hours": [{"days": [1], "since": "17:00", "to": "20:00"}]},
    ]
    exits = dict.fromkeys(("day", "eve", "holiday", "other"), to)
    hours = scheme.put("hours", kind="schedule", periods=periods, exits=exits)
    return "schedule.overlap", f"{hours}/periods"


def _no_keys(scheme: _Scheme) -> _Told:
    to = scheme.target
    deaf = scheme.put("deaf", kind="menu", prompt="menu", exits={"timeout": to, "wrong": to})
    return "menu.no_keys", f"{deaf}/keys"


def _key_twice(scheme: _Scheme) -> _Told:
    to = scheme.target
    exits = {"key-1": to, "timeout": to, "wrong": to}
    deaf = scheme.put("deaf", kind="menu", prompt="menu", keys=["1", "1"], exits=exits)
    return "menu.key_twice", f"{deaf}/keys"


def _key_unwired(scheme: _Scheme) -> _Told:
    to = scheme.target
    return "node.port_unwired", scheme.put(
        "deaf", kind="menu", prompt="menu", keys=["1", "2"],
        exits={"key-1": to, "timeout": to, "wrong": to},
    )  # fmt: skip


def _asked_twice(scheme: _Scheme) -> _Told:
    to = scheme.target
    test = {"what": "list", "list": "blacklist"}
    scheme.put("ask", kind="client", test=test, exits={"yes": "ask-again", "no": to})
    scheme.nodes["ask-again"] = {"kind": "client", "test": test, "exits": {"yes": to, "no": to}}
    return "node.port_never", "ask-again"


def _period_that_never_comes(scheme: _Scheme) -> _Told:
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


def _cut_off(scheme: _Scheme) -> _Told:
    scheme.put("hi", kind="greeting", prompt="hello", exits={"next": "phones"})
    scheme.nodes["phones"] = _ring(scheme, exits={"nobody": "cut"})
    scheme.nodes["cut"] = {"kind": "hangup"}
    return "scheme.ends_in_silence", "cut"


def _nobody_ever(scheme: _Scheme) -> _Told:
    scheme.nodes.clear()
    scheme.nodes["start"] = {"kind": "start", "exits": {"next": "words"}}
    scheme.nodes["words"] = {"kind": "hangup", "prompt": "closed"}
    return "scheme.nobody_ever", "inbound/0"


def _line_without_scheme(scheme: _Scheme) -> _Told:
    scheme.document["lines"][0]["inbound"] = "deleted"
    return "line.unknown_inbound", "lines/0/inbound"


def _follows_itself(scheme: _Scheme) -> _Told:
    step = scheme.document["follow_me"][0]["steps"][0]
    step["targets"].append({"to": "401"})
    return "follow_me.unknown_target", "follow_me/0/steps/0/targets/1"


def _follows_nobody(scheme: _Scheme) -> _Told:
    scheme.document["follow_me"][0]["person"] = "gone"
    return "follow_me.unknown_person", "follow_me/0/person"


def _number_taken(scheme: _Scheme) -> _Told:
    scheme.document["follow_me"][0]["number"] = "901"
    return "follow_me.number_is", "follow_me/0/number"


def _paused_lines(scheme: _Scheme) -> _Told:
    scheme.document["lines"][1]["paused"] = True
    return "route.no_living_line", "outbound/0/routes/1/lines"


def _member_gone(scheme: _Scheme) -> _Told:
    scheme.document["departments"][0]["members"].append("gone")
    return "department.unknown_member", "departments/0/members/2"


FAULTS: dict[str, _Fault] = {
    function.__name__.lstrip("_"): function
    for function in (
        _port_unwired, _port_unknown, _unknown_exit, _island, _second_start, _no_start,
        _start_kind, _no_prompt, _no_music, _no_last_words, _no_target, _no_owner, _no_member,
        _no_scheme, _go_to_circle, _silent_circle, _rings_itself, _long_circle, _patient_menu,
        _deaf_menu, _webhook_circle, _rings_too_long, _queue_too_long, _empty_department,
        _no_phone, _dead_queue, _abroad, _class_without_line, _no_outbound, _overlap, _no_keys,
        _key_twice, _key_unwired, _asked_twice, _period_that_never_comes, _cut_off, _nobody_ever,
        _line_without_scheme, _follows_itself, _follows_nobody, _number_taken, _paused_lines,
        _member_gone,
    )
}  # fmt: skip
