"""Webhooks: signed, bounded in time, and nothing of an answer but the name of a branch is used."""

import asyncio
import gzip
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from vochi.box.agi import Question
from vochi.box.clock import Clock
from vochi.box.hooks import Hooks, Said
from vochi.core.office.company import Company
from vochi.core.office.document import Office, Secrets
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.lab.program import Program

SECRET = "s" * 32
TOLD = {"call": "1.2", "caller": "+375291112233"}


@asynccontextmanager
async def asking(clock: Clock, office: Office | None = None, secret: str = SECRET) -> AsyncIterator[Hooks]:  # fmt: skip  # noqa: E501
    hooks = Hooks(lambda: office, lambda: Secrets(webhook=secret), clock)
    try:
        yield hooks
    finally:
        await hooks.close()


def node(url: str, *branches: str, seconds: int = 10) -> Webhook:
    return Webhook(url=url, branches=branches, seconds=seconds)


@asynccontextmanager
async def answering(reply: bytes, *, slowly: bool = False) -> AsyncIterator[str]:
    """A server that answers these very bytes to anybody, a byte a tenth of a second if slowly."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            for part in (bytes([each]) for each in reply) if slowly else (reply,):
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.1 if slowly else 0)
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def test_the_question_is_signed_and_the_branch_taken(clock: Clock) -> None:
    async with Program() as program, asking(clock) as hooks:
        said = await hooks.ask(node(f"{program.url}/says/vip", "vip", "debtor"), TOLD)
        assert (said.status, said.branch) == ("ok", "vip")
        (asked,) = program.asked
        assert json.loads(asked.body) == TOLD
        assert asked.signature == hmac.new(SECRET.encode(), asked.body, "sha256").hexdigest()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/says/other", "other"),
        ("/says/default", "other"),
        ("/rubbish", "other"),
        ("/elsewhere", "refused"),
        ("/refuses", "refused"),
        ("/slow", "late"),
    ],
)
async def test_any_other_answer_is_the_default(clock: Clock, path: str, status: str) -> None:
    async with Program() as program, asking(clock) as hooks:
        began = time.monotonic()
        seconds = 1 if status == "late" else 10
        said = await hooks.ask(node(f"{program.url}{path}", "vip", seconds=seconds), TOLD)
        assert (said.status, said.branch) == (status, "")
        assert time.monotonic() - began < 8  # who is slow takes half a minute
        assert len(program.asked) == 1  # a redirect is not followed


def hostile() -> Iterator[bytes]:
    def http(body: bytes, more: bytes = b"") -> bytes:
        length = str(len(body)).encode()
        return b"HTTP/1.1 200 OK\r\n" + more + b"Content-Length: " + length + b"\r\n\r\n" + body

    yield b""
    yield b"SSH-2.0-OpenSSH\r\n"
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    yield http(b"{" * 100_000)
    yield http(b"[" * 4000)
    yield http(b'{"branch": ["vip"]}')
    yield http(b'{"branch": "vip\\n"}')
    yield http(b"\xff\xfe")
    yield http(b'"vip"')
    yield http(
        gzip.compress(b" " * 10_000_000 + b'{"branch": "vip"}'), b"Content-Encoding: gzip\r\n"
    )
    yield b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"


@pytest.mark.parametrize("reply", tuple(hostile()), ids=lambda reply: repr(reply[:30]))
async def test_hostile_answers(clock: Clock, reply: bytes) -> None:
    async with answering(reply) as url, asking(clock) as hooks:
        said = await hooks.ask(node(url, "vip"), TOLD)
        assert said.branch == ""
        assert said.status in {"other", "unreachable", "refused"}


async def test_a_drip_takes_no_longer_than_allowed(clock: Clock) -> None:
    async with answering(b"HTTP/1.1 200 OK\r\n" * 100, slowly=True) as url, asking(clock) as hooks:
        said = await hooks.ask(node(url, "vip", seconds=1), TOLD)
        assert said.status == "late"
        assert 900 < said.ms < 8000  # all of it would take three minutes


async def test_nobody_there(clock: Clock) -> None:
    async with asking(clock) as hooks:
        assert (await hooks.ask(node("http://127.0.0.1:9/", "vip"), TOLD)).status == "unreachable"
        assert (await hooks.ask(node("http://[::1", "vip"), TOLD)).status == "unreachable"


async def test_nothing_is_sent_without_a_secret(clock: Clock) -> None:
    async with Program() as program, asking(clock, secret="") as hooks:
        said = await hooks.ask(node(f"{program.url}/says/vip", "vip"), TOLD)
        assert said == Said("refused", "", said.ms)
        assert program.asked == []


async def test_variables_for_the_dialplan(clock: Clock) -> None:
    async with Program() as program:
        ask = node(f"{program.url}/says/vip", "vip")
        office = Office(
            company=Company(name="Р"),
            inbound=(
                InboundScheme(
                    id="main",
                    name="М",
                    nodes={"start": Start(exits={"next": "ask"}), "ask": ask, "end": HangUp()},
                ),
            ),
        )
        async with asking(clock, office) as hooks:
            arguments = ("main", "ask", "+375291112233", "+375296000001")
            question = Question("hook", arguments, "PJSIP/a1-1-0000001a", "1.2")
            found = await hooks.answer(question)
            assert (found["V_STATUS"], found["V_BRANCH"]) == ("ok", "vip")
            body = json.loads(program.asked[0].body)
            assert body["line"] == "a1-1"
            assert body["number"] == "+375296000001"
            # A node of an office before, one that asks nobody, no arguments at all.
            for other in (("main", "gone"), ("main", "end"), ("x", "ask"), ()):
                lost = Question("hook", other, "PJSIP/180-0000001a", "1.2")
                assert await hooks.answer(lost) == {}
