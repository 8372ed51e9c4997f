"""kill -9 of a real process, again and again, while it sends and receives by the real driver and
an emulated GoIP: one row each, nothing twice in the air, no acknowledged part lost.
"""

import asyncio
import random
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Self

from box.conftest import until
from box.gsm.cards import LINES, card
from vochi.box.journal import Journal
from vochi.core.calls.entry import Entry
from vochi.core.gsm.entries import SmsIn
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.ports import free_udp

#: A gateway gives up after some tries; this one not: what nobody acknowledged is no loss of ours.
FLAVOUR = Flavour(keepalive=0.1, resend_after=1.0, resends=200, waits=0.05)
SENT, CAME, DEATHS = 8, 5, 6
LONG = "Когда приедет мастер? Жду с утра, никого нет, телефон не отвечает. "
OVER = {"sent", "delivered", "failed", "unknown"}


class Mortal:
    """The process, and what it has answered in all of its lives."""

    def __init__(self, root: Path, port: int) -> None:
        self.file = root / "journal.db"
        self._port = port
        self.answers: dict[str, str] = {}
        self._process: asyncio.subprocess.Process
        self._reading: asyncio.Task[None]

    async def start(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "box.gsm.sms_process", str(self.file), str(self._port),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert self._process.stdout is not None
        assert await self._process.stdout.readline() == b"ready\n"
        self._reading = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := (await self._process.stdout.readline()).decode():
            name, _, code = line.strip().partition(" ")
            if len(name) == 32 and code:  # a torn line is no answer
                self.answers[name] = code

    def ask(self, name: str, number: str, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{name} {number} {text}\n".encode())

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()
        await self._reading

    def entries(self) -> list[Entry]:
        with closing(Journal(self.file, "reader")) as journal:
            return list(journal.messages(0, 10_000))


async def test_killed_while_it_sends_and_receives(tmp_path: Path) -> None:
    dice = random.Random(7)
    radio = Radio(lambda: 0.0, pace=0.1)
    for slot, line in enumerate(LINES, start=1):
        radio.insert(Slot("goip", slot), card(line))
    port = free_udp()
    accounts = [Account(slot, line, f"p-{line}") for slot, line in enumerate(LINES, start=1)]
    texts = {f"{number:032x}": f"SMS {number}" for number in range(SENT)}
    numbers = dict(zip(texts, (f"+37529555000{number}" for number in range(SENT)), strict=True))
    came = [f"{number}: {LONG * (1 + number % 3)}" for number in range(CAME)]
    box = Mortal(tmp_path, port)
    async with GoipBox("goip", accounts, ("127.0.0.1", port), radio, FLAVOUR):
        await box.start()
        for death in range(DEATHS):
            for name, text in texts.items():
                if box.answers.get(name) != "done":
                    box.ask(name, numbers[name], text)
            if death < CAME:
                sender, to = f"+37529666000{death}", list(LINES.values())[death % 2][0]
                await radio.sms(sender, to, came[death])
            await asyncio.sleep(dice.uniform(0.2, 1.5))  # at any moment: that is what is tested
            await box.kill()
            await box.start()
        for name, text in texts.items():
            if box.answers.get(name) != "done":
                box.ask(name, numbers[name], text)

        def is_over() -> bool:
            entries = box.entries()
            last = {e.body["id"]: e.body["state"] for e in entries if e.body.get("dir") == "out"}
            whole = [e for e in entries if e.body.get("dir") == "in"]
            sent = len(last) == SENT and set(last.values()) <= OVER
            return sent and len(whole) >= CAME

        await until(is_over, 60)
        await box.kill()
    await radio.end()
    judge(box, radio, texts, numbers, came)


def judge(
    box: Mortal, radio: Radio, texts: dict[str, str], numbers: dict[str, str], came: list[str]
) -> None:
    assert set(box.answers.values()) == {"done"}
    out = [each.body for each in box.entries() if each.body.get("dir") == "out"]
    firsts = Counter(str(each["id"]) for each in out if "text" in each)
    assert firsts == dict.fromkeys(texts, 1)
    taken = Counter((to, text) for _, to, text, _ in radio.sent)
    assert all(count == 1 for count in taken.values()), taken
    last = {str(each["id"]): each["state"] for each in out}
    for name, state in last.items():
        if state in {"sent", "delivered"}:
            assert taken[numbers[name], texts[name]] == 1
        assert state != "failed"
    whole = [SmsIn.model_validate(e.body) for e in box.entries() if e.body.get("dir") == "in"]
    assert sorted(each.text for each in whole) == sorted(came)
    assert all(each.whole for each in whole)
    keys = Counter(key for each in whole for key in each.keys)
    parts = [str(each.body["key"]) for each in box.entries() if each.kind == "sms_part"]
    assert keys == Counter(parts)
