"""The writer of dialplan, contexts, passwords; and dialled numbers against `normalise`."""

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import OFFICES, offices, site

from vochi.core.compile import compile_dialplan
from vochi.core.countries import COUNTRIES
from vochi.core.dial_pattern import matches
from vochi.core.dialplan import application as app
from vochi.core.dialplan.application import Announce, Assign, GoTo, Place
from vochi.core.dialplan.expression import (
    AtLeast,
    Choose,
    Encoded,
    Func,
    Joined,
    Option,
    Same,
    Text,
    Unread,
    Value,
    Var,
)
from vochi.core.dialplan.render import call, event_field, plain, render, value
from vochi.core.dialplan.tree import Context, Dialplan, Extension, Step
from vochi.core.numbers import Numbering, classify, normalise
from vochi.core.office.contexts import phone_context, transfer_context
from vochi.core.office.document import Office
from vochi.core.office.passwords import accounts, accounts_of_operators, accounts_of_ours


@pytest.mark.parametrize(
    ("application", "written"),
    [
        (app.Announce("V_LINE", (("line", Encoded("a1-1")),)), "CELGenUserEvent(V_LINE,line=a1-1)"),
        (app.Answer(), "Answer()"),
        (app.Playback("/p/x"), "Playback(/p/x)"),
        (app.Ring(("180", "180-2"), 20), "Dial(PJSIP/180&PJSIP/180-2,20)"),
        (app.Ring(("180",), 20, "default"), "Dial(PJSIP/180,20,m(default))"),
        (app.DialOut("a1", Var("EXTEN"), "record"), "Dial(PJSIP/${EXTEN}@a1,,U(record))"),
        (app.DialOut("a1", Var("EXTEN")), "Dial(PJSIP/${EXTEN}@a1)"),
        (app.Record(), "MixMonitor(${UNIQUEID}.raw,bD)"),
        (app.GoTo(Place("ends", Text("noline"))), "Goto(ends,noline,1)"),
        (app.GoToIf(Same(Var("X"), Text("20")), "down"), 'GotoIf($["${X}" = "20"]?down)'),
        (
            app.GoToIf(AtLeast(Func("GROUP_COUNT", (Text("a1@line"),)), 4), "full"),
            "GotoIf($[0${GROUP_COUNT(a1@line)} >= 4]?full)",
        ),
        (app.Call(Place("to-a1", Var("EXTEN"))), "Gosub(to-a1,${EXTEN},1)"),
        (app.ComeBack(), "Return()"),
        (app.Busy(3), "Busy(3)"),
        (app.Congestion(3), "Congestion(3)"),
        (app.Progress(), "Progress()"),
        (app.PlayTones("congestion"), "PlayTones(congestion)"),
        (app.Wait(3), "Wait(3)"),
        (app.HangUp(16), "Hangup(16)"),
    ],
    ids=str,
)
def test_call(application: app.Application, written: str) -> None:
    assert call(application) == written


def test_render() -> None:
    tree = Dialplan(
        (
            Context("a", (Extension("_X!", (Step(app.Answer()), Step(app.ComeBack(), "out"))),)),
            Context("b", includes=("a",)),
        )
    )
    assert render(tree) == (
        "[a]\nexten => _X!,1,Answer()\n same => n(out),Return()\n\n[b]\ninclude => a\n"
    )


@given(st.text())
def test_a_field_of_an_event_comes_back_as_it_was(text: str) -> None:
    written = event_field(text)
    assert re.fullmatch(r"[A-Za-z0-9_.~%-]*", written)
    assert parse_qsl(f"x={written}", keep_blank_values=True) == [("x", text)]


@given(st.text())
def test_plain_text_means_nothing(text: str) -> None:
    """Whatever could end an argument, begin an expression or a comment is refused."""
    if set(text) & set(",;&${}[]()\"'\\|?!<>^%`\n\r\t\x00"):
        with pytest.raises(ValueError, match="not plain"):
            plain(text)


@given(st.text())
def test_plain_text_stays_plain_where_brackets_are_ours(text: str) -> None:
    """An option or a named function writes brackets; what stands in them cannot end them."""
    try:
        written = plain(text)
    except ValueError:
        for held in (Option("U", (Text(text),)), Unread("CHANNEL", Text(text))):
            with pytest.raises(ValueError, match="not plain"):
                value(held)
    else:
        assert value(Option("U", (Text("s"), Text(text)))) == f"U(s^{written})"
        assert value(Unread("CHANNEL", Text(text))) == f"CHANNEL({written})"


@pytest.mark.parametrize("tone", ["", "!1000", "ring,ring", "!1000/400)", "!1000/400\n", "${X}"])
def test_tones_are_checked(tone: str) -> None:
    with pytest.raises(ValueError, match="not a tone"):
        call(app.PlayTones(tone))


@pytest.mark.parametrize("name", ["a,b", "a b", "", "a\n[b]", "${X}", "a;b", "a=>b", "ф"])
def test_names_are_checked(name: str) -> None:
    for tree in (
        Dialplan((Context(name),)),
        Dialplan((Context("a", includes=(name,)),)),
        Dialplan((Context("a", (Extension(name, (Step(app.Answer()),)),)),)),
        Dialplan((Context("a", (Extension("s", (Step(app.Answer(), name),)),)),)),
    ):
        with pytest.raises(ValueError, match="not a name"):
            render(tree)


