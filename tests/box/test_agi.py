"""FastAGI: a question and its answer, and those who do not speak it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from vochi.box.agi import Agi, NotAgi, Question, read_question
from vochi.lab.ports import free_tcp

ASKED = (
    b"agi_network: yes\nagi_network_script: hook\nagi_request: agi://127.0.0.1/hook\n"
    b"agi_channel: PJSIP/a1-1-0000001a\nagi_uniqueid: 1795399360.26\nagi_callerid: 375291112233\n"
    b'agi_calleridname: ev"il ${SHELL(id)}\nagi_arg_1: main\nagi_arg_2: ask\nagi_arg_3: \n\n'
)  # fmt: skip


@asynccontextmanager
async def serving(answer: Mapping[str, str]) -> AsyncIterator[tuple[int, list[Question]]]:
    asked: list[Question] = []

    async def hook(question: Question) -> Mapping[str, str]:
        asked.append(question)
        return answer

    port = free_tcp()
    server = asyncio.create_task(Agi(port, {"hook": hook}).run())
    try:
        yield port, asked
    finally:
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)


async def ask(port: int, sent: bytes, reply: bytes = b"200 result=1\n") -> list[str]:
    """What the server says, line by line, answered as Asterisk does."""
    said: list[str] = []
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)
    writer.write(sent)
    while line := await reader.readline():
        said.append(line.decode().rstrip("\n"))
        writer.write(reply)
    writer.close()
    return said


async def test_a_question_is_answered_by_variables() -> None:
    async with serving({"V_BRANCH": "vip", "V_MS": "12"}) as (port, asked):
        assert await ask(port, ASKED) == ['SET VARIABLE V_BRANCH "vip"', 'SET VARIABLE V_MS "12"']
    assert asked == [Question("hook", ("main", "ask", ""), "PJSIP/a1-1-0000001a", "1795399360.26")]


@pytest.mark.parametrize("value", ['x" EVIL', "a\nHANGUP", "${SHELL(id)}", "é"])
async def test_nothing_is_said_that_could_mean_more(value: str) -> None:
    async with serving({"V_BRANCH": value}) as (port, _):
        assert await ask(port, ASKED) == []


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n\n",
        b"\n",
        b"x" * 5000 + b"\n\n",
        b"agi_a: b\n" * 200 + b"\n",
        b"agi_network_script: nothing\n\n",
        b"\xff\xfe\x00\n\n",
    ],
)
async def test_strangers_get_nothing_and_break_nothing(sent: bytes) -> None:
    async with serving({"V_BRANCH": "vip"}) as (port, asked):
        assert await ask(port, sent) == []
        assert await ask(port, ASKED) == ['SET VARIABLE V_BRANCH "vip"']
    assert len(asked) == 1


async def test_who_says_nothing_is_let_go() -> None:
    async with serving({}) as (port, _):
        began = asyncio.get_running_loop().time()
        assert await ask(port, b"agi_network: yes\n") == []
        assert asyncio.get_running_loop().time() - began < 15


async def test_a_taken_port_is_tried_again() -> None:
    port = free_tcp()
    taken = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)

    async def hook(_: Question) -> Mapping[str, str]:
        return {"V_BRANCH": "vip"}

    server = asyncio.create_task(Agi(port, {"hook": hook}).run())
    await asyncio.sleep(0)
    taken.close()
    await taken.wait_closed()
    async with asyncio.timeout(10):
        while not await ask(port, ASKED):
            pass
    server.cancel()
    await asyncio.gather(server, return_exceptions=True)


def test_values_of_strangers_do_not_become_others() -> None:
    """The first of a name counts: what a caller sends comes after Asterisk's own."""
    lines = ["agi_network_script: hook", "agi_calleridname: x", "agi_network_script: other", "junk"]
    assert read_question(lines).name == "hook"
    with pytest.raises(NotAgi):
        read_question(["agi_arg_1: x"])
