"""Quiet hours: what happens in them is told when they are over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vochi.hub.notices.models import Contact

_DAY = 24 * 60


def after(now: datetime, contact: Contact, kind: str, zone: str) -> datetime:
    """When the account may be told of something of this kind that is known now."""
    if kind == "alarm" and contact.alarms_always:
        return now
    begins, ends = contact.quiet_from % _DAY, contact.quiet_to % _DAY
    here = now.astimezone(ZoneInfo(zone))
    minute = here.hour * 60 + here.minute
    if begins == ends or not _within(minute, begins, ends):
        return now
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    over = midnight.replace(hour=ends // 60, minute=ends % 60)
    if ends <= minute:
        over = (midnight + timedelta(days=1)).replace(hour=ends // 60, minute=ends % 60)
    return over.astimezone(now.tzinfo)


def _within(minute: int, begins: int, ends: int) -> bool:
    if begins < ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends
