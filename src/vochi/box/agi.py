"""FastAGI on loopback: Asterisk asks the box what a dialplan cannot know, and goes on.

One question a connection: `agi://127.0.0.1:<port>/<name>` with arguments. The answer are channel
variables. Whoever asks says little and soon: lines are short, few, and waited for shortly.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog

from vochi.box.patience import Patience

log = structlog.get_logger()

_MOST_LINES, _LONGEST_LINE = 100, 1024
#: Seconds: Asterisk on the same machine says all at once.
_SOON = 2.0
#: Questions at a time; a box of an office has a few.
_MOST = 100
#: A value is put between quotes.
_VALUE = re.compile(r"[A-Za-z0-9_.:-]*")


@dataclass(frozen=True)
class Question:
    """`name` is the path, `arguments` are in order, `channel` is Asterisk's name of it."""

    name: str
    arguments: tuple[str, ...]
    channel: str
    unique_id: str


Answer = Callable[[Question], Awaitable[Mapping[str, str]]]


class NotAgi(ValueError):  # noqa: N818 - says what happened
    """Whoever connected does not speak AGI."""


class Agi:
    """Answers by `answers[name]`; a name that is not there, or a fault, answers nothing."""

    def __init__(self, port: int, answers: Mapping[str, Answer]) -> None:
        self._port = port
        self._answers = answers
        self._places = asyncio.Semaphore(_MOST)

    async def run(self) -> None:
        """Until cancelled. A port that is taken is tried again: calls go on by their defaults."""
        waiting = Patience()
        while True:
            try:
                server = await asyncio.start_server(
                    self._serve, "127.0.0.1", self._port, limit=_LONGEST_LINE
                )
            except OSError as fault:
                log.error("agi_port_taken", port=self._port, reason=fault.strerror)  # noqa: TRY400
                await waiting.wait()
            else:
                async with server:
                    await server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with self._places:
                await self._answer(reader, writer)
        except (NotAgi, OSError, TimeoutError, asyncio.IncompleteReadError) as fault:
            log.info("agi_ended", reason=type(fault).__name__)
        except Exception:
            log.exception("agi_failed")
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_SOON):
            question = read_question(await _lines(reader))
        answer = self._answers.get(question.name)
        found = {} if answer is None else await answer(question)
        for name, value in found.items():
            if not _VALUE.fullmatch(value):
                raise NotAgi(f"{name} cannot be said")
            writer.write(f'SET VARIABLE {name} "{value}"\n'.encode())
            async with asyncio.timeout(_SOON):
                await writer.drain()
                if not await reader.readline():
                    return  # the caller hung up


async def _lines(reader: asyncio.StreamReader) -> list[str]:
    lines: list[str] = []
    while True:
        try:
            line = await reader.readline()
        except ValueError as fault:
            raise NotAgi("a line is too long") from fault
        if not line.endswith(b"\n"):
            raise NotAgi("it ended in the middle")
        if line == b"\n":
            return lines
        if len(lines) >= _MOST_LINES:
            raise NotAgi("too many lines")
        lines.append(line.decode(errors="replace").rstrip("\r\n"))


def read_question(lines: list[str]) -> Question:
    """Read what Asterisk says first: `agi_<key>: <value>`. Raises NotAgi."""
    said: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(": ")
        if not colon or not key.startswith("agi_"):
            # Values are of strangers: the name of a caller may hold the end of a line.
            continue
        said.setdefault(key, value)
    if "agi_network_script" not in said:
        raise NotAgi("no script is named")
    arguments: list[str] = []
    while (key := f"agi_arg_{len(arguments) + 1}") in said:
        arguments.append(said[key])
    return Question(
        name=said["agi_network_script"],
        arguments=tuple(arguments),
        channel=said.get("agi_channel", ""),
        unique_id=said.get("agi_uniqueid", ""),
    )
