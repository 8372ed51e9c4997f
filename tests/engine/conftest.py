"""A real Asterisk for the tests: the tree once, homes with ports of their own."""

import random
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hand import hand_files

from vochi.engine.install import default_cache, install
from vochi.engine.run import Engine, Patience, ami_secret
from vochi.engine.tree import Tree
from vochi.home import Home, Settings

_KINDS = (socket.SOCK_DGRAM, socket.SOCK_STREAM)


@pytest.fixture(scope="session")
def tree() -> Tree:
    return install(default_cache())


@pytest.fixture
def home() -> Iterator[Home]:
    # pytest's own directories are too deep for the 108 characters of a Unix socket's path.
    with TemporaryDirectory(prefix="vochi-") as root:
        home = Home(Path(root))
        home.save(free_settings())
        yield home


@pytest.fixture
async def engine(home: Home, tree: Tree) -> AsyncIterator[Engine]:
    """Not started; whatever it starts is ended."""
    async with Engine(home, tree, Patience(boot=30)) as engine:
        try:
            yield engine
        finally:
            await engine.stop()


@pytest.fixture
def by_hand(home: Home, tree: Tree) -> Callable[..., int]:
    """Write the hand-made configuration as a good release."""

    def write(engine: Engine, more: str = "", **changed: str) -> int:
        files = {**hand_files(home, tree, ami_secret(home), more=more), **changed}
        number = engine.releases.write(files)
        engine.releases.switch(number)
        engine.releases.mark_good(number)
        return number

    return write


def free_settings() -> Settings:
    first = _free(100, range(33000, 59000, 100))
    return Settings(
        listen="127.0.0.1",
        sip_port=_free(1, range(20000, 32000)),
        ami_port=_free(1, range(20000, 32000)),
        rtp_first=first,
        rtp_last=first + 99,
    )


def _free(count: int, ports: range) -> int:
    for _ in range(200):
        port = random.choice(ports)
        if all(_binds(port + step, kind) for step in (0, count - 1) for kind in _KINDS):
            return port
    raise OSError("no free ports")


def _binds(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(type=kind) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
