"""Context `caller` in a real Asterisk reads numbers as the fold does, hostile ones too."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from load_asterisk import Loader, running
from offices import OFFICES

from vochi.core.calls.announced import read_number
from vochi.core.numbers import Numbering
from vochi.engine.tree import Tree

_PROBE = """
[probe]
exten => _X!,1,Gosub(caller,s,1)
 same => n,Set(DB(told/${EXTEN})=<${V_CLIENT}>)
"""
_NUMBERING = Numbering(country="BY", area_code="17")
#: As networks, gateways and strangers write.
SENT = (
    "+375291234567", "375291234567", "80291234567", "0291234567", "291234567", "2123456",
    "+74951234567", "810491701234567", "00491701234567", "88001234567", "88011234567",
    "102", "411", "*100#", "+375", "80", "anonymous", "Anonymous", "unknown", "a1-2", "restricted",
    "", "0", "00", "+", "+0375291234567",
    "${SHELL(touch /tmp/vochi-x3)}", "$[1+1]", "1&2", "291234567&SIP/x", "`id`", "'; --",
    "1;2", "291234567)(", "%2B375291234567", '"29"1234567', "37529123456789012345", "12|13", "1=2",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tree: Tree) -> Iterator[dict[int, str]]:
    with running(tree, OFFICES["romashka"]) as loader:
        file = Path(loader.site.etc) / "extensions.conf"
        file.write_text(file.read_text() + _PROBE)
        loader.cli("dialplan reload")
        _call(loader)
        found: dict[int, str] = {}
        deadline = time.monotonic() + 40
        while len(found) < len(SENT):
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
            shown = loader.cli("database show told")
            found = {
                int(number): said
                for number, said in re.findall(r"^/told/(\d+)\s*: <([^>]*)>", shown, re.MULTILINE)
            }
        yield found


@pytest.mark.parametrize("number", range(len(SENT)), ids=lambda number: repr(SENT[number]))
def test_the_number_is_that_of_the_fold(told: dict[int, str], number: int) -> None:
    sent = SENT[number]
    assert re.fullmatch(r"[0-9+*#]*", told[number])
    # Longer than any number: the fold keeps bare digits, the dialplan looks in vain for a key.
    if re.fullmatch(r"[A-Za-z0-9+*#-]{0,16}", sent):
        assert told[number] == read_number(sent, _NUMBERING)


def _call(loader: Loader) -> None:
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        answers = ami.makefile("rb")
        ami.sendall(b"Action: Login\r\nUsername: vochi\r\nEvents: off\r\n")
        ami.sendall(f"Secret: {loader.site.ami_secret}\r\n\r\n".encode())
        for number, sent in enumerate(SENT):
            ami.sendall(
                f"Action: Originate\r\nActionID: m{number}\r\nChannel: Local/{number}@probe/n\r\n"
                f'CallerID: "x" <{sent}>\r\n'
                "Application: Wait\r\nData: 5\r\nAsync: true\r\n\r\n".encode()
            )
        last = f"ActionID: m{len(SENT) - 1}".encode()
        while not answers.readline().startswith(last):
            pass
