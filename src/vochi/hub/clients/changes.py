"""What each field of a card said before, and one value given back."""

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.clients.card_models import Change, OwnField
from vochi.hub.clients.schemas import ChangePage, ClientOut, FieldChange
from vochi.hub.clients.services import find, one, save
from vochi.hub.clients.state import CardState, state_of
from vochi.hub.clients.writing import How
from vochi.hub.seen import own_accounts

_STATE: TypeAdapter[CardState] = TypeAdapter(CardState)


def page(who: Asker, client_id: int, cursor: str | None, limit: int) -> ChangePage:
    """What was changed on a card, newest first. Raises Refused 404."""
    client = find(who, client_id)
    rows = Change.objects.of(who.company).filter(client=client)
    if not who.sight.is_all:  # words of notes are seen with the notes: of one's own people's
        rows = rows.exclude(field="note") | rows.filter(
            field="note", account__in=own_accounts(who.company, who.sight)
        )
    if cursor:
        rows = rows.filter(pk__lt=cursors.read(cursor)[1])
    found = list(rows.order_by("-id")[: limit + 1])
    here = found[:limit]
    names = dict(OwnField.objects.of(who.company).values_list("slug", "name"))
    every = Change.objects.of(who.company).filter(client=client).order_by("id")
    newest: dict[str, int] = dict(every.values_list("field", "id"))
    return ChangePage(
        items=tuple(
            FieldChange(
                id=row.pk, at=row.at, author=row.author, field=row.field,
                title=names.get(row.field.removeprefix("values."), "")
                if row.field.startswith("values.") else "",
                before=row.before, after=row.after, how=row.how, batch=row.batch,
                last=newest.get(row.field) == row.pk,
            )
            for row in here
        ),
        next=cursors.write(here[-1].at, here[-1].pk) if len(found) > limit else None,
    )  # fmt: skip


def restore(who: Asker, client_id: int, change_id: int, version: int) -> ClientOut:
    """Have a field say again what it said before a change.

    Raises Refused 404, 409 `stale`, `phone_taken`, 422 `cannot_restore`.
    """
    with transaction.atomic():
        client = find(who, client_id)
        row = Change.objects.of(who.company).filter(client=client, pk=change_id).first()
        if row is None:
            raise Refused(404, "not_found")
        if row.field == "note":
            raise Refused(422, "cannot_restore")
        before = state_of(client)
        save(who, client, version, before, _with(before, row), how=How("restore"))
    return one(who, client_id)


def _with(now: CardState, row: Change) -> CardState:
    said = now.model_dump(mode="json")
    if row.field.startswith("values."):
        slug = row.field.removeprefix("values.")
        said["values"] = {k: v for k, v in now.values.items() if k != slug}
        if row.before is not None:
            said["values"][slug] = row.before
    else:
        blank = CardState().model_dump(mode="json")[row.field]
        said[row.field] = blank if row.before is None else row.before
    try:
        return _STATE.validate_python(said)
    except ValidationError as wrong:
        raise Refused(422, "cannot_restore") from wrong
