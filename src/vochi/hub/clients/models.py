"""Clients: the customers of the company, their phones, what was noted about them."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class Client(CompanyRow):
    """A customer. `version` rises with every change, so that none is overwritten unseen.

    `words` is the folded text that a search reads (see `clients.words`; an index of its parts of
    three letters is kept by the database itself, see `clients.index`). `tags` are slugs (see
    Label), `responsible` is the id of a person of the office, or empty; `values` are those of the
    company's own fields by slug. `alike` is the key of names that sound the same; `is_fresh`: the
    card has not been compared with others since it changed.
    """

    name = models.CharField(max_length=120, blank=True, default="")
    company_name = models.CharField(max_length=120, blank=True, default="")
    words = models.TextField(blank=True, default="")
    tags = models.JSONField(default=list, blank=True)
    responsible = models.CharField(max_length=40, blank=True, default="")
    values = models.JSONField(default=dict, blank=True)
    alike = models.CharField(max_length=120, blank=True, default="")
    is_fresh = models.BooleanField(default=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["company", "id"], name="client_newest"),
            models.Index(fields=["company", "responsible", "id"], name="client_responsible"),
            models.Index(
                fields=["company", "alike"], name="client_alike",
                condition=~models.Q(alike=""),
            ),
            models.Index(
                fields=["company", "id"], name="client_fresh",
                condition=models.Q(is_fresh=True),
            ),
        ]  # fmt: skip

    @property
    def title(self) -> str:
        """How calls name him: a card may hold only a company."""
        return self.name or self.company_name


class Phone(CompanyRow):
    """A number of a client, E.164 (or as the network gave it); one number is one client's.

    `place` is its place on the card; `tail` its last seven digits, by which like ones are found.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, blank=True, default="")
    comment = models.CharField(max_length=80, blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)
    tail = models.CharField(max_length=7, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="phone_of_one_client")
        ]
        indexes = [models.Index(fields=["company", "tail"], name="phone_tail")]


class Email(CompanyRow):
    """An address of a client, in small letters; several clients may share one."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="emails")
    email = models.CharField(max_length=254)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "email"], name="email_once")]
        indexes = [models.Index(fields=["company", "email"], name="email_of_company")]


class Note(CompanyRow):
    """What somebody wrote down about a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    text = models.TextField()
    at = models.DateTimeField()
    is_pinned = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    #: The import that brought it, None: somebody wrote it.
    batch = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "at", "id"], name="note_newest")]


class Label(CompanyRow):
    """What people call a tag (`t`) or a list (`l`) of clients; calls know it by its `slug`."""

    kind = models.CharField(max_length=1)
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "slug"], name="label_once")
        ]


class Listing(CompanyRow):
    """That a client, or a number that no card has, is on a list till `until` (None: for good).

    `list` is `blacklist`, `vip` or the slug of a Label; `call` is the call that gave the reason.
    """

    list = models.CharField(max_length=40)
    client = models.ForeignKey(
        Client, null=True, on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    number = models.CharField(max_length=80, blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    call = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "list"], name="listing_of_client",
                condition=models.Q(client__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["company", "number", "list"], name="listing_of_number",
                condition=models.Q(client__isnull=True),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["company", "list", "at", "id"], name="listing_newest"),
            models.Index(fields=["company", "until"], name="listing_until"),
        ]


class NumberFact(CompanyRow):
    """That what calls must know of a number changed as the `seq`-th thing (see `clients.facts`)."""

    number = models.CharField(max_length=80)
    seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="number_fact_once")
        ]
        indexes = [models.Index(fields=["company", "seq"], name="number_fact_seq")]
