"""Which home a command works on."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from vochi.cli.language import t
from vochi.home import Home

F = TypeVar("F", bound=Callable[..., Any])


def default_home() -> Path:
    """`$VOCHI_HOME`, else the user's data directory (XDG)."""
    told = os.environ.get("VOCHI_HOME")
    if told:
        return Path(told)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "vochi"


def _home(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Home:
    return Home((value or default_home()).absolute())


def home_option(command: F) -> F:
    """`--home DIR`: gives the command a `Home`."""
    option = click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        callback=_home,
        help=t("каталог данных (иначе $VOCHI_HOME)", "data directory (else $VOCHI_HOME)"),
    )
    return option(command)


def checkout() -> Path:
    """The root of the source tree (the bootstrap names it)."""
    told = os.environ.get("VOCHI_CHECKOUT")
    return Path(told) if told else Path(__file__).resolve().parents[3]


def cache() -> Path:
    """What no home owns: Asterisk's tree, downloads."""
    told = os.environ.get("XDG_CACHE_HOME")
    return (Path(told) if told else Path.home() / ".cache") / "vochi"
