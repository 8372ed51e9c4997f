"""How a node asks for a key: a sound that a key cuts short, then a wait.

`Read` gives the digits at once when there are enough of them. The channel must be answered, or
its early media open.
"""

from vochi.core.dialplan.application import Do, GoToIf
from vochi.core.dialplan.expression import Not, Same, Text, Var
from vochi.core.dialplan.tree import Step
from vochi.core.scheme.saying import INSTEAD
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import PHRASE_SECONDS, Keyed, World

#: Where the digits are; empty after silence.
KEYS = "V_KEYS"
#: Read takes no 0: this is as good as none.
_NO_WAIT = 0.05


def ask(around: Surroundings, sound: str, wait: float) -> tuple[Step, ...]:
    """Play `sound` (a path) and wait for one key, `#` being one; labels `ask` and `asked`.

    A sound that is not there: the caller hears that he should hold on, and is asked all the same.
    """
    return _heard(around, sound, wait, ("ask", "asked"), "t")


def listen(around: Surroundings, sound: str, *, unpaid: bool) -> tuple[Step, ...]:
    """Play `sound`, which any key ends; labels `listen` and `listened`."""
    return _heard(around, sound, _NO_WAIT, ("listen", "listened"), "tn" if unpaid else "t")


def more(to: str, most: int, wait: float) -> Step:
    """Read further digits in silence, at most so many; `#` ends them."""
    return Step(_read(to, "", most, f",1,{wait:g}"))


def keyed(
    world: World, known: frozenset[str], prompt: str | None, wait: float, most: int = 1
) -> tuple[Keyed, ...]:
    """What can be pressed from the first second of the prompt (None: a phrase) on."""
    # Not `prompt_seconds`: a key cuts the prompt short, so no world may count all of it as spent.
    lengths = {each.id: each.seconds for each in world.office.prompts}
    return world.keyed(known, lengths.get(prompt or "", PHRASE_SECONDS) + wait, most)


def _heard(
    around: Surroundings, sound: str, wait: float, labels: tuple[str, str], options: str
) -> tuple[Step, ...]:
    begin, end = labels
    once = f"{options},1,{wait:g}"
    return (
        Step(_read(KEYS, sound, 1, once), begin),
        Step(GoToIf(Not(Same(Var("READSTATUS"), Text("ERROR"))), end)),
        Step(_read(KEYS, around.sounds.phrase(INSTEAD), 1, once)),
        Step(Do("NoOp"), end),
    )


def _read(to: str, sound: str, most: int, ending: str) -> Do:
    """`ending` is options, attempts and seconds of waiting."""
    return Do("Read", tuple(map(Text, (to, sound, str(most), *ending.split(",")))))
