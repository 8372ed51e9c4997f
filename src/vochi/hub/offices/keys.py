"""Logins of equipment (`Secrets.keys`): sealed; ours are made, others typed."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from vochi.core.office.document import Office
from vochi.core.office.passwords import keys, keys_of_ours
from vochi.hub.offices.models import EquipmentKey
from vochi.hub.offices.seal import new_password, seal, unseal


def keep(company: int, document: Office, given: Mapping[str, str]) -> None:
    """Keep what was typed for equipment of the document, and make what is ours and missing."""
    now, names = timezone.now(), set(keys(document))
    rows = EquipmentKey.objects.of(company)
    for name, key in given.items():
        if name in names:
            rows.update_or_create(
                company_id=company, name=name, defaults={"sealed": seal(key), "changed_at": now}
            )
    known = set(rows.values_list("name", flat=True))
    for name in keys_of_ours(document):
        if name not in known:  # two who ask at once must both get the one that stands
            rows.get_or_create(
                company_id=company,
                name=name,
                defaults={"sealed": seal(new_password()), "changed_at": now},
            )


def of_office(company: int, document: Office) -> dict[str, str]:
    """Every key of a document's equipment, ours made where an older hub has made none."""
    found = named(company, keys(document))
    if not set(keys_of_ours(document)) <= found.keys():
        keep(company, document, {})
        found = named(company, keys(document))
    return found


def named(company: int, names: Iterable[str]) -> dict[str, str]:
    """Those of the keys that are known."""
    rows = EquipmentKey.objects.of(company).filter(name__in=list(names)).order_by("name")
    return {row.name: unseal(row.sealed) for row in rows}


def known(company: int) -> frozenset[str]:
    """Names of keys that there are."""
    return frozenset(EquipmentKey.objects.of(company).values_list("name", flat=True))
