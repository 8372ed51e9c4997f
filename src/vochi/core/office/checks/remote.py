"""Working away from the desk (S34): what rings there, and over which lines."""

from collections.abc import Iterator

from vochi.core.office.directory import Directory, numbers_of
from vochi.core.office.document import Office
from vochi.core.office.person import Person
from vochi.core.office.problem import Problem, error, warning
from vochi.core.office.routing import route


def check_remote(office: Office) -> Iterator[Problem]:
    """People who work from a mobile or a softphone."""
    directory = Directory(office)
    for index, person in enumerate(office.people):
        place = f"people/{index}"
        if person.works_from == "mobile":
            yield from _mobile(office, place, person)
        elif person.works_from == "softphone" and not directory.phones(person.extension):
            yield error("person.no_softphone", f"{place}/works_from", name=person.name)


def _mobile(office: Office, place: str, person: Person) -> Iterator[Problem]:
    mobile, facts = person.mobile, {"name": person.name}
    if mobile is None:
        yield error("person.no_mobile", f"{place}/mobile", **facts)
        return
    own = next((line for line in office.lines if mobile in numbers_of(line)), None)
    if own is not None:
        yield error("person.mobile_is_ours", f"{place}/mobile", mobile=mobile, line=own.name)
        return
    if not person.confirm:
        yield warning("person.mobile_no_confirm", f"{place}/confirm", mobile=mobile, **facts)
    if person.outbound is None:
        yield error("person.mobile_no_outbound", f"{place}/outbound", mobile=mobile, **facts)
        return
    routed = route(office, person.outbound, mobile)
    if routed.lines or all(each.id != person.outbound for each in office.outbound):
        return
    names = {line.id: line.name for line in office.lines}
    unsigned = ", ".join(names[line] for line, why in routed.unusable if why == "unsigned")
    if unsigned:
        # The country lets nobody use them before the owner has signed (S13).
        yield error(
            "person.mobile_unsigned", f"{place}/mobile", mobile=mobile, lines=unsigned, **facts
        )
    else:
        scheme = next(each.name for each in office.outbound if each.id == person.outbound)
        yield error(
            "person.mobile_no_route", f"{place}/mobile", mobile=mobile, outbound=scheme, **facts
        )
