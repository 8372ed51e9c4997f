"""What calls that are on their way still need of the dialplan that a publication replaces.

Asterisk looks for the next step of a call only when the one before it is over. A call whose node,
department or line has gone meanwhile would find nothing there, and be cut without a word.
"""

import re
from dataclasses import dataclass, field

_CONTEXT = re.compile(r"\[(?P<name>[^\]]+)\](?:\(\+\))?$")
_STEP = re.compile(r"(?:exten => (?P<name>[^,]+),(?P<number>\d+)| same => n)(?P<rest>[(,].*)$")
_INCLUDE = "include => "
#: Contexts of which only our own jumps know: nobody dials a node. What has gone is there as it was.
_OWN = ("scheme-", "department-", "follow-", "hunt-")
#: Contexts of numbers in which a call may wait. The first step of what has gone goes too, so that
#: nobody new gets there.
_NUMBERS = ("inside", "reached", "queued", "person", "conference", "park-back")
#: Asterisk runs it when a call has ended.
_HUNG_UP = "h"


@dataclass
class _Block:
    """`steps` by extension and priority, each with its label: `(again),Wait(1)` or `,Wait(1)`."""

    includes: list[str] = field(default_factory=list)
    steps: dict[str, dict[int, str]] = field(default_factory=dict)


def leaving(old: str, new: str) -> str:
    """Text to put behind `new`, an `extensions.conf`, while calls live that began under `old`.

    Contexts and extensions that are gone stay as they were; one that has become shorter begins
    anew for a call that comes back behind its end. Empty when nothing went.
    """
    before, after = _read(old), _read(new)
    found: list[str] = []
    for name, block in sorted(before.items()):
        kept = after.get(name)
        if kept is None:
            lines = [f"{_INCLUDE}{each}" for each in block.includes]
            for extension, steps in sorted(block.steps.items()):
                lines += _written(extension, steps)
            found.append("\n".join((f"[{name}]", *lines, "")))
            continue
        lines = _gone(name, block, kept)
        if lines:
            found.append("\n".join((f"[{name}](+)", *lines, "")))
    return "".join(f"\n{each}" for each in found)


def _gone(name: str, block: _Block, kept: _Block) -> list[str]:
    lines: list[str] = []
    if not name.startswith(_OWN) and name not in _NUMBERS:
        return lines
    for extension, steps in sorted(block.steps.items()):
        here = kept.steps.get(extension)
        if here is None:
            first = 1 if name.startswith(_OWN) else 2
            lines += _written(extension, {n: step for n, step in steps.items() if n >= first})
        elif extension != _HUNG_UP:
            again = f",Goto({name},${{EXTEN}},1)"
            lines += _written(extension, {n: again for n in steps if n > max(here)})
    return lines


def _written(extension: str, steps: dict[int, str]) -> list[str]:
    return [f"exten => {extension},{number}{steps[number]}" for number in sorted(steps)]


def _read(text: str) -> dict[str, _Block]:
    found: dict[str, _Block] = {}
    block, steps, number = _Block(), dict[int, str](), 0
    for line in text.splitlines():
        if match := _CONTEXT.match(line):
            block = found.setdefault(match["name"], _Block())
        elif line.startswith(_INCLUDE):
            block.includes.append(line.removeprefix(_INCLUDE))
        elif match := _STEP.match(line):
            if match["name"]:
                steps, number = block.steps.setdefault(match["name"], {}), int(match["number"]) - 1
            number += 1
            steps[number] = match["rest"]
    return found
