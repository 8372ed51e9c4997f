"""Free ports of this machine, found by binding them, and not given to two stands at once.

A port is bound by whoever asked a second or two later. Till then it is leased: a socket that never
listens holds the same number at an address that nobody uses, for every process of this machine.
"""

import random
import socket
from collections import deque
from collections.abc import Iterable

#: Ends of what is asked for: below the ephemeral range, whence the system serves who calls out.
_TCP, _UDP, _RTP = (10000, 20000), (20000, 32000), (33000, 60000)
_LEASED_AT = "127.255.255.254"
#: So many leases live at a time: whoever asked for an older one has bound it long ago.
_MOST = 64
_KINDS = (socket.SOCK_DGRAM, socket.SOCK_STREAM)
_leases: deque[socket.socket] = deque()
#: Not the generator that tests seed: two that are seeded alike would want the same ports.
_chance = random.SystemRandom()


def free_tcp(address: str = "127.0.0.1") -> int:
    """A TCP port that nobody listens on."""
    return _free((address,), _TCP, (socket.SOCK_STREAM,))


def free_udp(addresses: Iterable[str] = ("127.0.0.1",)) -> int:
    """A UDP port that is free on every one of the addresses (and on TCP: SIP may take both)."""
    return _free(tuple(addresses), _UDP, _KINDS)


def free_udp_range(count: int, address: str = "127.0.0.1") -> tuple[int, int]:
    """First and last port of an even range whose ends and middle are free."""
    for _ in range(200):
        first = _chance.randrange(_RTP[0], _RTP[1] - count, 2)
        samples = (first, first + count // 2, first + count - 1)
        if all(_binds(address, port, socket.SOCK_DGRAM) for port in samples):
            return first, first + count - 1
    raise OSError(f"no {count} free UDP ports on {address}")


def _free(addresses: tuple[str, ...], within: tuple[int, int], kinds: tuple[int, ...]) -> int:
    for _ in range(200):
        port = _chance.randrange(*within)
        if _lease(port):
            if all(_binds(address, port, kind) for address in addresses for kind in kinds):
                return port
            _leases.pop().close()
    raise OSError(f"no free port on {addresses}")


def _lease(port: int) -> bool:
    lease = socket.socket()
    try:
        lease.bind((_LEASED_AT, port))
    except OSError:
        lease.close()
        return False
    _leases.append(lease)
    if len(_leases) > _MOST:
        _leases.popleft().close()
    return True


def _binds(address: str, port: int, kind: int) -> bool:
    with socket.socket(type=kind) as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True
