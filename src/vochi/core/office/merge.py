"""Two people's changes of one office, brought together part by part."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.office.parts import KEYS, SINGLES, key_of
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node

Side = Literal["mine", "theirs"]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Merged(Frozen):
    """The office with both changes in it. `conflicts` are places, by key as in a plan, where both
    changed the same part differently; there the office has mine until it is said what to take.
    """

    office: Office
    conflicts: tuple[str, ...] = ()


@dataclass
class _Quarrels:
    take: Mapping[str, Side]
    places: list[str]

    def settle(self, place: str, base: V, mine: V, theirs: V) -> V:
        """Whoever changed it is right; where both did, what was chosen."""
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        side = self.take.get(place)
        if side is None:
            self.places.append(place)
        return theirs if side == "theirs" else mine


def merge(
    base: Office, mine: Office, theirs: Office, take: Mapping[str, Side] | None = None
) -> Merged:
    """Both changes of `base`; `take` says whose part stays at a place of conflict.

    Parts are things by key, fields of the single sections, and in an inbound scheme its nodes.
    Where a node is drawn is no quarrel: mine. The version is theirs.
    """
    quarrels = _Quarrels(take or {}, [])
    update: dict[str, object] = {"version": theirs.version}
    for section in SINGLES:
        held = (getattr(base, section), getattr(mine, section), getattr(theirs, section))
        update[section] = _fields(section, *held, quarrels)
    for section in KEYS:
        things = (getattr(base, section), getattr(mine, section), getattr(theirs, section))
        update[section] = _things(section, *things, quarrels)
    return Merged(office=mine.model_copy(update=update), conflicts=tuple(quarrels.places))


def _fields(
    place: str, base: BaseModel, mine: BaseModel, theirs: BaseModel, quarrels: _Quarrels
) -> BaseModel:
    found = {
        name: quarrels.settle(
            f"{place}/{name}", getattr(base, name), getattr(mine, name), getattr(theirs, name)
        )
        for name in type(mine).model_fields
    }
    return mine.model_copy(update=found)


def _things(
    section: str,
    base: Sequence[BaseModel],
    mine: Sequence[BaseModel],
    theirs: Sequence[BaseModel],
    quarrels: _Quarrels,
) -> tuple[BaseModel, ...]:
    def settle(
        key: tuple[str, int],
        was: BaseModel | None,
        my: BaseModel | None,
        their: BaseModel | None,
    ) -> BaseModel | None:
        place = f"{section}/{key[0]}"
        if (
            isinstance(was, InboundScheme)
            and isinstance(my, InboundScheme)
            and isinstance(their, InboundScheme)
        ):
            return _scheme(place, was, my, their, quarrels)
        return quarrels.settle(place, was, my, their)

    found = _merged(_by(section, base), _by(section, mine), _by(section, theirs), settle)
    return tuple(found.values())


def _scheme(
    place: str,
    base: InboundScheme,
    mine: InboundScheme,
    theirs: InboundScheme,
    quarrels: _Quarrels,
) -> InboundScheme:
    def settle(name: str, *held: Node | None) -> Node | None:
        here = f"{place}/nodes/{name}"
        if any(each is None for each in held):
            # One removed it, the other did no more than move it on the sheet: it goes.
            still = tuple(None if each is None else _still(each) for each in held)
            settled = quarrels.settle(here, *still)
            return None if settled is None else held[1 if settled == still[1] else 2]
        was, my, their = (each for each in held if each is not None)
        node = quarrels.settle(here, _still(was), _still(my), _still(their))
        at = their if (my.x, my.y) == (was.x, was.y) else my
        return node.model_copy(update={"x": at.x, "y": at.y})

    bare: dict[str, object] = {"nodes": {}}
    held = _fields(
        place, base.model_copy(update=bare), mine.model_copy(update=bare),
        theirs.model_copy(update=bare), quarrels,
    )  # fmt: skip
    nodes = _merged(base.nodes, mine.nodes, theirs.nodes, settle)
    assert isinstance(held, InboundScheme)
    return held.model_copy(update={"nodes": nodes})


def _still(node: Node) -> Node:
    """A node without where it is drawn."""
    return node.model_copy(update={"x": 0, "y": 0})


def _by(section: str, things: Sequence[BaseModel]) -> dict[tuple[str, int], BaseModel]:
    """Things by key; a draft may have two of one key, they are told apart by their order."""
    found: dict[tuple[str, int], BaseModel] = {}
    for thing in things:
        key, times = key_of(section, thing), 0
        while (key, times) in found:
            times += 1
        found[key, times] = thing
    return found


def _merged(
    base: Mapping[K, V],
    mine: Mapping[K, V],
    theirs: Mapping[K, V],
    settle: Callable[..., V | None],
) -> dict[K, V]:
    order = _order(list(base), list(mine), list(theirs))
    settled = {key: settle(key, base.get(key), mine.get(key), theirs.get(key)) for key in order}
    return {key: value for key, value in settled.items() if value is not None}


def _order(base: list[K], mine: list[K], theirs: list[K]) -> list[K]:
    """All keys: those of the base as whoever moved them has them (mine, when both did), new ones
    behind what they stand behind; where both put some, in an order that is the same for both.
    """
    known, here = set(base), set(mine)
    is_moved = [key for key in base if key in here] != [key for key in mine if key in known]
    order = [key for key in (mine if is_moved else theirs) if key in known]
    there = set(order)
    for before, key in zip((None, *base), base, strict=False):
        if key not in there:  # gone there; others may stand behind it here
            order.insert(0 if before is None else order.index(before) + 1, key)
            there.add(key)
    behind = (_behind(base, mine), _behind(base, theirs))
    found: dict[K, None] = {}
    for anchor in (None, *order):
        if anchor is not None:
            found[anchor] = None
        rows = sorted((each.get(anchor, []) for each in behind), key=lambda row: str(row[:1]))
        found.update(dict.fromkeys([*rows[0], *rows[1]]))
    return list(found)


def _behind(base: list[K], side: list[K]) -> dict[K | None, list[K]]:
    """New keys by the key of the base that they stand behind."""
    anchor: K | None = None
    known = set(base)
    found: dict[K | None, list[K]] = {}
    for key in side:
        if key in known:
            anchor = key
        else:
            found.setdefault(anchor, []).append(key)
    return found
