"""Asks the log of one hub as browsers do and times each answer; JSON on standard output.

In a process of its own, for Django knows one database: `$VOCHI_HOME`, `$VOCHI_DATABASE`.
"""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from vochi.home import Home
from vochi.hub import boot

TIMES: Final = 24
COMBINATIONS: Final = 200
#: A page of the log straight from the table, as near as a database comes to nothing.
_FLOOR: Final = (
    "SELECT id, started_at, row FROM calls_call WHERE company_id = %s "
    "ORDER BY started_at DESC, id DESC LIMIT 51"
)


class Facts:
    """What filters may be asked of: values that the log has."""

    def __init__(self, dice: random.Random) -> None:
        from vochi.hub.calls.models import Call  # noqa: PLC0415
        from vochi.hub.companies.models import Company  # noqa: PLC0415
        from vochi.hub.offices.current import current  # noqa: PLC0415

        self.dice = dice
        self.company = Company.objects.get().pk
        office = current(self.company)
        self.people = [person.extension for person in office.people]
        self.names = [word.lower() for person in office.people for word in person.name.split()]
        self.departments = [each.number for each in office.departments]
        self.lines = [line.id for line in office.lines]
        calls = Call.objects.of(self.company).exclude(direction="internal").exclude(client="")
        last = calls.order_by("-started_at").values_list("started_at", flat=True)[0]
        first = calls.order_by("started_at").values_list("started_at", flat=True)[0]
        self.moments = [first + (last - first) * dice.random() for _ in range(60)]
        self.clients = [
            number for at in self.moments
            for number in calls.filter(started_at__gte=at).order_by("started_at")
            .values_list("client", flat=True)[:2]
        ]  # fmt: skip

    def one(self, name: str) -> dict[str, Any]:
        """The filter of that name with some value."""
        choose = self.dice.choice
        at = choose(self.moments)
        number = choose(self.clients)
        since, until = at, at + timedelta(days=choose([1, 7, 30, 90]))
        made: dict[str, Callable[[], dict[str, Any]]] = {
            "nothing": dict,
            "period": lambda: {"since": since.isoformat(), "until": until.isoformat()},
            "direction": lambda: {"direction": choose(["in", "out", "internal"])},
            "result": lambda: {"result": choose(
                ["answered", "missed", "busy", "no_answer", "failed", "no_line", "refused"])},
            "person": lambda: {"person": choose(self.people)},
            "department": lambda: {"department": choose(self.departments)},
            "line": lambda: {"line": choose(self.lines)},
            "client": lambda: {"client": number},
            "recording": lambda: {"has_recording": choose(["true", "false"])},
            "voicemail": lambda: {"has_message": choose(["true", "false"])},
            "callback": lambda: {"callback_asked": choose(["true", "false"])},
            "tag": lambda: {"tag": choose(["vip", "new-order", "none"])},
            "source": lambda: {"source": choose(["site", "yandex", "instagram", "nowhere"])},
            "score": lambda: {"score": choose([1, 2, 3, 4, 5, 0])},
            "talked": lambda: choose([
                {"talked_from": 600}, {"talked_to": 5}, {"talked_from": 60, "talked_to": 120},
                {"talked_from": 1800}, {"talked_from": 77, "talked_to": 79}]),
            "waited": lambda: choose([{"waited_from": 30}, {"waited_to": 3}, {"waited_from": 45}]),
            "number": lambda: {"q": number[-choose([4, 5, 7, 9]):]},
            "part": lambda: {"q": number[choose([4, 5, 6]):][: choose([2, 3, 4])]},
            "name": lambda: {"q": choose([*self.names, "василёк", "курьер", "никто"])},
        }  # fmt: skip
        return made[name]()

    def several(self) -> dict[str, Any]:
        """Two to five filters at random."""
        names = [*NAMES[1:]]
        found: dict[str, Any] = {}
        for name in self.dice.sample(names, self.dice.randrange(2, 6)):
            found |= self.one(name)
        return found


NAMES: Final = (
    "nothing", "period", "direction", "result", "person", "department", "line", "client",
    "recording", "voicemail", "callback", "tag", "source", "score", "talked", "waited", "number",
    "part", "name",
)  # fmt: skip


def questions(facts: Facts) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(login, what, filters): every filter alone, then combinations; the limited ones too."""
    for name in NAMES:
        for _ in range(TIMES):
            yield "anna", name, facts.one(name)
    for login in ("anna", "head", "one"):
        for _ in range(COMBINATIONS):
            yield login, "combined" if login == "anna" else f"combined, {login}", facts.several()
    for login in ("head", "one"):
        for name in NAMES:
            for _ in range(4):
                yield login, f"single, {login}", facts.one(name)


def ask(seed: int) -> dict[str, Any]:
    """Milliseconds by what was asked, the slowest questions, CPU of the hub by question."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from vochi.hub import service  # noqa: PLC0415

    facts = Facts(random.Random(seed))  # noqa: S311
    tokens = {login: service.create_token(login) for login in ("anna", "head", "one")}
    browser = Client()
    took: dict[str, list[float]] = defaultdict(list)
    work: list[float] = []
    slow: list[tuple[float, str, dict[str, Any]]] = []
    # The first question of a process loads what the others use: nobody's answer but once.
    first = {"authorization": f"Bearer {tokens['anna']}", "host": "127.0.0.1"}
    assert browser.get("/api/v1/calls", {}, headers=first).status_code == 200
    for turn, (login, what, filters) in enumerate(questions(facts)):
        headers = {"authorization": f"Bearer {tokens[login]}", "host": "127.0.0.1"}
        pages = 2 if turn % 5 == 0 else 1
        cursor: str | None = None
        for _ in range(pages):
            asked = filters | ({"cursor": cursor} if cursor else {})
            began, worked = time.perf_counter(), time.process_time()
            answer = browser.get("/api/v1/calls", asked, headers=headers)
            spent = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, (answer.status_code, asked, answer.content)
            took[what].append(spent)
            work.append((time.process_time() - worked) * 1000)
            slow.append((spent, f"{login}: {what}", asked))
            cursor = answer.json()["next"]
            if cursor is None:
                break
    floor = []
    for _ in range(100):
        began = time.perf_counter()
        with connection.cursor() as rows:
            rows.execute(_FLOOR, [facts.company])
            rows.fetchall()
        floor.append((time.perf_counter() - began) * 1000)
    slow.sort(key=lambda each: -each[0])
    return {"took": took, "floor": floor, "slow": slow[:12], "work": work}


if __name__ == "__main__":
    boot(Home(Path(sys.argv[1])))
    from vochi.hub.settled import settle

    settle()  # as a hub that serves
    sys.stdout.write(json.dumps(ask(int(sys.argv[2])), default=str))
