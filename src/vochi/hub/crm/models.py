"""CRMs that a company's calls are told to, and how far each call has been told."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.parcels.models import Parcel, Receiver


class Crm(Receiver):
    """A link to one CRM: `bitrix` or `amo`. `host` is the portal, `facts` are settings and what
    was read there, `sealed` is JSON of keys and tokens (never told).

    `door` is the secret part of the address at which it tells us of clicks. Calls that began
    before `since` are not told.
    """

    kind = models.CharField(max_length=10)
    host = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    sealed = models.TextField(blank=True, default="")
    door = models.CharField(max_length=40, unique=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    renewing_until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()
    maker = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind"], name="crm_once")]


class CrmCall(Parcel):
    """One call and how far the CRM knows it. `told` is what it was told, step by step; `foreign`
    the CRM's own id of it.

    Beside the states of a parcel there is `open`: nothing to tell till it changes. `wants` grows
    with each change: what changed while a worker told is not forgotten. A click in the CRM has no
    `call` until the call that it began is folded: `extension` was asked to call `number`, by the
    command `command`; `refusal` is what is told back.
    """

    crm = models.ForeignKey(Crm, on_delete=models.CASCADE, related_name="+", db_index=False)
    call = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    number = models.CharField(max_length=80, blank=True, default="")
    extension = models.CharField(max_length=8, blank=True, default="")
    command = models.CharField(max_length=32, blank=True, default="")
    refusal = models.CharField(max_length=200, blank=True, default="")
    foreign = models.CharField(max_length=120, blank=True, default="")
    told = models.JSONField(default=dict)
    is_gone = models.BooleanField(default=False)
    wants = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["crm", "call"], name="crm_call_once")]
        indexes = [
            models.Index(fields=["crm", "state", "next_at"], name="crm_call_due"),
            models.Index(fields=["crm", "foreign"], name="crm_call_foreign"),
            models.Index(fields=["company", "call"], name="crm_call_of"),
        ]


class CrmStep(CompanyRow):
    """A request that was made for a call: what, and what came of it."""

    crm_call = models.ForeignKey(CrmCall, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    status = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=20, blank=True, default="")
    took_ms = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True, default="")
