"""What is done with clients' cards: found, made, changed, many at once."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from pydantic import JsonValue

from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import changes, record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.clients import finding, labels, listings, rows, writing
from vochi.hub.clients.card_models import Absorbed
from vochi.hub.clients.fields import read_values
from vochi.hub.clients.models import Client, Phone
from vochi.hub.clients.schemas import (
    BulkIn,
    BulkOut,
    CardPhoneIn,
    ClientIn,
    ClientOut,
    ClientPage,
    ClientPatch,
)
from vochi.hub.clients.state import CardState, PhoneState, state_of
from vochi.hub.clients.words import needles
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import person_of
from vochi.hub.text import read_number

#: Seconds after which a request looks no farther: its page ends early and has a next one.
_PATIENCE = 0.04


@dataclass(frozen=True)
class Filters:
    """Which cards are wanted; `quiet_since`: without a call since then."""

    q: str = ""
    tag: str = ""
    responsible: str = ""
    quiet_since: datetime | None = None

    @property
    def needles(self) -> list[tuple[str, ...]]:
        """What the words must have."""
        found = needles(self.q)
        return [*found, (f" #{self.tag} ",)] if self.tag else found


def page(who: Asker, wanted: Filters, cursor: str | None, limit: int) -> ClientPage:
    """Clients that are wanted and the asker sees, the one last made first."""
    before = cursors.read(cursor)[1] if cursor else None
    found, edge = look(who, wanted, before, limit)
    last = found[limit - 1] if len(found) > limit else None
    place = last.pk if last else edge
    moment = last.created_at if last else (found[-1].created_at if found else _EPOCH)
    return ClientPage(
        items=tuple(rows.outs(who, found[:limit])),
        next=cursors.write(moment, place) if place else None,
    )


_EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def look(
    who: Asker, wanted: Filters, before: int | None, limit: int
) -> tuple[list[Client], int | None]:
    """Up to `limit` + 1 cards, and where the look ended when it ended early (None: at the end)."""
    visible = filtered(who, wanted)
    if not wanted.needles and wanted.quiet_since is None:
        if before:
            visible = visible.filter(pk__lt=before)
        return list(visible.order_by("-id")[: limit + 1]), None
    found: list[Client] = []
    began = time.monotonic()
    for step in finding.walk(who.company, wanted.needles, before):
        if step.ids:
            found += finding.among(visible, step.ids)[: limit + 1 - len(found)]
        if len(found) > limit:
            break
        if not step.is_last and time.monotonic() - began > _PATIENCE:
            return found, step.edge
    return found, None


def filtered(who: Asker, wanted: Filters) -> QuerySet[Client]:
    """Cards that the asker sees, by all filters but the words."""
    visible = seen.clients(who.company, who.sight)
    if wanted.responsible:
        named = "" if wanted.responsible == "-" else wanted.responsible
        visible = visible.filter(responsible=named)
    if wanted.quiet_since is not None:
        calls = Call.objects.of(who.company).filter(started_at__gte=wanted.quiet_since)
        phones = Phone.objects.of(who.company).filter(client=OuterRef("pk"))
        called = phones.filter(Exists(calls.filter(client=OuterRef("number"))))
        visible = visible.exclude(Exists(called))
    return visible


def one(who: Asker, client_id: int) -> ClientOut:
    """One card. Raises Refused 404; 404 `merged` with the card that it went into."""
    return rows.outs(who, [find(who, client_id)])[0]


def by_number(who: Asker, text: str) -> ClientOut:
    """The client of a number, however it is written. Raises Refused 404."""
    company = who.company
    number = read(company, text)
    row = Phone.objects.of(company).filter(number=number).select_related("client").first()
    if not number or row is None:
        raise Refused(404, "not_found")
    return one(who, row.client_id)


def create(who: Asker, body: ClientIn) -> ClientOut:
    """Make a card. Raises Refused 409 `phone_taken`, 422 `client_empty`, `phone_invalid`."""
    state = CardState(
        name=body.name,
        company_name=body.company_name,
        phones=_phones(who.company, body.phones, ()),
        emails=emails(body.emails),
        tags=tags(who.company, body.tags),
        responsible=person(who.company, body.responsible),
        values=read_values(who.company, {}, body.values),
    )
    if state.is_empty:
        raise Refused(422, "client_empty")
    with transaction.atomic():
        client = writing.make(who, state)
        record(
            who.company, "client_made", who.account, f"client/{client.pk}", who.address,
            **changes({}, audited(state)),
        )  # fmt: skip
        writing.tell(who.company, client.pk, state.numbers)
    return one(who, client.pk)


def change(who: Asker, client_id: int, body: ClientPatch) -> ClientOut:
    """Change a card. Raises Refused 409 `stale`, `phone_taken`, 404."""
    with transaction.atomic():
        client = find(who, client_id)
        before = state_of(client)
        after = patched(who.company, before, body)
        if body.lists is not None:
            labels.must_be_known(who.company, "l", body.lists)
        save(who, client, body.version, before, after)
        if body.lists is not None:
            listings.set_lists(who, client, after.numbers, body.lists)
            writing.tell(who.company, client_id, after.numbers)
    return one(who, client_id)


def save(
    who: Asker, client: Client, version: int, before: CardState, after: CardState, *,
    how: writing.How = writing.EDIT,
) -> None:  # fmt: skip
    """Write, audit and tell a change of a card."""
    writing.put(who, client, version, before, after, how=how)
    record(
        who.company, "client_changed", who.account, f"client/{client.pk}", who.address,
        **changes(audited(before), audited(after)),
    )  # fmt: skip
    writing.tell(who.company, client.pk, (*before.numbers, *after.numbers))


def patched(company: int, now: CardState, body: ClientPatch) -> CardState:
    """What the card would say with the changes."""
    return CardState(
        name=now.name if body.name is None else body.name,
        company_name=now.company_name if body.company_name is None else body.company_name,
        phones=now.phones if body.phones is None else _phones(company, body.phones, now.phones),
        emails=now.emails if body.emails is None else emails(body.emails),
        tags=now.tags if body.tags is None else tags(company, body.tags),
        responsible=(
            now.responsible if body.responsible is None else person(company, body.responsible)
        ),
        values=now.values if body.values is None else read_values(company, now.values, body.values),
    )


def many(who: Asker, body: BulkIn) -> BulkOut:
    """Give many cards tags and a responsible. Those that are not seen, or change now, fail."""
    who.must_have("clients:write")
    add, remove = tags(who.company, body.add_tags), set(body.remove_tags)
    responsible = None if body.responsible is None else person(who.company, body.responsible)
    changed, same, failed = 0, 0, []
    for client_id in dict.fromkeys(body.ids):
        try:
            with transaction.atomic():
                client = find(who, client_id)
                before = state_of(client)
                kept = [tag for tag in before.tags if tag not in remove]
                after = before.model_copy(
                    update={
                        "tags": tuple(sorted({*kept, *add})),
                        "responsible": before.responsible if responsible is None else responsible,
                    }
                )
                if after == before:
                    same += 1
                    continue
                save(who, client, client.version, before, after)
                changed += 1
        except Refused:
            failed.append(client_id)
    return BulkOut(changed=changed, same=same, failed=tuple(failed))


def find(who: Asker, client_id: int) -> Client:
    """A card that the asker sees. Raises Refused 404 `not_found`, `merged` with `into`."""
    row = seen.clients(who.company, who.sight).filter(pk=client_id).first()
    if row is not None:
        return row
    went = Absorbed.objects.of(who.company).filter(old=client_id).select_related("merge").first()
    if went is not None:
        into = went.merge.kept_id
        if seen.clients(who.company, who.sight).filter(pk=into).exists():
            raise Refused(404, "merged", into=into)
    raise Refused(404, "not_found")


def read(company: int, text: str) -> str:
    """A number as cards keep it, however it is written."""
    about = Company.objects.get(pk=company)
    return read_number(text, about.country, about.area_code)


def audited(state: CardState) -> dict[str, JsonValue]:
    """What the audit log says of a card: its numbers alone, as it always did."""
    return {**state.told(), "phones": list(state.numbers)}


def emails(wanted: Iterable[str]) -> tuple[str, ...]:
    """Addresses without doubles. Raises Refused 422 `email_invalid`."""
    found = tuple(dict.fromkeys(email.strip().lower() for email in wanted))
    for email in found:
        name, _, host = email.partition("@")
        if not name or "." not in host.strip(".") or any(c.isspace() for c in email) or "@" in host:
            raise Refused(422, "email_invalid", email=email)
    return found


def tags(company: int, wanted: Iterable[str]) -> tuple[str, ...]:
    """Tags that the company has, sorted. Raises Refused 422 `unknown_label`."""
    slugs = tuple(wanted)
    labels.must_be_known(company, "t", slugs)
    return tuple(sorted(set(slugs)))


def person(company: int, wanted: str) -> str:
    """A person of the office, or nobody. Raises Refused 422 `no_such_person`."""
    if wanted and person_of(company, wanted) is None:
        raise Refused(422, "no_such_person", person=wanted)
    return wanted


def _phones(
    company: int, wanted: Iterable[str | CardPhoneIn], had: Iterable[PhoneState]
) -> tuple[PhoneState, ...]:
    known = {phone.number: phone for phone in had}
    found: dict[str, PhoneState] = {}
    for each in wanted:
        text = each if isinstance(each, str) else each.number
        number = read(company, text)
        if not number:
            raise Refused(422, "phone_invalid", phone=text)
        if isinstance(each, str):
            found.setdefault(number, known.get(number, PhoneState(number=number)))
        else:
            found.setdefault(
                number, PhoneState(number=number, kind=each.kind, comment=each.comment)
            )
    return tuple(found.values())
