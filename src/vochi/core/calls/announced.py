"""What our own dialplan announced about a call (`vocabulary`): who, where to, nodes, lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vochi.core.calls.call import Direction, Passed, RecordingMark, TriedLine
from vochi.core.calls.channel import Channels
from vochi.core.calls.click import read_click
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import Row
from vochi.core.numbers import Numbering, normalise

#: Unique ids of the channels with which the line doctor calls begin so.
DOCTOR = "doctor-"
_DIRECTIONS: dict[str, Direction] = {"in": "in", "out": "out", "int": "internal"}
_HIDDEN = frozenset({"anonymous", "unknown", "restricted", "unavailable", "private"})
#: An originate that nobody picks up runs the dialplan on a channel `OutgoingSpoolFailed`: no call.
_REAL = ("PJSIP/", "Local/")
_DIALLED = frozenset("0123456789+*#")
#: Digits of the longest number that is dialled inside.
_INSIDE = 5


@dataclass(frozen=True, slots=True)
class Announced:
    """The V_CALL that counts, with the row that bore it.

    Of several (a transferred client walks through the dialplan of the inside) the first from or
    to the outside counts, else the first.
    """

    direction: Direction
    row: Row
    said: Mapping[str, str]

    @property
    def numbering(self) -> Numbering:
        """How numbers of this call are read."""
        return Numbering(
            country=self.said.get("country", "BY"), area_code=self.said.get("area", "17")
        )

    @property
    def client(self) -> str:
        """Who is outside; inside, the extension that calls."""
        match self.direction:
            case "in":
                return read_number(self.row.number, self.numbering)
            case "out":
                return read_number(self.said.get("to", ""), self.numbering)
            case "internal":
                return digits(self.said.get("from", ""))

    @property
    def number(self) -> str:
        """What was dialled: our number, the client's, or the extension."""
        match self.direction:
            case "in":
                return read_number(self.said.get("did", ""), self.numbering)
            case "out":
                return self.client
            case "internal":
                return digits(self.said.get("to", ""))

    @property
    def via(self) -> str | None:
        """The old number that was dialled and forwarded to ours, as we or the network know it."""
        if self.direction != "in":
            return None
        return read_number(self.said.get("via") or self.row.diverted, self.numbering) or None

    @property
    def office(self) -> int:
        """The version of the office, 0 when it was not told."""
        version = self.said.get("office", "")
        return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def find_announced(rows: Sequence[Row]) -> Announced | None:
    """The announcement that counts; without any, a call that came from a line is still one.

    What the line doctor does is no call.
    """
    if any(row.event == "V_TEST" for row in rows) or (
        rows and rows[0].unique_id.startswith(DOCTOR)
    ):
        return None
    found = [
        Announced(_DIRECTIONS[row.said["dir"]], row, row.said)
        for row in rows
        if row.event == "V_CALL"
        and row.said.get("dir") in _DIRECTIONS
        and row.channel.startswith(_REAL)
        and row.exten != "h"  # what runs when somebody has hung up begins no call
    ]
    outside = next((each for each in found if each.direction != "internal"), None)
    if outside or found:
        return outside or found[0]
    if rows:
        endpoint = Endpoint.of_channel(rows[0].channel)
        if endpoint and endpoint.kind == "line" and rows[0].unique_id == rows[0].linked_id:
            return Announced("in", rows[0], {"line": endpoint.name})
        return _clicked(rows[0])
    return None


def _clicked(row: Row) -> Announced | None:
    """A click whose phones ring: nothing is announced before one of them answers."""
    click = read_click(row.unique_id)
    if click is None:
        return None
    inside = len(click.to) <= _INSIDE and click.to.isdigit()
    said = {"from": click.extension, "to": click.to, "office": str(click.office)}
    return Announced("internal" if inside else "out", row, said)


def agents(announced: Announced, channels: Channels) -> tuple[str, ...]:
    """Unique ids of the phones of the employee who clicked to call, if it was begun so."""
    if announced.direction == "in" or Endpoint.of_channel(announced.row.channel) is not None:
        return ()
    return tuple(
        each.unique_id
        for each in channels.by_id.values()
        if each.endpoint and each.endpoint.extension == announced.said.get("from")
    )


