"""The hub's public API, as a test or the demonstration reads it."""

import asyncio
import subprocess
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import quote

import httpx
import imageio_ffmpeg

from vochi.lab import tones
from vochi.lab.lifetime import Lifetime

Row = dict[str, Any]


class DeskError(AssertionError):
    """The hub did not show in time what was waited for; the text holds what it shows."""


class Desk(Lifetime):
    """Reads with a Bearer token; every wait has a deadline and asks again meanwhile."""

    def __init__(self, web: str, token: str) -> None:
        self.web = web
        self.token = token
        self._client = httpx.AsyncClient(
            base_url=f"{web}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
            trust_env=False,
        )

    async def _begin(self, stack: AsyncExitStack) -> None:
        """Nothing is asked yet."""
        stack.push_async_callback(self._client.aclose)

    async def get(self, path: str, **query: str) -> Any:
        """JSON of a GET; raises httpx.HTTPError."""
        answer = await self._client.get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    async def post(self, path: str, body: Row) -> Any:
        """JSON of a POST; raises httpx.HTTPError."""
        answer = await self._client.post(path, json=body)
        answer.raise_for_status()
        return answer.json()

    async def put(self, path: str, body: Row) -> Any:
        """JSON of a PUT; raises httpx.HTTPError."""
        answer = await self._client.put(path, json=body)
        answer.raise_for_status()
        return answer.json()

    async def delete(self, path: str) -> None:
        """A DELETE; raises httpx.HTTPError."""
        (await self._client.delete(path)).raise_for_status()

    async def board(self) -> Row:
        """People, calls, lines now."""
        found: Row = await self.get("/board")
        return found

    async def calls(self, **filters: str) -> list[Row]:
        """All rows of the log that fit, newest first, page after page."""
        rows: list[Row] = []
        cursor: str | None = None
        while True:
            more = {} if cursor is None else {"cursor": cursor}
            page = await self.get("/calls", **filters, **more, limit="100")
            rows += page["items"]
            cursor = page["next"]
            if cursor is None:
                return rows

    async def call(self, number: int) -> Row:
        """One call with legs, talks, path and recordings."""
        found: Row = await self.get(f"/calls/{number}")
        return found

    async def command(self, action: Row, within: float = 20) -> Row:
        """Give a command and wait for its answer."""
        given = await self.post("/commands", {"action": action})
        state: Row = {}

        async def answered() -> bool:
            nonlocal state
            state = await self.get(f"/commands/{given['id']}")
            return bool(state["state"] != "waiting")

        if not await _until(answered, within):
            raise DeskError(f"command {action} still {state}")
        return state

    async def until_board(self, fact: Callable[[Row], bool], what: str, within: float = 15) -> Row:
        """Wait till the board shows it, give the board."""
        board: Row = {}

        async def shown() -> bool:
            nonlocal board
            board = await self.board()
            return fact(board)

        if not await _until(shown, within):
            raise DeskError(f"not on the board in {within} s: {what}\n{board}")
        return board

    async def until_calls(
        self, fact: Callable[[list[Row]], bool], within: float = 15, **filters: str
    ) -> list[Row]:
        """Wait till the log fits, give it; at the deadline give it as it is."""
        rows: list[Row] = []

        async def fits() -> bool:
            nonlocal rows
            rows = await self.calls(**filters)
            return fact(rows)

        await _until(fits, within)
        return rows

    async def texts(self, number: str) -> list[Row]:
        """The newest rows of a thread, newest first; none: nobody has written."""
        answer = await self._client.get(f"/sms/threads/{quote(number, safe='')}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return []
        answer.raise_for_status()
        rows: list[Row] = answer.json()["items"]
        return rows

    async def until_texts(
        self, number: str, fact: Callable[[list[Row]], bool], within: float = 15
    ) -> list[Row]:
        """Wait till a thread fits, give it; at the deadline give it as it is."""
        rows: list[Row] = []

        async def fits() -> bool:
            nonlocal rows
            rows = await self.texts(number)
            return fact(rows)

        await _until(fits, within)
        return rows

    async def until_sim(self, line: str, shows: Row, within: float = 30) -> Row:
        """Wait till the SIM card of a line is shown so; raises DeskError."""
        row: Row = {}

        async def shown() -> bool:
            nonlocal row
            row = next(each for each in await self.get("/sims") if each["line"] == line)
            return all(row[name] == value for name, value in shows.items())

        if not await _until(shown, within):
            raise DeskError(f"{line} not shown as {shows} in {within} s: {row}")
        return row

    async def until_repair(self, wanted: Row, within: float = 20) -> None:
        """Wait till the newest repair has all of that; raises DeskError."""
        row: Row = {}

        async def shown() -> bool:
            nonlocal row
            rows = (await self.get("/repairs", limit="1"))["items"]
            row = {**rows[0]["facts"], **rows[0]} if rows else {}
            return all(row.get(name) == value for name, value in wanted.items())

        if not await _until(shown, within):
            raise DeskError(f"newest repair in {within} s is {row}, not {wanted}")

    async def sound(self, recording: Row) -> tuple[tones.Samples, ...]:
        """Left (client) and right (employee) of a recording, 8 kHz."""
        answer = await self._client.get(f"/recordings/{recording['id']}")
        answer.raise_for_status()
        return await asyncio.to_thread(decode, answer.content)


def decode(sound: bytes) -> tuple[tones.Samples, ...]:
    """Both channels of a sound file of any format, 8 kHz."""
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-i", "pipe:0",
         "-f", "s16le", "-ac", "2", "-ar", str(tones.RATE), "-"],
        input=sound, capture_output=True, check=True,
    )  # fmt: skip
    return tones.read(done.stdout, 2)


async def _until(fact: Callable[[], Any], within: float) -> bool:
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while True:
        try:
            if await fact():
                return True
        except httpx.TransportError:
            # The hub may be killed and back in the middle of a test.
            pass
        if loop.time() > end:
            return False
        await asyncio.sleep(0.1)
