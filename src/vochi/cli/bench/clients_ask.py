"""Asks a hub of many clients as browsers do and times each answer; JSON on standard output.

In a process of its own, for Django knows one database: `$VOCHI_HOME`, `$VOCHI_DATABASE`.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from vochi.cli.bench.figures import progress

ASKED: Final = 16
PEOPLE: Final = ("p3", "p9", "-")
Asked = dict[str, str]


def kinds(dice: random.Random, cards: list[str]) -> dict[str, Callable[[], Asked]]:
    """Kinds of questions; `cards` are words of some cards."""

    def words() -> list[str]:
        return [word for word in dice.choice(cards).split() if not word.startswith("#")]

    def number(length: int) -> str:
        said = next(word for word in words() if word.startswith("375"))
        at = dice.randrange(0, len(said) - length + 1)
        return said[at : at + length]

    def mail() -> str:
        while not (found := [word for word in words() if "@" in word]):
            pass
        return found[0]

    def firm(place: int) -> str:
        while True:
            said = words()
            if len(said) > 4 and not said[3][0].isdigit() and "@" not in said[3]:
                return said[2 + place]

    def ago(days: int) -> str:
        return (datetime.now(UTC) - timedelta(days=days)).isoformat()

    choose = dice.choice
    common = ("анна", "олег", "мари", "верас", "хлеб")
    return {
        "all": dict,
        "word": lambda: {"q": words()[1]},
        "two words": lambda: {"q": " ".join(words()[:2])},
        "turned round": lambda: {"q": f"{words()[1][:5]} {choose(common)}"},
        "beginning": lambda: {"q": words()[choose([0, 1])][: choose([2, 3, 4])]},
        "one letter": lambda: {"q": choose("абвгд7щqъ")},
        "e-mail": lambda: {"q": mail()},
        "part of an e-mail": lambda: {"q": mail()[:7]},
        "host of e-mails": lambda: {"q": choose(["@gmail.com", "@tut.by", "mail"])},
        "company": lambda: {"q": firm(0)},
        "common company": lambda: {"q": firm(1)},
        "whole number": lambda: {"q": number(12)},
        "7 digits": lambda: {"q": number(7)},
        "4 digits": lambda: {"q": number(4)},
        "3 digits": lambda: {"q": number(3)},
        "2 digits": lambda: {"q": number(2)},
        "digits of all": lambda: {"q": choose(["375", "+375 29", "8029", "80"])},
        "number and name": lambda: {"q": f"{number(4)} {choose(common)}"},
        "nobody": lambda: {"q": f"щъ{dice.randrange(1000)}ыь"},
        "nobody's number": lambda: {"q": f"99999{dice.randrange(10**6):06}"},
        # Each is had by every tenth card or more, both by none.
        "two common, never both": lambda: {"q": choose(
            ["верас луч", "хлеб софт", "анна олег", "gmail.com tut.by", "ткани мебель"])},
        "common letters, no word": lambda: {"q": choose(
            ["банннна", "рганна", "олеганна", "веравера", "375375375"])},
        "common and rare": lambda: {"q": f"анна {firm(0)[:6]}"},
        "tag": lambda: {"tag": choose(["vip", "import", "opt"])},
        "tag and word": lambda: {"tag": choose(["vip", "import"]), "q": choose(common)},
        "responsible": lambda: {"responsible": choose(PEOPLE)},
        "responsible and word": lambda: {"responsible": choose(PEOPLE), "q": choose(common)},
        "responsible and nobody's": lambda: {"responsible": "gone", "q": choose(["375", *common])},
        "quiet": lambda: {"quiet_since": ago(choose([30, 90, 300]))},
        "quiet and word": lambda: {"quiet_since": ago(90), "q": choose(common)},
        "all filters": lambda: {"quiet_since": ago(90), "q": choose(common), "tag": "vip",
                                "responsible": choose(PEOPLE)},
    }  # fmt: skip


def ask(seed: int, wanted: str = "") -> dict[str, Any]:
    """Milliseconds by account and kind."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415

    from vochi.hub import service  # noqa: PLC0415
    from vochi.hub.clients.models import Client  # noqa: PLC0415
    from vochi.hub.companies.models import Company  # noqa: PLC0415

    dice = random.Random(seed)  # noqa: S311
    company = Company.objects.get().pk
    last = Client.objects.of(company).order_by("-id").values_list("id", flat=True)[0]
    ids = [dice.randrange(1, last + 1) for _ in range(400)]
    cards = list(Client.objects.of(company).filter(pk__in=ids).values_list("words", flat=True))
    browser = Browser()
    cpu = _clock()
    took: dict[str, list[float]] = {}
    work: list[float] = []
    slow: list[tuple[float, str, Asked]] = []
    for login in ("anna", "head", "one"):
        headers = {"authorization": f"Bearer {service.create_token(login)}", "host": "127.0.0.1"}

        def page(asked: Asked, headers: dict[str, str] = headers) -> tuple[float, Any]:
            began, worked = time.perf_counter(), cpu()
            answer = browser.get("/api/v1/clients", asked, headers=headers)
            spent = (time.perf_counter() - began) * 1000
            work.append((cpu() - worked) * 1000)
            assert answer.status_code == 200, (asked, answer.content)
            return spent, answer.json()

        page({})
        for kind, make in kinds(dice, cards).items():
            name = kind if login == "anna" else f"{kind}, {login}"
            if wanted and wanted not in name:
                continue
            times = took[name] = []
            for turn in range(ASKED):
                asked = make()
                # Every eighth goes on to the tenth page.
                for _ in range(10 if turn % 8 == 0 else 1):
                    spent, told = page(asked)
                    times.append(spent)
                    slow.append((spent, name, asked))
                    if told["next"] is None:
                        break
                    asked = asked | {"cursor": told["next"]}
            every, ours = sorted(times), sorted(work[-len(times) :])
            progress(f"{connection.vendor} {name}: p50 {every[len(every) // 2]:.0f},"
                     f" p95 {every[len(every) * 95 // 100]:.0f}, worst {every[-1]:.0f} ms;"
                     f" CPU p95 {ours[len(ours) * 95 // 100]:.0f},"
                     f" worst {ours[-1]:.0f} ms")  # fmt: skip
    floor = []
    for _ in range(100):
        began = time.perf_counter()
        Client.objects.of(company).get(pk=dice.choice(ids))
        floor.append((time.perf_counter() - began) * 1000)
    slow.sort(key=lambda each: -each[0])
    return {"took": took, "floor": floor, "slow": slow[:12]}


def _clock() -> Callable[[], float]:
    """Seconds of CPU of this process, and of the one that PostgreSQL serves it by."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        served = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def clock() -> float:
        return time.process_time() + int(served.read_text().split()[0]) / 10**9

    return clock


if __name__ == "__main__":
    from vochi.home import Home
    from vochi.hub import boot

    boot(Home(Path(os.environ["VOCHI_HOME"])))
    from vochi.hub.settled import settle

    settle()  # as a hub that serves
    sys.stdout.write(json.dumps(ask(int(sys.argv[1]), *sys.argv[2:])))
