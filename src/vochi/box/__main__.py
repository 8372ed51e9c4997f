"""`python -m vochi.box --home H [--enroll CODE [--hub URL]]`."""

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
from vochi.engine.errors import EngineError
from vochi.engine.install import default_cache, install
from vochi.home import Home


@click.command()
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--enroll", "code", help="one-time code of the hub")
@click.option("--hub", help="address of the hub; default: that of the settings, else this machine")
def main(home: Path, code: str | None, hub: str | None) -> None:
    """Run the box until SIGTERM (the engine goes on) or SIGINT (the engine stops too)."""
    set_up_logs()
    place = Home(home.absolute())
    try:
        place.root.mkdir(parents=True, exist_ok=True)
        with alone(place.root, place.run / "box.lock"):
            tree = install(default_cache(), lambda step: print(step, file=sys.stderr))
            settings = place.settings()
            address = (hub or hub_address(settings)).rstrip("/")
            invitation = Invitation(code, address) if code else None
            asyncio.run(Box(place, tree, invitation).run())
    except (HomeTaken, EngineError, OSError, sqlite3.Error) as fault:
        structlog.get_logger().error("box_ends", reason=str(fault))
        print(f"vochi box: {fault}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    # Files of the box hold calls of people: nobody else on the machine reads them.
    os.umask(0o077)
    main()
