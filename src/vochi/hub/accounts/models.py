"""Who may come in: accounts, the first owner's link, API tokens; and what they did."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from vochi.hub.companies.models import Company
from vochi.hub.companies.scoped import CompanyRow, Rows


class Role(models.TextChoices):
    """What an account may do; each includes the next."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    HEAD = "head"
    EMPLOYEE = "employee"


class AccountManager(BaseUserManager["Account"]):
    """What Django's own login needs: it knows no company before the account is found."""

    def create_user(self, login: str, password: str, **fields: Any) -> "Account":
        """Create an account with a hashed password."""
        account = self.model(login=login, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A person's way in. `person` is the id of a person of the office, empty when none."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.EMPLOYEE)
    person = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()
    scoped: ClassVar[Rows[Self]] = Rows()

    def __str__(self) -> str:
        """The login."""
        return self.login

    def may(self, role: Role) -> bool:
        """Whether the account's role includes `role`."""
        order = list(Role)
        return order.index(Role(self.role)) <= order.index(role)


class Welcome(CompanyRow):
    """The one-time link by which the first owner comes in; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class ApiToken(CompanyRow):
    """A token for programs; `scopes` holds `read`, or `read write`."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True, default="")
    scopes = models.CharField(max_length=40, default="read write")
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)


class Deed(CompanyRow):
    """A row of the audit log: who did what, to what, from where. Never holds a secret."""

    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    login = models.CharField(max_length=60, blank=True, default="")
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, default="")
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["company", "at"], name="deed_newest")]
