"""Follow me and ringing: numbers of their own, targets that can ring, times that suffice."""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe, FollowTarget
from vochi.core.office.problem import Problem, error, warning
from vochi.core.office.routing import route
from vochi.core.scheme.nodes.ring import Ring


def check_reach(office: Office) -> Iterator[Problem]:
    """Follow me, then how departments and nodes ring."""
    directory = Directory(office)
    yield from _numbers(office)
    for index, each in enumerate(office.follow_me):
        yield from _follow_me(directory, f"follow_me/{index}", each)
    for index, department in enumerate(office.departments):
        one_by_one = department.strategy != "ring_all" and len(department.members) > 1
        if one_by_one and department.seconds <= department.turn:
            yield warning(
                "department.only_first", f"departments/{index}/seconds", name=department.name,
                seconds=str(department.seconds), turn=str(department.turn),
            )  # fmt: skip
    for index, scheme in enumerate(office.inbound):
        for name, node in scheme.nodes.items():
            if isinstance(node, Ring):
                place = f"inbound/{index}/nodes/{name}"
                yield from _ring(directory, place, {"scheme": scheme.name, "node": name}, node)


def _numbers(office: Office) -> Iterator[Problem]:
    """A number that is dialled inside means one thing."""
    country = COUNTRIES.get(office.company.country)
    emergency = () if country is None else country.emergency
    local = None if country is None else country.local_form(office.company.area_code)
    plan = office.numbering
    numbers = tuple(
        (f"follow_me/{i}/number", each.number) for i, each in enumerate(office.follow_me)
    )
    yield from check_doubles("follow_me.number_taken", numbers, "number")
    taken = {
        **{person.extension: person.name for person in office.people},
        **{each.number: each.name for each in office.departments},
        **{each.number: each.name for each in office.conferences},
    }
    for place, number in numbers:
        if number in taken:
            yield error("follow_me.number_is", place, number=number, name=taken[number])
        if number in emergency:
            yield error("follow_me.emergency", place, number=number)
        if local is not None and len(local.pattern) == len(number):
            yield error("numbering.clash", place, number=number, area=office.company.area_code)
        if len(number) != plan.length or not number.startswith(plan.follow_me):
            shown = ", ".join(prefix.ljust(plan.length, "x") for prefix in plan.follow_me)
            yield warning("follow_me.outside_plan", place, number=number, plan=shown)


def _follow_me(directory: Directory, place: str, each: FollowMe) -> Iterator[Problem]:
    person = directory.by_id.get(each.person)
    facts = {"number": each.number, "name": each.name}
    if person is None:
        yield error("follow_me.unknown_person", f"{place}/person", **facts, person=each.person)
    for number, step in enumerate(each.steps):
        seen: set[str] = set()
        for index, target in enumerate(step.targets):
            here = f"{place}/steps/{number}/targets/{index}"
            if target.to in seen:
                yield warning(
                    "follow_me.target_twice", here, **facts, target=target.to, step=str(number + 1)
                )
            seen.add(target.to)
            if target.to.startswith("+"):
                outbound = None if person is None else person.outbound
                yield from _outside(directory, here, facts, target, outbound)
            else:
                yield from _inside(directory, here, facts, target)


def _inside(
    directory: Directory, here: str, facts: dict[str, str], target: FollowTarget
) -> Iterator[Problem]:
    """Only phones of people: a follow me that looks by another one could look for itself."""
    if target.to not in directory.by_extension:
        yield error("follow_me.unknown_target", here, **facts, target=target.to)
    elif not directory.devices.get(target.to):
        yield warning("follow_me.no_device", here, **facts, target=target.to)


def _outside(
    directory: Directory,
    here: str,
    facts: dict[str, str],
    target: FollowTarget,
    outbound: str | None,
) -> Iterator[Problem]:
    if outbound is None:
        yield error("follow_me.no_outbound", here, **facts, target=target.to)
    elif any(each.id == outbound for each in directory.office.outbound):
        if not route(directory.office, outbound, target.to).lines:
            yield error("follow_me.no_route", here, **facts, target=target.to, outbound=outbound)
        if not target.confirm:
            yield warning("follow_me.no_confirm", here, **facts, target=target.to)


def _ring(directory: Directory, place: str, facts: dict[str, str], node: Ring) -> Iterator[Problem]:
    if node.after and node.music is None:
        yield error("node.after_without_music", f"{place}/after", **facts)
    one_by_one = node.strategy != "ring_all" and len(directory.endpoints(node.targets)) > 1
    if one_by_one and node.seconds <= node.turn:
        yield warning(
            "node.only_first", f"{place}/seconds", **facts, seconds=str(node.seconds),
            turn=str(node.turn),
        )  # fmt: skip
    for target in node.targets:
        follow_me = directory.follow_mes.get(target)
        if follow_me is None:
            continue
        longest = sum(step.seconds for step in follow_me.steps)
        if node.seconds < longest:
            yield warning(
                "node.cuts_follow_me", f"{place}/seconds", **facts, number=target,
                seconds=str(node.seconds), longest=str(longest),
            )  # fmt: skip
