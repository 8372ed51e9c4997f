"""Cards made one and several again: rows that hang on them, histories, and who may not meanwhile.

What was added to the kept card since stays with it when it is parted; all else goes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients import joined, rows, writing
from vochi.hub.clients.card_models import (
    Absorbed,
    Change,
    ClientFile,
    Double,
    Merge,
    OwnField,
)
from vochi.hub.clients.merging_schemas import (
    FieldChoice,
    FieldOption,
    MergedOut,
    MergeIn,
    MergeLook,
    MergeOut,
    MergePreview,
    UnmergedOut,
)
from vochi.hub.clients.models import Client, Listing, Note, Phone
from vochi.hub.clients.services import find, one
from vochi.hub.clients.state import CardState, states
from vochi.hub.clients.writing import How
from vochi.hub.offices.current import current

#: Rows that hang on a card and go with it.
_HANGS: tuple[tuple[str, type[Note | ClientFile | Change]], ...] = (
    ("notes", Note), ("files", ClientFile), ("changes", Change),
)  # fmt: skip


@dataclass(frozen=True)
class _Cards:
    """Cards in the order in which they were named, with what they say."""

    clients: list[Client]
    says: list[CardState]

    @property
    def ids(self) -> list[int]:
        return [client.pk for client in self.clients]

    @property
    def numbers(self) -> list[str]:
        return [number for each in self.says for number in each.numbers]


def preview(who: Asker, body: MergeLook) -> MergePreview:
    """What would come of it. Raises Refused 404, 422 `same_card`, `no_such_choice`."""
    cards = _named(who, body.clients)
    take = _taken(cards, body.take)
    result = joined.join(cards.says, take, _many(who.company))
    names = dict(OwnField.objects.of(who.company).values_list("slug", "name"))
    choices = [
        FieldChoice(
            field=field,
            title=names.get(field.removeprefix("values."), "") if "." in field else "",
            options=tuple(
                FieldOption(client=cards.ids[at], value=value, text=_text(who, field, value))
                for at, value in values
            ),
            taken=cards.ids[take.get(field, values[0][0])],
        )
        for field, values in joined.options(cards.says).items()
    ]
    ids = cards.ids
    lists = Listing.objects.of(who.company).filter(client__in=ids)
    return MergePreview(
        clients=tuple(rows.outs(who, cards.clients)),
        choices=tuple(choices),
        name=result.name,
        company_name=result.company_name,
        phones=result.numbers,
        emails=result.emails,
        tags=result.tags,
        lists=tuple(sorted(set(lists.values_list("list", flat=True)))),
        notes=seen.notes(who.company, who.sight).filter(client__in=ids).count(),
        files=ClientFile.objects.of(who.company).filter(client__in=ids).count(),
        calls=seen.calls(who.company, who.sight).filter(client__in=cards.numbers).count(),
    )


def merge(who: Asker, body: MergeIn) -> MergedOut:
    """Make them one; the first is kept. Raises Refused 404, 409 `stale`, 422 `same_card`."""
    with transaction.atomic():
        cards = _named(who, [each.id for each in body.clients])
        for client, named in zip(cards.clients, body.clients, strict=True):
            if client.version != named.version:
                raise Refused(409, "stale", version=client.version, client=client.pk)
        result = joined.join(cards.says, _taken(cards, body.take), _many(who.company))
        kept, others = cards.clients[0], cards.clients[1:]
        row = Merge.objects.add(
            who.company, kept=kept, cards=_snapshots(who.company, cards),
            result=result.model_dump(mode="json"), account=who.account, author=who.account.name,
            at=timezone.now(),
        )  # fmt: skip
        for _, model in _HANGS:
            model.objects.of(who.company).filter(client__in=others).update(client=kept)
        _unite_lists(who.company, kept, others)
        Absorbed.objects.add_all(
            [Absorbed(company_id=who.company, old=each.pk, merge=row) for each in others]
        )
        # Those merged into the others before are led on by their own merges, which go along.
        Merge.objects.of(who.company).filter(kept__in=others).update(kept=kept)
        Phone.objects.of(who.company).filter(client__in=others).delete()
        for other in others:
            gone, _ = (
                Client.objects.of(who.company).filter(pk=other.pk, version=other.version).delete()
            )
            if not gone:
                raise Refused(409, "stale", client=other.pk)
        writing.put(who, kept, kept.version, cards.says[0], result, how=How("merge", row.pk))
        record(
            who.company, "clients_merged", who.account, f"client/{kept.pk}", who.address,
            merge=row.pk, cards=[_told(client) for client in cards.clients],
        )  # fmt: skip
        for other in others:
            writing.tell(who.company, other.pk, ())
        writing.tell(who.company, kept.pk, result.numbers)
    return MergedOut(client=one(who, kept.pk), merge=row.pk)


def unmerge(who: Asker, merge_id: int, version: int) -> UnmergedOut:
    """Have the cards again that there were. Raises Refused 404, 409 `stale`, `merged_again`,
    `already_parted`, `phone_taken`.
    """
    with transaction.atomic():
        row = Merge.objects.of(who.company).filter(pk=merge_id).first()
        if row is None:
            raise Refused(404, "not_found")
        kept = find(who, row.kept_id)
        if row.undone_at is not None:
            raise Refused(409, "already_parted")
        if later(who.company, row).exists():
            raise Refused(409, "merged_again")
        now = states(who.company, [kept])[kept.pk]
        before = CardState.model_validate(row.cards[0]["says"])
        parted = joined.part(before, CardState.model_validate(row.result), now)
        back = list(row.cards[1:])
        # First the kept card lets the numbers go, then the others have them.
        writing.put(who, kept, version, now, parted, how=How("unmerge", row.pk))
        ids = [_give_back(who, row, each) for each in back]
        _part_lists(who, kept, row)
        Absorbed.objects.of(who.company).filter(merge=row).delete()
        Merge.objects.of(who.company).filter(pk=row.pk).update(undone_at=timezone.now())
        for each in row.cards[1:]:
            Merge.objects.of(who.company).filter(pk__in=each["merges"]).update(kept=each["id"])
        _say_different(who, [kept.pk, *ids])
        record(
            who.company, "clients_parted", who.account, f"client/{kept.pk}", who.address,
            merge=row.pk, cards=[kept.pk, *ids],
        )  # fmt: skip
        for pk in ids:
            writing.tell(who.company, pk, ())
        writing.tell(
            who.company, kept.pk, {*now.numbers, *CardState.model_validate(row.result).numbers}
        )
    found = {each.pk: each for each in Client.objects.of(who.company).filter(pk__in=ids)}
    return UnmergedOut(
        client=one(who, kept.pk), back=tuple(rows.outs(who, [found[pk] for pk in ids]))
    )


def every(who: Asker, client_id: int) -> list[MergeOut]:
    """What went into a card, newest first. Raises Refused 404."""
    client = find(who, client_id)
    found = Merge.objects.of(who.company).filter(kept=client).order_by("-id")[:50]
    return [
        MergeOut(
            id=row.pk, at=row.at, author=row.author,
            names=tuple(_name(each["says"]) for each in row.cards[1:]), undone_at=row.undone_at,
            can_undo=row.undone_at is None and not later(who.company, row).exists(),
        )
        for row in found
    ]  # fmt: skip


def later(company: int, row: Merge) -> models.QuerySet[Merge]:
    """Merges of the same card after this one: those are undone first."""
    return Merge.objects.of(company).filter(kept=row.kept_id, pk__gt=row.pk, undone_at=None)


def _named(who: Asker, ids: Sequence[int]) -> _Cards:
    if len(set(ids)) != len(ids):
        raise Refused(422, "same_card")
    visible = seen.clients(who.company, who.sight).filter(pk__in=ids)
    found = {client.pk: client for client in visible}
    if len(found) != len(ids):
        raise Refused(404, "not_found")
    clients = [found[pk] for pk in ids]
    says = states(who.company, clients)
    return _Cards(clients, [says[pk] for pk in ids])


def _taken(cards: _Cards, take: dict[str, int]) -> dict[str, int]:
    known = {*joined.SINGLE, *(f"values.{slug}" for each in cards.says for slug in each.values)}
    for field, pk in take.items():
        if field not in known or pk not in cards.ids:
            raise Refused(422, "no_such_choice", field=field)
    return {field: cards.ids.index(pk) for field, pk in take.items()}


def _many(company: int) -> frozenset[str]:
    rows_ = OwnField.objects.of(company).filter(kind="choices")
    return frozenset(rows_.values_list("slug", flat=True))


def _snapshots(company: int, cards: _Cards) -> list[dict[str, JsonValue]]:
    """What each card was, and the ids of what hung on it."""
    found: list[dict[str, JsonValue]] = []
    for client, says in zip(cards.clients, cards.says, strict=True):
        hangs: dict[str, JsonValue] = {
            name: list(model.objects.of(company).filter(client=client).values_list("pk", flat=True))
            for name, model in _HANGS
        }
        lists: JsonValue = [
            {"list": each.list, "until": each.until.isoformat() if each.until else None,
             "at": each.at.isoformat(), "account": each.account_id, "author": each.author,
             "call": each.call}
            for each in Listing.objects.of(company).filter(client=client).order_by("pk")
        ]  # fmt: skip
        merges = Merge.objects.of(company).filter(kept=client)
        found.append(
            {
                "id": client.pk,
                "version": client.version,
                "says": says.model_dump(mode="json"),
                "made_by": client.made_by_id,
                "created_at": client.created_at.isoformat(),
                "changed_at": client.changed_at.isoformat(),
                "lists": lists,
                "merges": list(merges.values_list("pk", flat=True)),
                **hangs,
            }
        )
    return found


def _give_back(who: Asker, row: Merge, was: dict[str, JsonValue]) -> int:
    """A card under the id that it had, with what hung on it and is still there."""
    says = CardState.model_validate(was["says"])
    pk = int(str(was["id"]))
    taken = writing.taken_by_another(who, row.kept_id, says.numbers)
    if taken is not None:
        raise Refused(409, "phone_taken", phone=taken.number)
    try:
        client = writing.make(who, says, pk=pk)
    except IntegrityError as there:
        raise Refused(409, "already_parted") from there
    Client.objects.of(who.company).filter(pk=pk).update(
        made_by=was["made_by"], created_at=was["created_at"], changed_at=was["changed_at"],
        version=int(str(was["version"])) + 1,
    )  # fmt: skip
    for name, model in _HANGS:
        ids = [int(str(each)) for each in cast("list[int]", was[name])]
        mine = model.objects.of(who.company).filter(client=row.kept_id, pk__in=ids)
        mine.update(client=client)
    return pk


def _unite_lists(company: int, kept: Client, others: list[Client]) -> None:
    """On every list that one of them is on; of two ends the later, for good above all."""
    mine = {each.list: each for each in Listing.objects.of(company).filter(client=kept)}
    for each in Listing.objects.of(company).filter(client__in=others).order_by("pk"):
        had = mine.get(each.list)
        if had is None:
            Listing.objects.of(company).filter(pk=each.pk).update(client=kept)
            mine[each.list] = each
            continue
        if had.until is not None and (each.until is None or each.until > had.until):
            had.until = each.until
            Listing.objects.of(company).filter(pk=had.pk).update(until=each.until)
        Listing.objects.of(company).filter(pk=each.pk).delete()


def _part_lists(who: Asker, kept: Client, row: Merge) -> None:
    """Each card on the lists that it was on, the kept one on those that it came on since too."""
    listed = Listing.objects.of(who.company)
    before = {str(each["list"]): each for each in row.cards[0]["lists"]}
    from_others = {str(each["list"]) for card in row.cards[1:] for each in card["lists"]}
    now = set(listed.filter(client=kept).values_list("list", flat=True))
    listed.filter(client=kept, list__in=from_others - set(before)).delete()
    for name, each in before.items():
        if name in now:
            listed.filter(client=kept, list=name).update(until=each["until"])
    for card in row.cards[1:]:
        for each in card["lists"]:
            account = each["account"]
            Listing.objects.add(
                who.company, client_id=card["id"], list=each["list"], until=each["until"],
                at=each["at"], account_id=account, author=each["author"], call=each["call"],
            )  # fmt: skip


def _say_different(who: Asker, ids: list[int]) -> None:
    """Whoever was parted is not proposed as one person again."""
    for place, one_id in enumerate(sorted(ids)):
        for other in sorted(ids)[place + 1 :]:
            Double.objects.of(who.company).update_or_create(
                company_id=who.company, a_id=one_id, b_id=other,
                defaults={"is_different": True, "account": who.account, "at": timezone.now()},
            )  # fmt: skip


def _text(who: Asker, field: str, value: JsonValue) -> str:
    """A value as people read it."""
    if field == "responsible":
        people = {person.id: person.name for person in current(who.company).people}
        return people.get(str(value), str(value))
    if not field.startswith("values."):
        return str(value)
    row = OwnField.objects.of(who.company).filter(slug=field.removeprefix("values.")).first()
    names = {each["slug"]: each["name"] for each in row.choices} if row else {}
    if isinstance(value, list):
        return ", ".join(str(names.get(each, each)) for each in value)
    if isinstance(value, bool):
        return "+" if value else "−"
    return str(names.get(value, value)) if isinstance(value, str) else str(value)


def _name(says: dict[str, JsonValue]) -> str:
    phones = says.get("phones")
    first = phones[0] if isinstance(phones, list) and phones else None
    number = str(first["number"]) if isinstance(first, dict) else ""
    return str(says.get("name") or says.get("company_name") or number)


def _told(client: Client) -> JsonValue:
    return {"id": client.pk, "version": client.version}
