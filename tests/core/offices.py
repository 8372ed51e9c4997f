"""Offices for tests: named ones with goldens, and Hypothesis strategies for any valid office.

from offices import OFFICES, offices, site, secrets_for
"""

from pathlib import Path

from hypothesis import strategies as st

from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import FxoLine, GsmLine, Line, SipTrunk
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.passwords import accounts
from vochi.core.office.person import Device, Person
from vochi.core.office.policy import Limits, Policy
from vochi.core.office.prompt import Prompt
from vochi.core.office.read import read_office
from vochi.core.office.sim import SimPolicy, Tariff
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.core.site import Site

GOLDEN = Path(__file__).parent / "golden"

#: Name -> office, read from `golden/<name>/office.yaml`.
OFFICES: dict[str, Office] = {
    folder.name: read_office((folder / "office.yaml").read_text())
    for folder in sorted(GOLDEN.iterdir())
    if (folder / "office.yaml").is_file()
}

TARIFFS = (Tariff(minute=9), Tariff(month_day=15, minute=9, minute_own=1, step=1))
POLICIES = (
    SimPolicy(),
    SimPolicy(bad_calls=2),
    SimPolicy(day_minutes=10, month_minutes=100, bad_calls=3, rest_minutes=1),
)

#: Names that mean something to a dialplan, a configuration file, SIP, a shell or a reader.
NASTY = (
    'Анна "А;" \\ <x>',
    "a,b;c&d${EXTEN}$[1+1]",
    "]\n[general]\nexten => s,1,System(touch /tmp/x)",
    "#include passwd",
    ";--",
    "--;",
    "\\",
    '"',
    "'; DROP TABLE",
    "${SHELL(id)}",
    "=>",
    "e\u202erev \u200f\u2066rtl",
    "🙂 emoji 👩‍👩‍👧",
    "tab\there\x00\x07\x1b[31m",
    "line\r\nTo: <sip:1@x>\r\n",
    "x" * 80,
    "<101>",
    "%2B%00%n",
    "a\u2028b\u2029c\x85d",
    "`id`|cat",
    "same => n,Goto(ends,BUSY,1)",
    "ß İ ǅ",
)


def site(root: str = "/srv/vochi") -> Site:
    return Site(
        etc=f"{root}/current",
        state=root,
        modules="/opt/asterisk/modules",
        data="/opt/asterisk/data",
        prompts=f"{root}/sounds",
        listen="127.0.0.1",
        ami_secret="an AMI secret of the tests",
    )


def secrets_for(office: Office) -> Secrets:
    return Secrets(passwords={name: f"password of {name:16}" for name in accounts(office)})


titles = st.one_of(
    st.sampled_from(NASTY),
    st.text(min_size=1, max_size=20).filter(lambda text: text.strip() != ""),
    st.sampled_from(("Анна Климович", "Продажи", "A1 первая")),
)
_extensions = st.integers(180, 199).map(str)
_seconds = st.integers(5, 600)
_classes = st.sampled_from(("mobile", "city", "toll_free", "premium", "abroad"))
_operators = st.sampled_from(("A1", "МТС", "MTS", "life:)", "Life"))
_area_and_country = st.sampled_from((("BY", "17"), ("BY", "162"), ("RU", "495"), ("KZ", "727")))


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Any office that `verify` lets through."""
    country, area = draw(_area_and_country)
    outbound_ids = draw(_ids("o", 2))
    people = draw(_people(outbound_ids))
    devices = tuple(draw(_devices(people)))
    departments = draw(_departments(people))
    prompts = draw(_prompts())
    numbers = tuple([person.extension for person in people] + [each.number for each in departments])
    inbound = tuple(
        draw(_scheme(name, numbers, tuple(each.id for each in prompts)))
        for name in draw(_ids("in", 2))
    )
    lines = draw(_lines(tuple(scheme.id for scheme in inbound)))
    line_ids = tuple(line.id for line in lines)
    return Office(
        version=draw(st.integers(0, 10_000)),
        company=Company(
            name=draw(titles),
            country=country,
            area_code=area,
            language=draw(st.sampled_from(("ru", "en", "be"))),
        ),
        people=people,
        devices=devices,
        departments=departments,
        prompts=prompts,
        inbound=inbound,
        lines=lines,
        outbound=tuple(draw(_outbound(name, line_ids)) for name in outbound_ids),
        # Several phones that ring for ten minutes each are no mistake here.
        policy=Policy(limits=Limits(longest_wait=7200)),
    )


def _ids(prefix: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Ids with dashes too: Asterisk ignores them in extensions."""
    return st.integers(0, most).map(
        lambda count: tuple((f"{prefix}{n}", f"{prefix}-{n}")[n % 2] for n in range(count))
    )


@st.composite
def _people(draw: st.DrawFn, outbound: tuple[str, ...]) -> tuple[Person, ...]:
    extensions = draw(st.lists(_extensions, max_size=6, unique=True))
    return tuple(
        Person(
            id=f"p-{extension}",
            name=draw(titles),
            extension=extension,
            outbound=draw(st.sampled_from((None, *outbound))),
            record=draw(st.booleans()),
        )
        for extension in extensions
    )


