"""Messages: what people asked to be sent, and what the journal of the box says of all of them.

`SmsAsk`, `SmsTemplate`, `Mailing` and `ThreadRead` are words of people and are kept; `Sms` and
`SmsThread` follow from them and from the entries, and are derived anew by `refold`.
"""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class SmsAsk(CompanyRow):
    """Somebody at a desk asked for a message. `command` is the command that took it to the box,
    `cancel` the one that takes it back; `again` is the message that he sends once more.
    """

    uid = models.CharField(max_length=32)
    command = models.CharField(max_length=32, blank=True, default="")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=80)
    text = models.TextField()
    line = models.CharField(max_length=40, blank=True, default="")
    parts = models.PositiveSmallIntegerField(null=True, blank=True)
    again = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    cancel = models.CharField(max_length=32, blank=True, default="")
    origin = models.CharField(max_length=10, default="person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "uid"], name="sms_ask_once")]
        indexes = [
            models.Index(fields=["company", "command"], name="sms_ask_command"),
            models.Index(fields=["company", "cancel"], name="sms_ask_cancel"),
            models.Index(fields=["company", "account", "at"], name="sms_ask_account"),
        ]


class Sms(CompanyRow):
    """One message, out or in. `number` names its thread: E.164, a short number, or a name such as
    `A1`. `entry` is the id of the first entry that told of it, None: the box has not yet.

    `words` is the folded text that a search reads.
    """

    uid = models.CharField(max_length=80)
    direction = models.CharField(max_length=3)
    state = models.CharField(max_length=10)
    why = models.CharField(max_length=20, blank=True, default="")
    code = models.IntegerField(null=True, blank=True)
    number = models.CharField(max_length=80)
    text = models.TextField()
    words = models.TextField(blank=True, default="")
    line = models.CharField(max_length=80, blank=True, default="")
    iccid = models.CharField(max_length=80, blank=True, default="")
    parts = models.PositiveIntegerField(null=True, blank=True)
    whole = models.BooleanField(default=True)
    origin = models.CharField(max_length=10, blank=True, default="")
    by = models.CharField(max_length=80, blank=True, default="")
    call = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField(null=True, blank=True)
    entry = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "sms"
        constraints = [models.UniqueConstraint(fields=["company", "uid"], name="sms_once")]
        indexes = [
            models.Index(fields=["company", "number", "at", "id"], name="sms_thread"),
            models.Index(fields=["company", "line", "at"], name="sms_line"),
        ]


class SmsThread(CompanyRow):
    """All messages with one number: the newest of them, and what nobody has read yet.

    `stopped_at`: he asked for no more messages that nobody waits for.
    """

    number = models.CharField(max_length=80)
    words = models.CharField(max_length=400)
    last_at = models.DateTimeField()
    last = models.CharField(max_length=80)
    unread = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="sms_thread_once")
        ]
        indexes = [models.Index(fields=["company", "last_at", "id"], name="sms_thread_newest")]


class SmsTemplate(CompanyRow):
    """A text that people send often, in the order of `place`."""

    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "place"], name="sms_template_once")
        ]


class ThreadRead(CompanyRow):
    """Somebody read a thread: everything that the entries up to `through` brought."""

    number = models.CharField(max_length=80)
    through = models.BigIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="sms_read_once")]


class Mailing(CompanyRow):
    """One text for many, as its author began it; `state`: running, paused, stopped or done."""

    uid = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    text = models.TextField()
    line = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=8, default="running")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "uid"], name="mailing_once")]
        indexes = [
            models.Index(fields=["company", "at", "id"], name="mailing_newest"),
            models.Index(fields=["company", "state"], name="mailing_state"),
        ]


class MailingLetter(CompanyRow):
    """The text for one of them: `waiting`, `asked` (as the message `sms`) or `skipped` (`why`)."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    number = models.CharField(max_length=80)
    client = models.BigIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, default="")
    parts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default="waiting")
    why = models.CharField(max_length=20, blank=True, default="")
    sms = models.CharField(max_length=32, blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="mailing_letter_once")
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="mailing_letter_state"),
            models.Index(fields=["company", "number", "asked_at"], name="mailing_letter_number"),
            models.Index(fields=["company", "asked_at"], name="mailing_letter_asked"),
            models.Index(fields=["company", "sms"], name="mailing_letter_sms"),
        ]
