"""A person with everything that is his in the office: phones, departments, follow me."""

from collections.abc import Container, Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.ids import Extension
from vochi.core.office.parts import with_part
from vochi.core.office.person import Device, Person


class Post(Frozen):
    """`departments` are numbers; `follow_me` is the first one that looks for him."""

    person: Person
    devices: tuple[Device, ...] = ()
    departments: tuple[Extension, ...] = ()
    follow_me: FollowMe | None = None


def post_of(office: Office, person: str) -> Post | None:
    """All that a person has; None: there is no such person."""
    found = next((each for each in office.people if each.id == person), None)
    if found is None:
        return None
    return Post(
        person=found,
        devices=tuple(d for d in office.devices if d.extension == found.extension),
        departments=tuple(d.number for d in office.departments if person in d.members),
        follow_me=next((each for each in office.follow_me if each.person == person), None),
    )


def with_post(office: Office, post: Post) -> Office:
    """The office in which the person has exactly this; a new one comes last.

    Another extension moves everything that named the old one, accounts of phones too: devices of
    `post` are those of its extension.
    """
    was = post_of(office, post.person.id)
    office = with_part(office, "people", post.person.id, post.person)
    extension = post.person.extension
    others = tuple(each for each in office.devices if each.extension != extension)
    place = next((i for i, d in enumerate(office.devices) if d.extension == extension), len(others))
    devices = (*others[:place], *post.devices, *others[place:])
    departments = tuple(
        each.model_copy(update={"members": _members(each.members, post, each.number)})
        for each in office.departments
    )
    office = office.model_copy(update={"devices": devices, "departments": departments})
    return _with_follow_me(office, was, post)


def _members(members: tuple[str, ...], post: Post, number: str) -> tuple[str, ...]:
    person = post.person.id
    if number in post.departments:
        return members if person in members else (*members, person)
    return tuple(each for each in members if each != person)


def _with_follow_me(office: Office, was: Post | None, post: Post) -> Office:
    before = was.follow_me if was is not None else None
    if post.follow_me is not None:
        key = post.follow_me.number if before is None else before.number
        return with_part(office, "follow_me", key, post.follow_me)
    if before is None:
        return office
    left = tuple(each for each in office.follow_me if each.number != before.number)
    return office.model_copy(update={"follow_me": left})


def accounts_for(extension: str, taken: Container[str] = ()) -> Iterator[str]:
    """Names for the phones of an extension: `180`, `180-2`, `180-3`..."""
    if extension not in taken:
        yield extension
    for number in range(2, 100):
        account = f"{extension}-{number}"
        if account not in taken:
            yield account


def numbers_taken(office: Office) -> dict[str, str]:
    """Everything that is dialled inside: number -> whose it is."""
    found = {each.extension: each.name for each in reversed(office.people)}
    for many in (office.departments, office.follow_me, office.conferences):
        found |= {each.number: each.name for each in many}
    return found


def free_extension(office: Office, taken: Container[str] = ()) -> str | None:
    """The first number of the plan that nobody has and that is no emergency number."""
    return _free(office, office.numbering.extensions, taken)


def free_follow_me(office: Office, taken: Container[str] = ()) -> str | None:
    """The same for a follow me."""
    return _free(office, office.numbering.follow_me, taken)


def _free(office: Office, prefixes: tuple[str, ...], taken: Container[str]) -> str | None:
    country = COUNTRIES.get(office.company.country)
    emergency = () if country is None else country.emergency
    known = numbers_taken(office)
    length = office.numbering.length
    for prefix in prefixes:
        rest = length - len(prefix)
        for number in range(10**rest if rest > 0 else 0):
            found = f"{prefix}{number:0{rest}}"
            if found not in known and found not in emergency and found not in taken:
                return found
    return None
