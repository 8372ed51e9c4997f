"""`vochi bench NAME`: our figures beside the floor of the same run."""

import importlib
import sys

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t

BENCHES = (
    "call",
    "journal",
    "idle",
    "verify",
    "simulate",
    "hunt",
    "followme",
    "publish",
    "cost",
    "gsm",
    "clients",
    "desk",
    "planner",
    "reports",
    "log",
)


@click.command(
    help=t("Замеры рядом с полом того же прогона", "Figures beside the floor of the run")
)
@click.argument("name", type=click.Choice(BENCHES))
@click.option("--json", "as_json", is_flag=True, help=t("один объект JSON", "one JSON object"))
def bench(name: str, as_json: bool) -> None:
    """Run a bench; exit status 1 when a figure misses its target."""
    module = importlib.import_module(f"vochi.cli.bench.{name}")
    status = int(module.run(as_json))
    if status:
        raise Fault(t("есть цифра хуже цели", "a figure misses its target"))
    sys.exit(0)
