"""Everybody at once: the first scheme of an office that has no time for schemes."""

from vochi.core.scheme.nodes.ring import Ring
from vochi.core.templates.sketch import Sketch

ASKS = ("people",)


def draw(sketch: Sketch) -> None:
    """All phones ring, then a message."""
    people = sketch.first()
    mail = sketch.mail()
    sketch.tell("everybody", names=sketch.named(people), seconds="40")
    ring = Ring(targets=sketch.group(people, "everybody"), seconds=40, exits={"nobody": mail})
    sketch.begin(sketch.add("everybody", ring), greet=bool(sketch.answers.greeting))
