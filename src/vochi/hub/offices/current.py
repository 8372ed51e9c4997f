"""Offices by version, parsed once per process: a published document never changes."""

from datetime import datetime
from functools import lru_cache

from vochi.core.office.company import Company as CompanyOfOffice
from vochi.core.office.document import Office
from vochi.core.office.person import Person
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import OfficeVersion


def current_number(company: int) -> int:
    """The version in force, 0 when none was ever published."""
    newest = OfficeVersion.objects.of(company).order_by("-number").values_list("number", flat=True)
    return newest.first() or 0


def current(company: int) -> Office:
    """The office in force; an empty one of version 0 when none was ever published."""
    newest = OfficeVersion.objects.of(company).order_by("-number").values_list("number", "at")
    found = newest.first()
    return office(company, 0) if found is None else _published(company, *found)


def office(company: int, number: int) -> Office:
    """The office of one version. Raises OfficeVersion.DoesNotExist for one that never was."""
    if number == 0:
        row = Company.objects.get(pk=company)
        return Office(
            company=CompanyOfOffice.model_validate(
                {
                    "name": row.name,
                    "country": row.country,
                    "area_code": row.area_code,
                    "language": row.language,
                    "time_zone": row.time_zone,
                }
            )
        )
    at = OfficeVersion.objects.of(company).values_list("at", flat=True).get(number=number)
    return _published(company, number, at)


@lru_cache(maxsize=64)
def _published(company: int, number: int, at: datetime) -> Office:
    # `at` is part of the key, so that a number given anew after a rolled back transaction is not
    # taken for the one before.
    row = OfficeVersion.objects.of(company).get(number=number, at=at)
    return Office.model_validate_json(row.document)


def person_of(company: int, person: str) -> Person | None:
    """A person of the office in force."""
    return next((p for p in current(company).people if p.id == person), None)
