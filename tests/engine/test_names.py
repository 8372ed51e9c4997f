"""Dead DNS (R7): in a network of our own whose resolver swallows every question."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from deadline import until

from vochi.engine.names import NOWHERE, Names
from vochi.engine.tree import Tree
from vochi.home import Home

HERE = Path(__file__).parent
INSIDE = f"""
set -e
ip link set lo up
hostname nowhere-box
printf '127.0.0.1 localhost\\n' > "$1/hosts"
printf 'nameserver 127.0.0.1\\n' > "$1/resolv.conf"
mount --bind "$1/hosts" /etc/hosts
mount --bind "$1/resolv.conf" /etc/resolv.conf
exec {sys.executable} {HERE / "dead_dns.py"} "$1/home" "$2"
"""


def can_unshare() -> bool:
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        return False
    done = subprocess.run(["unshare", "-n", "-m", "-u", "true"], capture_output=True, check=False)
    return done.returncode == 0


def in_dead_network(root: Path, own_names: str) -> dict[str, Any]:
    done = subprocess.run(
        ["unshare", "-n", "-m", "-u", "sh", "-c", INSIDE, "sh", str(root), own_names],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(not can_unshare(), reason="needs root and network namespaces")
def test_calls_while_dns_is_dead(home: Home, tree: Tree) -> None:
    told = in_dead_network(home.root, "yes")
    assert told["questions"] == 0, "nobody was asked"
    assert told["registered"] == 200
    assert told["statuses"] == [200] * 10
    assert sorted(told["seconds"])[5] < 0.05, "R7"
    # The same without the names of ours: this is what is being prevented.
    plain = in_dead_network(home.root, "no")
    assert plain["questions"] > 0
    assert plain["ready"] > told["ready"] + 0.5


async def test_a_name_that_does_not_resolve_keeps_its_address(tmp_path: Path) -> None:
    names = Names(tmp_path / "hosts")
    names.write({"sip.operator.invalid": "203.0.113.9"})
    await names.refresh(
        ["SIP.operator.invalid", "other.invalid", "192.0.2.7", "[::1]", "localhost"], seconds=5
    )
    known = names.known()
    assert known["sip.operator.invalid"] == "203.0.113.9"
    assert known["other.invalid"] == NOWHERE
    assert known["localhost"] == "127.0.0.1"
    assert "192.0.2.7" not in known
    before = names.file.stat().st_mtime_ns
    await asyncio.to_thread(
        names.write, {k: v for k, v in known.items() if "." in k or k == "localhost"}
    )
    assert names.file.stat().st_mtime_ns == before, "not written when nothing changed"


async def test_follows_a_server_that_moves(tmp_path: Path) -> None:
    names = Names(tmp_path / "hosts")
    names.write({"localhost": "203.0.113.9", "gone.invalid": "203.0.113.10"})
    keeping = asyncio.create_task(names.keep(0.05))
    await until(lambda: names.known().get("localhost") == "127.0.0.1")
    assert names.known()["gone.invalid"] == "203.0.113.10"
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping


@pytest.mark.parametrize("host", ["a\nb", "x" * 300, "", "..", "\x00"])
async def test_odd_names(tmp_path: Path, host: str) -> None:
    names = Names(tmp_path / "hosts")
    await names.refresh([host], seconds=0.5)
    lines = names.file.read_text().splitlines()
    assert len(lines) == 2, "only the own name"
