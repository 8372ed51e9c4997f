"""Who uses a short number: what would break without it."""

from collections.abc import Iterator

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office


class Mention(Frozen):
    """One thing that names another; `code` is worded by `core.wording`, `place` is where it is."""

    code: str
    place: str
    facts: dict[str, str] = Field(default_factory=dict)


def mentions_of_number(office: Office, number: str) -> tuple[Mention, ...]:
    """Everything that names a person's extension, a department, follow me or conference."""
    return (
        *_in_schemes(office, number),
        *_in_follow_me(office, number),
        *_in_departments(office, number),
        *_among_people(office, number),
        *_in_policy(office, number),
    )


def _in_schemes(office: Office, number: str) -> Iterator[Mention]:
    for index, scheme in enumerate(office.inbound):
        for name, node in scheme.nodes.items():
            if number in node.targets_named:
                yield Mention(
                    code="used.node",
                    place=f"inbound/{index}/nodes/{name}",
                    facts={"scheme": scheme.name, "scheme_id": scheme.id, "node_kind": node.kind},
                )


def _in_follow_me(office: Office, number: str) -> Iterator[Mention]:
    owners = {person.extension: person.id for person in office.people}
    for index, each in enumerate(office.follow_me):
        facts = {"number": each.number, "name": each.name}
        if any(target.to == number for step in each.steps for target in step.targets):
            yield Mention(code="used.follow_me", place=f"follow_me/{index}/steps", facts=facts)
        if owners.get(number) == each.person:
            yield Mention(code="used.follow_me_of", place=f"follow_me/{index}/person", facts=facts)


def _in_departments(office: Office, number: str) -> Iterator[Mention]:
    ids = {person.id for person in office.people if person.extension == number}
    for index, each in enumerate(office.departments):
        if ids & set(each.members):
            yield Mention(
                code="used.department",
                place=f"departments/{index}/members",
                facts={"number": each.number, "name": each.name},
            )
    if office.parking.department == number:
        yield Mention(code="used.parking", place="parking/department")


def _among_people(office: Office, number: str) -> Iterator[Mention]:
    for index, person in enumerate(office.people):
        facts = {"name": person.name, "extension": person.extension}
        if person.colleague == number:
            yield Mention(code="used.colleague", place=f"people/{index}/colleague", facts=facts)
        if number in person.listens_to:
            yield Mention(code="used.listens", place=f"people/{index}/listens_to", facts=facts)


def _in_policy(office: Office, number: str) -> Iterator[Mention]:
    """Rules of a department's own: how long its sounds are kept, when its clients are called."""
    for index, keep in enumerate(office.policy.retention.departments):
        if keep.department == number:
            yield Mention(code="used.retention", place=f"policy/retention/departments/{index}")
    for index, terms in enumerate(office.policy.promises.departments):
        if terms.department == number:
            yield Mention(code="used.promises", place=f"policy/promises/departments/{index}")
