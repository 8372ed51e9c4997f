"""What a card says now, as plain data: compared, told, written, given back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub.clients.models import Client, Email, Phone


class PhoneState(Frozen):
    """A number with what it is (`mobile`, `work`, `home`, `fax`, `other` or nothing)."""

    number: str
    kind: str = ""
    comment: str = ""


class CardState(Frozen):
    """All fields of a card; its lists are apart (`clients.listings`)."""

    name: str = ""
    company_name: str = ""
    phones: tuple[PhoneState, ...] = ()
    emails: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    responsible: str = ""
    values: dict[str, JsonValue] = {}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers in their order."""
        return tuple(phone.number for phone in self.phones)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that names anybody."""
        return not (self.name or self.company_name or self.phones or self.emails)

    def told(self) -> dict[str, JsonValue]:
        """Field by field, own fields as `values.<slug>`: for histories and the audit log."""
        said: dict[str, JsonValue] = self.model_dump(mode="json", exclude={"values"})
        return said | {f"values.{slug}": value for slug, value in sorted(self.values.items())}


Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
EmailText = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=3, max_length=254)
]


def states(company: int, clients: Iterable[Client]) -> dict[int, CardState]:
    """What these cards say, by id: two queries for any number of them."""
    rows = list(clients)
    ids = [row.pk for row in rows]
    phones: dict[int, list[PhoneState]] = defaultdict(list)
    emails: dict[int, list[str]] = defaultdict(list)
    for phone in Phone.objects.of(company).filter(client__in=ids).order_by("place", "id"):
        phones[phone.client_id].append(
            PhoneState(number=phone.number, kind=phone.kind, comment=phone.comment)
        )
    for email in Email.objects.of(company).filter(client__in=ids).order_by("place", "id"):
        emails[email.client_id].append(email.email)
    return {
        row.pk: CardState(
            name=row.name,
            company_name=row.company_name,
            phones=tuple(phones[row.pk]),
            emails=tuple(emails[row.pk]),
            tags=tuple(row.tags),
            responsible=row.responsible,
            values=row.values,
        )
        for row in rows
    }


def state_of(client: Client) -> CardState:
    """What one card says."""
    return states(client.company_id, [client])[client.pk]


def differences(
    before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]
) -> dict[str, tuple[JsonValue, JsonValue]]:
    """Field -> before and after, of those that differ; what is not there is null."""
    return {
        name: (before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
