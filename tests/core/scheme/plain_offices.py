"""Offices and schemes for the round trip of plain words: any settings, any names, any wires."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.line import FxoLine
from vochi.core.office.outbound import OutboundScheme
from vochi.core.office.person import Device, Person
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.plain.form import Form, Setting, forms

NODES: TypeAdapter[Node] = TypeAdapter(Node)
#: Names that mean something to the language itself, or look like each other.
NAMES = (
    "Основная", "основная", "Рабочее время", "a → b", "x: y", "«в кавычках»", "“quoted”",
    'say "hi"', "(никуда)", "[start]", "back\\slash", "line\nbreak",
    "\u202eturned", "101", "start", "нет",
    "  двa", "Ёлка", "№ 1, 2; 3", "пн–пт 09:00", "->", "1", "ends with \\", "»", "Анна", "O’Brien",
)  # fmt: skip
names = st.one_of(
    st.sampled_from(NAMES),
    st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip())),
).map(lambda text: text.strip()[:80].strip() or "x")
slugs = st.sampled_from(
    ("main", "a", "b", "a-b", "default", "nowhere", "none", "other", "holiday", "start", "9", "vip")
)
numbers = st.sampled_from(("101", "102", "901", "401", "777"))
outside = st.sampled_from(("+375296666666", "+74951234567", "+442071234567", "+15551234567"))
keys = st.sampled_from("0123456789*#")
texts = st.text(min_size=1, max_size=60).map(lambda text: text.strip() or "x")
days = st.lists(st.integers(1, 7), min_size=1, max_size=8).map(tuple)
clocks = st.sampled_from(("00:00", "09:00", "13:30", "18:00", "23:59", "24:00"))
hours = st.builds(lambda d, a, b: {"days": d, "since": a, "to": b}, days, clocks, clocks)
periods = st.builds(
    lambda name, title, of: {"id": name, "name": title, "hours": of},
    st.one_of(slugs, st.sampled_from(("rabochee-vremya", "anna"))),
    names,
    st.lists(hours, min_size=1, max_size=3),
)
tests = st.one_of(
    st.sampled_from([{"what": "known"}, {"what": "hidden"}]),
    st.builds(lambda name: {"what": "list", "list": name}, slugs),
    st.builds(lambda name: {"what": "tag", "tag": name}, slugs),
    st.builds(lambda n: {"what": "number", "begins": n}, st.sampled_from(("+37529", "+7", "+1"))),
)
URLS = ("https://crm.example/hook?a=1&b=2", "http://10.0.0.1:8080/x")


def value(setting: Setting) -> st.SearchStrategy[Any]:
    """Any value that the model takes."""
    match setting.sort:
        case "prompt" | "outbound" | "scheme" | "slug":
            found: st.SearchStrategy[Any] = slugs
        case "music":
            found = st.one_of(slugs, st.just("default"))
        case "targets":
            return st.lists(st.one_of(numbers, outside), min_size=1, max_size=4)
        case "members":
            return st.lists(numbers, min_size=1, max_size=4)
        case "owner":
            found = numbers
        case "phone":
            return outside
        case "key":
            found = keys
        case "url":
            return st.sampled_from(URLS)
        case "text":
            return texts
        case "count":
            return st.integers(setting.least or 0, setting.most or 9999)
        case "flag":
            return st.booleans()
        case "choice":
            return st.sampled_from(sorted(setting.choices or {}))
        case "test":
            return tests
        case "hours":
            return st.lists(periods, max_size=3)
        case _:
            raise AssertionError(setting)
    return st.one_of(st.none(), found) if setting.is_optional else found


@st.composite
def settings_of(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """Settings of a node: what has a default is told or not."""
    held: dict[str, Any] = {"kind": form.kind}
    for setting in form.settings:
        if setting.is_needed or draw(st.booleans()):
            held[setting.name] = draw(value(setting))
    for name in form.lists:
        of_what = keys if name == "keys" else slugs
        held[name] = draw(st.lists(of_what, max_size=5))
    return held


@st.composite
def schemes(draw: st.DrawFn) -> InboundScheme:
    """Wired, half wired, wired to what is not there; starts where it likes."""
    ids = draw(st.lists(slugs, min_size=1, max_size=7, unique=True))
    nodes: dict[str, Node] = {}
    for name in ids:
        kind = draw(st.sampled_from(sorted(forms("ru"))))
        node = NODES.validate_python(draw(settings_of(forms("ru")[kind])))
        ports = (*node.ports, *draw(st.lists(names, max_size=1)))
        targets = st.one_of(st.sampled_from(ids), slugs)
        exits = {port: draw(targets) for port in ports if draw(st.booleans())}
        place = {"x": draw(st.integers(-500, 500)), "y": draw(st.integers(-500, 500))}
        nodes[name] = node.model_copy(update={"exits": exits, **place})
    start = draw(st.sampled_from(ids))
    return InboundScheme(id="main", name=draw(names), start=start, nodes=nodes)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Things with names that may be those of others."""
    calls = draw(st.lists(names, min_size=8, max_size=8))
    return Office(
        company=Company(name="x"),
        people=(
            Person(id="p1", name=calls[0], extension="101"),
            Person(id="p2", name=calls[1], extension="102"),
        ),
        devices=(Device(account="101"),),
        departments=(Department(number="901", name=calls[2], members=("101",)),),
        follow_me=(FollowMe.model_validate({"number": "401", "name": calls[3], "person": "p1",
            "steps": [{"seconds": 9, "targets": [{"to": "101"}]}]}),),
        prompts=(
            Prompt(id="a", name=calls[4], sha256="0" * 64, seconds=1),
            Prompt(id="main", name=calls[5], sha256="0" * 64, seconds=1),
        ),
        lines=(FxoLine(id="city", name=calls[6], number="+375171234567"),),
        outbound=(OutboundScheme(id="b", name=calls[7], routes=()),),
        inbound=(),
    )  # fmt: skip


@st.composite
def outgoing(draw: st.DrawFn) -> OutboundScheme:
    """Any rules."""
    routes = st.builds(
        lambda classes, operators, countries, begins, lines, order, flags, shown, minutes: {
            "classes": classes, "operators": operators, "countries": countries, "begins": begins,
            "lines": lines, "order": order, "sticky": flags[0], "pin": flags[1],
            "number_shown": shown, "minutes": minutes[0], "call_minutes": minutes[1],
        },
        st.lists(st.sampled_from(("mobile", "city", "toll_free", "premium", "abroad")), max_size=3),
        st.lists(st.one_of(names, st.sampled_from(("A1", "МТС"))), max_size=2),
        st.lists(st.sampled_from(("375", "7", "1")), max_size=2),
        st.lists(st.sampled_from(("+37529", "+7")), max_size=2),
        st.lists(st.sampled_from(("city", "gone")), max_size=2),
        st.sampled_from(("listed", "least_used", "least_spent", "cheapest")),
        st.tuples(st.booleans(), st.booleans()),
        st.one_of(st.none(), outside),
        st.tuples(*[st.one_of(st.none(), st.integers(1, 1440))] * 2),
    )  # fmt: skip
    return OutboundScheme.model_validate({
        "id": "main", "name": draw(names), "refused": draw(st.one_of(st.none(), slugs)),
        "routes": draw(st.lists(routes, max_size=4)),
    })  # fmt: skip
