"""The longest wait that a caller can be made to have."""

from vochi.core.scheme.ways import Graph, Key, Way, Ways

#: Kinds whose own time is no wait: the caller speaks, or is told goodbye.
_NO_WAIT = frozenset({"voicemail", "hangup"})


def longest_path(ways: Ways, graph: Graph, start: Key) -> tuple[Way, ...] | None:
    """The path that takes longest; None when a circle that needs no key makes it endless.

    A key that leads back is the caller's own wish and is not followed.
    """
    component = _components(graph)
    order: list[Key] = []
    state: dict[Key, int] = {}
    stack = [(start, True)]
    while stack:
        key, entering = stack.pop()
        if not entering:
            state[key] = 2
            order.append(key)
            continue
        if key in state:
            continue
        state[key] = 1
        stack.append((key, False))
        for way in _followed(graph, component, key):
            if way.to is not None:
                if state.get(way.to) == 1:
                    return None
                stack.append((way.to, True))
    best: dict[Key, tuple[float, Way | None]] = {}
    for key in order:
        best[key] = max(
            ((wait_in(ways, way) + (best[way.to][0] if way.to else 0), way)
             for way in _followed(graph, component, key)),
            key=lambda each: each[0],
            default=(0.0, None),
        )  # fmt: skip
    path: list[Way] = []
    longest = best[start][1]
    while longest is not None:
        path.append(longest)
        longest = best[longest.to][1] if longest.to is not None else None
    return tuple(path)


def _followed(graph: Graph, component: dict[Key, int], key: Key) -> list[Way]:
    return [
        way
        for way in graph[key]
        if not (way.willing and way.to is not None and component[way.to] == component[key])
    ]


def wait_in(ways: Ways, way: Way) -> float:
    """Seconds of a way in which the caller waits, at most."""
    if way.to is None and ways.node(way.at).kind in _NO_WAIT:
        return 0.0
    return way.longest


def _components(graph: Graph) -> dict[Key, int]:
    """Strongly connected components (Tarjan, without recursion): key -> number."""
    index: dict[Key, int] = {}
    low: dict[Key, int] = {}
    on_stack: list[Key] = []
    inside: set[Key] = set()
    component: dict[Key, int] = {}
    for root in graph:
        if root in index:
            continue
        work: list[tuple[Key, int]] = [(root, 0)]
        while work:
            key, turn = work.pop()
            if turn == 0:
                index[key] = low[key] = len(index)
                on_stack.append(key)
                inside.add(key)
            targets = [way.to for way in graph[key] if way.to is not None]
            for number in range(turn, len(targets)):
                target = targets[number]
                if target not in index:
                    work += [(key, number + 1), (target, 0)]
                    break
                if target in inside:
                    low[key] = min(low[key], low[target])
            else:
                if low[key] == index[key]:
                    while True:
                        member = on_stack.pop()
                        inside.discard(member)
                        component[member] = index[key]
                        if member == key:
                            break
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[key])
    return component
