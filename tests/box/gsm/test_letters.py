"""A test SMS goes by the queue of the box and is known again when it comes."""

import asyncio
from typing import Any, cast

import pytest

from box.gsm.world import World, office
from vochi.box.gsm import letters
from vochi.box.gsm.letters import Letters
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import CancelSms
from vochi.core.office.line import GsmLine
from vochi.gateways.base import PartIn


class Post:
    """A queue whose messages a test brings, or does not."""

    abilities = frozenset({"sms"})

    def __init__(self) -> None:
        self.put_in: list[tuple[str, str, str, str | None]] = []
        self.code = "done"
        self.names: list[str] = []
        self.cancelled: list[str] = []
        self.hearer: Any = None

    def hear(self, _: object, hearer: object) -> None:
        self.hearer = hearer

    def driver(self, line: str) -> "Post | None":
        return self if line != "mts-1" else None

    async def cancel(self, action: CancelSms) -> tuple[str, Any]:
        self.cancelled.append(action.id)
        return "done", {}

    async def put(
        self, name: str, to: str, text: str, *, origin: str, line: str
    ) -> tuple[str, Any]:
        self.names.append(name)
        self.put_in.append((to, text, origin, line))
        return self.code, {}


@pytest.fixture
def post() -> Post:
    return Post()


def _lines(scribe: Scribe) -> tuple[GsmLine, GsmLine, GsmLine]:
    one, two, three = World(scribe, office()).office.lines
    assert isinstance(one, GsmLine)
    assert isinstance(two, GsmLine)
    assert isinstance(three, GsmLine)
    return one, two, three


async def test_it_comes_on_the_right_line(scribe: Scribe, post: Post) -> None:
    one, two, _ = _lines(scribe)
    itself = cast("Any", post)
    task = asyncio.create_task(Letters(itself, itself).send(one, two, "+375296000002"))
    while not post.put_in:
        await asyncio.sleep(0)
    (to, text, origin, line) = post.put_in[0]
    assert (to, origin, line) == ("+375296000002", "doctor", "a1-1")
    for place, told in (("a1-1", text), ("a1-2", "hello"), ("a1-2", text)):
        assert not task.done()
        await post.hearer(PartIn(line=place, sender="+375296000001", text=told, key="1"))
        await asyncio.sleep(0)
    assert (await task).delivered
    assert post.cancelled == []


async def test_what_never_comes_is_lost_and_what_cannot_be_sent_says_nothing(
    scribe: Scribe, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "_WITHIN", 0.05)
    one, two, three = _lines(scribe)
    itself = cast("Any", post)
    mail = Letters(itself, itself)
    seen = await mail.send(one, two, "+375296000002")
    assert (seen.delivered, seen.voided) == (False, False)
    assert post.cancelled == post.names
    post.code = "limit"
    assert (await mail.send(one, two, "+375296000002")).voided
    assert (await mail.send(three, two, "+375296000002")).voided
    assert (await mail.send(one, two, "")).voided
    await post.hearer(PartIn(line="a1-2", sender="+1", text="nobody waits", key="2"))
