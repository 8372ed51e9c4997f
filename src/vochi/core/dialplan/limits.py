"""What calls outside may last and cost (P20), with box and hub dead: counted in Asterisk's store.

    allowance,s(route, seconds of the route, seconds of a call)   sets V_LEFT and V_WHAT
    answered-out,s(record)     runs on the line's leg at the answer: it is cut in time, and counted
    spent,s                    runs on it at its end, however the call went on meanwhile

A day is that of the company's time zone; a call belongs to the day on which it ends.
"""

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    GoToIf,
    OnHangUp,
    Place,
)
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Func,
    Math,
    Not,
    Option,
    Same,
    Stamp,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.outgoing import (
    CLASS,
    CLIENT,
    LEFT,
    LINE,
    PAYER,
    ROUTE,
    SECONDS,
    WARNING,
    WHAT,
    inherited,
)
from vochi.core.dialplan.sim_card import at_answer, at_end, month_of, sim_contexts
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.policy import Limits
from vochi.core.office.sim_limits import day_minutes, month_minutes
from vochi.core.scheme.surroundings import Sounds

#: Calls that may last longer than this are not warned: nobody thinks of the limit any more.
_WARNED, _WARNED_FROM = 3600, 90
_MINUTE = 60
_ROOM, _SINCE, _TALK, _LOCK = "V_ROOM", "V_SINCE", "V_TALK", "V_LOCK"
#: Set by the box (`box.guard`) before it cuts: calls at one time would each have a whole day.
CUT = "V_CUT"


def limit_contexts(office: Office, sounds: Sounds) -> tuple[Context, ...]:
    """All of them."""
    zone = office.company.time_zone
    return (
        _allowance(office.policy.limits, zone, sounds),
        _answered(office),
        _spent(office),
        *sim_contexts(office),
    )


def day(who: Value, zone: str, of: Value | None = None) -> Func:
    """`DB(day/180.20261123)`, `DB(day/180.abroad.20261123)`: seconds of talk outside that day."""
    middle = (".",) if of is None else (".", of, ".")
    return Func("DB", (text("day/", who, *middle, Stamp("%Y%m%d", zone)),))


def counted(held: Func) -> Value:
    """The number in the store; 0 where there is none."""
    return text("0", held)


def _allowance(limits: Limits, zone: str, sounds: Sounds) -> Context:
    payer = Var(PAYER)
    abroad = Same(Var(CLASS), Text("abroad"))
    applied: list[Application | Step] = [
        Assign(LEFT, Var("ARG3")),
        Assign(WHAT, Text("call")),
    ]
    if limits.person_minutes is not None:
        applied += _at_most(
            "day", Math(_seconds(limits.person_minutes), "-", counted(day(payer, zone)))
        )
    spent_abroad = counted(day(payer, zone, Text("abroad")))
    applied += _at_most(
        "abroad", Math(_seconds(limits.abroad_minutes), "-", spent_abroad), unless=Not(abroad)
    )
    applied += _at_most(
        "route",
        Math(Var("ARG2"), "-", counted(day(payer, zone, Var("ARG1")))),
        unless=Same(Var("ARG2"), Text("")),
    )
    warned_at = (_MINUTE + 5) * 1000
    applied += [
        Assign(WARNING, Text("")),
        GoToIf(Not(AtLeast(Var(LEFT), _WARNED_FROM)), "end"),
        GoToIf(AtLeast(Var(LEFT), _WARNED), "end"),
        # The absolute timeout of the line's leg cuts; this only warns, one minute before.
        Assign(
            WARNING,
            Option(
                "L",
                (text(Math(Math(Var(LEFT), "+", Text("5")), "*", Text("1000")), f":{warned_at}"),),
            ),
        ),
        Assign("LIMIT_PLAYAUDIO_CALLER", Text("yes")),
        Assign("LIMIT_WARNING_FILE", Text(sounds.phrase("one-minute"))),
        Step(ComeBack(), "end"),
    ]  # fmt: skip
    return Context("allowance", (Extension("s", steps(*applied)),))


def _at_most(
    what: str, room: Value, unless: Same | Not | None = None
) -> tuple[Application | Step, ...]:
    """Lower what is left to the room that this limit has."""
    after = f"after{what}"
    return (
        *((GoToIf(unless, after),) if unless is not None else ()),
        Assign(_ROOM, room),
        GoToIf(AtLeast(Var(_ROOM), Var(LEFT)), after),
        Assign(LEFT, Var(_ROOM)),
        Assign(WHAT, Text(what)),
        Step(Assign(_ROOM, Text("")), after),
    )


