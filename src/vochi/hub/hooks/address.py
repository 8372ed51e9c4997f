"""Where a webhook may go: never into our own networks, unless the box's administrator says so.

The name is resolved here and the connection goes to what was looked at: a name that shows one
address to the check and another to the connection gains nothing.
"""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from vochi.hub.answer import Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class AddressError(Exception):
    """`why` is `no_address` or `private_address`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Target:
    """The parts of an address that a request needs; `path` has its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Read an address. Raises Refused 422 `hook_url`, `hook_private_address`."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except ValueError as error:
        raise Refused(422, "hook_url") from error
    fits = parts.scheme in {"http", "https"} and host and not parts.username and port != 0
    if not fits or not url.isprintable() or " " in url:
        raise Refused(422, "hook_url")
    literal = _literal(host)
    if (literal is not None and not may_go(literal)) or _is_this_machine(host):
        raise Refused(422, "hook_private_address", host=host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or {"http": 80, "https": 443}[parts.scheme], path)


async def resolve(target: Target) -> Address:
    """The address to connect to. Raises AddressError: every address of a name must be allowed."""
    literal = _literal(target.host)
    if literal is not None:
        found = [literal]
    else:
        loop = asyncio.get_running_loop()
        try:
            rows = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise AddressError("no_address") from error
        found = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not found:
        raise AddressError("no_address")
    if not all(map(may_go, found)):
        raise AddressError("private_address")
    return found[0]


def may_go(address: Address) -> bool:
    """Whether it lies outside, or in a network that `hook_networks` of the settings opens."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return may_go(inner)
    if any(address in network for network in _opened()):
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


_NAT64 = IPv6Network("64:ff9b::/96")


def _opened() -> Iterable[Network]:
    return (ip_network(each, strict=False) for each in settings.HOOK_NETWORKS)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_this_machine(host: str) -> bool:
    is_named = host == "localhost" or host.endswith(".localhost")
    return is_named and not may_go(IPv4Address("127.0.0.1"))
