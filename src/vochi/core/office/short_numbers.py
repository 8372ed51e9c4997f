"""The numbering plan: every short number, what each means, where two clash, and what is free."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from vochi.core.countries import COUNTRIES
from vochi.core.frozen import Frozen
from vochi.core.office.checks.features import check_features
from vochi.core.office.checks.people import check_people
from vochi.core.office.checks.reach import check_reach
from vochi.core.office.document import Office
from vochi.core.office.features import FeatureCodes
from vochi.core.office.mentions import Mention, mentions_of_number
from vochi.core.office.problem import Problem

NumberUse = Literal[
    "person", "department", "follow_me", "conference", "parking", "code", "emergency"
]
#: What a prefix of the plan is for.
PlanKind = Literal["extensions", "departments", "follow_me", "conferences"]
_PLANNED: dict[PlanKind, NumberUse] = {
    "extensions": "person",
    "departments": "department",
    "follow_me": "follow_me",
    "conferences": "conference",
}


class ShortNumber(Frozen):
    """What is dialled inside: `name` of whose it is; of a code the field of `features`, of a slot
    of parking its digit. `to`: the last of a row of numbers alike. `problems` are those of the
    number itself, not of what it stands for.
    """

    number: str
    to: str | None = None
    use: NumberUse
    name: str
    id: str = ""
    place: str
    problems: tuple[Problem, ...] = ()
    used_by: tuple[Mention, ...] = ()


class FreeNumbers(Frozen):
    """From `first` through `last` nothing has these numbers; `count` of them."""

    kind: PlanKind
    first: str
    last: str
    count: int


class NumberPlan(Frozen):
    """All of it; `clash`: as many digits as local numbers of the city have, so none may be used."""

    numbers: tuple[ShortNumber, ...]
    free: tuple[FreeNumbers, ...]
    clash: bool


def number_plan(office: Office) -> NumberPlan:
    """Every short number, in the order in which a person looks for it, and what is free."""
    rows = tuple(sorted(_rows(office), key=_looked_for))
    problems = _problems(office)
    numbers = tuple(
        row.model_copy(
            update={
                "problems": tuple(p for p in problems if p.place == row.place),
                "used_by": mentions_of_number(office, row.number),
            }
        )
        for row in rows
    )
    return NumberPlan(numbers=numbers, free=tuple(_free(office, rows)), clash=_clashes(office))


def _looked_for(row: ShortNumber) -> tuple[bool, bool, str]:
    """People and departments, then codes, then what is nobody's to change."""
    return (row.use == "emergency", row.number[0] == "*", row.number)


def _rows(office: Office) -> Iterator[ShortNumber]:
    for i, person in enumerate(office.people):
        yield ShortNumber(
            number=person.extension, use="person", name=person.name, id=person.id,
            place=f"people/{i}/extension",
        )  # fmt: skip
    for i, department in enumerate(office.departments):
        yield _numbered("department", department.number, department.name, f"departments/{i}")
    for i, follow_me in enumerate(office.follow_me):
        yield _numbered("follow_me", follow_me.number, follow_me.name, f"follow_me/{i}")
    for i, room in enumerate(office.conferences):
        yield _numbered("conference", room.number, room.name, f"conferences/{i}")
    for name in FeatureCodes.model_fields:
        code = getattr(office.features, name)
        if isinstance(code, str):
            yield ShortNumber(number=code, use="code", name=name, place=f"features/{name}")
    park = office.features.park
    if park is not None:
        last = office.parking.slots
        yield ShortNumber(
            number=f"{park}1", to=f"{park}{last}" if last > 1 else None, use="parking",
            name=str(last), place="parking/slots",
        )  # fmt: skip
    country = COUNTRIES.get(office.company.country)
    for number in () if country is None else country.emergency:
        yield ShortNumber(number=number, use="emergency", name=number, place="company/country")


def _numbered(use: NumberUse, number: str, name: str, place: str) -> ShortNumber:
    return ShortNumber(number=number, use=use, name=name, place=f"{place}/number")


def _problems(office: Office) -> tuple[Problem, ...]:
    return tuple(
        problem
        for check in (check_people, check_reach, check_features)
        for problem in check(office)
    )


def _clashes(office: Office) -> bool:
    country = COUNTRIES.get(office.company.country)
    local = None if country is None else country.local_form(office.company.area_code)
    return local is not None and len(local.pattern) == office.numbering.length


def _free(office: Office, rows: tuple[ShortNumber, ...]) -> Iterator[FreeNumbers]:
    """Gaps between what is taken, under each prefix of the plan."""
    if _clashes(office):
        return
    length = office.numbering.length
    for kind in _PLANNED:
        prefixes: tuple[str, ...] = getattr(office.numbering, kind)
        for prefix in prefixes:
            room = length - len(prefix)
            if room < 0 or not prefix.isdecimal():
                continue
            low, high = int(prefix) * 10**room, (int(prefix) + 1) * 10**room - 1
            inside = {
                int(row.number)
                for row in rows
                if row.number.isdecimal() and len(row.number) == length
            }
            taken = sorted({low - 1, high + 1, *(n for n in inside if low <= n <= high)})
            for before, after in pairwise(taken):
                if after - before > 1:
                    yield FreeNumbers(
                        kind=kind, first=str(before + 1), last=str(after - 1),
                        count=after - before - 1,
                    )  # fmt: skip
