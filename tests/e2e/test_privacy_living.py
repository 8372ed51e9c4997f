"""A real caller with a real recording is erased: his number is in no byte of the home any more."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from vochi.lab.behaviour import Behaviour
from vochi.lab.stand import Stand

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

CALLER, NAME = "+375291357924", "Агриппина Забвенная"


def spelled() -> list[bytes]:
    found = [b"291357924", b"29 135-79-24", "Забвенная".encode(), "забвенная".encode()]
    return [*found, json.dumps("Забвенная")[1:-1].encode(), "Забвенная".encode("utf-16-le")]


def left(root: Path) -> dict[str, list[bytes]]:
    """What speaks of her in the bytes of all files of the house."""
    found: dict[str, list[bytes]] = {}
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue  # written anew, or thrown away, this very moment
            if said := [each for each in spelled() if each in data]:
                found[str(path.relative_to(root))] = said
    return found


async def test_erased_from_every_file_of_the_house(living: Stand) -> None:
    city, desk, root = living.city, living.desk, living.home.root
    await desk.post("/clients", {"name": NAME, "phones": [CALLER]})
    for phone in city.phones.values():
        phone.behave(Behaviour())
    calling = await city.subscriber(CALLER, name=NAME).call("+375296000001")
    await city.until_rings(city.phones["180"])
    city.phones["180"].last.answer()
    await calling.until_answered()
    await asyncio.sleep(2)
    await calling.hang_up()
    await city.until_quiet()
    deadline = time.monotonic() + 60
    call: dict[str, Any] = {}
    while not call.get("has_recording"):
        assert time.monotonic() < deadline, call
        await asyncio.sleep(0.5)
        call = next(iter(await desk.calls(client=CALLER)), {})
    before = left(root)
    assert {Path(name).name for name in before} >= {"cel.csv", "astdb.sqlite3"}, before
    sounds = [p for p in root.rglob("*.mp3") if p.is_file()]
    async with httpx.AsyncClient(base_url=living.web, timeout=60) as http:
        await http.get("/_allauth/browser/v1/auth/session")
        head = {"X-CSRFToken": http.cookies["csrftoken"]}
        who = {"username": living.login, "password": living.password}
        await http.post("/_allauth/browser/v1/auth/login", json=who, headers=head)
        head = {"X-CSRFToken": http.cookies["csrftoken"]}
        body = {"number": CALLER, "typed": NAME, "password": living.password}
        url = "/api/v1/privacy/persons/erase"
        asked = await http.post(url, json=body, headers=head)
        assert asked.status_code == 202, asked.text
        state: dict[str, Any] = {}
        while state.get("state") != "done":
            assert time.monotonic() < deadline + 60, (state, living.running.logs()[-3000:])
            await asyncio.sleep(0.5)
            state = (await http.get("/api/v1/privacy/erasures")).json()["items"][0]
    assert left(root) == {}
    assert len([p for p in root.rglob("*.mp3") if p.is_file()]) == len(sounds) - 2
    # The call stays in figures, and the chain of the box holds.
    again = await desk.call(call["id"])
    assert (again["client"]["name"], again["result"]) == ("Стёртый человек", "answered")
    assert again["talked"] == call["talked"]
    assert again["removed"][0]["kind"] == "recording"
    with closing(sqlite3.connect(living.home.box / "journal.db")) as db:
        named = db.execute("SELECT count(*) FROM entries WHERE kind = 'redaction'").fetchone()
    assert named[0] >= 1
    told = await living.cli("journal", "verify")
    assert "цепочка цела" in told or "chain is whole" in told
