"""A clinic: the registry is a queue, results and other questions have a key of their own."""

from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.schedule import Hours
from vochi.core.templates.sketch import Sketch

ASKS = ("people", "second", "hours", "greeting", "closed")
HOURS = (
    Hours(days=(1, 2, 3, 4, 5), since="08:00", to="20:00"),
    Hours(days=(6,), since="09:00", to="15:00"),
)


def draw(sketch: Sketch) -> None:
    """Whoever presses nothing comes to the registry: old people do not press keys."""
    after = sketch.offer(sketch.mail())
    first, second = sketch.first(), sketch.second()
    sketch.tell("registry", names=sketch.named(first), minutes="4")
    exits = {"timeout": after, "full": after, "empty": after, "key": after}
    queue = Queue(targets=sketch.group(first, "registry"), seconds=240, callback_key="1",
                  exits=exits)  # fmt: skip
    then = sketch.add("registry", queue)
    if second:
        sketch.tell("results", names=sketch.named(second))
        ring = Ring(targets=sketch.group(second, "results"), seconds=25, music="default",
                    exits={"nobody": then})  # fmt: skip
        results = sketch.add("results", ring)
        text = sketch.words("template.said.clinic_menu")
        sketch.tell("menu", text=text)
        exits = {"key-1": then, "key-2": results, "timeout": then, "wrong": then}
        prompt = sketch.text("menu", text)
        menu = Menu(prompt=prompt, keys=("1", "2"), attempts=1, exits=exits)
        then = sketch.add("menu", menu)
    sketch.begin(then, sketch.hours(HOURS))
