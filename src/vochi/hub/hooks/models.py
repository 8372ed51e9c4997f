"""Webhooks: who is told, what happened, and what became of telling it."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.parcels.models import Parcel, Receiver


class Hook(Receiver):
    """A subscription. `events` is a list of kinds; `sealed` its secret, `old_sealed` the one
    before, which signs as well until `old_until`.
    """

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    sealed = models.TextField()
    old_sealed = models.TextField(blank=True, default="")
    old_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    maker = models.CharField(max_length=80, blank=True, default="")
    last_status = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company"], name="hook_company")]


class HookEvent(CompanyRow):
    """Something that happened, once: `key` is made of what it is about, so that the same fact,
    folded again, is the same event. `uid` is what receivers know it by; `subject` is what events
    keep their order within (a call, a message, a line).
    """

    uid = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="hook_event_once"),
            models.UniqueConstraint(fields=["company", "uid"], name="hook_event_uid"),
        ]
        indexes = [models.Index(fields=["company", "at"], name="hook_event_at")]


class Delivery(Parcel):
    """An event on its way to one hook; `answer` is at most 1 KB of what the other side said."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(HookEvent, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    status = models.PositiveIntegerField(null=True, blank=True)
    took_ms = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=1024, blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["hook", "event"], name="delivery_once")]
        indexes = [
            models.Index(fields=["hook", "state", "next_at"], name="delivery_due"),
            models.Index(fields=["hook", "subject", "state", "event"], name="delivery_order"),
        ]
