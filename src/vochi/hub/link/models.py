"""Boxes and what passes between them and the hub."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class Box(CompanyRow):
    """An enrolled box. `last_seq`, `last_hash` end the chain of its entries that we hold;
    `folded_seq` is how far they have been folded into calls. `facts_told` is how far it knows
    what calls must know of clients; `alarms` is JSON of what it wants a person to hear of. `epoch`
    is raised when entries are rewritten or all folded anew: what was remembered of them is void.
    """

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)
    folded_seq = models.BigIntegerField(default=0)
    epoch = models.BigIntegerField(default=0)
    office_tried = models.PositiveIntegerField(null=True, blank=True)
    office_runs = models.PositiveIntegerField(null=True, blank=True)
    facts_told = models.BigIntegerField(default=0)
    alarms = models.TextField(default="[]")

    class Meta:
        verbose_name_plural = "boxes"


class EnrollCode(CompanyRow):
    """A one-time code that lets a box in; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    box = models.ForeignKey(Box, null=True, on_delete=models.SET_NULL, related_name="+")


class LinkEntry(CompanyRow):
    """A sealed entry as the box sent it. `body` is its JSON text: a text column keeps what
    PostgreSQL's jsonb would refuse, such as an escaped NUL in a caller's name.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    mono = models.FloatField()
    boot = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    body = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "link_entry"
        verbose_name_plural = "link entries"
        constraints = [models.UniqueConstraint(fields=["box", "seq"], name="entry_once")]
        indexes = [
            models.Index(
                fields=["box", "seq"], name="entry_engine", condition=models.Q(kind="engine")
            )
        ]


class CommandRow(CompanyRow):
    """A command to a box and how it ended."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.CharField(max_length=32, unique=True)
    action = models.JSONField()
    created_at = models.DateTimeField()
    deadline = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    code = models.CharField(max_length=40, blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["box", "id"], name="command_waiting", condition=models.Q(state="waiting")
            )
        ]


class Recording(CompanyRow):
    """A recording: told by an entry, `stored_at` set when its file is safe in
    `media/recordings/<first 2>/<sha256>.<format>`.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    unique_id = models.CharField(max_length=80)
    linked_id = models.CharField(max_length=80, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    bytes = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    format = models.CharField(max_length=8, default="mp3")
    peaks = models.TextField(default="[]")
    started_at = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "unique_id"], name="recording_once")]
        indexes = [models.Index(fields=["box", "sha256"], name="recording_file")]


class VoiceMessage(CompanyRow):
    """The file of a message that a caller left, in `media/messages/<first 2>/<sha256>.<format>`;
    the call that it belongs to names its `unique_id`.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    unique_id = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=8, default="wav")
    bytes = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "unique_id"], name="message_once")]
