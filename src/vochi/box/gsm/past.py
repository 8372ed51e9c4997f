"""What the office has called outside in the days that the journal holds."""

from collections.abc import Iterable
from functools import partial

from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.announced import read_number
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import Row, read_row
from vochi.core.gsm.rehearsal import Wanted
from vochi.core.numbers import Numbering
from vochi.core.office.document import Office

#: Entries that are read in one go: others want the journal too.
_AT_ONCE = 2000
#: Talks that are longer were never told the end of: the engine died.
_LONGEST = 4 * 3600


async def past_calls(scribe: Scribe, office: Office) -> tuple[Wanted, ...]:
    """Answered legs over lines, in order of their answer."""
    answers: dict[str, Row] = {}
    ends: dict[str, Row] = {}
    seq = 0
    while seq < scribe.seq:
        through = seq + _AT_ONCE
        for row in await scribe.read(partial(_rows, after=seq, through=through)):
            (answers if row.event == "ANSWER" else ends).setdefault(row.unique_id, row)
        seq = through
    company = office.company
    numbering = Numbering(country=company.country, area_code=company.area_code)
    found = []
    for unique_id, row in answers.items():
        end = ends.get(unique_id)
        seconds = 0.0 if end is None else (end.when.at - row.when.at).total_seconds()
        number = read_number(row.number, numbering)
        if number and 0 < seconds <= _LONGEST:
            found.append(Wanted(row.when.at, number, int(seconds) + 1))
    return tuple(sorted(found, key=lambda call: call.at))


def _rows(journal: Journal, after: int, through: int) -> list[Row]:
    """Beginnings and ends of talks over lines that we dialled; ends also of other legs."""
    dialled = [row for row in _over_lines(journal.cel("ANSWER", after, through))
               if row.application == "AppDial"]  # fmt: skip
    return [*dialled, *_over_lines(journal.cel("HANGUP", after, through))]


def _over_lines(entries: Iterable[Entry]) -> list[Row]:
    rows = (row for row in map(read_row, entries) if row is not None)
    return [
        row
        for row in rows
        if (end := Endpoint.of_channel(row.channel)) is not None and end.kind == "line"
    ]
