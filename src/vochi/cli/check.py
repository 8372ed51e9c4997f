"""`vochi check`: what is cheap to know at once: format, lint, types, import rule, core tests."""

import concurrent.futures
import os
import subprocess
import sys
import time
from pathlib import Path

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import checkout


def steps(root: Path) -> dict[str, list[str]]:
    """Name -> command; all are independent of each other."""
    binaries = root / ".venv" / "bin"
    return {
        "core": [sys.executable, "-m", "pytest", "-q", "tests/core"],
        "types": [str(binaries / "mypy"), "src"],
        "format": [str(binaries / "ruff"), "format", "--check", "-q"],
        "lint": [str(binaries / "ruff"), "check", "-q"],
        "imports": [str(binaries / "lint-imports")],
        "web": [str(binaries / "npm"), "--prefix", "web", "run", "-s", "check"],
    }


def play(root: Path, name: str, argv: list[str]) -> tuple[str, int, float, str]:
    """Run one step; gives name, status, seconds and what it printed."""
    began = time.monotonic()
    env = {**os.environ, "PATH": f"{root / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        argv,
        cwd=root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, done.returncode, time.monotonic() - began, done.stdout


@click.command(
    help=t("Формат, правила, типы, зависимости, ядро", "Format, lint, types, imports, core")
)
def check() -> None:
    """Two steps at a time; prints what failed and the closing line of the core tests."""
    root = checkout()
    failed = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(play, root, name, argv) for name, argv in steps(root).items()]
        for done in concurrent.futures.as_completed(waiting):
            name, status, seconds, output = done.result()
            click.echo(f"{'ok  ' if status == 0 else 'FAIL'} {name} ({seconds:.0f} s)")
            if status:
                failed.append(name)
            if status or name == "core":
                click.echo(output.rstrip())
    if failed:
        raise Fault(t("не прошли: ", "failed: ") + ", ".join(sorted(failed)))
