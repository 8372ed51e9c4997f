"""`python -m vochi.hub COMMAND`: Django's own commands and ours, on the home of `$VOCHI_HOME`."""

import os
import sys

from vochi.hub.place import ensure_secret_key, home_of_process


def main() -> None:
    """Run one command of Django or of the rooms' `management/commands`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vochi.hub.settings")
    if sys.argv[1:2] not in ([], ["openapi"], ["help"]):
        # Sessions and sealed passwords need a key that lasts; it is made with the home.
        ensure_secret_key(home_of_process())
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["python -m vochi.hub", *sys.argv[1:]])


if __name__ == "__main__":
    main()
