"""Clients: the customers of the company, their phones, what was noted about them."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class Client(CompanyRow):
    """A customer. `version` rises with every change, so that none is overwritten unseen.

    `words` is the folded text that a search reads: SQLite compares only ASCII without case.
    """

    name = models.CharField(max_length=120, blank=True, default="")
    company_name = models.CharField(max_length=120, blank=True, default="")
    words = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["company", "id"], name="client_newest")]

    @property
    def title(self) -> str:
        """How calls name him: a card may hold only a company."""
        return self.name or self.company_name


class Phone(CompanyRow):
    """A number of a client, E.164 (or as the network gave it); one number is one client's."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="phone_of_one_client")
        ]


class Note(CompanyRow):
    """What somebody wrote down about a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.CharField(max_length=80, blank=True, default="")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "at", "id"], name="note_newest")]