def _seconds(minutes: int) -> Text:
    return Text(str(minutes * _MINUTE))


def _answered(office: Office) -> Context:
    """The line's leg: emergency calls have no V_SECONDS, nothing cuts them."""
    return Context(
        "answered-out",
        (
            Extension(
                "s",
                (
                    Step(Assign(_SINCE, Var("EPOCH"))),
                    Step(OnHangUp(Place("spent", Text("s")))),
                    *at_answer(office, office.company.time_zone),
                    Step(GoToIf(Same(Var(SECONDS), Text("")), "free")),
                    Step(AssignTo(Func("TIMEOUT", (Text("absolute"),)), Var(SECONDS))),
                    Step(GoToIf(Not(Same(Var("V_CONFIRM"), Text("1"))), "known"), "free"),
                    Step(Call(Place("confirm", Text("s")))),
                    Step(GoToIf(Same(Var("GOSUB_RESULT"), Text("CONTINUE")), "end")),
                    Step(
                        AssignTo(Func("DB", (text("sim/", Var(CLIENT)),)), Var(LINE)), "known"
                    ),
                    Step(GoToIf(Not(Same(Var("ARG1"), Text("record"))), "end")),
                    Step(Call(Place("record", Text("s")))),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )  # fmt: skip


def _spent(office: Office) -> Context:
    """Several calls of one person may end in one moment: he who counts locks."""
    zone = office.company.time_zone
    talk = Var(_TALK)

    def add(held: Func) -> AssignTo:
        return AssignTo(held, Math(counted(held), "+", talk))

    payer, line = Var(PAYER), Var(LINE)
    month = Func("DB", (text("spent/", line, ".", Stamp("%Y%m", zone)),))
    reached = (("what", Var(WHAT)), ("ext", payer), ("line", line), ("out", Text("cut")))
    return Context(
        "spent",
        (
            Extension(
                "s",
                (
                    # A second that was begun counts.
                    Step(Assign(_TALK, Math(Math(Var("EPOCH"), "-", Var(_SINCE)), "+", Text("1")))),
                    Step(Assign(_LOCK, Func("LOCK", (Text("spent"),)))),
                    Step(add(month)),
                    Step(add(day(line, zone))),
                    *at_end(office),
                    Step(GoToIf(Same(payer, Text("")), "counted")),
                    Step(add(day(payer, zone))),
                    Step(add(day(payer, zone, Var(ROUTE)))),
                    Step(GoToIf(Not(Same(Var(CLASS), Text("abroad"))), "counted")),
                    Step(add(day(payer, zone, Text("abroad")))),
                    Step(Assign(_LOCK, Func("UNLOCK", (Text("spent"),))), "counted"),
                    Step(GoToIf(Same(Var(CUT), Text("")), "own")),
                    Step(Assign(WHAT, Var(CUT))),
                    Step(Announce("V_LIMIT", reached)),
                    Step(ComeBack()),
                    Step(
                        GoToIf(
                            Both((Not(Same(Var(SECONDS), Text(""))),
                                  AtLeast(talk, Var(SECONDS)))),
                            "cut",
                        ),
                        "own",
                    ),
                    Step(ComeBack()),
                    Step(Announce("V_LIMIT", reached), "cut"),
                    Step(ComeBack()),
                ),
            ),
        ),
    )  # fmt: skip


def line_room(office: Office, line: Line) -> tuple[Application | Step, ...]:
    """Set V_SECONDS: the line's own minutes of the day and of its month lower what is left.

    Goes to the label `limit` when there are none, to `enough` when there are more than needed.
    """
    zone = office.company.time_zone
    today, month = day_minutes(office, line), month_minutes(line)
    applied: list[Application | Step] = [
        Assign(inherited(SECONDS), Var(LEFT)),
        Assign(inherited(WHAT), Var(WHAT)),
    ]
    if month is not None:
        applied += _room_of("line_month", month, month_of(line, zone), "today")
        applied.append(Step(Assign(_ROOM, Text("")), "today"))
    if today is not None:
        applied += _room_of("line", today, day(Text(line.id), zone), "enough")
    return tuple(applied)


def _room_of(what: str, minutes: int, held: Func, enough: str) -> tuple[Application, ...]:
    return (
        Assign(_ROOM, Math(_seconds(minutes), "-", counted(held))),
        GoToIf(Not(AtLeast(Var(_ROOM), 1)), "limit"),
        GoToIf(AtLeast(Var(_ROOM), Var(SECONDS if what == "line_month" else LEFT)), enough),
        Assign(inherited(SECONDS), Var(_ROOM)),
        Assign(inherited(WHAT), Text(what)),
    )
