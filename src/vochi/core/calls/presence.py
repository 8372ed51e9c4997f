"""Who rings, who talks, which lines are busy, which phones are there: derived from live calls."""

from collections.abc import Iterable
from typing import Literal

from vochi.core.calls.call import Call, Leg
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.leg import is_ringing
from vochi.core.frozen import Frozen

Doing = Literal["free", "ringing", "talking"]


class Occupation(Frozen):
    """What an extension does, and in which call; free has none."""

    doing: Doing = "free"
    linked_id: str | None = None


FREE = Occupation()


def occupations(live: Iterable[Call]) -> dict[str, Occupation]:
    """By extension; who is not there is free. Talking outweighs ringing, the older call wins.

    Whoever holds a receiver (talks, holds a client, hears ring-back) counts as talking.
    """
    found: dict[str, Occupation] = {}
    for call in sorted(live, key=lambda each: (each.started_at, each.linked_id)):
        for leg in call.legs:
            extension = Endpoint(name=leg.endpoint).extension
            if extension is None or not is_alive(leg):
                continue
            before = found.get(extension, FREE)
            doing: Doing = "ringing" if is_ringing(leg) else "talking"
            if before.doing == "free" or (before.doing, doing) == ("ringing", "talking"):
                found[extension] = Occupation(doing=doing, linked_id=call.linked_id)
    return found


def busy_channels(live: Iterable[Call]) -> dict[str, int]:
    """How many calls each line carries now; a line that is not there carries none."""
    busy: dict[str, int] = {}
    for call in live:
        for leg in call.legs:
            if Endpoint(name=leg.endpoint).kind == "line" and is_alive(leg):
                busy[leg.endpoint] = busy.get(leg.endpoint, 0) + 1
    return busy


def is_alive(leg: Leg) -> bool:
    """A channel that has not ended."""
    return bool(leg.unique_id) and leg.ended_at is None


def online(entries: Iterable[Entry]) -> dict[str, bool]:
    """Whether each endpoint is registered, by the last `device` entry; unknown ones are absent.

    A registration does not outlive the engine: after `died` or `stopped` nobody is there.
    """
    there: dict[str, bool] = {}
    for entry in sorted(entries, key=lambda each: each.seq):
        match entry.kind, entry.body.get("state"):
            case "device", state:
                endpoint = entry.body.get("endpoint")
                if isinstance(endpoint, str) and endpoint:
                    there[endpoint] = state == "online"
            case "engine", ("died" | "stopped"):
                there = dict.fromkeys(there, False)
    return there
