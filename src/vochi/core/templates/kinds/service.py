"""A service: a new request goes to who takes them, a question of an order to its master."""

from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.templates.answers import OFFICE_HOURS
from vochi.core.templates.sketch import Sketch

ASKS = ("people", "second", "hours", "greeting", "closed", "mobile")


def draw(sketch: Sketch) -> None:
    """A mobile on duty is rung when nobody in the office can."""
    then = sketch.mobile(sketch.offer(sketch.mail()))
    first, second = sketch.first(), sketch.second()
    sketch.tell("requests", names=sketch.named(first), seconds="30")
    ring = Ring(targets=sketch.group(first, "requests"), seconds=30, music="default",
                exits={"nobody": then})  # fmt: skip
    requests = sketch.add("requests", ring)
    if not second:
        sketch.begin(requests, sketch.hours(OFFICE_HOURS))
        return
    sketch.tell("masters", names=sketch.named(second), seconds="25")
    ring = Ring(targets=sketch.group(second, "masters"), seconds=25, music="default",
                exits={"nobody": requests})  # fmt: skip
    masters = sketch.add("masters", ring)
    manager = Manager(seconds=12, music="default", exits={"none": masters, "nobody": masters})
    own = sketch.add("own-master", manager)
    text = sketch.words("template.said.service_menu")
    sketch.tell("menu", text=text)
    menu = Menu(
        prompt=sketch.text("menu", text), keys=("1", "2"), attempts=1,
        exits={"key-1": requests, "key-2": own, "timeout": requests, "wrong": requests},
    )  # fmt: skip
    sketch.begin(sketch.add("menu", menu), sketch.hours(OFFICE_HOURS))
