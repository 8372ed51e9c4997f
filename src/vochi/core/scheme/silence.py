"""Ends without a word: the caller was answered, heard music or ringing, and is cut off."""

from collections.abc import Iterator
from typing import Literal

from vochi.core.scheme.ways import Graph, Key, Way

#: Not answered; words were the last that he heard; ringing or music was, after the answer.
_Heard = Literal["nothing", "words", "ringing"]
_State = tuple[Key, _Heard]


def silent_ends(graph: Graph, start: Key) -> Iterator[tuple[Way, ...]]:
    """A path to each end of a call at which the caller is left in silence.

    Who was not answered hears his own network's tone, so nothing is missing there.
    """
    last: dict[_State, tuple[_State, Way] | None] = {(start, "nothing"): None}
    waiting: list[_State] = [(start, "nothing")]
    for state in waiting:
        key, heard = state
        for way in graph[key]:
            after = _after(heard, way)
            if way.outcome.leads == "end" and after == "ringing" and way.outcome.hears == "nothing":
                yield (*_path(last, state), way)
            if way.to is not None and (way.to, after) not in last:
                last[way.to, after] = (state, way)
                waiting.append((way.to, after))


def _after(heard: _Heard, way: Way) -> _Heard:
    if way.longest == 0:
        return heard
    match way.outcome.hears:
        case "prompt":
            return "words"
        case "music":
            return "ringing"
        case "ringback":
            return heard if heard == "nothing" else "ringing"
        case _:
            return heard


def _path(last: dict[_State, tuple[_State, Way] | None], state: _State) -> tuple[Way, ...]:
    path: list[Way] = []
    step = last[state]
    while step is not None:
        path.append(step[1])
        step = last[step[0]]
    return tuple(reversed(path))
