"""Erlang B: how often all channels of a group are busy, for calls that come as they please.

Traffic is erlangs: calls at a time on the average, were there room for all. A. K. Erlang, 1917.
"""

#: Groups larger than this are no office's.
_MOST = 10_000


def blocking(erlangs: float, channels: int) -> float:
    """The share of calls that find all channels busy, 0 to 1; by the recursion, which stays exact
    where factorials overflow.
    """
    if erlangs <= 0:
        return 0.0
    found = 1.0
    for number in range(1, channels + 1):
        found = erlangs * found / (number + erlangs * found)
    return found


def carried(erlangs: float, channels: int) -> float:
    """Erlangs that get through."""
    return erlangs * (1 - blocking(erlangs, channels))


def channels_for(erlangs: float, target: float) -> int:
    """The fewest channels at which at most the share `target` of calls finds all busy.

    Raises ValueError when the target is not above 0.
    """
    if target <= 0:
        raise ValueError("no number of channels never blocks")
    found = 1.0
    for number in range(1, _MOST):
        if found <= target:
            return number - 1
        found = erlangs * found / (number + erlangs * found)
    return _MOST


def offered_for(carried_erlangs: float, channels: int) -> float:
    """Erlangs that wanted to get through where `carried_erlangs` did: `carried` turned round.

    A group whose channels were always busy says only that there was more: then 100 times as many
    as channels.
    """
    low, high = max(carried_erlangs, 0.0), 100.0 * max(channels, 1)
    if carried(high, channels) <= carried_erlangs:
        return high
    for _ in range(60):
        middle = (low + high) / 2
        if carried(middle, channels) < carried_erlangs:
            low = middle
        else:
            high = middle
    return (low + high) / 2
