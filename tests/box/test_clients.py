"""Facts of clients: from pages of the hub into Asterisk's store, again and again the same."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from box.conftest import until
from box.fake_hub import KEY, Hub
from box.stand import BoxStand
from vochi.box.clients import Clients
from vochi.box.enroll import Key
from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.core.link import ClientFact
from vochi.engine.errors import NotConnected, Refused
from vochi.engine.frame import Message
from vochi.engine.install import default_cache, install

NUMBERS = [f"+3752911122{number:02}" for number in range(25)]


class Store:
    """What of Asterisk's manager is needed; `left` actions, then it is gone for a moment."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.writes = 0
        self.left: int | None = None

    async def items(self, name: str, **fields: str) -> tuple[Message, ...]:
        family = fields["Family"]
        if name == "DBGet":
            key = f"{family}/{fields['Key']}"
            if key not in self.held:
                raise Refused(action=name, detail="Database entry not found")
            return (Message((("Key", key), ("Val", self.held[key]))),)
        assert name == "DBGetTree"
        found = {key: value for key, value in self.held.items() if key.startswith(f"{family}/")}
        return tuple(Message((("Key", f"/{k}"), ("Val", v))) for k, v in found.items())

    async def action(self, name: str, **fields: str) -> None:
        if self.left == 0:
            self.left = None
            raise NotConnected
        if self.left:
            self.left -= 1
        key = f"{fields['Family']}/{fields['Key']}"
        self.writes += 1
        if name == "DBPut":
            self.held[key] = fields["Val"]
        elif self.held.pop(key, None) is None:
            raise Refused(action=name, detail="Database entry not found")

    async def events(self) -> AsyncIterator[Message]:
        while True:
            yield await self.inbox.get()

    def family(self, name: str) -> dict[str, str]:
        return {
            key.partition("/")[2]: value
            for key, value in self.held.items()
            if key.startswith(f"{name}/")
        }


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as hub:
        yield hub


@pytest.fixture
async def link(hub: Hub, scribe: Any) -> AsyncIterator[Link]:
    link = Link(Key(hub=hub.url, box_id=5, key=KEY), scribe, patience=lambda: Patience(0.01, 0.01))
    yield link
    await link.close()


def fact(number: str, value: str = "|known|", responsible: str = "") -> ClientFact:
    return ClientFact(number=number, value=value, responsible=responsible)


async def test_pages_become_facts_once(hub: Hub, link: Link) -> None:
    store: Any = Store()
    hub.state.facts = [fact(number) for number in NUMBERS]
    hub.state.page = 10
    clients = Clients(store)
    await clients.follow(link)
    assert store.family("client") == dict.fromkeys(NUMBERS, "|known|")
    assert store.held["box/clients"] == "25"
    writes = store.writes
    clients.tell(25)
    await clients.follow(link)
    assert store.writes == writes
    hub.state.facts += [
        fact(NUMBERS[0], "|known|list:vip|tag:debtor|", "180"),
        fact(NUMBERS[1], ""),
        fact("+375290000000", ""),
    ]
    await Clients(store).follow(link)
    assert store.family("client")[NUMBERS[0]] == "|known|list:vip|tag:debtor|"
    assert store.family("resp") == {NUMBERS[0]: "180"}
    assert NUMBERS[1] not in store.family("client")


async def test_a_reset_leaves_nothing_else_and_no_gap(hub: Hub, link: Link) -> None:
    store: Any = Store()
    store.held = {
        "client/+375290000001": "|known|", f"client/{NUMBERS[0]}": "|known|",
        "resp/+375290000001": "181", "box/clients": "99", "sim/+375290000001": "a1-1",
    }  # fmt: skip
    hub.state.facts = [fact(number) for number in NUMBERS]
    await Clients(store).follow(link)
    assert set(store.family("client")) == set(NUMBERS)
    assert store.family("resp") == {}
    assert store.family("sim") == {"+375290000001": "a1-1"}
    assert store.writes == 24 + 2 + 1  # what was right is not touched


async def test_nothing_that_is_no_fact_is_written(hub: Hub, link: Link) -> None:
    store: Any = Store()
    hub.state.facts = [
        fact("+375291110001", "|list:x|\nAction: Command"),
        fact("+375291110002", "known"),
        fact("102"),
        fact("+375291110003/x"),
        fact("+375291110004", "|known|", "180&SIP"),
        fact("+375291110005", "|known|", "180"),
    ]
    await Clients(store).follow(link)
    assert store.family("client") == {"+375291110004": "|known|", "+375291110005": "|known|"}
    assert store.family("resp") == {"+375291110005": "180"}


async def test_a_death_in_the_middle_is_made_good(hub: Hub, link: Link) -> None:
    store: Any = Store()
    store.left = 7
    hub.state.facts = [fact(number) for number in NUMBERS]
    clients = Clients(store)
    task = asyncio.create_task(clients.run(link))
    await until(lambda: store.held.get("box/clients") == "25")
    assert set(store.family("client")) == set(NUMBERS)
    # Another store, empty: the engine came back without it.
    store.held.clear()
    store.inbox.put_nowait(Message((("Event", "@up"),)))
    await until(lambda: store.held.get("box/clients") == "25")
    assert set(store.family("client")) == set(NUMBERS)
    hub.state.facts.append(fact(NUMBERS[3], ""))
    clients.tell(26)
    await until(lambda: NUMBERS[3] not in store.family("client"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_real_engine_has_them() -> None:
    with TemporaryDirectory(prefix="vochi-") as root:
        async with BoxStand(Path(root), install(default_cache())) as stand:
            with stand.hub.state.lock:
                stand.hub.state.facts = [fact(NUMBERS[0], "|known|list:vip|", "180")]

            def shown() -> str:
                return _cli(stand, "database show client") + _cli(stand, "database show resp")

            await stand.until(lambda: "|known|list:vip|" in shown(), "the store knows him")
            assert "180" in _cli(stand, "database show resp")
            # A box that comes back asks for nothing that stands there already.
            stand.kill()
            with stand.hub.state.lock:
                stand.hub.state.facts.append(fact(NUMBERS[0], "|known|"))
            stand.start()
            await stand.until_ready()
            await stand.until(lambda: "list:vip" not in shown(), "the store forgets the list")
            assert NUMBERS[0] in _cli(stand, "database show client")
            assert "180" not in _cli(stand, "database show resp")


def _cli(stand: BoxStand, command: str) -> str:
    import subprocess

    conf = stand.home.engine / "current" / "asterisk.conf"
    argv = [*install(default_cache()).argv(conf), "-rx", command]
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout
