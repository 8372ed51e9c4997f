"""Who hears of each conversation that is written to the log or dropped from it.

Inside the transaction of the fold, also while everything is folded anew (`refold`), so that what
is derived from calls is derived again. A listener must be quick and must find, told twice, what
it wrote the first time.
"""

from collections.abc import Callable, Iterable

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls.schemas import CallRow

#: Hear (company, row of the log, folded call) of a call that is new or has changed.
WRITTEN: list[Callable[[int, CallRow, FoldedCall], None]] = []
#: Hear (company, ids) of calls that are none any more: joined to others, or about to be refolded.
DROPPED: list[Callable[[int, tuple[int, ...]], None]] = []


def written(company: int, row: CallRow, call: FoldedCall) -> None:
    """The row was written."""
    for hear in WRITTEN:
        hear(company, row, call)


def dropped(company: int, calls: Iterable[int]) -> None:
    """These rows are gone."""
    gone = tuple(calls)
    for hear in DROPPED if gone else ():
        hear(company, gone)
