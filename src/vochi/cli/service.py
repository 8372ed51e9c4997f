"""The hub's services in this process: for commands that must work with no hub running."""

import os
from types import ModuleType

from vochi.home import Home


def hub(home: Home) -> ModuleType:
    """`vochi.hub.service` of the home, ready to call (its tables are brought up to date)."""
    os.environ["VOCHI_HOME"] = str(home.root)
    import vochi.hub as hub_room  # noqa: PLC0415 - reads the environment

    hub_room.boot(home)
    from vochi.hub import service  # noqa: PLC0415

    service.setup()
    return service
