"""What operators' networks answer to: hints that an office may replace by its own profiles.

Codes change with tariffs and years (protocols.md 3.2): whatever stands here is editable data of an
office, never a rule. Where no code is known for certain none stands.
"""

from collections.abc import Mapping

from vochi.core.office.document import Office
from vochi.core.office.operators import same_operator
from vochi.core.office.sim import OperatorProfile, Question

_BELARUS = (
    OperatorProfile(
        name="A1", balance=Question(code="*100#"), own_number=Question(code="*141*2*1#"),
        currency="BYN",
    ),
    OperatorProfile(name="MTS", balance=Question(code="*100#"), currency="BYN"),
    OperatorProfile(name="life:)", balance=Question(code="*100#"), currency="BYN"),
)  # fmt: skip
_RUSSIA = (
    OperatorProfile(
        name="MTS", balance=Question(code="*100#"), own_number=Question(code="*111*0887#"),
        currency="RUB",
    ),
    OperatorProfile(
        name="Beeline", balance=Question(code="*102#"), own_number=Question(code="*110*10#"),
        currency="RUB",
    ),
    OperatorProfile(
        name="MegaFon", balance=Question(code="*100#"), own_number=Question(code="*205#"),
        currency="RUB",
    ),
    OperatorProfile(
        name="Tele2", balance=Question(code="*105#"), own_number=Question(code="*201#"),
        currency="RUB",
    ),
)  # fmt: skip
_KAZAKHSTAN = (
    OperatorProfile(
        name="Beeline", balance=Question(code="*102#"), own_number=Question(code="*110*10#"),
        currency="KZT",
    ),
    OperatorProfile(name="Kcell", balance=Question(code="*100#"), currency="KZT"),
    OperatorProfile(name="Activ", balance=Question(code="*111#"), currency="KZT"),
    OperatorProfile(name="Tele2", balance=Question(code="*111#"), currency="KZT"),
    OperatorProfile(name="Altel", balance=Question(code="*111#"), currency="KZT"),
)  # fmt: skip
#: By ISO country; the order is the one in which a screen offers them.
SHIPPED: Mapping[str, tuple[OperatorProfile, ...]] = {
    "BY": _BELARUS, "RU": _RUSSIA, "KZ": _KAZAKHSTAN,
}  # fmt: skip
#: As people write them; `same_operator` knows those of Belarus.
_ALSO = {
    "билайн": "beeline", "beeline": "beeline", "мегафон": "megafon", "megafon": "megafon",
    "теле2": "tele2", "tele2": "tele2", "t2": "tele2", "т2": "tele2", "ксел": "kcell",
    "kcell": "kcell", "актив": "activ", "activ": "activ", "алтел": "altel", "altel": "altel",
    "мтс": "mts", "mts": "mts",
}  # fmt: skip


def profile_of(office: Office, operator: str) -> OperatorProfile | None:
    """The profile of an operator: the office's own first, else the product's for its country."""
    for each in office.operators:
        if _is_same(each.name, operator):
            return each
    for each in SHIPPED.get(office.company.country, ()):
        if _is_same(each.name, operator):
            return each
    return None


def profiles(office: Office) -> tuple[OperatorProfile, ...]:
    """All that an office may rely on: its own, then the product's that it has not replaced."""
    shipped = SHIPPED.get(office.company.country, ())
    others = (
        each
        for each in shipped
        if not any(_is_same(each.name, own.name) for own in office.operators)
    )
    return (*office.operators, *others)


def _is_same(left: str, right: str) -> bool:
    return same_operator(left, right) or _known(left) == _known(right)


def _known(name: str) -> str:
    bare = "".join(letter for letter in name.casefold() if letter.isalnum())
    return _ALSO.get(bare, bare)
