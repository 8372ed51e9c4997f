"""Who handed the client on, to whom and how: transfers, pickups, pulls to another device."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

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


def read_moves(
    events: ByEvent, times: Times, channels: Mapping[str, Channel], talks: Sequence[Talk]
) -> tuple[Transferred, ...]:
    """All of them in order of time."""
    parked = [times[row.when.seq] for row in events.get("PARK_START", ())]
    moves = [
        *_blind(events, times, parked),
        *(_attended(row, times, channels) for row in events.get("ATTENDEDTRANSFER", ())),
        *_picked(events, times),
        *_refused(events, times),
        *_pulled(talks),
    ]
    return tuple(_settled(sorted(moves, key=lambda each: each.at)))


def _settled(moves: Iterable[Transferred]) -> list[Transferred]:
    """A transfer that came back at once is told once, with the reason."""
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
        ):
            settled[-1] = last.model_copy(update={"why": move.why, "to": move.to or last.to})
        else:
            settled.append(move)
    return settled


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


def _attended(row: Row, times: Times, channels: Mapping[str, Channel]) -> Transferred:
    """The target is a phone, a line (then whom it called counts), or a Local channel's number."""
    name = row.extra.get("transfer_target_channel_name", "")
    other = channels.get(row.extra.get("transfer_target_channel_uniqueid", ""))
    to = extension_of(name)
    if not to and name.startswith("Local/"):
        to = name.removeprefix("Local/").partition("@")[0]
    if not to:
        to = other.number if other is not None else ""
    return Transferred(
        at=times[row.when.seq], kind="attended", by=extension_of(row.channel), to=to[:64]
    )


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
            kind="attended" if row.said.get("kind") == "attended" else "blind",
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
