"""A hub with many clients, filled by rows, in a process of its own (`$VOCHI_HOME`).

    python -m vochi.cli.bench.clients_home 1000000

The last cards come by the index of the database itself, so that it is as a living one: made of
many parts, with some that wait to be sorted in.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from vochi.cli.bench.figures import progress

FIRST: Final = (
    "Анна", "Сергей", "Ольга", "Пётр", "Мария", "Иван", "Алёна", "Дмитрий", "Вера", "Олег",
)  # fmt: skip
LAST: Final = (
    "Лис", "Панько", "Коваль", "Сорока", "Гук", "Жук", "Мороз", "Ясень", "Ёлкин", "Климович",
)  # fmt: skip
FIRMS: Final = ("Верас", "Луч", "Завод", "Ткани", "Сад", "Мебель", "Окна", "Хлеб", "Транс", "Софт")
CODES: Final = ("29", "33", "44", "25")
_SYLLABLES = ("ба", "ве", "го", "ду", "жа", "зи", "ко", "лу", "ме", "но", "пе", "ру", "си", "то")
_HOSTS = ("tut.by", "mail.ru", "gmail.com", "yandex.by")
PASSWORD: Final = "снег-и-чай-42"  # noqa: S105 - of a hub that nobody reaches
_PART: Final = 5000
#: Cards that are made here; the database makes the others of them, with other numbers, firms and
#: addresses, so often at most.
_PATTERN, _TURNS = 20_000, 50
#: Cards that the index takes in one by one, after the rest.
_LATE: Final = 5000
#: Of a thousand cards so many were called with in the last year, and have the tag `vip`.
_CALLED, _VIP = 60, 20
Card = dict[str, tuple[Any, ...]]


def fill(size: int) -> None:
    """A company with an office, three accounts, labels, `size` cards and calls with some."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from vochi.hub import service  # noqa: PLC0415
    from vochi.hub.accounts.models import Account  # noqa: PLC0415
    from vochi.hub.clients import index  # noqa: PLC0415
    from vochi.hub.clients.models import Label  # noqa: PLC0415
    from vochi.hub.link.models import Box  # noqa: PLC0415
    from vochi.lab.year import Plan, office_of  # noqa: PLC0415

    company = service.setup()
    service.publish(office_of(Plan()))
    service.create_account("anna", PASSWORD, "owner", "p0", "Анна")
    for login, sight in (("head", "departments"), ("one", "own")):
        account = service.create_account(login, PASSWORD, "employee", "p1", login)
        Account.objects.filter(pk=account).update(sight=sight)
    for slug in ("vip", "opt", "import"):
        Label.objects.add(company, kind="t", slug=slug, name=slug)
    now = timezone.now().replace(microsecond=1)
    box = Box.objects.add(company, name="lab", digest="lab", enrolled_at=now)
    began = time.monotonic()
    late = min(_LATE, size // 10)
    pattern = min(_PATTERN, size - late)
    index.drop()
    for part in _parts(_cards(company, box.pk, range(1, pattern + 1), now), _PART):
        _write(part)
    for turn in range(1, min(_TURNS, -(-(size - late) // pattern))):
        _repeat(turn, pattern, size - late)
    progress(f"{connection.vendor}: rows in {time.monotonic() - began:.0f} s")
    index.rebuild()
    last = range(size - late + 1, size + 1)
    for part in _parts(_cards(company, box.pk, last, now), 100):
        _write(part)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in ("clients_client", "clients_phone", "clients_email"):
                cursor.execute(f"SELECT setval('{table}_id_seq', {size})")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    service.setup()
    progress(f"{connection.vendor}: {size} cards in {time.monotonic() - began:.0f} s"
             f" ({time.process_time():.0f} s of ours)")  # fmt: skip


def _cards(company: int, box: int, ids: range, now: datetime) -> Iterator[Card]:
    """Rows of each card by table."""
    from vochi.hub.calls.words import number_words  # noqa: PLC0415
    from vochi.hub.clients.likeness import skeleton, tail  # noqa: PLC0415
    from vochi.hub.clients.words import words_of  # noqa: PLC0415
    from vochi.lab.year.office import department, extension  # noqa: PLC0415

    dice = random.Random(38)  # noqa: S311 - the same clients every time
    key: Callable[[str, str], str] = cache(skeleton)
    for pk in ids:
        first = dice.choice(FIRST)
        last = dice.choice(LAST) if dice.random() < 0.3 else _word(dice, 3).title()
        name = f"{first} {last}"
        firm = f"{_word(dice, 4)} {dice.choice(FIRMS)}" if dice.random() < 0.6 else ""
        # Prime to one another: each card, and each that is made of it, has a number of its own.
        place = pk * 12_345_677 % 800_000 * _TURNS
        number = f"+375{CODES[place // 10**7]}{place % 10**7:07}"
        email = ""
        if dice.random() < 0.5:
            email = f"user{dice.randrange(10**7)}@{dice.choice(_HOSTS)}"
        # An import of long ago: many cards with a tag that none of the newest has.
        tags = ["import"] if pk <= _PATTERN else []
        tags += ["vip"] if dice.randrange(1000) < _VIP else []
        person = f"p{dice.randrange(28)}" if dice.random() < 0.7 else ""
        said = f"{number[1:]} 80{number[4:]}"
        if pk % 1000 == 1:
            assert said == number_words(number), number
        texts = words_of((name, firm, email), (), (), {})
        words = f"{texts}{said} {''.join(f'#{tag} ' for tag in tags)}"
        made = now - timedelta(days=300) + timedelta(seconds=pk)
        rows: Card = {
            "clients_client": (
                pk, company, name, firm, words, json.dumps(tags), person, "{}",
                key(name, ""), False, None, 1, made, made,
            ),
            "clients_phone": (pk, company, pk, number, "", "", 0, tail(number)),
        }  # fmt: skip
        if email:
            rows["clients_email"] = (pk, company, pk, email, 0)
        if dice.randrange(1000) < _CALLED:
            at = now - timedelta(days=dice.random() * 365)
            rows["calls_call"] = (
                pk, company, box, f"{pk}.1", "in", "ended", "answered", at, at, number, said,
                "a1-1", "", False, False, False, "", None, 1.0, 60.0, "{}", "{}",
            )  # fmt: skip
            who = dice.randrange(28)
            rows["p"] = (2 * pk, company, pk, "p", extension(who), at)
            rows["d"] = (2 * pk + 1, company, pk, "d", department(who % 4), at)
        yield rows


def _word(dice: random.Random, length: int) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(length))


_COLUMNS: Final = {
    "clients_client": "id company_id name company_name words tags responsible values alike is_fresh"
    " made_by_id version created_at changed_at",
    "clients_phone": "id company_id client_id number kind comment place tail",
    "clients_email": "id company_id client_id email place",
    "calls_call": "id company_id box_id linked_id direction state result started_at ended_at client"
    " client_words line employee has_recording has_message callback_asked source score waited"
    " talked row body",
    "calls_calltag": "id company_id call_id kind value started_at",
}


def _write(cards: list[Card]) -> None:
    from django.db import connection, transaction  # noqa: PLC0415

    tables: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
    for card in cards:
        for name, row in card.items():
            tables["calls_calltag" if name in {"p", "d"} else name].append(row)
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in tables.items():
            names = ", ".join(f'"{name}"' for name in _COLUMNS[table].split())
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as out:
                    for row in rows:
                        out.write_row(row)
            else:
                marks = ", ".join("?" * len(_COLUMNS[table].split()))
                # As Django writes moments, without its looking at each value.
                plain = (
                    [str(each)[:26] if isinstance(each, datetime) else each for each in row]
                    for row in rows
                )
                connection.connection.executemany(
                    f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
                    plain,
                )


def _repeat(turn: int, pattern: int, most: int) -> None:
    """The pattern once more: the database does it."""
    from django.db import connection, transaction  # noqa: PLC0415

    # ruff: noqa: S608
    said = _SYLLABLES[turn // len(_SYLLABLES)] + _SYLLABLES[turn % len(_SYLLABLES)]
    # The last two digits of the pattern are 00 or 50.
    fresh = (
        f"substr(%s, 1, length(%s) - 2) || substr(CAST(100 + {turn} + CAST(substr(%s, length(%s)"
    )
    fresh += " - 1) AS integer) AS text), 2)"
    own, dialled = (fresh.replace("%s", each) for each in ("p.number", "substr(p.number, 2)"))
    words = f"replace(c.words, substr(p.number, 2), {dialled})"
    words = f"replace({words}, '80' || substr(p.number, 5), '80' || substr({own}, 5))"
    rare = "substr(c.company_name, 1, 8) || ' '"
    words = f"replace({words}, ' ' || {rare}, ' {said}' || {rare})"
    words = f"replace({words}, ' user', ' k{turn}user')"
    as_text, as_json = ("::text", "::jsonb") if connection.vendor == "postgresql" else ("", "")
    tags = "c.tags"
    if turn >= _TURNS // 10:  # what was taken in long ago has it
        words = f"replace({words}, '#import ', '')"
        tags = f"replace(replace(c.tags{as_text}, '\"import\", ', ''), '\"import\"', ''){as_json}"
    firm = f"CASE c.company_name WHEN '' THEN '' ELSE '{said}' || c.company_name END"
    at = f"+ {turn * pattern}"
    own_columns = {
        "clients_client": {"company_name": firm, "words": words, "tags": tags},
        "clients_phone": {"client_id": f"p.client_id {at}", "number": own,
                          "tail": f"substr({own}, length(p.number) - 6)"},
        "clients_email": {"client_id": f"e.client_id {at}", "email": f"'k{turn}' || e.email"},
        "calls_call": {"linked_id": f"'{turn}.' || l.linked_id", "client": own,
                       "client_words": "''"},
        "calls_calltag": {"call_id": f"t.call_id {at}"},
    }  # fmt: skip
    froms = {
        "clients_client": ("c", "clients_client c JOIN clients_phone p ON p.client_id = c.id"),
        "clients_phone": ("p", "clients_phone p"),
        "clients_email": ("e", "clients_email e"),
        "calls_call": ("l", "calls_call l JOIN clients_phone p ON p.client_id = l.id"),
        "calls_calltag": ("t", "calls_calltag t"),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (name, source) in froms.items():
            columns = _COLUMNS[table].split()
            double = 2 if table == "calls_calltag" else 1
            told = {"id": f"{name}.id + {turn * pattern * double}"} | own_columns[table]
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(told.get(column, f'{name}."{column}"') for column in columns)
            card = {"clients_phone": "client_id", "clients_email": "client_id",
                    "calls_calltag": "call_id"}.get(table, "id")  # fmt: skip
            cursor.execute(
                f"INSERT INTO {table} ({names})"
                f" SELECT {values} FROM {source} WHERE {name}.{card} <= {pattern}"
                f" AND {name}.{card} {at} <= {most} ORDER BY {name}.id"
            )


def _parts(cards: Iterable[Card], size: int) -> Iterator[list[Card]]:
    it = iter(cards)
    while part := list(islice(it, size)):
        yield part


if __name__ == "__main__":
    from vochi.home import Home, Settings
    from vochi.hub import boot

    home = Home(Path(os.environ["VOCHI_HOME"]))
    home.save(Settings(listen="127.0.0.1"))
    boot(home)
    fill(int(sys.argv[1]))
