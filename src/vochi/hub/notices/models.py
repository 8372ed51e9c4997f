"""Notices: what people are told of by e-mail and Telegram, and what became of telling it."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.parcels.models import Parcel, Receiver


class Channel(Receiver):
    """A way to tell: `mail` (an SMTP server) or `telegram` (a bot). `facts` are its settings,
    `sealed` its secret.

    `told` is how far a bot's updates were read, `polled_until` till when somebody reads them.
    """

    kind = models.CharField(max_length=10)
    facts = models.JSONField(default=dict)
    sealed = models.TextField(blank=True, default="")
    told = models.BigIntegerField(default=0)
    polled_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind"], name="channel_once")]


class Contact(CompanyRow):
    """Where an account is told, and when not. `digest` is of the code that proves an address:
    `proves` (`mail` or `telegram`) till `code_until`; `wanted` is the e-mail not proven yet.

    `quiet_from` to `quiet_to` are minutes of the company's day; equal: never quiet.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    mail = models.CharField(max_length=254, blank=True, default="")
    chat = models.BigIntegerField(null=True, blank=True)
    chat_name = models.CharField(max_length=80, blank=True, default="")
    wanted = models.CharField(max_length=254, blank=True, default="")
    proves = models.CharField(max_length=10, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveIntegerField(default=0)
    wishes = models.JSONField(default=dict)
    quiet_from = models.PositiveIntegerField(default=0)
    quiet_to = models.PositiveIntegerField(default=0)
    alarms_always = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["company", "digest"], name="contact_code")]


class NoticeRow(CompanyRow):
    """Something that people are told, once: `key` is the same for the same fact."""

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    files = models.JSONField(default=list)
    numbers = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="notice_once")]
        indexes = [models.Index(fields=["company", "at"], name="notice_at")]


class Post(Parcel):
    """A notice on its way to one account by one channel. `to` is the address where it differs from
    the account's own (a test, a code).
    """

    notice = models.ForeignKey(NoticeRow, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    to = models.CharField(max_length=254, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "account", "channel"], name="post_once")
        ]
        indexes = [
            models.Index(fields=["company", "channel", "state", "next_at"], name="post_due"),
        ]


class Standing(CompanyRow):
    """An alarm that people were told of: it is told again when it comes back after a while."""

    key = models.CharField(max_length=40)
    since = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="standing_once")]
