"""What hangs on cards: own fields, files, what each field said before, joined cards, doubles."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.clients.models import Client
from vochi.hub.companies.scoped import CompanyRow


class OwnField(CompanyRow):
    """A field of the company's own on every card; cards know it by `slug`, whatever it is called.

    `choices` are `{slug, name, retired}`; a retired field is shown no more and loses nothing.
    """

    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)
    choices = models.JSONField(default=list, blank=True)
    is_retired = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "slug"], name="own_field_once")]


class ClientFile(CompanyRow):
    """A file on a card; its bytes lie in the hub's home by their SHA-256, once for all cards."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    bytes = models.BigIntegerField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["client", "at", "id"], name="client_file_newest"),
            models.Index(fields=["sha256"], name="client_file_bytes"),
        ]


class Change(CompanyRow):
    """That a field of a card said `before` and says `after`; `how` and `batch` say what did it:
    `edit`, `restore`, `merge` and `unmerge` (the id of a Merge), `import` and `undo` (of an
    Import).
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    how = models.CharField(max_length=8)
    batch = models.BigIntegerField(null=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "id"], name="client_change_newest")]


class Merge(CompanyRow):
    """That cards were made one: `cards` says what each was and had, so that they can be again.

    The cards themselves are gone, their ids are not given anew.
    """

    kept = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    cards = models.JSONField()
    result = models.JSONField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kept", "id"], name="merge_of_card")]


class Absorbed(CompanyRow):
    """Where a card went: whoever has its old address is led on."""

    old = models.BigIntegerField()
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="absorbed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "old"], name="absorbed_once")]


class Double(CompanyRow):
    """Two cards that may be one person (`a` < `b`), and what somebody said of them."""

    a = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    why = models.JSONField(default=list)
    weight = models.PositiveSmallIntegerField(default=0)
    is_different = models.BooleanField(default=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["a", "b"], name="double_once")]
        indexes = [
            models.Index(
                fields=["company", "weight", "id"], name="double_open",
                condition=models.Q(is_different=False),
            )
        ]  # fmt: skip


class Import(CompanyRow):
    """A file of clients: read, looked through, taken in, taken back.

    `state`: reading, ready, failed, running, done, undoing, undone. `columns` says which field
    each column is; `report` what the file would do, or did, with the first lines of each kind.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, blank=True, default="")
    encoding = models.CharField(max_length=16, blank=True, default="")
    separator = models.CharField(max_length=1, blank=True, default="")
    state = models.CharField(max_length=8, default="reading")
    why = models.JSONField(null=True)
    columns = models.JSONField(default=list)
    policy = models.CharField(max_length=8, default="fill")
    tags = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["company", "id"], name="client_import_newest")]


class ImportLine(CompanyRow):
    """What a line of a file did to a card: `before` None: it made it. `version` is the card's
    after it.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    client = models.BigIntegerField()
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()
    stays = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["batch", "client"], name="client_import_line")]
