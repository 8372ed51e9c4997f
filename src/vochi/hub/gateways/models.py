"""What the journal says of SIM cards and gateways: as it stands, and as it came about.

All of it follows from the entries and is derived anew by `refold`.
"""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow


class SimNow(CompanyRow):
    """What is known of the slot of a line. `since` is when its SIM card or its being online last
    changed. `body`, `balance`, `learnt`, `checked` are JSON of the last entries of their kinds
    (empty: there was none), `forwards` of the last one for each reason.
    """

    line = models.CharField(max_length=80)
    since = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    body = models.TextField(blank=True, default="")
    balance = models.TextField(blank=True, default="")
    learnt = models.TextField(blank=True, default="")
    checked = models.TextField(blank=True, default="")
    forwards = models.TextField(default="{}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "line"], name="sim_now_once")]


class GatewayNow(CompanyRow):
    """What is known of a gateway; `body` is JSON of the last entry of it."""

    gateway = models.CharField(max_length=80)
    since = models.DateTimeField()
    at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "gateway"], name="gateway_now_once")
        ]


class GsmFact(CompanyRow):
    """One thing that happened to a line or gateway, for ever. `kind` is the entry's, or `swap` for
    a `sim` entry that told of another SIM card; `entry` is its id.
    """

    kind = models.CharField(max_length=8)
    line = models.CharField(max_length=80, blank=True, default="")
    gateway = models.CharField(max_length=80, blank=True, default="")
    iccid = models.CharField(max_length=80, blank=True, default="")
    cents = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    entry = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "entry"], name="gsm_fact_once")]
        indexes = [
            models.Index(fields=["company", "kind", "line", "at", "id"], name="gsm_fact_line"),
            models.Index(fields=["company", "kind", "at", "id"], name="gsm_fact_newest"),
        ]
