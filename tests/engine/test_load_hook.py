"""Context `hook` in a real Asterisk: a box that is dead, one that hangs, one that says anything."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from load_asterisk import Loader, running
from offices import OFFICES

from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.engine.tree import Tree

_PROBE = """
[probe]
exten => _X!,1,Set(V_N=${EXTEN})
 same => n,Set(V_BEGAN=${STRFTIME(,,%s)})
 same => n,Goto(scheme-asks,nask,1)
"""
_TOLD = "Set(DB(told/${V_N})=${EXTEN} ${V_STATUS} $[${STRFTIME(,,%s)} - ${V_BEGAN}])"


@contextmanager
def box(says: bytes | None) -> Iterator[int]:
    """A server that takes what is asked and says this; None: it never says anything."""
    server = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                peer, _ = server.accept()
            except OSError:
                return
            kept.append(peer)
            if says is not None:
                with suppress(OSError), peer, peer.makefile("rb") as asked:
                    while asked.readline().strip():
                        pass
                    peer.sendall(says)
                    if says.endswith(b"\n"):
                        asked.readline()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for peer in kept:
            peer.close()


def _office() -> Office:
    ask = Webhook(
        url="https://x.by/", branches=("vip",), seconds=1,
        exits={"vip": "at-vip", "default": "at-default"},
    )  # fmt: skip
    nodes = {
        "start": Start(exits={"next": "ask"}),
        "ask": ask,
        "at-vip": HangUp(),
        "at-default": HangUp(),
    }
    office = OFFICES["romashka"]
    scheme = InboundScheme(id="asks", name="Спросить", nodes=nodes)
    return office.model_copy(update={"inbound": (*office.inbound, scheme)})


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, _office()) as loader:
        yield loader


def _ask(loader: Loader, port: int) -> tuple[str, str, int]:
    """Node after the question, status, whole seconds it took."""
    file = Path(loader.site.etc) / "extensions.conf"
    text = loader.files["extensions.conf"]
    text = re.sub(r"agi://127\.0\.0\.1:\d+/", f"agi://127.0.0.1:{port}/", text)
    text = re.sub(r"CELGenUserEvent\(V_END[^)]*\)", lambda _: _TOLD, text)
    file.write_text(text + _PROBE)
    loader.cli("dialplan reload")
    loader.cli("database deltree told")
    _originate(loader)
    deadline = time.monotonic() + 15
    while True:
        shown = loader.cli("database show told")
        if found := re.search(r"^/told/1\s*: nat_(\w+) (\w*) (\d+)", shown, re.MULTILINE):
            return found[1], found[2], int(found[3])
        assert time.monotonic() < deadline, shown
        time.sleep(0.05)


def test_a_branch_is_taken(loader: Loader) -> None:
    with box(b'SET VARIABLE V_BRANCH "vip"\n') as port:
        assert _ask(loader, port)[0] == "vip"


@pytest.mark.parametrize(
    "says",
    [
        b"", b"rubbish\n", b'SET VARIABLE V_BRANCH "other"\n', b'SET VARIABLE V_BRANCH "VIP"\n',
        b'SET VARIABLE V_BRANCH "\\" = \\"\\" | 1 | \\"vip"\n',
    ],
)  # fmt: skip
def test_anything_else_is_the_default(loader: Loader, says: bytes) -> None:
    with box(says) as port:
        assert _ask(loader, port)[0] == "default"


def test_a_dead_box_costs_no_time(loader: Loader) -> None:
    with socket.socket() as nobody:  # bound, and nobody listens there
        nobody.bind(("127.0.0.1", 0))
        asked = [_ask(loader, nobody.getsockname()[1]) for _ in range(3)]
    assert {(way, status) for way, status, _ in asked} == {("default", "unreachable")}
    # Of three: one may fall into a moment in which the machine stands still.
    assert min(seconds for *_, seconds in asked) <= 1


def test_a_box_that_hangs_is_left(loader: Loader) -> None:
    with box(None) as port:
        way, status, seconds = _ask(loader, port)
    assert (way, status) == ("default", "late")
    # Two by the dialplan, and what a machine that stands still may add; the box hangs for ever.
    assert 1 <= seconds <= 8


def _originate(loader: Loader) -> None:
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        answers = ami.makefile("rb")
        ami.sendall(b"Action: Login\r\nUsername: vochi\r\nEvents: off\r\n")
        ami.sendall(f"Secret: {loader.site.ami_secret}\r\n\r\n".encode())
        ami.sendall(
            b"Action: Originate\r\nActionID: m\r\nChannel: Local/1@probe/n\r\n"
            b"Application: Wait\r\nData: 20\r\nAsync: true\r\n\r\n"
        )
        while not answers.readline().startswith(b"ActionID: m"):
            pass
