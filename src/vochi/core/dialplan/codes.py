"""Codes that employees dial: taking parked calls, pickup, away, pull, listening, intercom.

Context `codes`, before `unknown` in the contexts of phones. No `V_CALL`: who dials a code joins
another call or changes a state of his own.
"""

from collections.abc import Iterable, Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
    Answer,
    Application,
    AssignTo,
    Do,
    GoTo,
    HangUp,
    Place,
    Playback,
)
from vochi.core.dialplan.expression import Encoded, Func, Text, Value, Var, text
from vochi.core.dialplan.pickup import pickup, pull
from vochi.core.dialplan.prompting import prompting
from vochi.core.dialplan.spy import intercom, spy
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.directory import Directory
from vochi.core.phrases import Phrase
from vochi.core.scheme.surroundings import Sounds

_NORMAL = 16
_OWN = Var(OWN_EXTENSION)


def codes(directory: Directory, sounds: Sounds) -> tuple[Context, ...]:
    """`codes` and what stands behind it."""
    fields = directory.office.features
    found: list[Extension] = []
    if fields.park is not None:
        slot = Var("EXTEN", len(fields.park))
        found.append(Extension(f"_{fields.park}X", steps(GoTo(Place("parked", slot)))))
    found += _away(directory, sounds)
    behind: list[Context] = []
    for extensions, contexts in (
        pickup(directory, sounds),
        pull(directory),
        spy(directory, sounds),
        intercom(directory),
        prompting(directory, sounds),
    ):
        found += extensions
        behind += contexts
    return (Context("codes", tuple(found)), *behind)


def _away(directory: Directory, sounds: Sounds) -> Iterator[Extension]:
    """Do-not-disturb, forward, ready: kept in Asterisk's store, told in the journal, confirmed."""
    fields = directory.office.features
    away = Func("DB", (text("away/", _OWN),))
    forget = _forget(text("away/", _OWN))

    def said(state: str, *more: tuple[str, Value]) -> Announce:
        return Announce("V_AWAY", (("ext", _OWN), ("state", Text(state)), *more))

    def done(phrase: Phrase) -> tuple[Application, ...]:
        return Answer(), Playback(sounds.phrase(phrase)), HangUp(_NORMAL)

    if fields.dnd is not None:
        dnd = (AssignTo(away, Text("dnd")), said("dnd"), *done("dnd-on"))
        yield Extension(fields.dnd, steps(*dnd))
    if fields.dnd_off is not None:
        yield Extension(fields.dnd_off, steps(forget, said("none"), *done("dnd-off")))
    if fields.forward_off is not None:
        yield Extension(fields.forward_off, steps(forget, said("none"), *done("forward-off")))
    if fields.ready is not None:
        ready = (forget, _forget(text("wrap/", _OWN)), said("ready"), *done("ready"))
        yield Extension(fields.ready, steps(*ready))
    if fields.forward is not None:
        for pattern, stored, shown in _forward_forms(directory, fields.forward):
            keep = AssignTo(away, text("to:", stored))
            yield Extension(
                pattern, steps(keep, said("forward", ("to", shown)), *done("forward-on"))
            )


def _forward_forms(directory: Directory, code: str) -> Iterable[tuple[str, Value, Value]]:
    """Pattern, what is kept, and the same for an event: numbers inside, then E.164."""
    skip = len(code)
    office = directory.office
    forms: dict[str, tuple[Value, Value]] = {}
    for number in sorted((*directory.by_extension, *directory.departments)):
        forms[f"{code}{number}"] = (Text(number), Text(number))
    country = COUNTRIES[office.company.country]
    for form in country.all_forms(office.company.area_code):
        dialled: Value = Var("EXTEN", skip + form.strip)
        if form.pattern.endswith("!"):
            dialled = Func("FILTER", (Text("0-9"), dialled))
        forms.setdefault(
            f"_{code}{form.pattern}",
            (text(f"+{form.add}", dialled), text(Encoded(f"+{form.add}"), dialled)),
        )
    return ((pattern, *both) for pattern, both in forms.items())


def _forget(key: Value) -> Do:
    return Do("NoOp", (Func("DB_DELETE", (key,)),))
