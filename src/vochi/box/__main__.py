"""`python -m vochi.box --home H [--enroll] [--hub URL]`; the code is in `$VOCHI_ENROLL_CODE`."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import click
import structlog

from vochi.box.daemon import Box, Invitation, hub_address
from vochi.box.lock import HomeTaken, alone
from vochi.box.logs import set_up_logs
from vochi.core.wording import say
from vochi.engine.errors import EngineError
from vochi.engine.install import default_cache, install, tell
from vochi.home import BrokenSettings, Home
from vochi.language import language, t
from vochi.machine import fault_of

#: The one-time code of the hub: never an argument, which everybody on the machine can read.
CODE = "VOCHI_ENROLL_CODE"


def cause(fault: Exception, home: Path) -> tuple[str, dict[str, str]]:
    """Why the box cannot go on, as a code with facts."""
    if isinstance(fault, HomeTaken | EngineError):
        return fault.code, fault.facts
    if isinstance(fault, BrokenSettings):
        return "settings.broken", {"path": str(fault.file), "why": fault.why}
    if isinstance(fault, OSError | sqlite3.Error):
        return fault_of(fault, str(home))
    raise fault


@click.command(help=t("Станция: Asterisk и журнал", "The box: Asterisk and its journal"))
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option(
    "--enroll",
    is_flag=True,
    help=t(
        f"спросить код хаба (или он в ${CODE})", f"ask for the hub's code (or it is in ${CODE})"
    ),
)
@click.option("--hub", help=t("адрес хаба", "address of the hub"))
def main(home: Path, enroll: bool, hub: str | None) -> None:
    """Run the box until SIGTERM (the engine goes on) or SIGINT (the engine stops too)."""
    set_up_logs()
    # Taken out, so that neither Asterisk nor an encoder inherits it.
    code = os.environ.pop(CODE, None)
    if enroll and not code:
        code = click.prompt(t("Код", "Code"), hide_input=True)
    place = Home(home.absolute())
    try:
        place.root.mkdir(parents=True, exist_ok=True)
        with alone(place.root, place.run / "box.lock"):
            tree = install(default_cache(), tell)
            settings = place.settings()
            address = (hub or hub_address(settings)).rstrip("/")
            invitation = Invitation(code, address) if code else None
            asyncio.run(Box(place, tree, invitation).run())
    except (HomeTaken, EngineError, BrokenSettings, OSError, sqlite3.Error) as fault:
        why, facts = cause(fault, place.root)
        structlog.get_logger().error("box_ends", code=why, reason=str(fault))
        click.echo(f"vochi: {say(why, facts, language())}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    # Files of the box hold calls of people: nobody else on the machine reads them.
    os.umask(0o077)
    main()
