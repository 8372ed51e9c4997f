"""Random offices that are sound: every node is reached, every way ends well; by seed."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from vochi.core.office.document import Office

Doc = dict[str, Any]

PROMPTS = {"hello": 2.0, "menu": 3.0, "closed": 2.5, "sorry": 1.5, "music": 4.0}
MOBILE = "+375296666666"
_HOURS = (
    [{"id": "work", "name": "Работа",
      "hours": [{"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "18:00"}]}],
    [{"id": "day", "name": "День", "hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "since": "08:00",
                                              "to": "20:00"}]},
     {"id": "night", "name": "Ночь", "hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "since": "20:00",
                                                "to": "08:00"}]}],
    [{"id": "work", "name": "Работа",
      "hours": [{"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "13:00"},
                {"days": [1, 2, 3, 4, 5], "since": "14:00", "to": "18:00"}]},
     {"id": "lunch", "name": "Обед",
      "hours": [{"days": [1, 2, 3, 4, 5], "since": "13:00", "to": "14:00"}]}],
)  # fmt: skip
_TESTS = (
    {"what": "known"}, {"what": "hidden"}, {"what": "list", "list": "vip"},
    {"what": "tag", "tag": "debtor"}, {"what": "number", "begins": "+37517"},
)  # fmt: skip


def base(people: int) -> Doc:
    """An office with people, departments, a follow me, lines both ways and prompts; no schemes."""
    extensions = [str(180 + number) for number in range(people)]
    names = [f"p{each}" for each in extensions]
    return {
        "company": {"name": "Ромашка"},
        "people": [
            {"id": name, "name": f"Сотрудник {each}", "extension": each, "outbound": "all"}
            for name, each in zip(names, extensions, strict=True)
        ],
        "devices": [
            *({"account": each} for each in extensions),
            {"account": "180-2"},
        ],
        "departments": [
            {"number": "901", "name": "Продажи", "members": names[:2], "seconds": 20},
            {"number": "902", "name": "Остальные", "members": names[2:], "seconds": 20},
        ],
        "follow_me": [
            {"number": "401", "name": "Везде", "person": names[0],
             "steps": [{"seconds": 5, "targets": [{"to": extensions[0]}]},
                       {"seconds": 5, "targets": [{"to": extensions[0]}, {"to": MOBILE}]}]},
        ],
        "prompts": [
            {"id": name, "name": name, "sha256": f"{number:064x}", "seconds": seconds}
            for number, (name, seconds) in enumerate(PROMPTS.items())
        ],
        "lines": [
            {"kind": "gsm", "id": "a1", "name": "A1", "operator": "A1", "number": "+375296000001",
             "inbound": "main"},
            {"kind": "trunk", "id": "city", "name": "Город", "host": "127.0.0.10", "channels": 4,
             "numbers": ["+375173000000", "+375173000001"], "inbound": "main"},
        ],
        "outbound": [
            {"id": "all", "name": "Все", "routes": [
                {"classes": ["mobile"], "lines": ["a1", "city"]},
                {"classes": ["city", "toll_free"], "lines": ["city"]}]},
        ],
        "inbound": [],
    }  # fmt: skip


@dataclass
class Drawing:
    """Draws one scheme: a chain of `count` nodes whose other exits lead forward, then its ends.

    `left` are seconds that may still be spent before the company's limit; `kinds` those that may
    be drawn.
    """

    random: Random
    count: int
    numbers: tuple[str, ...]
    kinds: tuple[str, ...]
    left: float = 540.0
    short: bool = False
    departments: tuple[str, ...] = ("901", "902")
    mobile: str = MOBILE
    nodes: Doc = field(default_factory=dict)

    def draw(self, after: str | None = None) -> Doc:
        """Nodes by id. `after` is a scheme into which one of the ends may lead."""
        names = [f"n{number}" for number in range(1, self.count)]
        ends = ["mail", "bye", "later"]
        self.nodes["start"] = {"kind": "start", "exits": {"next": names[0] if names else "bye"}}
        for index, name in enumerate(names):
            ahead = names[index + 1] if index + 1 < len(names) else "bye"
            node = self._node()
            ports = node.pop("ports")
            others = [*names[index + 1 :], *ends]
            node["exits"] = {
                port: ahead if not number else self.random.choice(others)
                for number, port in enumerate(ports)
            }
            self.nodes[name] = node
        used = {target for node in self.nodes.values() for target in node["exits"].values()}
        made: Doc = {
            "mail": {"kind": "voicemail", "owner": self.departments[0]},
            "bye": {"kind": "hangup", "prompt": "sorry"},
            "later": {"kind": "go_to", "scheme": after} if after else
                     {"kind": "hangup", "cause": "busy"},
        }  # fmt: skip
        self.nodes |= {name: node for name, node in made.items() if name in used}
        return self.nodes

    def _node(self) -> Doc:
        kind = self.random.choice(self.kinds)
        found: Doc = getattr(self, f"_{kind}")()
        return {"kind": kind, **found}

    def _seconds(self, least: int, most: int) -> int:
        """What is left of the company's patience bounds every node."""
        top = int(max(least, min(most, self.left / 4)))
        seconds = self.random.randint(least, top)
        self.left -= seconds
        return seconds

    def _greeting(self) -> Doc:
        self.left -= PROMPTS["hello"]
        return {"prompt": "hello", "ports": ("next",)}

    def _announcement(self) -> Doc:
        self.left -= PROMPTS["closed"]
        skippable = self.random.random() < 0.3
        return {"prompt": "closed", "skippable": skippable, "ports": ("next",)}

    def _ring(self) -> Doc:
        strategy = self.random.choice(("ring_all", "ring_all", "linear"))
        targets = self.random.sample(
            self.numbers, self.random.randint(1, min(3, len(self.numbers)))
        )
        music = self.random.choice((None, "default", "music"))
        return {
            "targets": targets, "seconds": self._seconds(5, 40), "turn": 5, "music": music,
            "strategy": strategy, "after": self.random.choice((0, 0, 3)) if music else 0,
            "ports": ("nobody",),
        }  # fmt: skip

    def _menu(self) -> Doc:
        keys = self.random.sample("1234567890", self.random.randint(1, 3))
        attempts = 1 if self.short else self.random.randint(1, 3)
        wait = 2 if self.short else 5
        self.left -= attempts * (wait + PROMPTS["menu"] + 2)
        return {
            "prompt": "menu", "keys": keys, "wait": wait, "attempts": attempts,
            "extensions": self.random.random() < 0.2,
            "ports": (*(f"key-{key}" for key in keys), "timeout", "wrong"),
        }  # fmt: skip

    def _schedule(self) -> Doc:
        periods = self.random.choice(_HOURS)
        holidays = self.random.random() < 0.5
        return {
            "periods": periods, "holidays": holidays,
            "ports": (*(each["id"] for each in periods), *(("holiday",) if holidays else ()),
                      "other"),
        }  # fmt: skip

    def _client(self) -> Doc:
        return {"test": self.random.choice(_TESTS), "ports": ("yes", "no")}

    def _manager(self) -> Doc:
        which = self.random.choice(("responsible", "last", "either"))
        seconds = self._seconds(5, 15)
        self.left -= seconds
        return {"which": which, "seconds": seconds, "ports": ("none", "nobody")}

    def _queue(self) -> Doc:
        key = self.random.choice((None, "1"))
        return {
            "targets": [self.random.choice(self.departments)], "seconds": self._seconds(10, 60),
            "strategy": "ring_all" if self.short else "least_recent",
            "callback_key": key, "ports": ("timeout", "full", "empty", *(("key",) if key else ())),
        }  # fmt: skip

    def _external(self) -> Doc:
        return {
            "number": self.mobile, "outbound": "all", "seconds": self._seconds(5, 20),
            "ports": ("nobody", "no_line"),
        }  # fmt: skip

    def _webhook(self) -> Doc:
        self.left -= 3
        return {
            "url": "http://127.0.0.1:9/", "branches": ["vip"], "seconds": 1,
            "ports": ("default", "vip"),
        }  # fmt: skip

    def _callback(self) -> Doc:
        self.left -= 12
        return {"prompt": "menu", "wait": 2, "ports": ("declined", "taken")}

    def _tag(self) -> Doc:
        return {"tag": "vip", "ports": ("next",)}

    def _language(self) -> Doc:
        return {"language": self.random.choice(("ru", "en", "be")), "ports": ("next",)}

    def _sms(self) -> Doc:
        return {"text": "Мы перезвоним", "ports": ("next",)}


