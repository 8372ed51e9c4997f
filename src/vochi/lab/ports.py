"""Free ports of this machine, found by binding them."""

import random
import socket
from collections.abc import Iterable


def free_tcp(address: str = "127.0.0.1") -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
        return port


def free_udp(addresses: Iterable[str] = ("127.0.0.1",)) -> int:
    """A UDP port that is free on every one of the addresses (and on TCP: SIP may take both)."""
    wanted = tuple(addresses)
    for _ in range(200):
        port = random.randrange(20000, 32000)  # noqa: S311 - below the ephemeral range
        if all(_binds(address, port, kind) for address in wanted for kind in _KINDS):
            return port
    raise OSError(f"no free UDP port on {wanted}")


def free_udp_range(count: int, address: str = "127.0.0.1") -> tuple[int, int]:
    """First and last port of an even range whose ends and middle are free."""
    for _ in range(200):
        first = random.randrange(33000, 60000 - count, 2)  # noqa: S311
        samples = (first, first + count // 2, first + count - 1)
        if all(_binds(address, port, socket.SOCK_DGRAM) for port in samples):
            return first, first + count - 1
    raise OSError(f"no {count} free UDP ports on {address}")


_KINDS = (socket.SOCK_DGRAM, socket.SOCK_STREAM)


def _binds(address: str, port: int, kind: int) -> bool:
    with socket.socket(type=kind) as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True
