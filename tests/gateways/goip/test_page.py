"""The page of a GoIP as it is, and as somebody may make it to hurt us."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.office.gateway import Gateway
from vochi.gateways.base import GatewayFault
from vochi.gateways.goip.page import PageLine, PageReport, probe_page, read_status
from vochi.gateways.goip.web import read_answer
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio

STATUS = """<?xml version="1.0" encoding="gb2312"?>
<status><l1_module_status_gsm>Y</l1_module_status_gsm><l1_gsm_sim>Y</l1_gsm_sim>
<l1_gsm_status>&lt;font color="#00AA00"&gt;Y&lt;/font&gt;</l1_gsm_status>
<l1_status_line>N</l1_status_line><l1_line_state>IDLE</l1_line_state><l1_sms_login>Y</l1_sms_login>
<l1_gsm_signal>21</l1_gsm_signal><l1_gsm_cur_oper>A1 &amp;amp; BY</l1_gsm_cur_oper>
<l1_acd>0</l1_acd><l2_gsm_sim>N</l2_gsm_sim><l2_gsm_signal></l2_gsm_signal></status>"""
LINES = (
    PageLine(
        slot=1, module=True, sim=True, registered=True, voip=False, sms_login=True,
        state="IDLE", signal=-71, operator="A1 & BY",
    ),
    PageLine(slot=2, sim=False),
)  # fmt: skip


def gateway(port: int, login: str = "admin") -> Gateway:
    return Gateway(id="goip", name="GoIP", address="127.0.0.1", port=port, login=login)


@asynccontextmanager
async def serving(answer: Callable[[str], bytes]) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(answer(head.decode()))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def lf(status: str, body: str, more: str = "") -> bytes:
    return f"HTTP/1.0 {status}\nServer: x\n{more}\n{body}".encode()


def guarded(*logins: str) -> Callable[[str], bytes]:
    words = {f"Basic {base64.b64encode(each.encode()).decode()}" for each in logins}

    def answer(head: str) -> bytes:
        if not any(word in head for word in words):
            return lf("401 Unauthorized", "", 'WWW-Authenticate: Basic realm="Please Login"\n')
        if "status.xml" in head:
            return lf("200 OK", STATUS)
        return lf("200 OK", "<td>GoIP-8</td><td>Firmware: GHSFVT-1.1-67-5</td>")

    return answer


def test_status():
    assert read_status(STATUS) == LINES


PIECES = (
    "<l1_a>", "</l1_a>", "<l1_gsm_sim>", "</l1_gsm_sim>", "&lt;", "Y", "<l99_x>", "</l99_x>", "<",
    ">",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)))
def test_any_status_is_read(parts: list[str]):
    read_status("".join(parts))


def test_a_status_made_to_hurt_is_read_at_once():
    assert read_status("<l1_gsm_sim>" * 20_000) == ()
    assert read_status("<" * 260_000) == ()


@given(st.binary(max_size=200))
def test_any_answer_is_read(came: bytes):
    for each in (came, b"HTTP/1.0 200 OK\n" + came):
        try:
            read_answer(each)
        except GatewayFault:
            continue


def test_line_ends():
    for end in ("\n", "\r\n"):
        answer = read_answer(f"HTTP/1.1 200 OK{end}A: b{end}{end}one\n\ntwo\r\n\r\n".encode())
        assert (answer.status, answer.headers) == (200, {"a": "b"})
        assert answer.body == b"one\n\ntwo\r\n\r\n"


async def test_a_page_of_ours():
    async with serving(guarded("office:secret")) as port:
        report = await probe_page(gateway(port, "office"), "secret", telnet=())
    assert report == PageReport(
        reachable=True, login=True, factory=False, model="GoIP-8", firmware="GHSFVT-1.1-67-5",
        lines=LINES,
    )  # fmt: skip


async def test_factory_password():
    async with serving(guarded("admin:admin")) as port:
        ours = await probe_page(gateway(port), "admin", telnet=())
        assert (ours.login, ours.factory) == (True, True)
        other = await probe_page(gateway(port), "changed", telnet=())
        assert (other.login, other.factory, other.lines) == (False, True, LINES)
        unknown = await probe_page(gateway(port), "", telnet=())
        assert (unknown.login, unknown.factory) == (None, True)


async def test_a_page_that_asks_nobody():
    async with serving(lambda _: lf("200 OK", STATUS)) as port:
        report = await probe_page(gateway(port), "secret", telnet=())
    assert (report.open, report.login, report.factory, report.lines) == (True, None, None, LINES)


async def test_a_back_door():
    async with serving(guarded("admin:admin")) as port, serving(lambda _: b"login: ") as telnet:
        report = await probe_page(gateway(port), "x", telnet=(telnet, 1))
    assert report.telnet == (telnet,)


@pytest.mark.parametrize("came", [b"", b"SSH-2.0-x\r\n", b"\0" * 300_000, b"HTTP/1.0 x\n\n"])
async def test_what_is_no_page(came: bytes):
    async with serving(lambda _: came) as port:
        report = await probe_page(gateway(port), "x", telnet=())
    assert (report.reachable, report.why) == (False, "refused")


async def test_nobody_there():
    assert (await probe_page(gateway(1), "x", telnet=())).why == "offline"
    nowhere = Gateway(id="goip", name="GoIP")
    assert (await probe_page(nowhere, "x")).why == "offline"


async def test_the_emulated_page():
    radio = Radio(asyncio.get_running_loop().time)
    radio.insert(Slot("goip", 1), SimCard("8937502000000000001", "257010000000001", "+375", "A1"))
    for lf_http in (True, False):
        flavour = Flavour(lf_http=lf_http, telnet=True, web_password="new")
        async with GoipBox("goip", [Account(1, "a", "b")], ("127.0.0.1", 9), radio, flavour) as box:
            ports = (box.telnet_port,)
            report = await probe_page(gateway(box.web_port), "new", telnet=ports)
            assert (report.reachable, report.login, report.factory) == (True, True, False)
            assert report.telnet == ports
            assert report.firmware == flavour.firmware
            assert report.lines[0].registered is True
            assert report.lines[0].signal == -71
    await radio.end()
