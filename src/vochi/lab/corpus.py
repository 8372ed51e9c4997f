"""Faulty offices: a good random one with one fault put in, and what must be said of it; by seed."""

from dataclasses import dataclass
from random import Random

from vochi.core.office.document import Office
from vochi.lab import circle_faults, node_faults, office_faults
from vochi.lab.drawing import good_document
from vochi.lab.open_scheme import Fault, OpenScheme

#: Kinds that every caller passes, and leaves by their first port when nobody answers.
_PASSED = frozenset({"start", "greeting", "announcement", "ring", "tag", "language", "sms"})


@dataclass(frozen=True)
class Faulty:
    """An office with a fault: `code` must be told of `place`."""

    seed: int
    fault: str
    office: Office
    code: str
    place: str


#: What is told of anything but a node of the main scheme names its whole place.
_PLACES = ("inbound/", "lines/", "follow_me/", "outbound/", "departments/")


def faulty(seed: int) -> Faulty:
    """One fault of every kind in turn."""
    random = Random(seed)  # noqa: S311 - the same offices for the same seed
    name, fault = tuple(FAULTS.items())[seed % len(FAULTS)]
    document = good_document(seed)
    nodes = document["inbound"][0]["nodes"]
    walk = ["start"]
    while nodes[walk[-1]]["kind"] in _PASSED:
        walk.append(next(iter(nodes[walk[-1]]["exits"].values())))
    place = random.choice(walk[:-1])
    scheme = OpenScheme(document, random, place, next(iter(nodes[place]["exits"])))
    code, where = fault(scheme)
    if not where.startswith(_PLACES):
        where = f"inbound/0/nodes/{where}"
    return Faulty(seed, name, Office.model_validate(document), code, where)


FAULTS: dict[str, Fault] = {
    fault.__name__.lstrip("_"): fault
    for area in (node_faults, circle_faults, office_faults)
    for fault in area.FAULTS
}
