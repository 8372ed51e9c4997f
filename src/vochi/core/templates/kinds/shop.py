"""A shop: who has talked with the buyer before, then all sellers, then who helps them out."""

from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.templates.answers import OFFICE_HOURS
from vochi.core.templates.sketch import Sketch

ASKS = ("people", "second", "hours", "greeting", "closed")


def draw(sketch: Sketch) -> None:
    """No buyer goes without an answer, a promise to call back, or his message taken."""
    then = sketch.offer(sketch.mail())
    second = sketch.second()
    if second:
        sketch.tell("help", names=sketch.named(second), seconds="20")
        ring = Ring(targets=sketch.group(second, "help"), seconds=20, music="default",
                    exits={"nobody": then})  # fmt: skip
        then = sketch.add("help", ring)
    first = sketch.first()
    sketch.tell("sellers", names=sketch.named(first), seconds="25")
    ring = Ring(targets=sketch.group(first, "sellers"), seconds=25, music="default",
                exits={"nobody": then})  # fmt: skip
    sellers = sketch.add("sellers", ring)
    sketch.tell("last", seconds="12")
    manager = Manager(seconds=12, music="default", exits={"none": sellers, "nobody": sellers})
    sketch.begin(sketch.add("manager", manager), sketch.hours(OFFICE_HOURS))
