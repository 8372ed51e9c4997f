"""Stays on parking slots, from rows of Asterisk and of our own dialplan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from vochi.core.calls.call import Parked, Talk
from vochi.core.calls.channel import extension_of
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.row import Row

#: Events that tell of parking.
PARKING = frozenset({"V_PARK", "PARK_START", "PARK_END"})
#: Our announcement and Asterisk's own row tell of the same parking.
_SAME = timedelta(seconds=2)


@dataclass(slots=True)
class _Stay:
    """`lasts` while the client sits on the slot; afterwards it may be on its way back."""

    began: datetime
    slot: str = ""
    by: str = ""
    ended: datetime | None = None
    how: Literal["taken", "returned", "abandoned"] | None = None
    taken_by: str | None = None
    is_told: bool = False
    is_started: bool = False


def read_parks(
    rows: Sequence[Row],
    times: Mapping[int, datetime],
    talks: Sequence[Talk],
    *,
    ended: datetime | None,
) -> tuple[Parked, ...]:
    """Stays in order. `rows` are those of V_PARK, PARK_START, PARK_END; `ended` is the call's end.

    A client who came back is `returned`, with whoever talked to him first after that.
    """
    stays: list[_Stay] = []
    for row in rows:
        at = times[row.when.seq]
        stay = stays[-1] if stays else None
        open_stay = stay if stay is not None and stay.ended is None else None
        match row.event, row.said.get("out"):
            case "PARK_START", _:
                if open_stay is None or open_stay.is_started or at - open_stay.began > _SAME:
                    open_stay = _Stay(at)
                    stays.append(open_stay)
                open_stay.is_started = True
                open_stay.by = open_stay.by or _parker(row)
            case "PARK_END", _ if open_stay is not None:
                _end(open_stay, row, at)
            case "V_PARK", None:
                if open_stay is None or open_stay.is_told or at - open_stay.began > _SAME:
                    open_stay = _Stay(at)
                    stays.append(open_stay)
                open_stay.is_told = True
                open_stay.slot = row.said.get("slot", "")[:8]
                open_stay.by = row.said.get("by", "")[:32] or open_stay.by
            case "V_PARK", "taken":
                _take(stays, row)
            case "V_PARK", "back" if stay is not None:
                stay.slot = stay.slot or row.said.get("slot", "")[:8]
                if stay.ended is None:
                    stay.ended = at
                if stay.how is None:
                    stay.how = "returned"
    return tuple(_parked(stay, talks, ended) for stay in stays)


def _parker(row: Row) -> str:
    """`PJSIP/181-2` -> 181; a Local channel parked for nobody we know."""
    technology, _, name = row.extra.get("parker_dial_string", "").partition("/")
    return Endpoint(name=name).extension or "" if technology == "PJSIP" and name else ""


def _end(stay: _Stay, row: Row, at: datetime) -> None:
    stay.ended = at
    match row.extra.get("reason"):
        case "ParkedCallUnparked" | "ParkedCallSwap":
            stay.how = "taken"
            stay.taken_by = extension_of(row.extra.get("retriever", "")) or stay.taken_by
        case "ParkedCallTimeOut":
            stay.how = "returned"
        case "ParkedCallGiveUp":
            stay.how = "abandoned"
        case _:
            pass


def _take(stays: list[_Stay], row: Row) -> None:
    """Somebody takes the slot: told before Asterisk gives it to him, or after."""
    slot = row.said.get("slot", "")[:8]
    for stay in reversed(stays):
        if stay.slot in {"", slot} and stay.how in {None, "taken"}:
            stay.slot = slot
            stay.taken_by = stay.taken_by or row.said.get("by", "")[:32] or None
            return


def _parked(stay: _Stay, talks: Sequence[Talk], ended: datetime | None) -> Parked:
    left = stay.ended if stay.how is not None else stay.ended or ended
    left = left and max(left, stay.began)
    how, taken_by = stay.how, stay.taken_by if stay.how == "taken" else None
    if how == "returned" and left is not None:
        after = next((talk for talk in talks if talk.began_at >= left), None)
        if after is not None:
            taken_by = Endpoint(name=after.endpoint).extension or after.endpoint
    elif how is None and ended is not None:
        how = "abandoned"
    return Parked(
        slot=stay.slot, by=stay.by, began_at=stay.began, ended_at=left, how=how, taken_by=taken_by
    )
