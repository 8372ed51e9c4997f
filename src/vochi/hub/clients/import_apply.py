"""Lines of a file written as cards: many in one transaction, each with what it was before."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.clients import facts, labels, writing
from vochi.hub.clients.card_models import Import, ImportLine
from vochi.hub.clients.import_cells import Said
from vochi.hub.clients.import_plan import Outcome, Plan, united
from vochi.hub.clients.models import Client, Email, Note, Phone
from vochi.hub.clients.schemas import LabelIn
from vochi.hub.clients.state import CardState
from vochi.hub.clients.writing import How
from vochi.hub.desk.events import emit
from vochi.hub.desk.rename import rename_live_calls
from vochi.hub.desk.schemas import ClientChanged
from vochi.hub.people.columns import key


@dataclass
class Apply:
    """Brings one import in; what it has done is kept with the import, batch by batch."""

    who: Asker
    row: Import
    _tags: dict[str, str] = field(default_factory=dict)

    def batch(self, plan: Plan, said: list[Said]) -> None:
        """These lines, and how far the import came with them."""
        self._give_tags(plan, said)
        outcomes = self._at_once(plan.decide(said, remember=False))
        counts = dict(self.counts())
        numbers: list[str] = []
        lines: list[ImportLine] = []
        made = [each for each in outcomes if each.what == "made"]
        for each, client in zip(made, self._make(made), strict=True):
            each.client = client
            numbers += each.after.numbers
            lines.append(self._line(each, client, 1, None))
        for each in outcomes:
            if each.what == "changed" and each.client is not None:
                numbers += self._put(each, lines)
        for each in outcomes:
            counts[each.what] = int(str(counts.get(each.what, 0))) + 1
            if each.said.note and each.what in {"made", "changed"} and each.client is not None:
                self._note(each.client, each.said.note)
        ImportLine.objects.add_all(lines)
        facts.touch(self.who.company, numbers)
        rename_live_calls(self.who.company, frozenset(numbers))
        emit(self.who.company, "client", ClientChanged(id=0))
        self.row.report = {
            **self.row.report, "did": counts, "through": said[-1].line if said else 0,
        }  # fmt: skip
        Import.objects.of(self.who.company).filter(pk=self.row.pk).update(
            done=F("done") + len(said), beat_at=timezone.now(), report=self.row.report
        )

    def counts(self) -> dict[str, JsonValue]:
        """How many cards it made, changed, left, and lines that it could not read."""
        found = self.row.report.get("did", {})
        return {what: found.get(what, 0) for what in ("made", "changed", "same", "bad")}

    def _give_tags(self, plan: Plan, said: Iterable[Said]) -> None:
        """Tags that the file names and nobody has yet are made."""
        for each in said:
            slugs = set(each.state.tags)
            for name in each.new_tags:
                slug = self._tags.get(key(name))
                if slug is None:
                    try:
                        slug = labels.add(self.who, LabelIn(kind="tag", name=name)).slug
                    except (Refused, ValueError):
                        continue  # there are too many of them: the card goes without
                    self._tags[key(name)] = slug
                    plan.words.tags[key(name)] = slug  # type: ignore[index]
                slugs.add(slug)
            if len(slugs) > len(each.state.tags):
                tags = tuple(sorted(slugs))[:20]
                each.state = each.state.model_copy(update={"tags": tags})
            each.new_tags.clear()

    def _at_once(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Lines of this batch about a card that another line of it makes add to that line."""
        makers = {each.said.line: each for each in outcomes if each.what == "made"}
        for each in outcomes:
            if each.first is not None:
                maker = makers[each.first]
                maker.after = united(maker.after, each.said.state, self.row.policy)
                maker.said.note = "\n".join(filter(None, (maker.said.note, each.said.note)))[:5000]
        return outcomes

    def _make(self, outcomes: list[Outcome]) -> list[Client]:
        now = timezone.now()
        company = self.who.company
        clients = [
            Client(
                company_id=company, **writing.columns_of(each.after), made_by=self.who.account,
                created_at=now, changed_at=now,
            )
            for each in outcomes
        ]  # fmt: skip
        Client.objects.add_all(clients)
        phones: list[Phone] = []
        emails: list[Email] = []
        for client, each in zip(clients, outcomes, strict=True):
            phones += writing.phones_of(company, client.pk, each.after)
            emails += writing.emails_of(company, client.pk, each.after)
        Phone.objects.add_all(phones)
        Email.objects.add_all(emails)
        return clients

    def _put(self, each: Outcome, lines: list[ImportLine]) -> tuple[str, ...]:
        client = each.client
        assert client is not None
        if each.after != each.before:
            now = Client.objects.of(self.who.company).get(pk=client.pk).version
            how = How("import", self.row.pk)
            writing.put(self.who, client, now, each.before, each.after, how=how)
            lines.append(self._line(each, client, now + 1, each.before))
        return each.after.numbers

    def _line(
        self, each: Outcome, client: Client, version: int, before: CardState | None
    ) -> ImportLine:
        return ImportLine(
            company_id=self.who.company, batch=self.row, line=each.said.line, client=client.pk,
            version=version, before=before.model_dump(mode="json") if before else None,
            after=each.after.model_dump(mode="json"),
        )  # fmt: skip

    def _note(self, client: Client, text: str) -> None:
        rows = Note.objects.of(self.who.company)
        if not rows.filter(client=client, text=text).exists():
            Note.objects.add(
                self.who.company, client=client, account=self.who.account,
                author=self.who.account.name, text=text, at=timezone.now(), batch=self.row.pk,
            )  # fmt: skip
