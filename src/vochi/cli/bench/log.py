"""Q7: the call log over a year of a million calls, any filter, on SQLite and PostgreSQL.

`$VOCHI_BENCH_YEAR`: a home that is asked instead of the one that the bench keeps;
`$VOCHI_BENCH_POSTGRES`: the URL of a PostgreSQL that has its year already.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from vochi.cli.bench import log_home
from vochi.cli.bench.figures import Figure, progress, show
from vochi.lab.year import Plan

TARGET: Final = 50.0


def run(as_json: bool) -> int:
    """Fill what is not filled, ask, show; 1 when a figure misses."""
    plan = Plan(calls=int(os.environ.get("VOCHI_BENCH_CALLS", "1000000")))
    kept = os.environ.get("VOCHI_BENCH_YEAR")
    home = Path(kept) if kept else log_home.place(plan)
    if not home.exists():
        progress(f"a year of {plan.calls:,} calls is made once: {home}")
        _module("log_home", plan.model_dump_json())
    figures: dict[str, Figure] = {}
    for name in os.environ.get("VOCHI_BENCH_DATABASES", "sqlite,postgresql").split(","):
        with _database(name, home) as around:
            progress(f"{name}: asking")
            told = json.loads(_module("log_ask", str(home), "1", **around))
        for spent, what, asked in told["slow"]:
            progress(f"{name}: {spent:.0f} ms {what} {asked}")
        figures |= _figures(name, told)
    return show(figures, as_json)


def _figures(name: str, told: dict[str, Any]) -> dict[str, Figure]:
    floor = _p(told["floor"], 95)
    found = {}
    for what, took in told["took"].items():
        found[f"{name} {what}"] = Figure(
            value=_p(took, 95), unit="ms p95", target=TARGET,
            floor=f"p50 {statistics.median(took):.1f} ms, worst {max(took):.0f} ms of {len(took)};"
            f" floor p95 {floor:.1f} ms",
        )  # fmt: skip
    every = [spent for took in told["took"].values() for spent in took]
    found[f"{name} Q7"] = Figure(
        value=_p(every, 95), unit="ms p95", target=TARGET,
        floor=f"p50 {statistics.median(every):.1f} ms of {len(every)}, worst {max(every):.0f} ms;"
        f" CPU of the hub p95 {_p(told['work'], 95):.1f} ms;"
        f" a page by the first index p95 {floor:.1f} ms; load {os.getloadavg()[0]:.1f}",
    )  # fmt: skip
    return found


def _p(took: list[float], percent: int) -> float:
    return sorted(took)[min(len(took) - 1, len(took) * percent // 100)]


def _module(name: str, *words: str, **around: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"vochi.cli.bench.{name}", *words], check=True,
        stdout=subprocess.PIPE, text=True, env={**os.environ, **around},
    )  # fmt: skip
    return done.stdout


@contextmanager
def _database(name: str, home: Path) -> Iterator[dict[str, str]]:
    """The environment in which a hub of the year runs."""
    if name == "sqlite":
        yield {}
        return
    if url := os.environ.get("VOCHI_BENCH_POSTGRES"):
        yield {"VOCHI_DATABASE": url}
        return
    # The server that the tests run on; it is theirs, and a bench is a developer's tool.
    path = Path(__file__).parents[4] / "tests" / "hub" / "postgres.py"
    spec = importlib.util.spec_from_file_location("vochi_bench_postgres", path)
    assert spec is not None
    assert spec.loader is not None
    postgres = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(postgres)
    with postgres.running() as url:
        around = {"VOCHI_DATABASE": url}
        progress("postgresql: copying the year")
        _module("log_copy", str(home), **around)
        yield around
