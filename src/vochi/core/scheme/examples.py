"""Lives that go a given way through a scheme: what a proof shows to people, and plays.

A way tells only what happens at each node; the lives here are guesses at a world in which it does.
The simulator says which of them is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, PhoneLife, Pressed
from vochi.core.scheme.nodes.callback_offer import CallbackOffer
from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.core.scheme.simulate import MOST_NODES
from vochi.core.scheme.ways import Way, Ways
from vochi.core.scheme.worlds.classes import LifeClass

#: A key of each kind is pressed so many seconds after it could be.
_AFTER = 1.0
_WRONG = "0123456789*#"
_SILENCE = Pressed(digits="")


@dataclass(frozen=True)
class Entry:
    """Where a call comes in: a line, one of its numbers, the scheme that answers there."""

    line: str
    number: str | None
    scheme: str


def lives(
    ways: Ways, entry: Entry, life: LifeClass, path: Sequence[Way], circle: Sequence[Way] = ()
) -> Iterator[Life]:
    """Lives that may go the path, and then round the circle for ever; the likeliest first."""
    office = ways.office
    round_keys = [key for way in circle for key in _keys(ways, way)]
    rounds = MOST_NODES // max(1, len(circle)) + 1 if round_keys else 0
    keys = [key for way in path for key in _keys(ways, way)] + round_keys * rounds
    told = [*path, *circle]
    client = life.who.client
    managed = [w for w in told if isinstance(ways.node(w.at), Manager)]
    if any(way.outcome.leads != "none" for way in managed):
        someone = _someone(office)
        client = client.model_copy(update={"responsible": someone, "last": someone})
    hooks = {
        node.url: way.outcome.leads if way.outcome.leads in node.branches else None
        for way in told
        if isinstance(node := ways.node(way.at), Webhook)
    }
    full = any(way.outcome.leads == "full" for way in told)
    base = Life(
        line=entry.line,
        number=entry.number,
        caller=life.who.caller,
        at=life.at,
        client=client,
        keys=tuple(keys),
        hooks=hooks,
        queue_ahead=200 if full else 0,
    )
    everybody = [device.account for device in office.devices]
    others = {line.id: "down" for line in office.lines if line.id != entry.line}
    nobody_there = {account: PhoneLife(state="offline") for account in everybody}
    yield base
    yield base.model_copy(update={"phones": nobody_there})
    yield base.model_copy(update={"lines": others})
    yield base.model_copy(update={"phones": nobody_there, "lines": others})
    yield base.model_copy(
        update={"phones": {account: PhoneLife(state="busy") for account in everybody}}
    )
    mixed = {
        account: PhoneLife(state="offline")
        for way in told
        if way.outcome.seconds == (0, 0)
        for account in _phones(ways, way)
        if not account.startswith("+")
    }
    yield base.model_copy(update={"phones": mixed})


def _phones(ways: Ways, way: Way) -> tuple[str, ...]:
    node = ways.node(way.at)
    inside = tuple(target for target in node.targets_named if not target.startswith("+"))
    return Directory(ways.office).endpoints(inside)


def _keys(ways: Ways, way: Way) -> tuple[Pressed, ...]:
    """What is pressed at a node that is left this way; each time it asks is one of them."""
    node, leads = ways.node(way.at), way.outcome.leads
    match node:
        case Menu():
            names = {"key-star": "*", "key-hash": "#"}
            if leads.startswith("key-"):
                digits = names.get(leads, leads.removeprefix("key-"))
                return (Pressed(digits=digits, after=_AFTER),)
            if leads == "wrong":
                wrong = next((key for key in _WRONG if key not in node.keys), "0")
                return (Pressed(digits=wrong, after=node.wait),) * node.attempts
            return (_SILENCE,) * node.attempts
        case CallbackOffer():
            return (Pressed(digits=node.key, after=_AFTER),) if leads == "taken" else (_SILENCE,)
        case Queue(callback_key=str(key)):
            return (Pressed(digits=key, after=_AFTER),) if leads == "key" else (_SILENCE,)
        case _ if getattr(node, "skippable", False):
            return (_SILENCE,)
        case _:
            return ()


def _someone(office: Office) -> str | None:
    accounts = {device.extension for device in office.devices}
    return next((each.extension for each in office.people if each.extension in accounts), None)
