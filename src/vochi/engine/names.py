"""Names that must resolve while DNS is dead: our own host, and the operators' servers (R7).

pjproject asks for the own host name when Asterisk starts. With a name that resolves nowhere and a
resolver that never answers, a plain Asterisk took no REGISTER for over 60 s (measured); with this
file it took the first after 4 ms. A name of an operator blocks a thread of SIP likewise.
"""

import asyncio
import contextlib
import ipaddress
import os
import re
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Final

#: Where a name leads that was never resolved: nobody's address (RFC 5737), found at once.
NOWHERE: Final = "192.0.2.1"
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})*")


class Names:
    """A hosts file of our own, read by nss_wrapper inside Asterisk whenever it changes."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def environment(self) -> dict[str, str]:
        """What Asterisk needs in its environment; other names give up after a second or two."""
        return {"NSS_WRAPPER_HOSTS": str(self.file), "RES_OPTIONS": "timeout:1 attempts:1"}

    def known(self) -> dict[str, str]:
        """Host -> address as the file has it."""
        try:
            lines = [line.split() for line in self.file.read_text().splitlines()]
        except OSError:
            return {}
        own = socket.gethostname()
        return {words[1]: words[0] for words in lines if len(words) == 2 and words[1] != own}

    def write(self, hosts: dict[str, str]) -> None:
        """All or nothing; the own name is always in, for both families."""
        own = socket.gethostname()
        lines = [f"127.0.0.1 {own}", f"::1 {own}"]
        lines += [f"{address} {host}" for host, address in sorted(hosts.items()) if host != own]
        text = "\n".join(lines) + "\n"
        if self.file.exists() and self.file.read_text() == text:
            return
        draft = self.file.with_suffix(".new")
        draft.write_text(text)
        draft.replace(self.file)

    async def keep(self, seconds: float = 300.0) -> None:
        """Follow operators whose servers move; soon again while one was never found."""
        while True:
            known = self.known()
            await asyncio.sleep(min(seconds, 15.0) if NOWHERE in known.values() else seconds)
            await self.refresh(self.known())

    async def refresh(self, hosts: Iterable[str], seconds: float = 2.0) -> None:
        """Resolve `hosts`; one that does not resolve now keeps its last address."""
        wanted = sorted({host.lower() for host in hosts if _is_name(host)})
        known = self.known()
        found = await asyncio.gather(*(_resolve(host, seconds) for host in wanted))
        self.write(
            {
                host: address or known.get(host, NOWHERE)
                for host, address in zip(wanted, found, strict=True)
            }
        )


async def _resolve(host: str, seconds: float) -> str | None:
    with contextlib.suppress(OSError, UnicodeError):
        async with asyncio.timeout(seconds):
            loop = asyncio.get_running_loop()
            told = await loop.getaddrinfo(host, None, family=socket.AF_INET)
            return str(told[0][4][0])
    return None


def _is_name(host: str) -> bool:
    """A host name and not an address; anything else has no place in a hosts file."""
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(host)
        return False
    return _NAME.fullmatch(host) is not None and len(host) <= 253


def search_environment() -> dict[str, str]:
    """The little that Asterisk inherits: nothing of the box's own secrets."""
    kept = ("PATH", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