ALL_KINDS = (
    "greeting", "announcement", "ring", "ring", "menu", "schedule", "client", "manager", "queue",
    "external", "webhook", "callback", "tag", "language", "sms",
)  # fmt: skip


def good(seed: int, *, nodes: int | None = None) -> Office:
    """A sound office with one or two schemes."""
    return Office.model_validate(good_document(seed, nodes=nodes))


def good_document(seed: int, *, nodes: int | None = None) -> Doc:
    """As `good`, still open to changes."""
    random = Random(seed)  # noqa: S311 - offices of a test, the same for the same seed
    document = base(random.randint(3, 6))
    numbers = (*(each["extension"] for each in document["people"]), "901", "902", "401")
    count = nodes or random.randint(2, 12)
    second = random.random() < 0.5
    if second:
        document["inbound"].append(
            {"id": "second", "name": "Вторая",
             "nodes": Drawing(random, 3, numbers, ALL_KINDS, left=200).draw()}
        )  # fmt: skip
        document["lines"][1]["by_number"] = {"+375173000001": "second"}
    left = 330.0 if second else 540.0
    if nodes:
        left = nodes * 60.0
        document["policy"] = {"limits": {"longest_wait": 7200}}
    drawing = Drawing(random, count, numbers, ALL_KINDS, left=left)
    main = {"id": "main", "name": "Главная", "nodes": drawing.draw("second" if second else None)}
    document["inbound"].insert(0, main)
    return document
