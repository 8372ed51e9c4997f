"""Which line bore which leg: who was at its far end, for how long, and who had him called."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vochi.core.calls.announced import read_number
from vochi.core.calls.call import Carried, Transferred
from vochi.core.calls.channel import Channel, Channels
from vochi.core.calls.row import Row
from vochi.core.numbers import Numbering

#: Local channels of these contexts carry a leg outside of somebody's own Dial (`dialplan.outside`),
#: or to the mobile of who works away from his desk (`dialplan.person`).
_REACH, _MOBILE = "@reach-", "@mobile-"


def read_carried(
    channels: Channels,
    numbering: Numbering,
    payers: Mapping[str, str],
    moves: Sequence[Transferred],
    now: datetime,
) -> tuple[Carried, ...]:
    """Legs over lines, in the order in which they began. One that lives has lasted until `now`."""
    return tuple(
        _carried(
            channel,
            None
            if came_in(channel)
            else payers.get(channel.unique_id) or _by(channel, channels, moves),
            numbering,
            now,
        )
        for channel in channels.by_id.values()
        if channel.endpoint is not None and channel.endpoint.kind == "line"
    )


def read_payers(channels: Channels, tried: Sequence[Row]) -> dict[str, str]:
    """Extension whose minutes a leg takes, by its unique id, as rows of V_LINE tell."""
    found: dict[str, str] = {}
    for dial in channels.dials:
        told = [row for row in tried if row.unique_id == dial.owner and row.said.get("by")]
        if told:
            found.update(dict.fromkeys(dial.reached.values(), told[-1].said["by"][:32]))
    return found


def stand_ins(channels: Channels, payers: Mapping[str, str]) -> dict[str, str]:
    """Whom a line was to reach at a number outside (follow me, mobile), by its unique id."""
    owners = {each: dial.owner for dial in channels.dials for each in dial.reached.values()}
    return {
        unique_id: extension
        for unique_id, extension in payers.items()
        if unique_id in owners and _is_for_him(channels.by_id[owners[unique_id]].name)
    }


def _is_for_him(owner: str) -> bool:
    return _REACH in owner or _MOBILE in owner


def _carried(channel: Channel, by: str | None, numbering: Numbering, now: datetime) -> Carried:
    assert channel.endpoint is not None
    until = channel.ended or now
    return Carried(
        line=channel.endpoint.name,
        unique_id=channel.unique_id,
        way="in" if came_in(channel) else "out",
        number=read_number(channel.number, numbering),
        by=by,
        began_at=channel.began,
        answered_at=channel.answered,
        ended_at=channel.ended,
        seconds=max(0.0, (until - channel.answered).total_seconds()) if channel.answered else 0.0,
    )


def came_in(channel: Channel) -> bool:
    """Somebody called us over the line; we did not call him."""
    return channel.is_origin and not channel.is_summoned


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
