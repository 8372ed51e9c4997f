"""How one person is rung: all his devices, or, while he is away, what he asked for instead.

    rings(directory, "180")         PJSIP/180&PJSIP/180-2, or Local/180@away when he is away;
                                    Local/180@mobile when his mobile rings in place of his phones
    called(directory, "180")        the same, for departments and queues: not in his wrap-up time

The facts are read while the Dial is written: a plain ring costs no step more.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Assign,
    AssignTo,
    ComeBack,
    GoTo,
    GoToIf,
    HangUp,
    Place,
)
from vochi.core.dialplan.caller import CLIENT, E164, IDENTIFY, IS_NUMBER
from vochi.core.dialplan.confirm import CONFIRM
from vochi.core.dialplan.expression import (
    AtLeast,
    AtOnce,
    Both,
    Choose,
    Func,
    Matches,
    Math,
    Not,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.recording import QUIET
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.person import Person

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory
    from vochi.core.office.document import Office

#: Extensions, each between dashes, that ring anyway: nobody forwards to them, nobody rings twice.
VIA = "V_VIA"
#: Extension in whose name lines are used for an outside leg.
BEHALF = "V_BEHALF"
#: Extension of the client's manager.
MANAGER = "V_MANAGER"
#: Context whose legs are people at their mobiles (`core.calls.carried` knows it).
MOBILE = "mobile"
_FORWARDED = "V_FORWARDED"
_TO, _UNTIL = "V_TO", "V_UNTIL"

_EXTEN = Var("EXTEN")
_NOTHING = Text("")
_EPOCH = Var("EPOCH")
_CALLER = Func("CALLERID", (Text("num"),))
_HAS_TALKED = Both(
    (
        Same(Func("CHANNEL", (Text("state"),)), Text("Up")),
        Not(Same(Var("DIALEDPEERNUMBER"), _NOTHING)),
    )
)
BUSY, NO_ANSWER, ABSENT, NO_CIRCUIT = 17, 19, 20, 34


def rings(directory: "Directory", extension: str) -> Value:
    """What to dial for a person; always something, so that a Dial is never empty."""
    away = Text(f"Local/{extension}@away")
    phones: Value
    if directory.mobile(extension) is not None:
        phones = Text(f"Local/{extension}@{MOBILE}")
    elif accounts := tuple(each.account for each in directory.phones(extension)):
        phones = AtOnce(tuple(Text(f"PJSIP/{account}") for account in accounts))
    else:
        return away
    return Choose(Same(_fact("away", extension), _NOTHING), phones, away)


def called(directory: "Directory", extension: str) -> Value:
    """What a department or a queue dials for a member."""
    person = directory.by_extension.get(extension)
    if person is None or not person.wrap_up:
        return rings(directory, extension)
    resting = AtLeast(_fact("wrap", extension), _EPOCH)
    return Choose(resting, Text(f"Local/{extension}@resting"), rings(directory, extension))


def _fact(family: str, key: str) -> Func:
    return Func("DB", (Text(f"{family}/{key}"),))


def person_contexts(directory: "Directory") -> tuple[Context, ...]:
    """`away`, `mobile`, `resting`, `gone`, `talked`: legs of people, and what is kept of talks."""
    return (
        _away(),
        *_mobile(directory),
        Context(
            "resting",
            (Extension("_X!", steps(skip("wrap"), HangUp(BUSY))),),
        ),
        _forwarded(directory),
        gone(),
        _talked(directory),
    )


def skip(why: str, *, to: Value = _EXTEN, on: Value | None = None) -> Announce:
    """Somebody was not rung, and why."""
    told: tuple[tuple[str, Value], ...] = (("to", to), ("why", Text(why)))
    return Announce("V_SKIP", told if on is None else (*told, ("on", on)))


def gone() -> Context:
    """A silent leg ends as its Dial has ended, so that the Dial that rang it learns the reason."""
    causes = (("BUSY", BUSY), ("CONGESTION", NO_CIRCUIT), ("CHANUNAVAIL", ABSENT))
    return Context(
        "gone",
        (
            *(Extension(status, steps(HangUp(cause))) for status, cause in causes),
            Extension("_[A-Z]!", steps(HangUp(NO_ANSWER))),
        ),
    )


BY_STATUS = GoTo(Place("gone", Var("DIALSTATUS")))


def _away() -> Context:
    """A leg to somebody who is away: nothing rings, or another one does; no word is said.

    A forward is followed once: to whom it leads is rung on his phones, wherever he forwards.
    """
    return Context(
        "away",
        (
            Extension(
                "_X!",
                (
                    Step(Assign(_TO, Func("DB", (text("away/", _EXTEN),)))),
                    Step(GoToIf(Matches(Var(_TO), "to:[+]?[1-9]"), "forward")),
                    Step(GoToIf(Same(Var(_TO), Text("dnd")), "dnd")),
                    Step(HangUp(ABSENT)),
                    Step(skip("dnd"), "dnd"),
                    Step(HangUp(BUSY)),
                    Step(Assign(_TO, Func("FILTER", (Text("+0-9"), Var(_TO)))), "forward"),
                    Step(skip("forward", on=Func("URIENCODE", (Var(_TO),)))),
                    Step(GoToIf(Same(Var(_FORWARDED), Text("1")), "loop")),
                    Step(GoToIf(_rings_anyway(Var(_TO)), "loop")),
                    Step(GoToIf(Same(Var(_TO), _EXTEN), "loop")),
                    Step(Assign(f"__{_FORWARDED}", Text("1"))),
                    Step(Assign(f"__{VIA}", text(Var(VIA), "-", _EXTEN, "-"))),
                    Step(Assign(f"__{BEHALF}", _EXTEN)),
                    Step(GoToIf(Matches(Var(_TO), "[+]"), "outside")),
                    Step(GoTo(Place("reached", Var(_TO)))),
                    Step(GoTo(Place("forwarded", _EXTEN)), "outside"),
                    Step(HangUp(BUSY), "loop"),
                ),
            ),
        ),
    )


def _rings_anyway(extension: Value) -> Not:
    """`${VIA}` holds `-180-`: what is left when it is taken out is not what it was."""
    without = Func("STRREPLACE", (Text(VIA), text("-", extension, "-"), _NOTHING))
    return Not(Same(without, Var(VIA)))


def is_in_via(extension: str) -> Not:
    """The extension rings anyway, or a forward came from it."""
    return _rings_anyway(Text(extension))


def _forwarded(directory: "Directory") -> Context:
    """A forward outside goes over the lines of who forwards."""
    return Context(
        "forwarded",
        (
            *(
                Extension(extension, steps(*_outside(person)))
                for extension, person in sorted(directory.by_extension.items())
            ),
            # Somebody who is no more.
            Extension("_X!", steps(HangUp(NO_CIRCUIT))),
        ),
    )


def _mobile(directory: "Directory") -> Iterator[Context]:
    """The mobile of who works away from his desk, over his own lines; whoever answers presses 1."""
    found = tuple(
        Extension(
            extension,
            steps(
                Assign(f"__{BEHALF}", Text(extension)),
                Assign(f"__{CONFIRM}", Text("1" if person.confirm else "0")),
                # He is no client: who calls him is recorded as every caller is, and once.
                Assign(f"__{QUIET}", Text("1")),
                GoTo(Place(reach(person.outbound), Text(person.rings_mobile))),
            ),
        )
        for extension, person in sorted(directory.by_extension.items())
        if person.rings_mobile is not None
    )
    if found:
        yield Context(MOBILE, found)


def reach(outbound: str | None) -> str:
    """Context that carries an outside leg; people without a scheme have none that does."""
    return "reach-nobody" if outbound is None else f"reach-{outbound}"


def _outside(person: Person) -> tuple[Application, ...]:
    to = Func("URIENCODE", (Var(_TO),))
    if person.outbound is None:
        return skip("no_route", to=to), HangUp(NO_CIRCUIT)
    return (GoTo(Place(f"reach-{person.outbound}", Var(_TO))),)


def keeps_talks(office: "Office", person: Person) -> bool:
    """Whether the end of his talks must be kept: thirteen steps that most offices need not pay.

    Somebody asks who talked last with a client, or least recently, or he has a wrap-up time.
    """
    nodes = [node for scheme in office.inbound for node in scheme.nodes.values()]
    return (
        person.wrap_up > 0
        or any(each.strategy == "least_recent" for each in office.departments)
        or any(node.kind == "ring" and node.strategy == "least_recent" for node in nodes)
        or any(node.kind == "manager" and node.which != "responsible" for node in nodes)
    )


def _talked(directory: "Directory") -> Context:
    """Runs when a channel of a phone ends; keeps who talked last with the client, and until when.

    A channel that is not up has talked with nobody; nor has one that dialled a feature code:
    Dial names the other side on both channels of a talk. Wrap-up begins here. Few steps: every
    call passes them. A number that comes as E.164 needs no look at the forms of the country.
    """
    rest = sorted(
        (each.extension, each.wrap_up) for each in directory.office.people if each.wrap_up
    )
    return Context(
        "talked",
        (
            *(Extension(extension, _ended(seconds)) for extension, seconds in rest),
            Extension("_X!", _ended(0)),
        ),
    )


def _ended(wrap_up: int) -> tuple[Step, ...]:
    other = Func("CONNECTEDLINE", (Text("num"),))
    number = Func("FILTER", (Text("+0-9"), other))
    kept = text(_EXTEN, ".", _EPOCH)
    rests: tuple[Application, ...] = ()
    if wrap_up:
        rests = (
            Assign(_UNTIL, Math(_EPOCH, "+", Text(str(wrap_up)))),
            AssignTo(Func("DB", (text("wrap/", _EXTEN),)), Var(_UNTIL)),
            Announce("V_WRAP", (("ext", _EXTEN), ("until", Var(_UNTIL)))),
        )
    return (
        Step(GoToIf(Not(_HAS_TALKED), "nobody")),
        Step(AssignTo(Func("DB", (text("idle/", _EXTEN),)), _EPOCH)),
        *steps(*rests),
        Step(GoToIf(Matches(number, E164), "known")),
        Step(AssignTo(_CALLER, other)),
        Step(IDENTIFY),
        Step(GoToIf(Not(IS_NUMBER), "nobody")),
        Step(AssignTo(Func("DB", (text("last/", Var(CLIENT)),)), kept)),
        Step(ComeBack()),
        Step(AssignTo(Func("DB", (text("last/", number),)), kept), "known"),
        Step(ComeBack(), "nobody"),
    )
