"""Invitations to come in, people who have left, links by which a phone sets itself up."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class Invite(CompanyRow):
    """A one-time link by which an account chooses its password; only its hash is kept.

    One link of an account is good at a time: a new one ends the one before.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "account"], name="invite_of_account")]


class Leaver(CompanyRow):
    """Somebody who has left: `post` is what he had (JSON of `core.office.posts.Post`), for his
    return; `to` took his calls. `account` is the one that was locked, if he had any.
    """

    person = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    extension = models.CharField(max_length=8)
    post = models.TextField()
    to = models.CharField(max_length=16)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "person"], name="leaver_once")]


class PhoneLink(CompanyRow):
    """A link that tells one phone its settings, password included, for a few minutes."""

    account = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
