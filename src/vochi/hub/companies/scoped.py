"""Rows that belong to a company, and the only ways to reach them."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedError(RuntimeError):
    """Rows were asked for without saying of which company: a bug, never shown to anybody."""


class Rows(models.Manager[M]):
    """The door to rows of one company: `Client.objects.of(company)`. All else raises."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Refuse: nobody may ask for everybody's rows by mistake."""
        raise UnscopedError(f"{self.model.__name__}.objects: say .of(company)")

    def of(self, company: "int | models.Model") -> models.QuerySet[M]:
        """The rows of one company, named by itself or its id."""
        number = company if isinstance(company, int) else company.pk
        return super().get_queryset().filter(company_id=number)

    def add(self, company: "int | models.Model", **fields: Any) -> M:
        """Create one row of the company."""
        number = company if isinstance(company, int) else company.pk
        return super().get_queryset().create(company_id=number, **fields)

    def add_all(self, rows: list[M]) -> None:
        """Insert rows that already name their companies."""
        super().get_queryset().bulk_create(rows)


class Everything(models.Manager[M]):
    """Rows of all companies: Django's own manager under a name that shows in a review."""


class CompanyRow(models.Model):
    """Base of every table of ours but Company itself.

    `everything` is Django's own manager (admin, cascades, migrations); outside the files that
    `tests/hub/test_scope.py` names nothing of ours may use it.
    """

    # No index of its own: every list that is long has one that begins with the company.
    company = models.ForeignKey(
        "companies.Company", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    everything: ClassVar[Everything[Self]] = Everything()
    objects: ClassVar[Rows[Self]] = Rows()

    class Meta:
        abstract = True
