"""What calls must know of clients: from the hub into Asterisk's own store (`core.facts`).

How far it is told stands in the store itself (`box/clients`): written after the facts, it can
only be behind them, and a store that is lost begins at 0, so that the hub tells all there is.
"""

import asyncio
import re

import httpx
import structlog
from pydantic import ValidationError

from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.core.link import ClientFact
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused

log = structlog.get_logger()

_MARK = ("box", "clients")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_VALUE = re.compile(r"\|(?:[a-z0-9][a-z0-9:-]{0,80}\|){1,100}")
_EXTENSION = re.compile(r"[1-9][0-9]{1,4}")
_FAMILIES = {"client": _VALUE, "resp": _EXTENSION}


class Clients:
    """Keeps `client/` and `resp/` as the hub has them."""

    def __init__(self, ami: Ami) -> None:
        self._ami = ami
        self._told: int | None = None
        self._news = asyncio.Event()
        self._news.set()

    @property
    def told(self) -> int | None:
        """The number of the last change that the hub has told of."""
        return self._told

    def tell(self, number: int) -> None:
        """The hub has changes up to `number`."""
        if number != self._told:
            self._told = number
            self._news.set()

    async def run(self, link: Link) -> None:
        """Until cancelled: at the start, at every change, and when Asterisk comes back."""
        watching = asyncio.create_task(self._watch())
        waiting = Patience()
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                try:
                    await self.follow(link)
                except (AmiError, httpx.HTTPError, ValidationError, ValueError) as fault:
                    log.info("clients_not_told", reason=type(fault).__name__)
                    self._news.set()
                    await waiting.wait()
                else:
                    waiting.reset()
        finally:
            watching.cancel()

    async def follow(self, link: Link) -> None:
        """Ask for what is new and write it. Raises AmiError, httpx.HTTPError, ValidationError."""
        since = await self._known()
        if since == self._told:
            return
        facts: dict[str, ClientFact] = {}
        page = await link.clients(since)
        is_reset = page.reset
        facts |= {fact.number: fact for fact in page.facts}
        while page.more:
            page = await link.clients(page.through)
            facts |= {fact.number: fact for fact in page.facts}
        await self._write(facts, is_reset=is_reset)
        await self._put(*_MARK, str(page.through))
        log.info("clients", facts=len(facts), through=page.through, reset=is_reset)

    async def _write(self, facts: dict[str, ClientFact], *, is_reset: bool) -> None:
        for family, shape in _FAMILIES.items():
            old = await self._all(family) if is_reset else {}
            for number in old.keys() - facts.keys():
                await self._delete(family, number)
            for number, fact in facts.items():
                value = fact.value if family == "client" else fact.responsible
                if not _NUMBER.fullmatch(number):
                    log.error("client_refused", family=family)
                elif value and not shape.fullmatch(value):
                    log.error("client_refused", family=family, number=number)
                elif not value:
                    if number in old or not is_reset:
                        await self._delete(family, number)
                elif old.get(number) != value:
                    await self._put(family, number, value)

    async def _known(self) -> int:
        try:
            found = await self._ami.items("DBGet", Family=_MARK[0], Key=_MARK[1])
        except Refused:
            return 0
        told = found[0].get("Val") if found else ""
        return int(told) if told.isascii() and told.isdigit() else 0

    async def _all(self, family: str) -> dict[str, str]:
        try:
            found = await self._ami.items("DBGetTree", Family=family)
        except Refused:  # the family is empty
            return {}
        return {each.get("Key").rpartition("/")[2]: each.get("Val") for each in found}

    async def _put(self, family: str, key: str, value: str) -> None:
        await self._ami.action("DBPut", Family=family, Key=key, Val=value)

    async def _delete(self, family: str, key: str) -> None:
        try:
            # Asterisk writes the key that it has not into its log: who was forgotten would be back.
            await self._ami.items("DBGet", Family=family, Key=key)
            await self._ami.action("DBDel", Family=family, Key=key)
        except Refused:
            log.debug("client_unknown", family=family)

    async def _watch(self) -> None:
        """Another Asterisk may have another store."""
        async for event in self._ami.events():
            if event.name == "@up":
                self._news.set()
