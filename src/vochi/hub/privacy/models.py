"""Keeping and forgetting: holds, what was removed, who was erased, what was exported.

Nothing here names an erased person: what must be known of him till all boxes have let go of him
is sealed with the home's key, and goes with the last answer.
"""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.link.models import Box


class Hold(CompanyRow):
    """A legal hold: nothing that it covers may go, whatever a rule or a person says.

    `kind` says of what: `client` (id of the card), `call` (id), `department` (number), `period`
    (`since` to `until`). A department may be held for a period.
    """

    kind = models.CharField(max_length=10)
    client = models.BigIntegerField(null=True, blank=True)
    call = models.BigIntegerField(null=True, blank=True)
    department = models.CharField(max_length=8, blank=True, default="")
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["company", "ended_at", "id"], name="hold_open")]


class Approval(CompanyRow):
    """An owner saw what the rules would remove, and lets them: those with this `digest` alone.

    `counts` is what this night took so far.
    """

    digest = models.CharField(max_length=64)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    ran_on = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="approval_once")]


class Removed(CompanyRow):
    """A sound that is here no more, so that its call says so instead of offering a dead player.

    `why` is `rule` (of `days`, of `department` or the company's own: empty) or `person`.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    unique_id = models.CharField(max_length=80)
    call = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    why = models.CharField(max_length=8)
    days = models.PositiveIntegerField(null=True, blank=True)
    department = models.CharField(max_length=8, blank=True, default="")
    bytes = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "removed"
        constraints = [
            models.UniqueConstraint(fields=["box", "kind", "unique_id"], name="removed_once")
        ]
        indexes = [models.Index(fields=["company", "call"], name="removed_of_call")]


class Erasure(CompanyRow):
    """A person who is forgotten. `state`: asked, erasing, waiting (for boxes), done.

    `sealed` is what he is found by, empty when all is done; `counts` are figures alone.
    """

    uid = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, default="asked")
    pseudonym = models.CharField(max_length=20)
    sealed = models.TextField(blank=True, default="")
    counts = models.JSONField(default=dict)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "id"], name="erasure_newest")]


class Rewritten(CompanyRow):
    """An entry of a box that is not what was sealed any more: `digest` is SHA-256 of what it is.

    The box names it in a `redaction` of its chain as soon as it can; till then `erasure` waits.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "rewritten"
        constraints = [models.UniqueConstraint(fields=["box", "seq"], name="rewritten_once")]


class BoxOrder(CompanyRow):
    """What a box is to forget, fetched by it under `uid`: a person, or `files` (JSON).

    `command` is the command that told it last; `state` waiting or done.
    """

    uid = models.CharField(max_length=32, unique=True)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    erasure = models.ForeignKey(Erasure, null=True, on_delete=models.CASCADE, related_name="orders")
    files = models.TextField(default="[]")
    command = models.CharField(max_length=32, blank=True, default="")
    state = models.CharField(max_length=8, default="waiting")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "state"], name="box_order_open")]


class Archive(CompanyRow):
    """A file made of what is kept: of one person (`client` or `sealed` numbers) or of everything.

    `state`: asked, running, done, failed, gone. It is removed when it is a day old.
    """

    uid = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="asked")
    client = models.BigIntegerField(null=True, blank=True)
    sealed = models.TextField(blank=True, default="")
    sounds = models.BooleanField(default=False)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    why = models.CharField(max_length=20, blank=True, default="")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "id"], name="archive_newest")]
