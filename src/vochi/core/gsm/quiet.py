"""When texts that nobody waits for may go out: hours of the company's own clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vochi.core.office.upkeep import SmsPolicy
from vochi.core.schedule import is_within, minutes

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def quiet_until(policy: SmsPolicy, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The moment (UTC) at which the quiet hours that `at` lies in end; None: it is not quiet.

    Equal ends mean no quiet hours. Summer time may repeat or leave out the end: the first moment
    counts whose clock shows no quiet hour.
    """
    # Moments of one zone compare by what its clock shows, an hour that comes twice is one to them.
    at = at.astimezone(UTC)
    if not _is_quiet(policy, zone, at):
        return None
    local = at.astimezone(zone)
    end = minutes(policy.quiet_to or "00:00")
    for days in (0, 1, 2):
        day = local.date() + days * _DAY
        for fold in (0, 1):
            told = datetime(
                day.year, day.month, day.day, end // 60, end % 60, tzinfo=zone, fold=fold
            )
            moment = told.astimezone(UTC)
            if moment > at and not _is_quiet(policy, zone, moment):
                return _first(policy, zone, at, moment)
    raise AssertionError("a clock that never shows the end of the quiet hours")


def _first(policy: SmsPolicy, zone: ZoneInfo, at: datetime, found: datetime) -> datetime:
    """An hour that is left out may end them before the clock shows the end."""
    moment = max(at, found - timedelta(hours=2)).replace(second=0, microsecond=0)
    while moment < found:
        if moment > at and not _is_quiet(policy, zone, moment):
            return moment.astimezone(UTC)
        moment += _MINUTE
    return found


def _is_quiet(policy: SmsPolicy, zone: ZoneInfo, at: datetime) -> bool:
    if policy.quiet_from is None or policy.quiet_to is None:
        return False
    return is_within(policy.quiet_from, policy.quiet_to, at.astimezone(zone))
