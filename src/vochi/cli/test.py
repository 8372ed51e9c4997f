"""`vochi test`: everything, or one group."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import checkout

GROUPS = ("core", "engine", "gateways", "voice", "box", "hub", "scenarios", "web", "e2e")


@dataclass(frozen=True)
class Run:
    """One call of a test runner; `env` is added to the environment."""

    name: str
    argv: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()


def pytest_run(name: str, folder: str, *more: str, workers: int = 0, **env: str) -> Run:
    """A pytest run over `tests/<folder>`, in parallel where its tests do not share an engine."""
    spread = ("-n", str(workers)) if workers else ()
    argv = (sys.executable, "-m", "pytest", "-q", f"tests/{folder}", *spread, *more)
    return Run(name, argv, tuple(env.items()))


def runs(group: str | None, keyword: str | None) -> list[Run]:
    """What a group consists of, in the order in which faults are cheapest to find."""
    k = ("-k", keyword) if keyword else ()
    named = ("--", "-t", keyword) if keyword else ()
    npm = str(checkout() / ".venv" / "bin" / "npm")
    table = {
        "core": [pytest_run("core", "core", "tests/cli", *k, workers=2)],
        "engine": [pytest_run("engine", "engine", "--dist", "loadfile", *k, workers=2)],
        "gateways": [pytest_run("gateways", "gateways", *k, workers=2)],
        "voice": [pytest_run("voice", "voice", *k)],
        "box": [pytest_run("box", "box", "--dist", "loadfile", *k, workers=2)],
        "hub": [
            pytest_run("hub, SQLite", "hub", *k, workers=2, VOCHI_TEST_DATABASE="sqlite"),
            pytest_run("hub, PostgreSQL", "hub", *k, workers=2, VOCHI_TEST_DATABASE="postgres"),
        ],
        "web": [Run("web", (npm, "--prefix", "web", "run", "-s", "test", *named))],
        "scenarios": [pytest_run("scenarios", "scenarios", *k)],
        "e2e": [pytest_run("e2e", "e2e", "--dist", "loadfile", *k, workers=2)],
    }  # fmt: skip
    return table[group] if group else [run for name in GROUPS for run in table[name]]


def ensure_debian(programs: dict[str, str]) -> None:
    """Install Debian packages whose program is absent; only root can."""
    missing = sorted(
        {package for program, package in programs.items() if not shutil.which(program)}
    )
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0:
        raise Fault(
            t(
                f"нужны пакеты: sudo apt-get install {names}",
                f"needed: sudo apt-get install {names}",
            )
        )
    click.echo(f"· apt-get install {names}", err=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for argv in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", *argv], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            tail = (done.stderr.strip().splitlines() or ["?"])[-1]
            raise Fault(
                t(f"apt-get не поставил {names}: {tail}", f"apt-get failed on {names}: {tail}")
            )


def play(run: Run, keyword: str | None) -> bool:
    """Run it; a group in which a keyword finds nothing is no failure."""
    click.echo(f"\n=== {run.name}", err=True)
    began = time.monotonic()
    env = {**os.environ, **dict(run.env), "VIRTUAL_ENV": str(checkout() / ".venv")}
    env["PATH"] = f"{checkout() / '.venv' / 'bin'}{os.pathsep}{env['PATH']}"
    status = subprocess.run(run.argv, cwd=checkout(), env=env, check=False).returncode
    verdict = "ok" if status in {0, 5} else f"failed ({status})"
    click.echo(f"=== {run.name}: {verdict}, {time.monotonic() - began:.0f} s", err=True)
    return status == 0 or (status == 5 and keyword is not None)


@click.command(help=t("Все проверки или одна группа", "All tests or one group of them"))
@click.argument("group", type=click.Choice(GROUPS), required=False)
@click.option("-k", "keyword", help=t("только тесты с этим именем", "only tests of this name"))
def test(group: str | None, keyword: str | None) -> None:
    """Run the groups one after another (two cores); fail when any failed."""
    if group in (None, "e2e"):
        ensure_debian({"chromium": "chromium"})
    if group in (None, "engine"):
        ensure_debian({"sipp": "sip-tester"})
    failed = [run.name for run in runs(group, keyword) if not play(run, keyword)]
    if failed:
        raise Fault(t("не прошли: ", "failed: ") + ", ".join(failed))
