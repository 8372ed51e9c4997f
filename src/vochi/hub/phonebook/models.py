"""Phone books: secret addresses by which desk phones fetch names."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class PhoneBook(CompanyRow):
    """An address that phones were told. `digest` finds it, `sealed` is the secret in it, which an
    administrator may look up again for the next phone. `anywhere`: also from outside the office.
    """

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    with_clients = models.BooleanField(default=True)
    anywhere = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["company", "id"], name="phone_book_of_company")]
