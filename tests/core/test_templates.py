"""Templates of schemes: every answer makes an office that the verifier finds nothing wrong with."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from vochi.core.office.company import Company, Language
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import FxoLine, GsmLine, Line, SipTrunk
from vochi.core.office.person import Device, Person
from vochi.core.office.prompt import Prompt
from vochi.core.office.verify import verify
from vochi.core.scheme.life import Life, PhoneLife
from vochi.core.scheme.nodes.schedule import Hours
from vochi.core.scheme.simulate import simulate
from vochi.core.templates.answers import OFFICE_HOURS, Answers
from vochi.core.templates.catalogue import TEMPLATES, TemplateId, fill, templates
from vochi.core.templates.hours import is_round_the_clock, shown, spoken
from vochi.core.templates.outgoing import outgoing
from vochi.core.templates.part import Part, joined

CLOCKS = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 1, 30, 45))
LINES: tuple[Line, ...] = (
    GsmLine(id="a1-1", name="A1", operator="A1", number="+375296000001", gateway="goip"),
    GsmLine(id="mts-1", name="МТС", operator="МТС", slot=2, number="+375297000003", gateway="goip"),
    GsmLine(id="none-1", name="X", operator="Никто", slot=3, gateway="goip"),
    FxoLine(id="pair", name="Пара", number="+375172000071"),
    SipTrunk(id="city", name="Городской", host="10.0.0.1", numbers=("+375173000000",), channels=4),
)
GOIP = Gateway(id="goip", name="Шлюз", kind="goip", slots=8, address="192.168.1.20", login="admin")


def office_of(count: int, lines: tuple[Line, ...] = LINES[:1], language: Language = "ru") -> Office:
    people = tuple(
        Person(id=f"p-{n}", name=f"Сотрудник {n}", extension=f"{120 + n}", outbound=None)
        for n in range(count)
    )
    devices = tuple(Device(account=each.extension) for each in people)
    empty = Office(
        company=Company(name="Ромашка", language=language), people=people, devices=devices,
        lines=lines, gateways=(GOIP,),
    )  # fmt: skip
    scheme = outgoing(empty, "all", "Все звонки")
    return empty.model_copy(update={"outbound": () if scheme is None else (scheme,)})


def sounds_of(part: Part) -> dict[str, Prompt]:
    return {
        each.id: Prompt(
            id=each.id, name=each.name, sha256=hashlib.sha256(each.text.encode()).hexdigest(),
            seconds=max(1.0, len(each.text) / 14),
        )
        for each in part.spoken
    }  # fmt: skip


def with_template(office: Office, template: TemplateId, answers: Answers) -> Office:
    part = fill(template, office, answers, "ru")
    made = joined(office, part, sounds_of(part))
    lines = tuple(each.model_copy(update={"inbound": part.scheme.id}) for each in made.lines)
    return made.model_copy(update={"lines": lines})


hours = st.builds(
    Hours,
    days=st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple),
    since=st.sampled_from(CLOCKS),
    to=st.sampled_from((*CLOCKS, "24:00")),
)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Office, TemplateId, Answers]:
    count = draw(st.integers(1, 50))
    chosen = st.lists(st.integers(0, count - 1).map("p-{}".format), max_size=8, unique=True)
    some = draw(st.integers(1, len(LINES)))
    answers = Answers(
        people=tuple(draw(chosen)),
        second=tuple(draw(chosen)),
        hours=draw(st.none() | st.lists(hours, max_size=3).map(tuple)),
        greeting=draw(st.none() | st.just("") | st.just("Алло {company} %s ${EXTEN}")),
        closed=draw(st.sampled_from(("voicemail", "callback", "words"))),
        mobile=draw(st.none() | st.just("+375291234567")),
        language=draw(st.none() | st.sampled_from(("ru", "en", "be"))),
    )
    return office_of(count, LINES[:some]), draw(st.sampled_from(TEMPLATES)), answers


@given(answered())
@settings(deadline=None, max_examples=60)
def test_whatever_is_answered_nothing_is_wrong(made: tuple[Office, TemplateId, Answers]) -> None:
    office, template, answers = made
    assert verify(with_template(office, template, answers)) == ()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("count", [1, 2, 50])
def test_every_template_fits_every_size(template: TemplateId, count: int) -> None:
    office = office_of(count)
    half = tuple(each.id for each in office.people[: count // 2])
    rest = tuple(each.id for each in office.people[count // 2 :])
    answers = Answers(people=half, second=rest, mobile="+375291234567")
    assert verify(with_template(office, template, answers)) == ()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_call_by_day_comes_to_a_person(template: TemplateId) -> None:
    office = with_template(office_of(3), template, Answers(people=("p-0",)))
    life = Life(
        line="a1-1", at=datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Europe/Minsk")),
        caller="+375291112233", phones={"120": PhoneLife(answers=2)},
    )  # fmt: skip
    assert simulate(office, life).answered_by == "120"


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_word_is_missing(template: TemplateId) -> None:
    office = office_of(6)
    answers = Answers(people=("p-0", "p-1"), second=("p-2",), mobile="+375291234567",
                      closed="callback", greeting="Добрый день")  # fmt: skip
    languages: tuple[Language, ...] = ("ru", "en", "be")
    for language in languages:
        of_company = office.company.model_copy(update={"language": language})
        here = office.model_copy(update={"company": of_company})
        part = fill(template, here, answers, language)
        shown_words = [*part.explains, part.scheme.name, *(each.text for each in part.spoken)]
        shown_words += [each.name for each in part.departments]
        shown_words += [each.name for each in part.spoken]
        asked = next(each for each in templates(here, language) if each.id == template)
        shown_words += [asked.name, asked.about]
        for question in asked.questions:
            shown_words += [question.text, question.hint, *(c.text for c in question.choices)]
        assert not [each for each in shown_words if "template." in each or "—" in each]
        assert len(part.explains) >= 3


def test_people_who_are_a_department_already_stay_one() -> None:
    office = office_of(4)
    sales = Department(number="950", name="Отдел продаж", members=("p-1", "p-0"))
    office = office.model_copy(update={"departments": (sales,)})
    part = fill("shop", office, Answers(people=("p-0", "p-1"), second=("p-2", "p-3")), "ru")
    assert [each.number for each in part.departments] == ["901"]
    assert part.scheme.nodes["sellers"].targets_named == ("950",)


def test_a_second_shop_is_another_scheme() -> None:
    office = with_template(office_of(2), "shop", Answers())
    part = fill("shop", office, Answers(name="Второй магазин"), "ru")
    assert part.scheme.id == "shop-2"
    assert part.departments == ()


def test_what_is_said_twice_is_one_sound() -> None:
    office = with_template(office_of(2), "simple", Answers())
    part = fill("single", office, Answers(), "ru")
    sounds = {each.id: each for each in sounds_of(part).values()}
    again = joined(office, part, sounds)
    assert len({each.sha256 for each in again.prompts}) == len(again.prompts)
    assert not [each for each in verify(again) if each.severity == "error"]


def test_a_mobile_that_no_line_reaches_is_told() -> None:
    office = office_of(1).model_copy(update={"outbound": ()})
    part = fill("single", office, Answers(mobile="+375291234567"), "en")
    assert part.notes == (
        "The mobile +375 29 123-45-67 is not in it: there is no line yet that reaches it.",
    )
    assert "mobile" not in part.scheme.nodes


def test_the_hours_are_said_as_people_say_them() -> None:
    split = (*OFFICE_HOURS, Hours(days=(2, 6, 7), since="10:30", to="00:00"))
    assert shown(split, "ru") == "пн–пт 9:00–18:00, вт, сб–вс 10:30–00:00"
    assert spoken(split, "ru") == (
        "с понедельника по пятницу с девяти до восемнадцати, во вторник, в субботу и воскресенье "
        "с десяти часов тридцати минут до полуночи"
    )
    assert spoken(OFFICE_HOURS, "be") == "з панядзелка па пятніцу з дзевяці да васямнаццаці"
    assert spoken(OFFICE_HOURS, "en") == "from Monday to Friday from 9 to 18"
    odd = (Hours(days=tuple(range(1, 8)), since="01:21", to="21:01"),)
    assert spoken(odd, "ru") == (
        "ежедневно с одного часа двадцати одной минуты до двадцати одного часа одной минуты"
    )


def test_round_the_clock_needs_every_minute() -> None:
    week = tuple(range(1, 8))
    assert is_round_the_clock(())
    assert is_round_the_clock((Hours(days=week, since="00:00", to="24:00"),))
    assert is_round_the_clock((Hours(days=week, since="09:00", to="09:00"),))
    assert not is_round_the_clock((Hours(days=week, since="00:01", to="24:00"),))
    with pytest.raises(ValidationError):
        Answers(hours=(Hours(days=(1,), since="24:00", to="10:00"),))


def test_a_call_within_a_network_goes_over_its_own_card() -> None:
    office = office_of(1, LINES)
    routes = office.outbound[0].routes
    assert [route.lines[0] for route in routes] == ["a1-1", "mts-1", "a1-1", "pair"]
    assert outgoing(office_of(1, ()), "all", "x") is None
