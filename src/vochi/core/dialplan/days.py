"""Kinds of days in the dialplan: an extension for each date that is not what its weekday is.

    of_day(zone, moment)    sets `KIND`: `1`-`7`, the hours of that weekday, or `off`

A date is a name that Asterisk looks up; what has no name of its own is its weekday. The pattern
of a day that is off every year goes on beyond the years that are written out.
"""

from typing import TYPE_CHECKING

from vochi.core.calendar import OFF, calendar
from vochi.core.dialplan.application import Assign, Call, ComeBack, Place
from vochi.core.dialplan.expression import Stamp, Text, Value, Var
from vochi.core.dialplan.tree import Context, Extension, steps

if TYPE_CHECKING:
    from vochi.core.office.document import Office

KIND = "V_KIND"
OFF_TEXT = "off"
_WEEKDAY = Var("ARG1")


def days(office: "Office") -> tuple[Context, ...]:
    """`days`, if any node asks for it: the date is the extension, its weekday the argument."""
    asked = any(
        node.kind == "schedule" and node.holidays
        for scheme in office.inbound
        for node in scheme.nodes.values()
    )
    if not asked:
        return ()
    table = calendar(office.holidays, office.company.country)
    named = sorted((f"{day:%Y%m%d}", kind) for day, kind in table.dates.items())
    named += sorted(
        (f"_XXXX{month:02}{day:02}", kind) for (month, day), kind in table.every.items()
    )
    return (
        Context(
            "days",
            (
                *(_is(name, Text(OFF_TEXT if kind == OFF else str(kind))) for name, kind in named),
                _is("_X!", _WEEKDAY),
            ),
        ),
    )


def of_day(zone: str, moment: Value, *, holidays: bool) -> Assign | Call:
    """Set `KIND` for the day on which `moment` (epoch) is there; without holidays, its weekday."""
    weekday = Stamp("%u", zone, moment)
    if not holidays:
        return Assign(KIND, weekday)
    return Call(Place("days", Stamp("%Y%m%d", zone, moment)), (weekday,))


def _is(name: str, kind: Value) -> Extension:
    return Extension(name, steps(Assign(KIND, kind), ComeBack()))
