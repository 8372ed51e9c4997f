"""The call log: derived from entries, re-derivable at any time by `refold`."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.link.models import Box, LinkEntry


class Thread(CompanyRow):
    """A linked id of a box and the conversation that it belongs to.

    `root` is the id of the earliest entry of the conversation, and the id of its Call: the same
    whichever way the entries came in. Threads with one root are one conversation.
    """

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    linked_id = models.CharField(max_length=80)
    root = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "linked_id"], name="thread_once")]
        indexes = [models.Index(fields=["box", "root"], name="thread_root")]


class ThreadEntry(CompanyRow):
    """Which entries speak of a conversation, in the order of the journal."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    root = models.BigIntegerField()
    entry = models.OneToOneField(LinkEntry, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["root", "entry"], name="thread_entries")]


class Call(CompanyRow):
    """One conversation: `body` is the whole `core.calls.call.Call`, columns are for filters."""

    id = models.BigIntegerField(primary_key=True)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+", db_index=False)
    linked_id = models.CharField(max_length=80)
    direction = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    result = models.CharField(max_length=12, blank=True, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    client = models.CharField(max_length=80, blank=True, default="")
    client_words = models.CharField(max_length=400, blank=True, default="")
    line = models.CharField(max_length=40, blank=True, default="")
    employee = models.CharField(max_length=8, blank=True, default="")
    has_recording = models.BooleanField(default=False)
    has_message = models.BooleanField(default=False)
    callback_asked = models.BooleanField(default=False)
    source = models.CharField(max_length=40, blank=True, default="")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    row = models.TextField()
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "linked_id"], name="call_once")]
        # Newest first under any single filter without sorting: each index ends in the order of
        # the log, (started_at, id) read backwards.
        indexes = [
            models.Index(fields=["company", "started_at", "id"], name="call_newest"),
            models.Index(fields=["company", "direction", "started_at", "id"], name="call_way"),
            models.Index(fields=["company", "result", "started_at", "id"], name="call_result"),
            models.Index(fields=["company", "line", "started_at", "id"], name="call_line"),
            models.Index(fields=["company", "client", "started_at", "id"], name="call_client"),
            models.Index(
                fields=["company", "has_recording", "started_at", "id"], name="call_recorded"
            ),
            models.Index(fields=["company", "source", "started_at", "id"], name="call_source"),
            models.Index(fields=["company", "score", "started_at", "id"], name="call_score"),
            models.Index(
                fields=["box", "id"], name="call_open", condition=~models.Q(state="ended")
            ),
        ]


class CallTag(CompanyRow):
    """That a person (`p`, extension) or department (`d`, number) had part in a call, or that a
    scheme gave it a tag (`t`, slug), that a message was left (`m`) or a callback asked for (`b`),
    that an old number was dialled (`v`), that somebody outside besides the client had part (`n`),
    or whose the message is that was left (`s`, a short number; for sight alone).

    The last five are rare: along this index they are found, down the log they would be searched.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tags", db_index=False)
    kind = models.CharField(max_length=1)
    value = models.CharField(max_length=40)
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "kind", "value"], name="call_tag_once")
        ]
        indexes = [
            models.Index(
                fields=["company", "kind", "value", "started_at", "call"], name="call_tag_newest"
            )
        ]


class Closing(CompanyRow):
    """Somebody closed a missed call by hand: what was to be done is done, or need not be.

    Kept apart from Call, which is derived and may be thrown away; `call` is its id, which is
    always the same. Refers to no row, so that `refold` drops no word of a person.
    """

    call = models.BigIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80)
    reason = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "call"], name="closing_once")]


class Party(CompanyRow):
    """A number that calls were had with, or an employee, and the words to find it by.

    `kind` is `c` (client, `key` = his number; there as long as a call has these words), `n` (any
    other number outside; stays) or `e` (employee, `key` = extension; written when an office is
    published). There are far fewer
    parties than calls, so that a search by any part reads these and not the calls.
    """

    kind = models.CharField(max_length=1)
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=400)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "key", "words"], name="party_once")
        ]
