"""What links to CRMs keep of one person outside, and how it goes (B13)."""

from pydantic import JsonValue

from vochi.hub.crm.models import Crm, CrmCall
from vochi.hub.privacy.person import Person


def told(company: int, person: Person) -> dict[str, JsonValue]:
    """Calls with him that CRMs were told of: what they keep is theirs to tell."""
    rows = CrmCall.objects.of(company).filter(number__in=person.numbers).order_by("at")
    kinds = dict(Crm.objects.of(company).values_list("pk", "kind"))
    return {
        "crm": [
            {"crm": kinds.get(row.crm_id, ""), "at": row.at.isoformat(), "call": row.call,
             "number": row.number, "state": row.state, "id_there": row.foreign}
            for row in rows
        ]
    }  # fmt: skip


def forget(company: int, person: Person) -> None:
    """Our side of it goes; what a CRM was told has to be erased there."""
    CrmCall.objects.of(company).filter(number__in=person.numbers).delete()
