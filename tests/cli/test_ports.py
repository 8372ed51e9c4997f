"""A taken port is told with the name of whoever has it."""

import os
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from vochi.cli.ports import free_port, holder, is_free
from vochi.cli.up import up
from vochi.home import Home, Settings


@pytest.mark.parametrize(
    ("protocol", "kind"), [("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)]
)
def test_holder_is_this_process(protocol: str, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if protocol == "tcp":
            taken.listen()
        port = taken.getsockname()[1]
        assert not is_free("127.0.0.1", port, protocol)
        assert f"pid {os.getpid()}" in (holder(port, protocol) or "")
    assert is_free("127.0.0.1", port, protocol)


def test_up_refuses_a_taken_port_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        Home(tmp_path).save(
            Settings(
                listen="127.0.0.1",
                web_port=port,
                sip_port=free_port(protocol="udp"),
                ami_port=free_port(),
            )
        )
        done = CliRunner().invoke(up, ["--home", str(tmp_path)])
    assert done.exit_code == 1
    assert str(port) in done.output
    assert f"pid {os.getpid()}" in done.output
    assert len(done.output.strip().splitlines()) == 1
