"""Random offices with random lives, four at a time, for the simulator and for Asterisk.

What cannot be known beforehand is not drawn: whom a queue rings first, phones that answer in the
same instant, callers who give up just then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, Tale
from vochi.core.scheme.prove import waits
from vochi.core.scheme.simulate import simulate
from vochi.lab.drawing import PROMPTS, Doc, Drawing
from vochi.lab.seen import Seen

LINES = 4
KINDS = (
    "greeting", "announcement", "ring", "ring", "ring", "menu", "menu", "schedule", "client",
    "manager", "queue", "external", "webhook", "callback", "tag", "language", "sms",
)  # fmt: skip
#: Nothing of a life lasts longer: cases are many.
LONGEST = 22.0
_TRIES = 60
#: A life whose path changes when everything is so much earlier or later is drawn anew.
_SHAKE = 0.9
#: Seconds that Asterisk and a burdened machine may differ: once, and per node of the path.
_SLACK, _PER_NODE = 1.2, 0.15


@dataclass(frozen=True)
class Trial:
    """One office and lives that can be lived side by side in it."""

    seed: int
    office: Office
    lives: tuple[Life, ...]


def base() -> Doc:
    """Four lines, each with three people, a department, a follow me and a number outside."""
    document: Doc = {
        "company": {"name": "Проба"},
        "people": [], "devices": [], "departments": [], "follow_me": [], "inbound": [],
        "prompts": [
            {"id": name, "name": name, "sha256": f"{number:064x}", "seconds": seconds}
            for number, (name, seconds) in enumerate(PROMPTS.items())
        ],
        "lines": [
            {"kind": "trunk", "id": "city", "name": "Город", "host": "127.0.0.10", "channels": 30,
             "numbers": ["+375173000000"], "username": "proba"},
        ],
        "outbound": [{"id": "all", "name": "Все",
                      "routes": [{"classes": ["mobile"], "lines": ["city"]}]}],
    }  # fmt: skip
    for line in range(LINES):
        group = extensions(line)
        document["people"] += [
            {"id": f"p{each}", "name": each, "extension": each, "outbound": "all"} for each in group
        ]
        document["devices"] += [{"account": account} for account in accounts(line)]
        document["departments"].append(
            {"number": f"9{line}1", "name": f"Отдел {line}",
             "members": [f"p{each}" for each in group[:2]], "seconds": 20}
        )  # fmt: skip
        document["follow_me"].append(
            {"number": f"4{line}1", "name": f"Везде {line}", "person": f"p{group[0]}",
             "steps": [{"seconds": 3, "targets": [{"to": group[0]}]},
                       {"seconds": 4, "targets": [{"to": group[0]}, {"to": mobile(line)}]}]}
        )  # fmt: skip
        document["lines"].append(
            {"kind": "gsm", "id": f"l-{line}", "name": f"Линия {line}", "operator": "A1",
             "number": f"+37529600000{line}", "slot": line + 1, "inbound": f"s{line}"}
        )  # fmt: skip
        document["inbound"].append(
            {"id": f"s{line}", "name": f"Схема {line}",
             "nodes": {"start": {"kind": "start", "exits": {"next": "bye"}},
                       "bye": {"kind": "hangup", "cause": "busy"}}}
        )  # fmt: skip
    return document


def extensions(line: int) -> tuple[str, ...]:
    """People who answer on a line."""
    return tuple(f"1{line + 2}{number}" for number in range(3))


def accounts(line: int) -> tuple[str, ...]:
    """Their phones; the first has two."""
    first, *others = extensions(line)
    return (first, f"{first}-2", *others)


def mobile(line: int) -> str:
    """Somebody outside who is rung from that line."""
    return f"+37529666666{line}"


def draw(seed: int, at: datetime | None = None) -> Trial:
    """An office and its lives; `at` is now, because Asterisk knows no other time."""
    random = Random(seed)  # noqa: S311 - the same for the same seed
    at = at or datetime.now(ZoneInfo("Europe/Minsk"))
    for _ in range(_TRIES):
        document = base()
        for line in range(LINES):
            drawing = Drawing(
                random, random.randint(2, 5), (*extensions(line), f"9{line}1", f"4{line}1"), KINDS,
                left=40, short=True, departments=(f"9{line}1",), mobile=mobile(line),
            )  # fmt: skip
            document["inbound"][line]["nodes"] = drawing.draw()
        # A call tells the version of its office: replays need to know which one it was.
        document["version"] = seed + 1
        office = Office.model_validate(document)
        lives = [_life(random, office, line, at) for line in range(LINES)]
        found = tuple(life for life in lives if life is not None)
        if len(found) == LINES:
            return Trial(seed, office, found)
    raise ValueError(f"seed {seed} draws nothing that is short and certain")


def _life(random: Random, office: Office, line: int, at: datetime) -> Life | None:
    for _ in range(_TRIES):
        phones = {account: _phone(random) for account in accounts(line)}
        away = {}
        if random.random() < 0.2:
            first, second, _ = extensions(line)
            away[random.choice((first, second))] = random.choice(("dnd", f"to:{second}"))
            away = {who: where for who, where in away.items() if where != f"to:{who}"}
        keys = [
            {"digits": random.choice("1234567890") if random.random() < 0.7 else "",
             "after": random.choice((0.8, 1.6, 2.4))}
            for _ in range(random.randint(0, 3))
        ]  # fmt: skip
        life = Life.model_validate(
            {
                "line": f"l-{line}",
                "caller": f"+37529700000{line}",
                "at": at,
                "client": {
                    "known": random.random() < 0.5,
                    "lists": ["vip"] if random.random() < 0.5 else [],
                    "tags": ["debtor"] if random.random() < 0.5 else [],
                    "responsible": random.choice((None, extensions(line)[2])),
                    "last": random.choice((None, extensions(line)[1])),
                },
                "phones": phones,
                "away": away,
                "outside": {mobile(line): _phone(random, offline=False)},
                "keys": keys,
                "patience": random.choice((None, None, 6.4, 11.7)),
            }
        )
        tale = simulate(office, life)
        if tale.waited <= LONGEST and _is_certain(office, life, tale):
            return life
    return None


def _phone(random: Random, *, offline: bool = True) -> Doc:
    state = random.choice(("free", "free", "free", "busy", "offline" if offline else "busy"))
    answers = random.choice((None, None, 1.2, 2.6, 4.1)) if state == "free" else None
    return {"state": state, "answers": answers}


def _is_certain(office: Office, life: Life, tale: Tale) -> bool:
    """A little earlier or later changes nothing of what happens, and no two phones race."""
    told = [phone.answers for phone in (*life.phones.values(), *life.outside.values())]
    answers = [each for each in told if each is not None]
    if len(set(answers)) != len(answers):
        return False
    for shift in (-_SHAKE, _SHAKE):
        patience = None if life.patience is None else life.patience + shift
        phones = {
            account: phone.model_copy(
                update={"answers": None if phone.answers is None else phone.answers + shift / 3}
            )
            for account, phone in life.phones.items()
        }
        shaken = simulate(office, life.model_copy(update={"patience": patience, "phones": phones}))
        if (shaken.path, shaken.end, shaken.answered_by) != (tale.path, tale.end, tale.answered_by):
            return False
    return True


def differences(tale: Tale, seen: Seen) -> tuple[str, ...]:
    """What Asterisk did otherwise; empty when it lived the same life."""
    found = []
    # A life that ends within a node may have been about to leave it.
    if tale.path != seen.path:
        found.append(f"path: told {_words(tale.path)}, seen {_words(seen.path)}")
    if tale.end != seen.end:
        found.append(f"end: told {tale.end}, seen {seen.end}")
    if tale.answered_by != seen.answered_by:
        found.append(f"answered by: told {tale.answered_by}, seen {seen.answered_by}")
    if not found and abs(waits(tale) - seen.waited) > _SLACK + _PER_NODE * len(tale.path):
        found.append(f"waited: told {waits(tale):g} s, seen {seen.waited:g} s")
    return tuple(found)


def _words(path: Sequence[tuple[str, str, str | None]]) -> str:
    return " ".join(f"{node}:{port or '.'}" for _, node, port in path)
