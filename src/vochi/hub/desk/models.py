"""What the desk shows: tiles as they stand, and the events that changed them."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.link.models import Box, LinkEntry


class Tile(CompanyRow):
    """One thing on the board: a live call, a person, a line, the engine; `body` is its JSON."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind", "key"], name="tile_once")]


class Event(CompanyRow):
    """A change of the board; `number` counts from 1 in a company, without gaps."""

    number = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="event_once")]


class AwayEntry(CompanyRow):
    """An entry that set why an employee is not rung; the newest few of each extension are kept."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    extension = models.CharField(max_length=8)
    entry = models.OneToOneField(LinkEntry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "away entries"
        indexes = [models.Index(fields=["company", "extension", "entry"], name="away_newest")]


class LinePause(CompanyRow):
    """That a line carries no call outside now, and why: `desk` paused it, or a limit did."""

    line = models.CharField(max_length=40)
    why = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "line"], name="line_pause_once")]


class DeviceState(CompanyRow):
    """Whether a device or line is registered, as the engine last said."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=40)
    online = models.BooleanField(default=False)
    address = models.CharField(max_length=80, blank=True, default="")
    user_agent = models.CharField(max_length=200, blank=True, default="")
    rtt_ms = models.FloatField(null=True, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "endpoint"], name="device_once")]
