"""What every parcel and every receiver of parcels has; each room adds what is its own."""

from django.db import models

from vochi.hub.companies.scoped import CompanyRow


class Receiver(CompanyRow):
    """Where parcels go: a hook, a CRM, a channel.

    `failures` in a row since `failing_since`; till `rest_until` nothing is tried. `paused_at`: it
    failed for so long that we stopped trying; somebody has to look and say go on. `last_why` is
    empty when the last try was taken; `last_answer` is what it said.
    """

    is_on = models.BooleanField(default=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_why = models.CharField(max_length=20, blank=True, default="")
    last_answer = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    def mend(self) -> None:
        """Somebody looked: it is tried again at once. Whoever calls saves it."""
        self.failures, self.failing_since, self.rest_until, self.paused_at = 0, None, None, None


class Parcel(CompanyRow):
    """Something on its way to a receiver: `waiting`, `done`, `dead` (given up).

    `since` is when trying began (anew with a replay). `claimed_until`: the hub `claimed_by`
    (`parcels.hands`) has it in hand; it loses it then, or at once when it is seen to be dead.
    `why` is empty or says why the last try was not taken; `answer` is what the other side said.
    """

    state = models.CharField(max_length=8, default="waiting")
    since = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=40, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
    replays = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=20, blank=True, default="")
    answer = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True
