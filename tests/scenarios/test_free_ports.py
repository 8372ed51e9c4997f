"""Houses that begin at once are not given the same port, in one process or in two."""

import socket
import subprocess
import sys

import pytest

from vochi.lab import ports

_ASKS = """
from vochi.lab import ports
ports._UDP = ({first}, {first} + 3)
print(ports.free_udp())
"""


def _three_free() -> int:
    """The first of three ports side by side that nobody has."""
    for first in range(31900, 30000, -3):
        held = [socket.socket(type=kind) for kind in ports._KINDS for _ in range(3)]
        try:
            for number, each in enumerate(held):
                each.bind(("127.0.0.1", first + number % 3))
        except OSError:
            continue
        else:
            return first
        finally:
            for each in held:
                each.close()
    raise AssertionError("no three free ports")


def test_a_port_is_given_once_till_it_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _three_free()
    monkeypatch.setattr(ports, "_UDP", (first, first + 3))
    given = {ports.free_udp(), ports.free_udp()}
    asked = subprocess.run(
        [sys.executable, "-c", _ASKS.format(first=first)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {int(asked.stdout)} == {first, first + 1, first + 2} - given
    # The other process is gone, and with it what it held.
    assert ports.free_udp() not in given
    with pytest.raises(OSError, match="no free port"):
        ports.free_udp()
