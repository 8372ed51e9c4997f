"""Which line bore which leg: who was at its far end, for how long, and who had him called."""

from collections.abc import Sequence
from datetime import datetime

from vochi.core.calls.announced import read_number
from vochi.core.calls.call import Carried, Transferred
from vochi.core.calls.channel import Channel, Channels
from vochi.core.numbers import Numbering


def read_carried(
    channels: Channels, numbering: Numbering, moves: Sequence[Transferred], now: datetime
) -> tuple[Carried, ...]:
    """Legs over lines, in the order in which they began. One that lives has lasted until `now`."""
    return tuple(
        _carried(channel, channels, numbering, moves, now)
        for channel in channels.by_id.values()
        if channel.endpoint is not None and channel.endpoint.kind == "line"
    )


def _carried(
    channel: Channel,
    channels: Channels,
    numbering: Numbering,
    moves: Sequence[Transferred],
    now: datetime,
) -> Carried:
    assert channel.endpoint is not None
    came = channel.is_origin and not channel.is_summoned
    until = channel.ended or now
    return Carried(
        line=channel.endpoint.name,
        unique_id=channel.unique_id,
        way="in" if came else "out",
        number=read_number(channel.number, numbering),
        by=None if came else _by(channel, channels, moves),
        began_at=channel.began,
        answered_at=channel.answered,
        ended_at=channel.ended,
        seconds=max(0.0, (until - channel.answered).total_seconds()) if channel.answered else 0.0,
    )


def _by(channel: Channel, channels: Channels, moves: Sequence[Transferred]) -> str | None:
    """The phone that dialled it; else who transferred to it, or whose call was forwarded."""
    dialled = next(
        (dial for dial in channels.dials if channel.unique_id in dial.reached.values()), None
    )
    owner = channels.by_id.get(dialled.owner) if dialled is not None else None
    if owner is not None and owner.endpoint is not None and owner.endpoint.extension is not None:
        return owner.endpoint.extension
    before = [move for move in moves if move.why is None and move.at <= channel.began]
    return before[-1].by or None if before else None
