"""Employees of published offices, so that their calls are found by their names."""

from vochi.core.office.document import Office
from vochi.hub.calls.models import Party
from vochi.hub.text import fold_case


def write_employees(company: int, office: Office) -> None:
    """Remember names and extensions of an office; those of older offices stay findable."""
    wanted = {(p.extension, f"{p.extension} {fold_case(p.name)}") for p in office.people}
    rows = Party.objects.of(company).filter(kind="e")
    have = set(rows.values_list("key", "words"))
    Party.objects.add_all(
        [
            Party(company_id=company, kind="e", key=key, words=words)
            for key, words in sorted(wanted - have)
        ]
    )
