"""`python -m vochi.cli.prepare`: what the hub must have before it is served, in one go.

Prints JSON: `link`, the first owner's one-time link, and `code`, which lets the box in; each is
null when it is not needed any more. A process of its own, so that `vochi up` stays small.
"""

import json
import os
import sys
from pathlib import Path

import click

from vochi.cli.fault import words_of
from vochi.cli.service import hub
from vochi.home import Home


def main() -> int:
    """Prepare the home of `$VOCHI_HOME`; a fault is one line on standard error."""
    os.umask(0o077)
    home = Home(Path(os.environ["VOCHI_HOME"]))
    try:
        service = hub(home)
        is_in = (home.box / "link.key").exists()
        found = {"link": service.owner_link(), "code": None if is_in else service.enroll_code()}
    except Exception as trouble:
        if os.environ.get("VOCHI_DEBUG"):
            raise
        click.echo(words_of(trouble), err=True)
        return 1
    click.echo(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
