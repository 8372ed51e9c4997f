"""A taxi: a queue round the clock, who waits longest is first, nobody is ever told 'closed'."""

from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.templates.sketch import Sketch

ASKS = ("people", "second", "hours", "greeting", "closed")


def draw(sketch: Sketch) -> None:
    """Dispatchers in turn; when they cannot keep up the senior of the shift is rung."""
    then = sketch.offer(sketch.mail())
    second = sketch.second()
    if second:
        sketch.tell("senior", names=sketch.named(second), seconds="20")
        ring = Ring(targets=sketch.group(second, "senior"), seconds=20, music="default",
                    exits={"nobody": then})  # fmt: skip
        then = sketch.add("senior", ring)
    first = sketch.first()
    sketch.tell("dispatchers", names=sketch.named(first), minutes="3")
    queue = Queue(targets=sketch.group(first, "dispatchers"), seconds=180, turn=10, tell_every=30,
                  exits={"timeout": then, "full": then, "empty": then})  # fmt: skip
    sketch.begin(sketch.add("dispatchers", queue), sketch.hours(()))