def callers(announced: Announced, channels: Channels) -> frozenset[str]:
    """Unique ids of the phones that began the call: the one that dialled, or all of a click."""
    click = read_click(announced.row.unique_id)
    clicked = () if click is None else (
        each for each in channels.by_id
        if (found := read_click(each)) is not None and found.id == click.id
    )  # fmt: skip
    return frozenset({announced.row.unique_id, *agents(announced, channels), *clicked})


def client_channels(announced: Announced, channels: Channels) -> frozenset[str]:
    """Unique ids of the client's side: the line, or the phone that calls inside."""
    if announced.direction == "internal":
        phones = agents(announced, channels)
        return frozenset(phones or {announced.row.unique_id})
    return frozenset(
        each.unique_id
        for each in channels.by_id.values()
        if each.endpoint
        and each.endpoint.kind == "line"
        and each.is_origin == (announced.direction == "in")
    )


def read_number(text: str, numbering: Numbering) -> str:
    """E.164 where it can be read as one, else its digits as they came, empty when hidden."""
    if text.strip().lower() in _HIDDEN:
        return ""
    if any(sign.isalpha() for sign in text):
        # A gateway that tells no number leaves its own account there: `a1-2` is not caller 12.
        return ""
    return normalise(text, numbering) or digits(text)


def digits(text: str) -> str:
    """What of a text can be dialled; a stranger may send anything as his number."""
    return "".join(sign for sign in text if sign in _DIALLED)[:32]


def read_path(rows: Sequence[Row], times: Mapping[int, datetime]) -> tuple[Passed, ...]:
    """The nodes passed, in order."""
    path: list[Passed] = []
    for row in rows:
        if row.event != "V_NODE" or not row.said.get("node"):
            continue
        scheme, node = row.said.get("scheme", ""), row.said["node"]
        out = row.said.get("out", "enter")
        at = times[row.when.seq]
        if out == "enter":
            path.append(
                Passed(scheme=scheme, node=node, kind=row.said.get("kind", ""), entered_at=at,
                       out=None)
            )  # fmt: skip
            continue
        for place in range(len(path) - 1, -1, -1):
            if (path[place].scheme, path[place].node) == (scheme, node):
                told = {"out": out, "left_at": at, "key": row.said.get("key") or None,
                        "why": row.said.get("why") or None}  # fmt: skip
                path[place] = path[place].model_copy(update=told)
                break
    return tuple(path)


def read_lines(rows: Sequence[Row], times: Mapping[int, datetime]) -> tuple[TriedLine, ...]:
    """The lines an outgoing call tried, and why each did not carry it."""
    tried: list[TriedLine] = []
    for row in rows:
        line = row.said.get("line")
        if row.event != "V_LINE" or not line:
            continue
        why = row.said.get("why") or None
        if why and tried and tried[-1].line == line and tried[-1].why is None:
            tried[-1] = tried[-1].model_copy(update={"why": why})
        else:
            tried.append(TriedLine(line=line, at=times[row.when.seq], why=why))
    return tuple(tried)


def last_end(rows: Sequence[Row]) -> str | None:
    """`why` of the last V_END."""
    return next((row.said.get("why") for row in reversed(rows) if row.event == "V_END"), None)


def read_recordings(rows: Sequence[Row], entries: Sequence[Entry]) -> tuple[RecordingMark, ...]:
    """Recordings that began, and what became of their files."""
    marks = {
        row.unique_id: RecordingMark(unique_id=row.unique_id)
        for row in rows
        if row.event == "V_REC"
    }
    for entry in entries:
        body = entry.body
        unique_id, sha256 = body.get("unique_id"), body.get("sha256")
        seconds, form = body.get("seconds"), body.get("format")
        if isinstance(unique_id, str) and unique_id:
            marks[unique_id] = RecordingMark(
                unique_id=unique_id,
                sha256=sha256 if isinstance(sha256, str) else None,
                seconds=float(seconds) if isinstance(seconds, int | float) else None,
                format=form if isinstance(form, str) else None,
            )
    return tuple(marks.values())
