"""What each line of a file would do to which card; a few hundred lines at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from vochi.core.numbers import Numbering
from vochi.core.wording import say
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of
from vochi.hub.clients import fields
from vochi.hub.clients.card_models import Import
from vochi.hub.clients.import_cells import Said, Words, read_line
from vochi.hub.clients.import_reading import lines
from vochi.hub.clients.models import Client, Email, Label, Phone
from vochi.hub.clients.state import CardState, PhoneState, states
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.people.columns import key

BATCH = 500
What = Literal["made", "changed", "same", "bad"]


@dataclass
class Outcome:
    """What a line comes to; `client` is the card that it is about, None: a new one. `first` is
    the line of the same file that makes that card.
    """

    said: Said
    what: What
    client: Client | None = None
    before: CardState = field(default_factory=CardState)
    after: CardState = field(default_factory=CardState)
    first: int | None = None


@dataclass
class Plan:
    """Reads a file against what the company has, batch after batch."""

    who: Asker
    row: Import
    words: Words
    #: Numbers of cards that earlier lines of this file make -> their lines; of a preview alone.
    made: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, who: Asker, row: Import) -> "Plan":
        """A plan of one import."""
        return cls(who, row, words_of(who))

    def batches(self, path: Path, after: int = 0) -> Iterator[list[Said]]:
        """Lines beyond `after`, as they are read."""
        found = (line for line in lines(path, self.row.columns) if line[0] > after)
        while part := list(islice(found, BATCH)):
            yield [read_line(self.words, number, cells) for number, cells in part]

    def decide(self, batch: Iterable[Said], *, remember: bool) -> list[Outcome]:
        """What these lines come to; `remember`: nothing of them is written, later lines see it."""
        batch = list(batch)
        known = self._known(batch)
        says = states(self.who.company, known.cards.values())
        made = self.made if remember else {}
        outcomes: list[Outcome] = []
        for said in batch:
            outcome = self._one(said, known, says, made)
            outcomes.append(outcome)
            if outcome.what == "made":
                made.update(dict.fromkeys(said.state.numbers, said.line))
            elif outcome.what == "changed" and outcome.client is not None:
                says[outcome.client.pk] = outcome.after
                known.by_number.update(dict.fromkeys(outcome.after.numbers, outcome.client.pk))
        return outcomes

    def _one(
        self, said: Said, known: "_Known", says: Mapping[int, CardState], made: Mapping[str, int]
    ) -> Outcome:
        if said.problems:
            return Outcome(said, "bad")
        owners = {known.by_number[n] for n in said.state.numbers if n in known.by_number}
        before_it = {made[n] for n in said.state.numbers if n in made}
        if not owners and not before_it and not said.state.numbers:
            owners = known.by_email(said.state.emails)
        if len(owners) + len(before_it) > 1:
            return self._bad(said, "clients.of_two", number=said.state.numbers[0])
        if before_it:
            return Outcome(said, "changed", first=next(iter(before_it)))
        if not owners:
            return Outcome(said, "made", after=said.state)
        pk = next(iter(owners))
        card = known.cards.get(pk)
        if card is None:
            return self._bad(said, "clients.taken", number=(*said.state.numbers, "")[0])
        before = says[pk]
        after = united(before, said.state, self.row.policy)
        is_same = after == before and not said.note and not said.new_tags
        if self.row.policy == "skip" or is_same:
            return Outcome(said, "same", card, before, before)
        return Outcome(said, "changed", card, before, after)

    def _bad(self, said: Said, code: str, **facts: str) -> Outcome:
        text = say(code, dict(facts), self.words.language)
        said.problems.append({"code": code, "column": "phone", "text": text})
        return Outcome(said, "bad")

    def _known(self, batch: list[Said]) -> "_Known":
        company = self.who.company
        numbers = {number for said in batch for number in said.state.numbers}
        addresses = {email for said in batch for email in said.state.emails}
        by_number = dict(
            Phone.objects.of(company).filter(number__in=numbers).values_list("number", "client_id")
        )
        emails: dict[str, set[int]] = defaultdict(set)
        for email, client in (
            Email.objects.of(company).filter(email__in=addresses).values_list("email", "client_id")
        ):
            emails[email].add(client)
        ids = {*by_number.values(), *(pk for each in emails.values() for pk in each)}
        visible = seen.clients(company, self.who.sight).filter(pk__in=ids)
        return _Known(by_number, emails, {card.pk: card for card in visible})


@dataclass
class _Known:
    by_number: dict[str, int]
    emails: Mapping[str, set[int]]
    #: Those of the cards that the asker sees.
    cards: dict[int, Client]

    def by_email(self, addresses: Iterable[str]) -> set[int]:
        """The one card that has these addresses; of several none is meant."""
        found = {pk for each in addresses for pk in self.emails.get(each, ())} & set(self.cards)
        return found if len(found) == 1 else set()


def united(now: CardState, said: CardState, policy: str) -> CardState:
    """A card with what a line says: `fill` what it does not say yet, `replace` what it says."""
    first, second = (said, now) if policy == "replace" else (now, said)
    phones: dict[str, PhoneState] = {phone.number: phone for phone in now.phones}
    for phone in said.phones:
        phones.setdefault(phone.number, phone)
    return CardState(
        name=first.name or second.name,
        company_name=first.company_name or second.company_name,
        phones=tuple(phones.values())[:20],
        emails=tuple(dict.fromkeys((*now.emails, *said.emails)))[:20],
        tags=tuple(sorted({*now.tags, *said.tags})),
        responsible=first.responsible or second.responsible,
        values={**second.values, **first.values},
    )


def words_of(who: Asker) -> Words:
    """What the company of the asker knows."""
    company = Company.objects.get(pk=who.company)
    people: dict[str, str] = {}
    for person in current(who.company).people:
        people |= {key(person.id): person.id, key(person.extension): person.id}
        people |= {key(person.name): person.id}
        people |= {key(" ".join(reversed(person.name.split()))): person.id}
    return Words(
        numbering=Numbering(country=company.country, area_code=company.area_code),
        language=language_of(who.account),
        people=people,
        tags=tags_by_name(who.company),
        fields={each.slug: each for each in fields.every(who.company)},
    )


def tags_by_name(company: int) -> dict[str, str]:
    """Tags by what people call them, and by their slugs."""
    rows = list(Label.objects.of(company).filter(kind="t").values_list("slug", "name"))
    return {slug: slug for slug, _ in rows} | {key(name): slug for slug, name in rows}
