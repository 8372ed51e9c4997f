"""Packets of manager interfaces, however they are cut and whatever stands in them."""

import asyncio
import itertools
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.office.gateway import Gateway, GatewayKind
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Equipment, GatewayFault, News
from vochi.gateways.dinstar.driver import Dinstar
from vochi.gateways.modem.driver import Modem
from vochi.gateways.text.connection import Connection, Patience, Place, Unsaid
from vochi.gateways.text.packet import Endless, Packet, Reader, action
from vochi.gateways.workshop import Workshop
from vochi.gateways.yeastar.driver import Yeastar
from vochi.gateways.yeastar.reading import Numbering, text_of, ussd_answer

STREAM = (
    b"Asterisk Call Manager/1.1\r\nResponse: Success\r\nMessage: Authentication accepted\r\n\r\n"
    b"Event: ReceivedSMS\r\nGsmSpan: 2\r\nContent: a%20b\r\n--END SMS EVENT--\r\n\r\n"
    b"Response: Follows\r\nPrivilege: SMSCommand\r\nGSM span 2: Power on\n\nActionID: forged\n"
    b"GSM span 3: Power on\n--END COMMAND--\r\n\r\nEvent: Hangup\r\nCause: 16\r\n\r\n"
)


@settings(deadline=None)
@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_it_does_not_matter_where_it_is_cut(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    reader = Reader()
    found = [
        packet
        for begin, end in itertools.pairwise(places)
        for packet in reader.feed(STREAM[begin:end])
    ]
    assert [each.event or each.get("response") for each in found] == [
        "Success", "ReceivedSMS", "Follows", "Hangup",
    ]  # fmt: skip
    assert found[2].body == ["GSM span 2: Power on", "", "ActionID: forged", "GSM span 3: Power on"]
    assert found[2].get("actionid") == ""


@settings(deadline=None)
@given(st.binary(max_size=4000))
def test_noise(noise: bytes) -> None:
    with suppress(Endless):
        for packet in Reader().feed(noise):
            ussd_answer(packet)
            text_of(packet.get("content"))


def test_no_end_is_an_end() -> None:
    with pytest.raises(Endless):
        list(Reader().feed(b"x" * 100_000))
    with pytest.raises(Endless):
        list(Reader().feed(b"a: b\r\n" * 100_000))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_an_action_is_one_action(value: str) -> None:
    said = action("QuectelSendSMS", Message=value.encode("utf-8", "replace").decode())
    assert said.count(b"\r\n\r\n") == 1
    assert said.endswith(b"\r\n\r\n")
    assert said.count(b"\n") == 3


def test_parts_are_placed() -> None:
    numbering = Numbering()
    assert numbering.place(1, 1) == (None, None)
    assert numbering.place(1, 3) == (1, 3)
    assert numbering.place(0, 3) == (1, 3)
    assert numbering.place(2, 3) == (3, 3)
    assert numbering.place(3, 3) == (3, 3)
    assert numbering.place(1, 3) == (1, 3)
    assert numbering.place(7, 3) == numbering.place(None, 2) == numbering.place(1, 999)


async def test_an_answer_is_of_its_question() -> None:
    """Late and foreign answers are nobody's; a question without an answer ends the connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"Response: Success\r\n\r\nResponse: Stray\r\nActionID: other\r\n\r\n")
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        name = asked.split("ActionID: ")[1].split("\r\n")[0]
        writer.write(f"Response: Fine\r\nActionID: {name}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connection = Connection(Place("127.0.0.1", port, "a", "b"), Patience(answer=0.5))
    heard: list[Packet] = []
    async with connection.open(heard.append):
        assert (await connection.ask("Ping")).get("response") == "Fine"
        with pytest.raises(GatewayFault, match="no_answer") as fault:
            await connection.ask("Ping")
        assert not isinstance(fault.value, Unsaid)
        with pytest.raises(Unsaid):
            await connection.ask("Ping")
    server.close()


async def test_nobody_there() -> None:
    connection = Connection(Place("127.0.0.1", 1, "a", "b"), Patience(connect=1))
    with pytest.raises(Unsaid, match="offline"):
        async with connection.open(lambda _: None):
            pass


async def test_the_workshop_knows_who_speaks_what() -> None:
    async def tell(_: News) -> None: ...

    workshop = Workshop("127.0.0.1", 0)
    kinds: dict[GatewayKind, type | None] = {
        "dinstar": Dinstar, "yeastar": Yeastar, "quectel": Modem, "dongle": Modem,
        "openvox": None, "gammu": None,
    }  # fmt: skip
    line = GsmLine(id="gsm-1", name="1", operator="A1", gateway="x")
    for kind, made in kinds.items():
        for address in ("10.0.0.2", None):
            gateway = Gateway(id="x", name="X", kind=kind, address=address)
            driver = workshop.make(Equipment(gateway, (line,), {}), tell)
            assert driver is None if made is None or address is None else type(driver) is made
