"""The parts of an office: things that have a key, and single settings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from vochi.core.office.document import Office
from vochi.core.office.policy import Policy
from vochi.core.office.problem import Problem
from vochi.core.office.renumber import accounts_moved, renumber

#: Section -> the field by which its things are known.
KEYS: Mapping[str, str] = {
    "people": "id",
    "devices": "account",
    "lines": "id",
    "gateways": "id",
    "adapters": "id",
    "sockets": "id",
    "operators": "name",
    "departments": "number",
    "prompts": "id",
    "inbound": "id",
    "outbound": "id",
    "follow_me": "number",
    "conferences": "number",
}
#: Sections that are one thing.
SINGLES = ("company", "numbering", "parking", "features", "holidays", "policy")
#: Sections whose key people read and dial: it may become another one. Other keys are identity.
RENUMBERED = frozenset({"departments", "follow_me", "conferences", "devices"})


def key_of(section: str, thing: BaseModel) -> str:
    """The key of a thing; empty for a section that is one thing."""
    return str(getattr(thing, KEYS[section])) if section in KEYS else ""


def part(office: Office, section: str, key: str) -> BaseModel | None:
    """A part of an office; None: there is none of this key."""
    held: Any = getattr(office, section)
    if section in KEYS:
        return next((each for each in held if key_of(section, each) == key), None)
    assert isinstance(held, BaseModel)
    return held


def with_part(office: Office, section: str, key: str, value: BaseModel) -> Office:
    """The office with `value` where `key` stood, or after the others when nothing did.

    What is dialled under another number now is named by it everywhere: a department, a follow me,
    a conference, and a person with his extension, whose devices have accounts of it.
    """
    if section not in KEYS:
        return office.model_copy(update={section: value})
    held: tuple[BaseModel, ...] = getattr(office, section)
    old = part(office, section, key)
    if old is None:
        return office.model_copy(update={section: (*held, value)})
    # One of the same key, not all: an office with a double is mended one by one.
    at = next(index for index, each in enumerate(held) if key_of(section, each) == key)
    changed = office.model_copy(update={section: (*held[:at], value, *held[at + 1 :])})
    return _renumbered(changed, section, old, value)


def without_part(office: Office, section: str, key: str) -> Office:
    """The office without a thing; a line takes the owner's signatures for it along, a department
    the rules of its own.
    """
    held: tuple[BaseModel, ...] = getattr(office, section)
    left = tuple(each for each in held if key_of(section, each) != key)
    update: dict[str, object] = {section: left}
    if section == "lines":
        signed = tuple(each for each in office.policy.signatures if each.line != key)
        update["policy"] = Policy.model_copy(office.policy, update={"signatures": signed})
    if section == "departments":
        update["policy"] = _without_rules(office.policy, key)
    return office.model_copy(update=update)


def _without_rules(policy: Policy, department: str) -> Policy:
    keeps = tuple(each for each in policy.retention.departments if each.department != department)
    terms = tuple(each for each in policy.promises.departments if each.department != department)
    return policy.model_copy(
        update={
            "retention": policy.retention.model_copy(update={"departments": keeps}),
            "promises": policy.promises.model_copy(update={"departments": terms}),
        }
    )


def by_key(office: Office, place: str) -> str:
    """A place of a problem with the key of the thing instead of its index: `people/anna/extension`.

    Another's coming or going does not move it.
    """
    section, _, rest = place.partition("/")
    index, slash, field = rest.partition("/")
    if section not in KEYS or not index.isdecimal():
        return place
    held: tuple[BaseModel, ...] = getattr(office, section)
    if int(index) >= len(held):
        return place
    return f"{section}/{key_of(section, held[int(index)])}{slash}{field}"


def field_of(office: Office, problem: Problem, touched: Sequence[tuple[str, str]]) -> str | None:
    """Where a problem lies in the part (section, key) that it is about: `steps/0/seconds`, empty
    for the part itself; None: it is about another part.
    """
    place = by_key(office, problem.place)
    for section, key in touched:
        here = "/".join(filter(None, (section, key)))
        if place == here or place.startswith(f"{here}/"):
            return place.removeprefix(here).removeprefix("/")
    return None


def new_errors(
    before: Office, old: tuple[Problem, ...], after: Office, new: tuple[Problem, ...]
) -> Iterator[Problem]:
    """Errors of an office that the one before it did not have: they alone stop a change, so that
    an office with an old fault can still be mended bit by bit.
    """
    for problem in new_problems(before, old, after, new):
        if problem.severity == "error":
            yield problem


def new_problems(
    before: Office, old: tuple[Problem, ...], after: Office, new: tuple[Problem, ...]
) -> Iterator[Problem]:
    """Problems of an office that the one before it did not have."""
    had = {_sameness(before, each) for each in old}
    return (each for each in new if _sameness(after, each) not in had)


def _sameness(office: Office, problem: Problem) -> tuple[object, ...]:
    return (problem.code, by_key(office, problem.place), *sorted(problem.facts.items()))


def _renumbered(office: Office, section: str, old: BaseModel, new: BaseModel) -> Office:
    if section == "devices":
        return _fed(office, {key_of(section, old): key_of(section, new)})
    field = "extension" if section == "people" else "number"
    was, now = str(getattr(old, field, "")), str(getattr(new, field, ""))
    if was == now:
        return office
    accounts = accounts_moved(office, was, now) if section == "people" else {}
    return _fed(renumber(office, was, now), accounts)


def _fed(office: Office, accounts: Mapping[str, str]) -> Office:
    """The office in which adapters feed accounts that are named anew."""
    adapters = tuple(
        each.model_copy(update={"account": accounts.get(each.account or "", each.account)})
        for each in office.adapters
    )
    return office.model_copy(update={"adapters": adapters})
