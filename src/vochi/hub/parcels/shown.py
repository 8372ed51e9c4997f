"""Parcels as lists of the API show them: what all have in common, a page at a time."""

from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet

from vochi.core.frozen import Frozen
from vochi.hub.parcels.models import Parcel
from vochi.hub.parcels.queue import P


class ParcelOut(Frozen):
    """Something on its way. `next_at` is None when nothing is tried any more; `tries` are counted
    anew with each of the `replays`; `answer` is what the other side said last.
    """

    id: int
    at: datetime
    tries: int
    replays: int
    next_at: datetime | None
    last_at: datetime | None
    answer: str


class Common(TypedDict):
    """What a row says itself of a `ParcelOut`."""

    id: int
    tries: int
    replays: int
    next_at: datetime | None
    last_at: datetime | None
    answer: str


def common(row: Parcel) -> Common:
    """What every list shows of a parcel."""
    return {
        "id": row.pk, "tries": row.tries, "replays": row.replays,
        "next_at": row.next_at if row.state == "waiting" else None, "last_at": row.last_at,
        "answer": row.answer,
    }  # fmt: skip


def page(rows: "QuerySet[P]", state: str | None, limit: int) -> tuple[list[P], P | None]:
    """A page of rows that are in their order, of one state or of all; its last one when more
    come after it.
    """
    rows = rows.filter(state=state) if state else rows
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1] if len(found) > limit else None
