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


class SightName(models.TextChoices):
    """Whose calls, messages and cards an account sees (S24)."""

    ALL = "all"
    DEPARTMENTS = "departments"
    OWN = "own"


class AccountManager(BaseUserManager["Account"]):
    """What Django's own login needs: it knows no company before the account is found."""

    def create_user(self, login: str, password: str, **fields: Any) -> "Account":
        """Create an account with a hashed password."""
        account = self.model(login=login, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A person's way in. `person` is the id of a person of the office, empty when none.

    `own_role` is the slug of an OwnRole, whose base `role` then is. `sight` empty: as the role
    says; `departments` (numbers) empty: those that the person is a member of.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.EMPLOYEE)
    own_role = models.CharField(max_length=40, blank=True, default="")
    sight = models.CharField(max_length=12, choices=SightName.choices, blank=True, default="")
    departments = models.JSONField(default=list, blank=True)
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


class OwnRole(CompanyRow):
    """A role that the company made: what `base` may, without the rights in `denied`."""

    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    base = models.CharField(max_length=16, choices=Role.choices)
    sight = models.CharField(max_length=12, choices=SightName.choices, default=SightName.ALL)
    denied = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "slug"], name="own_role_once")]


class DoorRule(CompanyRow):
    """What the owner asks of those who come in: of whom a second factor (empty: of nobody)."""

    second_factor = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="door_rule_once")]


class Visit(CompanyRow):
    """A session of a browser: who, by which device, from where, since when, last seen when."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True, default="")
    device = models.CharField(max_length=300, blank=True, default="")


class Welcome(CompanyRow):
    """The one-time link by which the first owner comes in; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class ApiToken(CompanyRow):
    """A token for programs; `scopes` holds `read`, `write`, or those of areas (`calls:read`)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True, default="")
    scopes = models.CharField(max_length=600, default="read write")
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)


class Deed(CompanyRow):
    """A row of the audit log: who did what, to what, from where. Never holds a secret.

    `facts` may hold `before` and `after`. `hash` seals the row together with the one before it of
    the same company (see `accounts.chain`); rows of older versions have none.
    """

    at = models.DateTimeField()
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    login = models.CharField(max_length=60, blank=True, default="")
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, default="")
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["company", "at"], name="deed_newest")]
