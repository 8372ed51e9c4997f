"""What a person should hear of at once."""

from collections.abc import Callable

from vochi.core.frozen import Frozen


class Alarm(Frozen):
    """A code of `core.wording` with its facts; stands in `run/box.json` as long as it lasts."""

    code: str
    facts: dict[str, str]


#: What a room calls with all of its alarms.
TellAlarms = Callable[[tuple[Alarm, ...]], None]