def test_contexts() -> None:
    office = OFFICES["romashka"]
    assert phone_context(office, "180") == "phone-all"
    assert transfer_context(office, "180") == "out-all"
    assert phone_context(office, "183") == "phone"
    assert transfer_context(office, "183") == "out"
    with pytest.raises(KeyError):
        phone_context(office, "999")


@settings(max_examples=40)
@given(office=offices())
def test_contexts_are_there(office: Office) -> None:
    names = {context.name for context in compile_dialplan(office, site()).contexts}
    for person in office.people:
        assert phone_context(office, person.extension) in names
        assert transfer_context(office, person.extension) in names


def test_accounts() -> None:
    office = OFFICES["romashka"]
    ours = ("180", "180-2", "181", "182", "183", "a1-1", "a1-2", "mts-1", "life-1")
    assert accounts_of_ours(office) == ours
    assert accounts_of_operators(office) == ("city",)
    assert accounts(office) == (*ours, "city")
    assert accounts(OFFICES["moscow"]) == ("150", "fxo-1")


def test_a_plain_inbound_call_takes_few_steps() -> None:
    """Q3: at most 12 from the first to the Dial, greeting off, recording on."""
    plan = compile_dialplan(OFFICES["romashka"], site())
    steps, place = 0, ("line-a1-1", "_[+*#0-9a-zA-Z]!")
    dialled = False
    while not dialled:
        for step in _steps(plan, *place):
            steps += 1
            match step.application:
                case app.Dial():
                    dialled = True
                    break
                case GoTo(Place(context, Text(extension))):
                    place = (context, extension)
                case _:
                    pass
    assert steps <= 12


def _steps(plan: Dialplan, context: str, extension: str) -> tuple[Step, ...]:
    return next(
        each.steps
        for here in plan.contexts
        if here.name == context
        for each in here.extensions
        if each.name == extension
    )


dialled_numbers = st.one_of(
    st.from_regex(r"\A(80|0|8|375|810|00|\+|7|)[0-9]{6,13}\Z"),
    st.text(alphabet="0123456789+", min_size=6, max_size=16),
)


@pytest.mark.parametrize("name", ["romashka", "moscow", "branch"])
@given(dialled=dialled_numbers)
def test_what_people_dial_is_what_normalise_reads(name: str, dialled: str) -> None:
    """The dialplan and `normalise` read the same number, and find the same class for it."""
    office = OFFICES[name]
    numbering = Numbering(country=office.company.country, area_code=office.company.area_code)
    scheme = office.outbound[0]
    plan = compile_dialplan(office, site())
    forms = {e.name: e.steps for e in _context(plan, f"said-outside-{scheme.id}").extensions}
    fitting = [form for form in forms if matches(form.removeprefix("_"), dialled)]
    expected = normalise(dialled, numbering)
    if not fitting:
        # Of what can be read, only a bare national number is not dialled.
        national = COUNTRIES[numbering.country].national_length
        assert expected is None or len(dialled) == national
        return
    assert len(fitting) == 1
    channel = {"EXTEN": dialled}
    told = ""
    for application in (step.application for step in forms[fitting[0]]):
        match application:
            case Assign(variable, held):
                channel[variable.lstrip("_")] = _value(held, channel)
            case Announce(_, fields):
                told = parse_qsl(f"to={_value(dict(fields)['to'], channel)}")[0][1]
            case GoTo(Place(context, extension)):
                assert context == f"choose-{scheme.id}"
                channel["EXTEN"] = _value(extension, channel)
    e164 = channel["EXTEN"]
    assert told == channel["V_TO"] == e164
    if expected is None:
        return
    # A leading 0 or 8 after the country code is dropped by the library alone.
    if e164 != expected:
        assert normalise(e164, numbering) == expected
        return
    country = COUNTRIES[numbering.country]
    choices = {e.name for e in _context(plan, f"choose-{scheme.id}").extensions}
    kinds = {f"_+{each.pattern}": each.kind for each in country.ranges}
    assert set(kinds) == choices - {"_+Z!", "_+0!", f"_+{country.code}!"}
    chosen = [kinds[name] for name in kinds if matches(name.removeprefix("_"), e164)]
    kind = classify(e164, numbering)
    if kind == "unknown" or (kind == "abroad" and not chosen):
        assert chosen == []
    else:
        assert chosen == [kind]


def _context(plan: Dialplan, name: str) -> Context:
    return next(each for each in plan.contexts if each.name == name)


def _value(value: Value, channel: dict[str, str]) -> str:
    """What Asterisk makes of a value on a channel with these variables; an unset one is empty."""
    match value:
        case Text(text):
            return text
        case Encoded(text):
            return event_field(text)
        case Var(name, start, None):
            return channel.get(name, "")[start:]
        case Func("FILTER", (Text("0-9"), held)):
            return re.sub("[^0-9]", "", _value(held, channel))
        case Joined(parts):
            return "".join(_value(part, channel) for part in parts)
        case Choose(Same(left, right), yes, no):
            is_same = _value(left, channel) == _value(right, channel)
            return _value(yes if is_same else no, channel)
        case _:
            raise NotImplementedError(value)
