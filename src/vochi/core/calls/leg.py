"""Legs: who called and who was asked to ring, and why each did not answer."""

from datetime import datetime, timedelta

from vochi.core.calls.call import Leg, LegEnd
from vochi.core.calls.channel import Channel, Channels, Dial

#: Q.850 causes as chan_pjsip makes them of SIP answers. What is in none of the sets (0, 16, 19,
#: 127 ...) says only that ringing stopped.
_BUSY = frozenset({17})
_REJECTED = frozenset({21})
_ELSEWHERE = frozenset({26})
_UNREACHABLE = frozenset({3, 18, 20, 27, 102})
_FAILED = frozenset({1, 2, 6, 22, 28, 29, 34, 38, 41, 42, 43, 44, 47, 50, 57, 58, 63, 65, 66, 69,
                     79, 81, 88, 95, 96, 97, 98, 99, 100, 101, 103, 111})  # fmt: skip

#: The caller hangs up and the phones stop within milliseconds; a timeout is no such accident.
_TOGETHER = timedelta(seconds=1)
_LEAVING = timedelta(milliseconds=100)
#: Asterisk writes the rows of one moment in any order.
_AT_ONCE = timedelta(milliseconds=50)


def read_legs(channels: Channels, talked: frozenset[str]) -> tuple[Leg, ...]:
    """Legs in order of appearance; `talked` are the unique ids of those who had a talk."""
    made = [(channel.began, _leg(channel, channels, talked)) for channel in channels.by_id.values()
            if channel.endpoint is not None]  # fmt: skip
    missing = [
        (
            dial.began,
            Leg(
                endpoint=name, unique_id="", role="callee", rang_at=None, answered_at=None,
                ended_at=dial.began, end="unreachable",
            ),
        )
        for dial in channels.dials
        if not _was_leaving(dial, channels)
        for name in dial.missing
    ]  # fmt: skip
    return tuple(leg for _, leg in sorted(made + missing, key=lambda pair: pair[0]))


def _was_leaving(dial: Dial, channels: Channels) -> bool:
    """The caller hung up at that very moment: Dial looked for nobody any more."""
    owner = channels.by_id[dial.owner]
    return owner.hung_up_itself and owner.ended is not None and owner.ended - dial.began <= _LEAVING


def is_ringing(leg: Leg) -> bool:
    """A phone that rings now, or a line on which the far end does."""
    return leg.rang_at is not None and leg.answered_at is None and leg.ended_at is None


def _leg(channel: Channel, channels: Channels, talked: frozenset[str]) -> Leg:
    endpoint = channel.endpoint
    assert endpoint is not None
    has_talked = channel.unique_id in talked
    end = _end(channel, channels, has_talked)
    rings = channel.is_summoned or not channel.is_origin
    return Leg(
        endpoint=endpoint.name,
        unique_id=channel.unique_id,
        role="caller" if channel.is_origin else "callee",
        rang_at=channel.began if rings and end not in {"busy", "failed", "unreachable"} else None,
        answered_at=channel.answered,
        ended_at=channel.ended,
        end=end,
        cause=channel.cause,
    )


def _end(channel: Channel, channels: Channels, has_talked: bool) -> LegEnd | None:
    if channel.ended is None:
        return None
    if channel.interrupted:
        return "interrupted"
    if has_talked:
        return "answered"
    if channel.answered is not None and not channel.is_origin:
        if channel.is_bridged or channel.is_summoned:
            return "answered"
        # Lifted, and never let in: a mailbox that did not press 1, or somebody who refused.
        return "rejected" if channel.hung_up_itself else "no_answer"
    if channel.cause in _ELSEWHERE and _is_elsewhere(channel, channels):
        return "answered_elsewhere"
    if channel.is_origin and not channel.is_summoned:
        return _origin_end(channel)
    # A leg that we gave up bears the cause of any other leg of its dial: only its own word counts.
    if channel.hung_up_itself and (said := _by_cause(channel.cause)) is not None:
        return said
    if channel.answered is None and _somebody_answered(channel, channels):
        return "answered_elsewhere"
    return "cancelled" if _caller_left(channels, channel.ended) else "no_answer"


def _origin_end(channel: Channel) -> LegEnd:
    """A caller who talked to nobody: he heard busy or a refusal, gave up, or nobody came."""
    if channel.dial_status == "ANSWER":
        return "answered"  # by a colleague, before an attended transfer
    if channel.dial_status == "BUSY":
        return "busy"
    if channel.dial_status == "CANCEL":
        return "cancelled"
    if channel.hung_up_itself:  # on hearing a refusal, unless a dial lent the cause of its legs
        return (None if channel.dial_status else _by_cause(channel.cause)) or "cancelled"
    said = _by_cause(channel.cause)
    return said if said is not None and said != "unreachable" else "no_answer"


def _by_cause(cause: int | None) -> LegEnd | None:
    if cause in _BUSY:
        return "busy"
    if cause in _REJECTED:
        return "rejected"
    if cause in _UNREACHABLE:
        return "unreachable"
    return "failed" if cause in _FAILED else None


def _is_elsewhere(channel: Channel, channels: Channels) -> bool:
    """Somebody else did take the call, here or, as the caller's side says, outside of the office.

    The cause alone proves nothing: Dial lends it to all phones that it gives up when the caller
    bore it (app_dial.c: "forward 'answered elsewhere' if we received it"), or by its option c.
    """
    if channel.is_origin and channel.hung_up_itself:
        return True
    assert channel.ended is not None
    return any(
        other.cause in _ELSEWHERE and other.hung_up_itself
        if other.is_origin and not other.is_bridged
        else other.answered is not None
        and not (other.is_origin and other.endpoint is not None and other.endpoint.kind == "line")
        and other.answered <= channel.ended + _AT_ONCE
        for other in channels.by_id.values()
        if other is not channel
    )


def _somebody_answered(channel: Channel, channels: Channels) -> bool:
    """Another phone or line answered as this one fell silent: a pickup, or behind Local channels.

    Phones of one Dial are told so by their cause.
    """
    assert channel.ended is not None
    return any(
        other is not channel
        and other.answered is not None
        and other.endpoint is not None
        and other.is_bridged
        and not (other.is_origin and other.endpoint.kind == "line")
        and -_AT_ONCE <= channel.ended - other.answered <= _TOGETHER
        for other in channels.by_id.values()
    )


def _caller_left(channels: Channels, at: datetime) -> bool:
    return any(
        other.is_origin
        and other.hung_up_itself
        and other.ended is not None
        and abs(other.ended - at) <= _TOGETHER
        for other in channels.by_id.values()
    )
