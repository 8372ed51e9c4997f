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
    waited = models.FloatField(default=0)
    talked = models.FloatField(default=0)
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


class DaySet(CompanyRow):
    """Which calls of a day that is over have something, a bit for each (see `calls.days`).

    `kind` and `value` are those of CallTag, or of a column of Call: direction `D`, result `E`, line
    `L`, recording `R`, source `S`, score `G`; `T` and `W`: talked, waited at least `value` seconds.
    `X`, `Y`, `C` hold how long each call was talked and waited, and the words of its client.
    Kind `#` holds ids and times of the calls, in the order of the bits; without it the day is not
    known here, and its calls are looked at one by one. Derived, and thrown away whenever a call
    of the day changes.
    """

    day = models.DateField()
    kind = models.CharField(max_length=1)
    value = models.CharField(max_length=40)
    bits = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "value", "day"], name="call_day_set_once"
            )
        ]
        indexes = [models.Index(fields=["company", "day"], name="call_day_sets")]


class SavedView(CompanyRow):
    """Filters of the log under a name, of one account or of all; `filters` is JSON as the address
    of the page bears it: codes and numbers, no text of strangers but what was searched for.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    is_shared = models.BooleanField(default=False)
    filters = models.TextField(default="{}")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "account", "name"], name="view_once")
        ]


class FirstView(CompanyRow):
    """The view that the log of an account opens with."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")


class CallMark(CompanyRow):
    """A tag that a person gave to a call. `call` is its id, which is always the same: it refers to
    no row, so that `refold` drops no word of a person.
    """

    call = models.BigIntegerField()
    tag = models.CharField(max_length=40)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "call", "tag"], name="call_mark_once")
        ]


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
