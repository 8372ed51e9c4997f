"""S38: finding one of a million clients by any part of a number and any words, on both databases.

The questions go through the API, as a page of the list is read: by the owner and by two accounts
that see a part. Beside them stands the floor of the same run: a card by its primary key.
`$VOCHI_BENCH_CLIENTS` is how many cards are made (a million unless it says otherwise).
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from vochi.cli.bench.figures import Figure, progress, show

TARGET_MS: Final = 100


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    size = int(os.environ.get("VOCHI_BENCH_CLIENTS", "1000000"))
    figures: dict[str, Figure] = {}
    for kind in ("sqlite", "postgres"):
        with ExitStack() as stack:
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix="vochi-bench-clients-"))
            around = {**os.environ, "VOCHI_HOME": home}
            around.pop("VOCHI_DATABASE", None)
            if kind == "postgres":
                around["VOCHI_DATABASE"] = _server(stack)
            _module("clients_home", str(size), around=around)
            told: dict[str, Any] = json.loads(_module("clients_ask", "38", around=around))
        for seconds, login, asked in told["slow"]:
            progress(f"{kind}: {seconds:.0f} ms {login} {asked}")
        floor = f"by id {_p(told['floor'], 95):.2f} ms p95"
        for name, took in told["took"].items():
            figures[f"{name}/{kind}"] = Figure(
                value=round(_p(took, 95), 1), unit="ms p95", target=TARGET_MS,
                floor=f"p50 {_p(took, 50):.0f}, worst {max(took):.0f} ms; {floor}",
            )  # fmt: skip
    return show(figures, as_json)


def _server(stack: ExitStack) -> str:
    """The server that the tests run on; a bench is a developer's tool."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.hub.postgres"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    stack.callback(server.wait, 60)
    stack.callback(server.stdin.close)
    return server.stdout.readline().strip()


def _module(name: str, *words: str, around: dict[str, str]) -> str:
    """In a process of its own: Django is set up once for one database."""
    done = subprocess.run(
        [sys.executable, "-m", f"vochi.cli.bench.{name}", *words], env=around, check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def _p(took: list[float], percent: int) -> float:
    return sorted(took)[min(len(took) - 1, len(took) * percent // 100)]
