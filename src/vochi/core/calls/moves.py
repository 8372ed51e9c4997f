"""Who handed the client on, to whom and how: transfers, pickups, pulls to another device."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from vochi.core.calls.call import Talk, Transferred
from vochi.core.calls.channel import Channel, extension_of
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.lived import ByEvent, Times
from vochi.core.calls.row import Row

#: A transfer to the parking is told as a stay on a slot.
_AT_ONCE = timedelta(seconds=1)
#: A transfer that nobody took comes back within this.
_BACK = timedelta(minutes=2)
#: Between the phones of one employee the talk changes hands within this.
_HANDOVER = timedelta(milliseconds=600)

#: Asterisk's word for a channel that it does not know.
_UNTOLD = "N/A"

_REFUSED: dict[str, Literal["attended", "third"]] = {"attended": "attended", "third": "third"}


def read_moves(
    events: ByEvent, times: Times, channels: Mapping[str, Channel], talks: Sequence[Talk]
) -> tuple[Transferred, ...]:
    """All of them in order of time."""
    parked = [times[row.when.seq] for row in events.get("PARK_START", ())]
    moves = [
        *_blind(events, times, parked),
        *(_attended(row, times, channels, events) for row in events.get("ATTENDEDTRANSFER", ())),
        *_picked(events, times),
        *_refused(events, times),
        *_pulled(talks),
    ]
    moves = _settled(sorted(moves, key=lambda each: each.at), talks)
    if "V_CONF" not in events:  # where everybody comes and goes as he likes
        moves = sorted(_thirds(moves, talks, channels), key=lambda each: each.at)
    return tuple(moves)


def _settled(moves: Iterable[Transferred], talks: Sequence[Talk]) -> list[Transferred]:
    """A transfer that came back before anybody took it is told once, with the reason."""
    settled: list[Transferred] = []
    for move in moves:
        last = settled[-1] if settled else None
        if (
            last is not None
            and move.why is not None
            and last.why is None
            and last.kind in {"blind", "attended"}
            and last.by == move.by
            and move.at - last.at <= _BACK
            and not any(last.at < talk.began_at < move.at for talk in talks)
        ):
            settled[-1] = last.model_copy(update={"why": move.why, "to": move.to or last.to})
        else:
            settled.append(move)
    return settled


def _thirds(
    moves: Sequence[Transferred], talks: Sequence[Talk], channels: Mapping[str, Channel]
) -> Iterable[Transferred]:
    """Somebody else came in while the first stayed: then nobody was handed on."""
    told: set[datetime] = set()
    for place, talk in enumerate(talks):
        stays = next((each for each in talks[:place] if _is_beside(each, talk)), None)
        by = Endpoint(name=stays.endpoint).extension if stays is not None else None
        if by is None:
            continue
        known = next(
            (
                m
                for m in moves
                if m.kind == "attended" and m.why is None and abs(m.at - talk.began_at) <= _AT_ONCE
            ),
            None,
        )
        if known is not None:
            told.add(known.at)
            yield known.model_copy(update={"kind": "third"})
        else:
            to = Endpoint(name=talk.endpoint).extension or _called(talk, channels)
            yield Transferred(at=talk.began_at, kind="third", by=by, to=to)
    yield from (move for move in moves if move.at not in told)


def _is_beside(stays: Talk, talk: Talk) -> bool:
    """Both talk with the client at once, longer than a transfer takes; two people."""
    since = max(stays.began_at, talk.began_at)
    ends = [each.ended_at for each in (stays, talk) if each.ended_at is not None]
    one = Endpoint(name=stays.endpoint).extension
    return (not ends or min(ends) - since > _HANDOVER) and (
        one is None or one != Endpoint(name=talk.endpoint).extension
    )


def _called(talk: Talk, channels: Mapping[str, Channel]) -> str:
    """Whom the line of the talk was told to call."""
    return next(
        (each.number for each in channels.values()
         if each.endpoint is not None and each.endpoint.name == talk.endpoint
         and each.began <= talk.began_at and (each.ended is None or each.ended >= talk.began_at)),
        talk.endpoint,
    )  # fmt: skip


def _blind(
    events: ByEvent, times: Times, parked: Sequence[datetime]
) -> Iterable[Transferred]:  # fmt: skip
    for row in events.get("BLINDTRANSFER", ()):
        at = times[row.when.seq]
        if any(abs(other - at) <= _AT_ONCE for other in parked):
            continue
        yield Transferred(
            at=at,
            kind="blind",
            by=extension_of(row.channel),
            to=row.extra.get("extension", "")[:64],
        )


def _attended(
    row: Row, times: Times, channels: Mapping[str, Channel], events: ByEvent
) -> Transferred:
    """The target is a phone, a line (then whom it called counts), or a Local channel's number."""
    name = row.extra.get("transfer_target_channel_name", "")
    unique_id = row.extra.get("transfer_target_channel_uniqueid", "")
    if name in {"", _UNTOLD}:
        name, unique_id = _consulted(row, events)
    other = channels.get(unique_id)
    to = extension_of(name)
    if not to and name.startswith("Local/"):
        to = name.removeprefix("Local/").partition("@")[0]
    if not to:
        to = other.number if other is not None else ""
    return Transferred(
        at=times[row.when.seq], kind="attended", by=extension_of(row.channel), to=to[:64]
    )


def _consulted(row: Row, events: ByEvent) -> tuple[str, str]:
    """Who was with the transferrer when he left, by name and unique id: the target changes bridges
    as the row is written, and when it is quicker the row says that there is none.
    """
    own = {row.channel, row.extra.get("channel2_name"), row.extra.get("transferee_channel_name")}
    bridge = row.extra.get("bridge2_id")
    came = [
        enter for enter in events.get("BRIDGE_ENTER", ())
        if enter.when.seq < row.when.seq
        and enter.extra.get("bridge_id") == bridge
        and enter.channel not in own
    ]  # fmt: skip
    return (came[-1].channel, came[-1].unique_id) if came else ("", "")


def _picked(events: ByEvent, times: Times) -> Iterable[Transferred]:
    """Asterisk's row stands on the phone that rang; it comes only when the pickup worked."""
    for row in events.get("PICKUP", ()):
        by, rang = extension_of(row.extra.get("pickup_channel", "")), extension_of(row.channel)
        kind = "pull" if by and by == rang else "pickup"
        yield Transferred(
            at=times[row.when.seq], kind="pull" if kind == "pull" else "pickup", by=by, to=rang
        )


def _refused(events: ByEvent, times: Times) -> Iterable[Transferred]:
    for row in events.get("V_XFER", ()):
        why = row.said.get("why", "")[:64]
        yield Transferred(
            at=times[row.when.seq],
            kind=_REFUSED.get(row.said.get("kind", ""), "blind"),
            by=row.said.get("by", "")[:32],
            to=row.said.get("to", "")[:64],
            why=why or "failed",
        )


def _pulled(talks: Sequence[Talk]) -> Iterable[Transferred]:
    """The talk goes on at another device of the same employee."""
    for place, talk in enumerate(talks):
        extension = Endpoint(name=talk.endpoint).extension
        if extension is None:
            continue
        for before in talks[:place]:
            if (
                before.endpoint != talk.endpoint
                and Endpoint(name=before.endpoint).extension == extension
                and before.ended_at is not None
                and abs(talk.began_at - before.ended_at) <= _HANDOVER
            ):
                yield Transferred(at=talk.began_at, kind="pull", by=extension, to=talk.endpoint)
                break
