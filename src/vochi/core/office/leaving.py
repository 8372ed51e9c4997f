"""Somebody leaves: what was his goes to somebody else, and his number is free again."""

from collections.abc import Mapping

from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe, FollowStep
from vochi.core.office.posts import Post, post_of
from vochi.core.office.renumber import renumber
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.voicemail import Voicemail

#: In place of a number: callers who came to him alone leave a message.
VOICEMAIL = "voicemail"


def without_person(office: Office, person: str, to: str) -> Office:
    """The office without a person; `to` (an extension, a department, or `voicemail`) has his calls.

    Nodes that rang him and others go on with the others. `voicemail`: nodes that rang him alone
    take a message for nobody in particular, all else forgets him. KeyError: no such person.
    """
    post = post_of(office, person)
    if post is None:
        raise KeyError(person)
    numbers = [post.person.extension]
    numbers += [each.number for each in office.follow_me if each.person == person]
    heir = next((each.id for each in office.people if each.extension == to), None)
    left = _alone(office, post, heir)
    goes_on = None if to == VOICEMAIL else to
    for number in numbers:
        left = _rerouted(left, number, goes_on)
    return left


def _alone(office: Office, post: Post, heir: str | None) -> Office:
    """Without himself, his phones, his follow me, and his places in departments."""
    person, extension = post.person.id, post.person.extension

    def members(held: tuple[str, ...]) -> tuple[str, ...]:
        rest = tuple(each for each in held if each != person)
        # A department that nobody is left in would ring nobody.
        return rest or ((heir,) if heir is not None and person in held else ())

    return office.model_copy(
        update={
            "people": tuple(each for each in office.people if each.id != person),
            "devices": tuple(each for each in office.devices if each.extension != extension),
            "follow_me": tuple(each for each in office.follow_me if each.person != person),
            "departments": tuple(
                each.model_copy(update={"members": members(each.members)})
                for each in office.departments
            ),
            "adapters": tuple(
                each.model_copy(update={"account": None})
                if (each.account or "").partition("-")[0] == extension
                else each
                for each in office.adapters
            ),
        }
    )


def _rerouted(office: Office, number: str, to: str | None) -> Office:
    """Everything that named the number names `to`, or nothing."""
    people = tuple(
        each.model_copy(update={"colleague": _other(to, each.extension, office)})
        if each.colleague == number
        else each
        for each in office.people
    )
    follow_me = tuple(
        found for each in office.follow_me if (found := _follow_me(office, each, number, to))
    )
    office = office.model_copy(
        update={
            "people": people,
            "follow_me": follow_me,
            "inbound": tuple(_scheme(each, number, to) for each in office.inbound),
        }
    )
    return office if to is None else renumber(office, number, to)


def _other(to: str | None, own: str, office: Office) -> str | None:
    """Who takes what somebody parked: a colleague, never himself."""
    known = {each.extension for each in office.people}
    return to if to in known and to != own else None


def _follow_me(office: Office, each: FollowMe, number: str, to: str | None) -> FollowMe | None:
    """The steps without him, or with a colleague in his place; None: no step is left."""
    people = {person.extension for person in office.people}
    steps: list[FollowStep] = []
    for step in each.steps:
        known = {target.to for target in step.targets}
        targets = tuple(
            target if target.to != number else target.model_copy(update={"to": to})
            for target in step.targets
            if target.to != number or (to in people and to not in known)
        )
        if targets:
            steps.append(step.model_copy(update={"targets": targets}))
    return each.model_copy(update={"steps": tuple(steps)}) if steps else None


def _scheme(scheme: InboundScheme, number: str, to: str | None) -> InboundScheme:
    """Nodes that only a call to him came to are gone with him: nothing leads there any more."""
    nodes = {name: _node(node, number, to) for name, node in scheme.nodes.items()}
    lost = _reached(scheme.nodes, scheme.start) - _reached(nodes, scheme.start)
    left = {name: node for name, node in nodes.items() if name not in lost}
    return scheme.model_copy(update={"nodes": left})


def _reached(nodes: Mapping[str, Node], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in found:
            found.add(name)
            waiting += nodes[name].exits.values()
    return found


def _node(node: Node, number: str, to: str | None) -> Node:
    """Many targets: without him, or with `to` once. He alone, and nobody after him: a message."""
    targets: tuple[str, ...] = getattr(node, "targets", ())
    if number in targets:
        named = (to if each == number else each for each in targets)
        left = tuple(dict.fromkeys(each for each in named if each is not None))
        if left:
            return _set(node, targets=left)
        return Voicemail(x=node.x, y=node.y)
    if to is None and getattr(node, "owner", None) == number:
        return _set(node, owner=None)
    return node


def _set(node: Node, **fields: object) -> Node:
    return node.model_copy(update=fields)
