"""Cards that may be one person: looked for when a card changes, among those that share a key.

A card is compared with those of the same e-mail, of a name that sounds the same, of a number with
the same last seven digits or one digit other: few look-ups by index, however many cards there are.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients import rows
from vochi.hub.clients.card_models import Double
from vochi.hub.clients.likeness import Face, slips, why_alike
from vochi.hub.clients.merging_schemas import DoubleOut, DoublePage
from vochi.hub.clients.models import Client, Email, Phone
from vochi.hub.clients.state import CardState, states

#: Cards that are compared in one go.
BATCH = 200
#: Of one key so many cards are looked at: what is shared by more tells nobody from another.
_CROWD = 20
#: Pairs less like than this are not shown.
LEAST = 45
_ASK = 500


def page(who: Asker, cursor: str | None, limit: int) -> DoublePage:
    """Pairs that the asker sees both of, the likeliest first."""
    visible = seen.clients(who.company, who.sight).values("pk")
    found = Double.objects.of(who.company).filter(is_different=False).order_by("-weight", "-id")
    if not who.sight.is_all:
        found = found.filter(a__in=visible, b__in=visible)
    if cursor:
        _, place, _ = cursors.read(cursor)
        last = Double.objects.of(who.company).filter(pk=place).first()
        if last is not None:
            found = found.filter(Q(weight__lt=last.weight) | Q(weight=last.weight, pk__lt=last.pk))
    pairs = list(found.select_related("a", "b")[: limit + 1])
    here = pairs[:limit]
    outs = {
        each.id: each
        for each in rows.outs(who, list({c.pk: c for p in here for c in (p.a, p.b)}.values()))
    }
    return DoublePage(
        items=tuple(
            DoubleOut(
                id=pair.pk, a=outs[pair.a_id], b=outs[pair.b_id], why=tuple(pair.why),
                weight=pair.weight,
            )
            for pair in here
        ),
        next=cursors.write(here[-1].at, here[-1].pk) if len(pairs) > limit else None,
        left=_fresh(who.company).count() if who.sight.is_all else 0,
    )  # fmt: skip


def say_different(who: Asker, double_id: int) -> None:
    """They are two persons; nobody is asked again. Raises Refused 404."""
    visible = seen.clients(who.company, who.sight).values("pk")
    found = Double.objects.of(who.company).filter(pk=double_id, a__in=visible, b__in=visible)
    with transaction.atomic():
        if not found.update(is_different=True, account=who.account, at=timezone.now()):
            raise Refused(404, "not_found")
        pair = Double.objects.of(who.company).get(pk=double_id)
        record(
            who.company, "clients_differ", who.account, f"client/{pair.a_id}", who.address,
            other=pair.b_id,
        )  # fmt: skip


def seek(company: int, most: int = BATCH) -> int:
    """Compare the next cards that changed with those like them; how many were compared."""
    with transaction.atomic():
        cards = list(_fresh(company).order_by("id")[:most])
        if not cards:
            return 0
        versions = {card.pk: card.version for card in cards}
        mine = states(company, cards)
        near = _near(company, cards, mine)
        others = Client.objects.of(company).filter(
            pk__in={pk for each in near.values() for pk in each}
        )
        known = mine | states(company, others)
        said = {
            (pair.a_id, pair.b_id): pair
            for pair in Double.objects.of(company).filter(Q(a__in=versions) | Q(b__in=versions))
        }
        wanted: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {}
        for pk, like in near.items():
            for other in like:
                a, b = sorted((pk, other))
                weight, why = why_alike(_face(known[a]), _face(known[b]))
                if weight >= LEAST:
                    wanted[a, b] = weight, why
        gone = [p.pk for key, p in said.items() if key not in wanted and not p.is_different]
        Double.objects.of(company).filter(pk__in=gone).delete()
        for key, (weight, why) in wanted.items():
            pair = said.get(key)
            if pair is not None and not pair.is_different:
                Double.objects.of(company).filter(pk=pair.pk).update(weight=weight, why=list(why))
        Double.objects.add_all(
            [
                Double(company_id=company, a_id=a, b_id=b, weight=weight, why=list(why),
                       at=timezone.now())
                for (a, b), (weight, why) in wanted.items()
                if (a, b) not in said
            ]
        )  # fmt: skip
        _settle(company, versions)
    return len(cards)


def seek_all(company: int) -> int:
    """Until no card is left; how many were compared."""
    done = 0
    while step := seek(company):
        done += step
    return done


def _fresh(company: int) -> QuerySet[Client]:
    return Client.objects.of(company).filter(is_fresh=True)


def _settle(company: int, versions: dict[int, int]) -> None:
    by_version: dict[int, list[int]] = defaultdict(list)
    for pk, version in versions.items():
        by_version[version].append(pk)
    for version, ids in by_version.items():  # a card that changed meanwhile stays fresh
        Client.objects.of(company).filter(pk__in=ids, version=version).update(is_fresh=False)


def _near(company: int, cards: list[Client], says: dict[int, CardState]) -> dict[int, set[int]]:
    """Cards that share a key with each of these."""
    near: dict[int, set[int]] = {card.pk: set() for card in cards}
    by_name: dict[str, list[int]] = defaultdict(list)
    by_email: dict[str, list[int]] = defaultdict(list)
    by_tail: dict[str, list[int]] = defaultdict(list)
    by_slip: dict[str, list[int]] = defaultdict(list)
    for card in cards:
        if card.alike:
            by_name[card.alike].append(card.pk)
        for email in says[card.pk].emails:
            by_email[email].append(card.pk)
        for number in says[card.pk].numbers:
            for slip in slips(number):
                by_slip[slip].append(card.pk)
    tails = Phone.objects.of(company).filter(client__in=near).exclude(tail="")
    for client, tail in tails.values_list("client_id", "tail"):
        by_tail[tail].append(client)
    clients, emails, phones = (
        Client.objects.of(company), Email.objects.of(company), Phone.objects.of(company),
    )  # fmt: skip
    for keys, found in (
        (by_name, lambda part: clients.filter(alike__in=part).values_list("alike", "id")),
        (by_email, lambda part: emails.filter(email__in=part).values_list("email", "client_id")),
        (by_tail, lambda part: phones.filter(tail__in=part).values_list("tail", "client_id")),
        (by_slip, lambda part: phones.filter(number__in=part).values_list("number", "client_id")),
    ):
        crowd: dict[str, list[int]] = defaultdict(list)
        for part in _parts(list(keys)):
            for key, client in found(part):
                crowd[key].append(client)
        for key, like in crowd.items():
            for pk in keys[key]:
                near[pk] |= set(like[-_CROWD:])
    for pk, others in near.items():
        others.discard(pk)
    return near


def _parts(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + _ASK] for at in range(0, len(keys), _ASK))


def _face(says: CardState) -> Face:
    return Face(says.name, says.company_name, says.numbers, says.emails)
