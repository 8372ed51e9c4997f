"""Calls from lines: announced, recorded, led into their scheme; and the schemes themselves."""

from vochi.core.countries import COUNTRIES
from vochi.core.dialplan.announce import Announcer
from vochi.core.dialplan.application import Application, Assign, Call, ComeBack, GoTo, Place
from vochi.core.dialplan.doctor import gate
from vochi.core.dialplan.ends import NO_ROUTE
from vochi.core.dialplan.expression import Encoded, Func, Text, Var, text
from vochi.core.dialplan.hook import DIALLED, is_asked
from vochi.core.dialplan.recording import RECORD_IN
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.directory import Directory, numbers_of
from vochi.core.office.document import Office
from vochi.core.office.line import Line, OldNumber, SipTrunk
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.surroundings import Sounds, Surroundings, node_place

#: Whatever the other side puts into the address of its call.
_ANYTHING = "_[+*#0-9a-zA-Z]!"
#: The old number that was dialled (S07), url-encoded; empty: none.
_VIA = "V_VIA"


def from_line(line: Line, office: Office, announcer: Announcer) -> tuple[Context, ...]:
    """`line-<id>`: where a call over the line begins."""
    schemes = {scheme.id: scheme for scheme in office.inbound}
    numbers = numbers_of(line)
    by_number = line.by_number if isinstance(line, SipTrunk) else {}
    replaced = line.replaces if isinstance(line, SipTrunk) else ()
    looked = _look_for_old(line) if replaced else gate(line, office)

    def answers(name: str, did: str | None) -> Extension:
        chosen = schemes.get(by_number.get(did or "", line.inbound or ""))
        record: tuple[Application, ...] = ()
        if line.record:
            record = (Call(RECORD_IN),)
        if is_asked(office):
            record = (*record, Assign(DIALLED, Text(did or "")))
        said = announcer.inbound(
            line.id, did, None if chosen is None else chosen.id, Var(_VIA) if replaced else None
        )
        if chosen is None:
            return Extension(name, steps(*looked, said, GoTo(NO_ROUTE)))
        place = node_place(chosen.id, chosen.start)
        return Extension(name, steps(*looked, said, *record, GoTo(place)))

    context = f"line-{line.id}"
    if not isinstance(line, SipTrunk):
        return (Context(context, (answers(_ANYTHING, numbers[0] if numbers else None),)),)
    known = tuple(dict.fromkeys((*numbers, *by_number)))
    of_number = f"did-{line.id}"
    written: dict[str, str] = {}
    for did in known:
        for form in (did, *_forms(did, office)):
            written.setdefault(form, did)
    old = [
        (form, each) for each in replaced for form in (each.number, *_forms(each.number, office))
    ]
    # An operator with whom we are registered may call the address that we registered; our number
    # is then only in To. FILTER leaves digits of it: a stranger's text never names an extension.
    to = Func(
        "PJSIP_PARSE_URI", (Func("CHANNEL", (Text("pjsip"), Text("local_uri"))), Text("user"))
    )
    digits = Func("FILTER", (Text("+0-9"), to))
    called = Func("FILTER", (Text("+0-9"), Var("EXTEN")))
    lost = called if line.username is None or not line.register_there else digits
    return (
        Context(
            context,
            (
                *(_go(form, Place(of_number, Text(did))) for form, did in written.items()),
                *(_old(form, each, of_number) for form, each in old),
                _go(_ANYTHING, Place(of_number, lost)),
            ),
        ),
        Context(
            of_number,
            (
                *(answers(did, did) for did in known),
                *(
                    _go(form, Place(of_number, Text(did)))
                    for form, did in written.items()
                    if form != did
                ),
                *(_old(form, each, of_number) for form, each in old),
                answers(_ANYTHING, known[0] if known else None),
            ),
        ),
        *((_via(line, old),) if replaced else ()),
    )


def _look_for_old(line: Line) -> tuple[Application, ...]:
    """An operator that forwards an old number says so in Diversion: digits of it name it."""

    def who(field: str) -> Application:
        told = Func("FILTER", (Text("0-9"), Func("REDIRECTING", (Text(field),))))
        return Call(Place(f"via-{line.id}", text("v", told)))

    return who("from-num"), who("orig-num")


def _via(line: Line, old: list[tuple[str, OldNumber]]) -> Context:
    """`via-<line>`: whether digits are those of an old number of the trunk."""
    known = {form.removeprefix("+"): each for form, each in reversed(old)}
    return Context(
        f"via-{line.id}",
        (
            *(
                Extension(f"v{digits}", steps(Assign(_VIA, Encoded(each.number)), ComeBack()))
                for digits, each in known.items()
            ),
            Extension("_v!", steps(ComeBack())),
        ),
    )


def _old(form: str, old: OldNumber, of_number: str) -> Extension:
    """It was called by its old number itself."""
    place = Place(of_number, Text(old.to))
    return Extension(form, steps(Assign(_VIA, Encoded(old.number)), GoTo(place)))


def _go(name: str, place: Place) -> Extension:
    return Extension(name, steps(GoTo(place)))


def _forms(did: str, office: Office) -> tuple[str, ...]:
    """Other ways in which an operator writes our number."""
    country = COUNTRIES[office.company.country]
    bare = did.removeprefix("+")
    if not bare.startswith(country.code):
        return (bare,)
    national = bare.removeprefix(country.code)
    trunk = next((each.trunk for each in country.ranges), "")
    local = national.removeprefix(office.company.area_code)
    return tuple(dict.fromkeys((bare, national, trunk + national, local)))


def scheme_contexts(
    scheme: InboundScheme, directory: Directory, sounds: Sounds
) -> tuple[Context, ...]:
    """`scheme-<id>`: one extension for each node; then what nodes have beside."""
    extensions = []
    beside: list[Context] = []
    for name, node in sorted(scheme.nodes.items()):
        around = Surroundings(
            scheme.id, name, node.kind, node.exits, sounds, directory, directory.office
        )
        place = node_place(scheme.id, name)
        assert isinstance(place.extension, Text)
        extensions.append(Extension(place.extension.text, node.compile(around)))
        beside += node.beside(around)
    return (Context(f"scheme-{scheme.id}", tuple(extensions)), *beside)