@st.composite
def _devices(draw: st.DrawFn, people: tuple[Person, ...]) -> list[Device]:
    devices = []
    for person in people:
        for ordinal in range(draw(st.integers(0, 3))):
            ending = "" if ordinal == 0 else f"-{ordinal + 1}"
            devices.append(
                Device(
                    account=person.extension + ending,
                    name=draw(titles),
                    transport=draw(st.sampled_from(("udp", "tcp"))),
                )
            )
    return devices


@st.composite
def _departments(draw: st.DrawFn, people: tuple[Person, ...]) -> tuple[Department, ...]:
    ids = [person.id for person in people]
    members = st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])
    return tuple(
        Department(
            number=str(901 + index),
            name=draw(titles),
            members=tuple(draw(members)),
            seconds=draw(_seconds),
        )
        for index in range(draw(st.integers(0, 3)))
    )


@st.composite
def _prompts(draw: st.DrawFn) -> tuple[Prompt, ...]:
    ids = draw(st.lists(st.sampled_from(("hello", "general", "a-b", "ab")), unique=True))
    return tuple(
        Prompt(
            id=name,
            name=draw(titles),
            sha256=draw(st.sampled_from(("0" * 64, "f" * 64, "0123456789abcdef" * 4))),
            seconds=draw(st.floats(0.1, 60)),
        )
        for name in ids
    )


@st.composite
def _scheme(
    draw: st.DrawFn, name: str, numbers: tuple[str, ...], prompts: tuple[str, ...]
) -> InboundScheme:
    """A chain, so that all is reached."""
    length = draw(st.integers(1, 5))
    names = ["start", *(f"n-{n}" if n % 2 else f"n{n}" for n in range(1, length))]
    nodes: dict[str, Node] = {}
    for index, each in enumerate(names):
        after = names[index + 1] if index + 1 < length else "the-end"
        kind = draw(st.sampled_from(("greeting", "ring"))) if index else "start"
        if kind == "greeting" and prompts:
            nodes[each] = Greeting(prompt=draw(st.sampled_from(prompts)), exits={"next": after})
        elif kind == "ring" and numbers:
            nodes[each] = Ring(
                targets=tuple(draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=4))),
                seconds=draw(_seconds),
                music=draw(st.sampled_from((None, "default", *prompts))),
                exits={"nobody": after},
            )
        else:
            nodes[each] = Start(exits={"next": after}) if index == 0 else HangUp()
            if index:
                break
    reached = {target for node in nodes.values() for target in node.exits.values()}
    if "the-end" in reached:
        cause = draw(st.sampled_from(("normal", "busy", "congestion")))
        nodes["the-end"] = HangUp(cause=cause)
    return InboundScheme(id=name, name=draw(titles), nodes=nodes)


@st.composite
def _lines(draw: st.DrawFn, schemes: tuple[str, ...]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for index in range(draw(st.integers(0, 4))):
        common = {
            "id": ("global", "l-1", "transport-udp", "a1")[index],
            "name": draw(titles),
            "inbound": draw(st.sampled_from((None, *schemes))),
            "record": draw(st.booleans()),
            "dial": draw(st.sampled_from(("e164", "national", "digits"))),
        }
        number = f"+37529100000{index}"
        match draw(st.sampled_from(("gsm", "fxo", "trunk"))):
            case "gsm":
                own = draw(st.sampled_from((None, number)))
                lines.append(
                    GsmLine(
                        **common,
                        operator=draw(st.one_of(titles, st.sampled_from(("A1", "МТС")))),
                        number=own,
                        slot=index + 1,
                        tariff=draw(st.sampled_from((None, *TARIFFS))),
                        policy=draw(st.sampled_from(POLICIES)),
                    )
                )
            case "fxo":
                lines.append(FxoLine(**common, number=draw(st.sampled_from((None, number)))))
            case _:
                own_numbers = (f"+37517200000{index}", f"+37517300000{index}")
                by_number = {own_numbers[1]: schemes[0]} if schemes and draw(st.booleans()) else {}
                lines.append(
                    SipTrunk(
                        **common,
                        numbers=own_numbers,
                        channels=draw(st.integers(1, 1000)),
                        host=draw(st.sampled_from(("192.0.2.7", "127.0.0.10"))),
                        transport=draw(st.sampled_from(("udp", "tcp"))),
                        username=draw(st.sampled_from((None, "romashka", "_.+x-1"))),
                        register_there=draw(st.booleans()),
                        by_number=by_number,
                    )
                )
    return tuple(lines)


@st.composite
def _outbound(draw: st.DrawFn, name: str, lines: tuple[str, ...]) -> OutboundScheme:
    chosen = st.lists(st.sampled_from(lines), max_size=3) if lines else st.just([])
    return OutboundScheme(
        id=name,
        name=draw(titles),
        routes=tuple(
            Route(
                classes=tuple(draw(st.lists(_classes, max_size=3))),
                operators=(),
                lines=tuple(draw(chosen)),
            )
            for _ in range(draw(st.integers(0, 3)))
        ),
    )
