"""Whether a number can be had now, told before anybody presses a button (S17)."""

from vochi.core.numbers import classify, normalise, pretty
from vochi.core.office.company import Language
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.routing import LineRefusal, Routed, route, why_not
from vochi.core.phrases import WORDS, Phrase
from vochi.hub.desk.models import Tile
from vochi.hub.desk.schemas import LineState, Presence
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import CanCall, LineNow

#: What is said to an employee whose call is refused, by why.
_PHRASES: dict[str, Phrase] = {
    "unknown_number": "unknown-number",
    "no_route": "no-route",
    "abroad_closed": "abroad-closed",
    "premium_closed": "premium-closed",
    "no_line": "no-line",
    "lines_busy": "lines-busy",
    "limit": "limit",
    "unsigned": "unsigned",
    "offline": "unavailable",
    "busy": "busy",
}


def can_call(company: int, extension: str, to: str, language: Language) -> CanCall:
    """How a call or transfer of `extension` to `to`, as dialled, would fare at this moment."""
    office = current(company)
    directory = Directory(office)
    inside = _inside(company, office, directory, to, language)
    if inside is not None:
        return inside
    numbering = office.company.numbering
    number = to if classify(to, numbering) == "emergency" else normalise(to, numbering)
    if number is None:
        return _refused("unknown_number", to, language)
    person = directory.by_extension.get(extension)
    return outside(company, office, route(office, person.outbound if person else None, number),
                   None, language)  # fmt: skip


def outside(
    company: int, office: Office, routed: Routed | None, why: str | None, language: Language
) -> CanCall:
    """How a call that was routed would fare as lines are now; not routed: why not."""
    if routed is None:
        return _refused(why or "unknown_number", "", language)
    number = routed.e164
    lines = _lines(company)
    refused, line = why_not(routed, lambda each: _held(lines.get(each)))
    tried = _tried(office, routed, lines)
    name = next((each.name for each in office.lines if each.id == line), None)
    if refused is not None:
        return _refused(refused, number, language, tried)
    return CanCall(
        ok=True, kind="outside", number=number, pretty=pretty(number), name=None, line=line,
        line_name=name, why=None, text="", lines=tried,
    )  # fmt: skip


def _inside(
    company: int, office: Office, directory: Directory, to: str, language: Language
) -> CanCall | None:
    """The answer for a number inside; None when it is none of ours."""
    names = {person.extension: person.name for person in office.people}
    names |= {department.number: department.name for department in office.departments}
    names |= {each.number: each.name for each in office.follow_me}
    names |= {room.number: room.name for room in office.conferences}
    if to not in names:
        return None
    why = None
    person = directory.by_extension.get(to)
    if person is not None:
        body = Tile.objects.of(company).filter(kind="person", key=person.id).values_list("body")
        found = body.first()
        presence = Presence.model_validate_json(found[0]) if found else None
        if presence is None or presence.state == "offline":
            why = "offline"
        elif presence.state == "talking":
            why = "busy"
    # A busy colleague may still be called: he is told of, nothing is forbidden.
    text = WORDS[language][_PHRASES[why]] if why else ""
    return CanCall(
        ok=why != "offline", kind="inside", number=to, pretty=to, name=names[to], line=None,
        line_name=None, why=why, text=text, lines=(),
    )  # fmt: skip


def _refused(
    why: str,
    number: str,
    language: Language,
    lines: tuple[LineNow, ...] = (),
) -> CanCall:
    return CanCall(
        ok=False, kind="outside", number=number, pretty=pretty(number), name=None, line=None,
        line_name=None, why=why, text=WORDS[language][_PHRASES[why]], lines=lines,
    )  # fmt: skip


def _lines(company: int) -> dict[str, LineState]:
    bodies = Tile.objects.of(company).filter(kind="line").values_list("body", flat=True)
    states = (LineState.model_validate_json(body) for body in bodies)
    return {state.id: state for state in states}


def _held(state: LineState | None) -> LineRefusal | None:
    """What holds a line back. One that rings with a call from outside is as busy as one that
    talks; of several channels one free is enough.
    """
    if state is None or not state.online:
        return "down"
    if state.busy >= state.channels:
        return "busy"
    if state.state == "paused":
        if state.why == "rest":
            return "rest"
        return "limit" if state.why == "limit" else "paused"
    return None


def _tried(office: Office, routed: Routed, lines: dict[str, LineState]) -> tuple[LineNow, ...]:
    names = {line.id: line.name for line in office.lines}
    held: dict[str, str] = dict(routed.unusable)
    return tuple(
        LineNow(id=line, name=names.get(line, line), why=held.get(line) or _held(lines.get(line)))
        for line in (*routed.lines, *held)
    )
