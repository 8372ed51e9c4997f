"""The box's side of the link: it opens every connection, and tries again until it is heard.

Entries go out in order and again until they are acknowledged; the hub keeps each (box, seq) once,
so a lost acknowledgement costs a repetition and nothing else.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from vochi.box.enroll import Key
from vochi.box.parcel import Parcel
from vochi.box.patience import Patience
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.link import (
    AlarmsPush,
    ClientsReply,
    Command,
    CommandsReply,
    EntriesAck,
    EntriesPush,
    ForgetOrder,
    OfficeReply,
)

log = structlog.get_logger()

BATCH = 500
LONG_POLL = 25
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_POLL_TIMEOUT = httpx.Timeout(LONG_POLL + 10.0, connect=5.0)
# A hub that answers a long poll at once with nothing new must not be asked in a tight loop.
_SHORTEST_POLL = 0.2

M = TypeVar("M", bound=BaseModel)
#: What a request may fail with: no connection, a refusal, an answer that is not the hub's.
_FAULTS = (httpx.HTTPError, ValidationError)


class Link:
    """Talks to one hub with the key of this box."""

    def __init__(
        self, key: Key, scribe: Scribe, *, patience: Callable[[], Patience] = Patience
    ) -> None:
        self._scribe = scribe
        self._patience = patience
        self._client = httpx.AsyncClient(
            base_url=key.hub,
            headers={"authorization": f"Bearer {key.key}", "content-type": "application/json"},
            timeout=_TIMEOUT,
            trust_env=False,
        )
        self._is_up: bool | None = None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask_end(self) -> tuple[int, str] | None:
        """Number and hash of the last entry that the hub has, None: none; asks until it answers."""
        waiting = self._patience()
        while True:
            try:
                ack = await self._push(())
            except _FAULTS as fault:
                await self._pause(waiting, fault)
            else:
                return None if ack.hash is None else (ack.through, ack.hash)

    async def push(self) -> None:
        """Send entries as they come, until cancelled."""
        waiting = self._patience()
        acked = int(await self._scribe.read(lambda journal: journal.mark("acked")) or 0)
        limit = BATCH
        while True:
            await self._scribe.wait_beyond(acked)
            entries = await self._scribe.read(lambda j, a=acked, n=limit: j.after(a, n))  # type: ignore[misc]
            try:
                through = (await self._push(entries)).through
            except _FAULTS as fault:
                if _status(fault) in {400, 413, 422} and limit > 1:
                    # One entry must not hold up others more than it has to; none is ever skipped.
                    limit = max(1, min(limit, len(entries)) // 2)
                    continue
                await self._pause(waiting, fault)
                continue
            limit = BATCH
            if through > entries[-1].seq:
                log.error("hub_is_ahead", through=through, sent=entries[-1].seq)
                through = entries[-1].seq
            if through <= acked:
                # The hub was restored from a copy, or takes nothing: go back, but not in a hurry.
                await self._pause(waiting, ValueError(f"acknowledged {through} of {acked}"))
                acked = min(acked, through)
                continue
            self._up(waiting)
            acked = through
            with suppress(sqlite3.OperationalError):  # no room: it will only be sent again
                await self._scribe.write(marks={"acked": str(acked)})

    async def poll(
        self,
        office: Callable[[], int | None],
        on_command: Callable[[Command], Awaitable[None]],
        on_office: Callable[[int], Awaitable[None]],
        clients: Callable[[], int | None] = lambda: None,
        on_clients: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Long poll for commands, another office, and news of clients, until cancelled.

        `clients` is what was told last, so that the hub need not tell it again at once.
        """
        waiting = self._patience()
        loop = asyncio.get_running_loop()
        done = ""
        while True:
            asked = loop.time()
            asked_office = office()
            params: dict[str, str | int] = {"wait": LONG_POLL}
            if done:
                params["done"] = done
            if asked_office is not None:
                params["office"] = asked_office
            if (told := clients()) is not None:
                params["clients"] = told
            try:
                reply = await self._get("/link/v1/commands", CommandsReply, params, _POLL_TIMEOUT)
            except _FAULTS as fault:
                await self._pause(waiting, fault)
                continue
            self._up(waiting)
            for command in reply.commands:
                await on_command(command)
                done = command.id
            if reply.office is not None and reply.office != office():
                await on_office(reply.office)
            on_clients(reply.clients)
            if not reply.commands:
                await asyncio.sleep(max(0.0, _SHORTEST_POLL - (loop.time() - asked)))

    async def office(self) -> OfficeReply:
        """The office to run. Raises httpx.HTTPError, pydantic.ValidationError."""
        return await self._get("/link/v1/office", OfficeReply)

    async def order(self, uid: str) -> ForgetOrder:
        """What is to be forgotten. Raises httpx.HTTPError, pydantic.ValidationError."""
        return await self._get(f"/link/v1/orders/{uid}", ForgetOrder, None, _POLL_TIMEOUT)

    async def clients(self, since: int) -> ClientsReply:
        """What calls must know of clients. Raises httpx.HTTPError, pydantic.ValidationError."""
        return await self._get("/link/v1/clients", ClientsReply, {"since": since})

    async def prompt(self, sha256: str) -> bytes:
        """A prompt as the hub sent it: the caller checks it. Raises httpx.HTTPError."""
        answer = await self._client.get(f"/link/v1/prompts/{sha256}")
        answer.raise_for_status()
        return answer.content

    async def put_alarms(self, alarms: AlarmsPush) -> None:
        """Tell all alarms as they stand. Raises httpx.HTTPError."""
        answer = await self._client.put("/link/v1/alarms", content=alarms.model_dump_json())
        answer.raise_for_status()

    async def upload(self, parcel: Parcel) -> None:
        """Send files of one kind that the hub does not have, until cancelled."""
        waiting = self._patience()
        seen = -1
        while True:
            queue = await self._scribe.read(lambda journal: journal.marks(parcel.marks))
            if not queue:
                await self._scribe.wait_beyond(max(seen, 0))
            seen = self._scribe.seq
            refused: Exception | None = None
            for unique_id, told in queue.items():
                sha256, _, word = told.partition(" ")
                about = {"kind": parcel.route, "unique_id": unique_id, "sha256": sha256}
                try:
                    await self._send(parcel, sha256, word or unique_id)
                    self._up(waiting)
                except FileNotFoundError:
                    log.error("file_gone", **about)  # noqa: TRY400
                except _FAULTS as fault:
                    status = _status(fault)
                    if status in parcel.hopeless:
                        log.error("file_refused", status=status, **about)  # noqa: TRY400
                    else:
                        refused = fault
                        if status in {400, 404, 409, 413, 422}:
                            continue  # it is about this one; the others may go
                        break
                with suppress(sqlite3.OperationalError):
                    await self._scribe.write(marks={f"{parcel.marks}{unique_id}": None})
            if refused is not None:
                await self._pause(waiting, refused)

    async def _send(self, parcel: Parcel, sha256: str, name: str) -> None:
        path = parcel.path_of(sha256)
        size = (await asyncio.to_thread(path.stat)).st_size
        answer = await self._client.put(
            f"/link/v1/{parcel.route}/{sha256}",
            content=_blocks(path),
            headers={
                parcel.header: name,
                "x-vochi-format": parcel.form,
                "content-length": str(size),
                "content-type": "application/octet-stream",
            },
        )
        answer.raise_for_status()

    async def _push(self, entries: Sequence[Entry]) -> EntriesAck:
        message = EntriesPush(entries=tuple(entries))
        answer = await self._client.post("/link/v1/entries", content=message.model_dump_json())
        answer.raise_for_status()
        return EntriesAck.model_validate_json(answer.content)

    async def _get(
        self,
        path: str,
        model: type[M],
        params: dict[str, str | int] | None = None,
        timeout: httpx.Timeout = _TIMEOUT,  # noqa: ASYNC109 - httpx's own
    ) -> M:
        answer = await self._client.get(path, params=params, timeout=timeout)
        answer.raise_for_status()
        return model.model_validate_json(answer.content)

    def _up(self, waiting: Patience) -> None:
        waiting.reset()
        if self._is_up is not True:
            self._is_up = True
            log.info("hub_up")

    async def _pause(self, waiting: Patience, fault: Exception) -> None:
        if self._is_up is not False:
            # Once, not at every attempt of a day without uplink. Never the message's body.
            self._is_up = False
            log.warning("hub_down", reason=_describe(fault))
        await asyncio.sleep(waiting.delay())


def _status(fault: Exception) -> int | None:
    return fault.response.status_code if isinstance(fault, httpx.HTTPStatusError) else None


def _describe(fault: Exception) -> str:
    status = _status(fault)
    if status is not None:
        return f"status {status}"
    if isinstance(fault, ValidationError):
        return "not an answer of a hub"
    return f"{type(fault).__name__}: {fault}"


async def _blocks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(65536):
            yield block
