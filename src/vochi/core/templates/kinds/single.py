"""One person: the phone on the desk, then the mobile in the pocket, then a message."""

from vochi.core.scheme.nodes.ring import Ring
from vochi.core.templates.answers import OFFICE_HOURS
from vochi.core.templates.sketch import Sketch

ASKS = ("people", "mobile", "hours", "greeting", "closed")


def draw(sketch: Sketch) -> None:
    """The first of those named, else of the office, is the one."""
    person = sketch.first()[:1]
    then = sketch.mobile(sketch.mail())
    sketch.tell("desk", names=sketch.named(person), seconds="20")
    ring = Ring(targets=sketch.group(person, "everybody"), seconds=20, exits={"nobody": then})
    hours = sketch.hours(OFFICE_HOURS)
    sketch.begin(sketch.add("desk", ring), hours, greet=bool(sketch.answers.greeting))
