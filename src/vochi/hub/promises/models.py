"""Promises: what calls mean for them and what is derived from it, apart from what people said."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class ContactRow(CompanyRow):
    """What a call means for the promise to its client (`core.promises.contact`); derived.

    `until` is the last moment at which it counts.
    """

    call = models.BigIntegerField()
    number = models.CharField(max_length=80)
    until = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "call"], name="contact_of_call"),
        ]
        indexes = [models.Index(fields=["company", "number", "until"], name="contact_number")]


class WordRow(CompanyRow):
    """What somebody said of a promise (`core.promises.word`): a fact, never derived, so that it
    refers to no row that `refold` throws away. Of a hidden caller `number` is `h<call>`.
    """

    what = models.CharField(max_length=8)
    number = models.CharField(max_length=80)
    at = models.DateTimeField()
    place = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=40, blank=True, default="")
    department = models.CharField(max_length=8, blank=True, default="")
    text = models.CharField(max_length=500, blank=True, default="")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=12, blank=True, default="")
    call = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["company", "number", "place"], name="word_number"),
            models.Index(fields=["company", "call"], name="word_call"),
        ]


class Promise(CompanyRow):
    """One obligation (`body`: `core.promises.obligation`); derived. `subject` is the client that
    it is to: `c<card>`, `n<number>`, `h<call>`. The id is of what opened it, so that it outlives
    `refold`: twice the call's, or twice the word's and one.

    `owner` is a person's id. `told`: 1, the owner was told that it is late; 2, the heads too.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=82)
    state = models.CharField(max_length=8)
    how = models.CharField(max_length=10, blank=True, default="")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=40, blank=True, default="")
    told = models.PositiveSmallIntegerField(default=0)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "subject"], name="promise_one_open",
                condition=models.Q(state="open"),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["company", "subject", "opened_at"], name="promise_subject"),
            models.Index(fields=["company", "state", "due_at", "id"], name="promise_due"),
            models.Index(fields=["company", "state", "owner", "due_at"], name="promise_owner"),
            models.Index(fields=["company", "state", "closed_at", "id"], name="promise_over"),
            models.Index(fields=["company", "state", "told", "due_at"], name="promise_late"),
        ]


class PromiseTag(CompanyRow):
    """How a promise is found: by a number of the client (`n`), by a department (`d`), by an
    extension or department whose sight it is in (`e`). `at` is `due_at` while it is open, then
    `closed_at`.
    """

    promise = models.ForeignKey(
        Promise, on_delete=models.CASCADE, related_name="tags", db_index=False
    )
    kind = models.CharField(max_length=1)
    value = models.CharField(max_length=80)
    state = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "kind", "value"], name="promise_tag_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["company", "kind", "value", "state", "at", "promise"], name="promise_tag_at"
            ),
        ]


class Claim(CompanyRow):
    """Somebody is calling a client back till `until`: nobody else does meanwhile."""

    subject = models.CharField(max_length=82)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    extension = models.CharField(max_length=8)
    name = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "subject"], name="claim_once"),
        ]
