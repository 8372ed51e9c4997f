"""The numbering plan, the calendar and the way of a call outside, in the asker's words."""

from datetime import date

import phonenumbers

from vochi.core.countries import COUNTRIES
from vochi.core.frozen import Frozen
from vochi.core.numbers import NumberKind, classify, normalise, operator_hint, pretty
from vochi.core.office.company import Language
from vochi.core.office.ids import Extension
from vochi.core.office.mentions import Mention
from vochi.core.office.outbound import OutboundScheme
from vochi.core.office.problem import Problem
from vochi.core.office.routing import operator_of, route
from vochi.core.office.short_numbers import FreeNumbers, NumberUse, number_plan
from vochi.core.public_days import public_days
from vochi.core.wording import say
from vochi.hub.node_words import NodeWords
from vochi.hub.offices.current import current
from vochi.hub.offices.reach import outside
from vochi.hub.offices.schemas import LineNow


class WordedOut(Frozen):
    """Something in words: a code, where it is in the document, its text."""

    code: str
    place: str
    text: str


class ShortNumberOut(Frozen):
    """What a short number is, see `core.office.short_numbers`; `problems` and users in words."""

    number: str
    to: str | None
    use: NumberUse
    name: str
    id: str
    problems: tuple[WordedOut, ...]
    used_by: tuple[WordedOut, ...]


class NumberPlanOut(Frozen):
    """Every short number and what is free; `clash`: the length is that of local numbers."""

    numbers: tuple[ShortNumberOut, ...]
    free: tuple[FreeNumbers, ...]
    clash: bool


class PublicDayOut(Frozen):
    """A day of the country: nobody works, or (`like` 1-7) it is worked as that weekday."""

    day: date
    like: int | None
    name: str


class CallingCode(Frozen):
    """A country by its calling code; `region` is ISO 3166, several share a code."""

    code: str
    region: str


class DiallingOut(Frozen):
    """What people dial from here: operators of the country, emergency numbers, countries."""

    operators: tuple[str, ...]
    emergency: tuple[str, ...]
    codes: tuple[CallingCode, ...]


class DialIn(Frozen):
    """A number as people write it, and the outbound scheme, saved or not, that it goes by."""

    to: str
    scheme: OutboundScheme
    extension: Extension | None = None


class DialOut(Frozen):
    """How a call would go: `route` is the place of the rule in the scheme, from 1; `lines` as they
    are tried; `line` the one that would carry it now. `why` a code, `text` its words.
    """

    ok: bool
    number: str
    pretty: str
    kind: NumberKind
    operator: str | None
    route: int | None
    line: str | None
    line_name: str | None
    lines: tuple[LineNow, ...]
    why: str | None
    text: str


def plan(company: int, language: Language) -> NumberPlanOut:
    """The numbering plan of the office in force."""
    office = current(company)
    nodes = NodeWords(office, {}, language)

    def used(each: Mention) -> WordedOut:
        facts = dict(each.facts)
        if each.code == "used.node":
            name = each.place.rpartition("/")[2]
            facts["node"] = nodes.kind(facts["scheme_id"], name)
        return WordedOut(code=each.code, place=each.place, text=say(each.code, facts, language))

    def wrong(each: Problem) -> WordedOut:
        return WordedOut(
            code=each.code, place=each.place, text=say(each.code, each.facts, language)
        )

    found = number_plan(office)
    return NumberPlanOut(
        numbers=tuple(
            ShortNumberOut(
                number=row.number, to=row.to, use=row.use, name=row.name, id=row.id,
                problems=tuple(map(wrong, row.problems)), used_by=tuple(map(used, row.used_by)),
            )
            for row in found.numbers
        ),
        free=found.free,
        clash=found.clash,
    )  # fmt: skip


def days(company: int, year: int, language: Language) -> list[PublicDayOut]:
    """Holidays of the country in a year, and weekend days that are worked."""
    country = current(company).company.country
    return [PublicDayOut(**dict(each)) for each in public_days(country, year, language)]


def dialling(company: int) -> DiallingOut:
    """What rules of an outbound scheme may name."""
    country = COUNTRIES.get(current(company).company.country)
    ranges = () if country is None else country.ranges
    codes = (
        CallingCode(code=str(code), region=regions[0])
        for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items())
        if regions[0].isalpha() and (country is None or str(code) != country.code)
    )
    return DiallingOut(
        operators=tuple(dict.fromkeys(each.operator for each in ranges if each.operator)),
        emergency=() if country is None else country.emergency,
        codes=tuple(codes),
    )


def dial(company: int, body: DialIn, language: Language) -> DialOut:
    """How a call to a number would go by a scheme, as lines are at this moment."""
    now = current(company)
    others = tuple(each for each in now.outbound if each.id != body.scheme.id)
    office = now.model_copy(update={"outbound": (*others, body.scheme)})
    numbering = office.company.numbering
    to = body.to.strip()
    kind = classify(to, numbering)
    number = to if kind in {"emergency", "internal"} else normalise(to, numbering)
    if number is None or kind == "internal":
        told = outside(company, office, None, "unknown_number", language)
        return DialOut(
            ok=False, number=to, pretty=to, kind="internal" if number else "unknown",
            operator=None, route=None, line=None, line_name=None, lines=(),
            why="internal" if number else "unknown_number", text=told.text,
        )  # fmt: skip
    routed = route(office, body.scheme.id, number)
    told = outside(company, office, routed, None, language)
    return DialOut(
        ok=told.ok, number=number, pretty=pretty(number), kind=routed.kind,
        operator=operator_of(office, number) or operator_hint(number),
        route=routed.number or None, line=told.line, line_name=told.line_name, lines=told.lines,
        why=told.why, text=told.text,
    )  # fmt: skip
