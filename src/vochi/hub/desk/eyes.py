"""What one desk is told of the events of its company: what its asker sees, and no more (S24)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import EVERYTHING, Sight, sight_of
from vochi.hub.desk import audience
from vochi.hub.desk.board import for_eyes
from vochi.hub.desk.schemas import Alarms, Presence

#: Events that show nothing of a call, a message or a card. A kind that stands neither here nor in
#: `_shown` is not told to a limited account.
PLAIN = frozenset({"line", "engine", "alarms", "sim", "gateway", "reset"})


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and as it goes over the wire."""

    number: int
    kind: str
    body: str

    @property
    def text(self) -> bytes:
        """The form of the HTML standard (server-sent events)."""
        return _wire(self.number, self.kind, self.body)


@lru_cache(maxsize=1024)
def _wire(number: int, kind: str, body: str) -> bytes:
    """Once for all who are told the same."""
    return f"id: {number}\nevent: {kind}\ndata: {body}\n\n".encode()


@dataclass(frozen=True)
class Eyes:
    """Who looks: an account, what it sees, kinds of events that its role or token hides, and
    whether it administers, which all alarms are for.
    """

    account: int
    sight: Sight
    hidden: frozenset[str] = frozenset()
    administers: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether they see all calls and events, as nearly everybody's do."""
        return self.sight.is_all and not self.hidden


#: Those who see everything, by whether they administer.
WIDE = {administers: Eyes(0, EVERYTHING, administers=administers) for administers in (False, True)}


def of(who: Asker) -> Eyes:
    """The eyes of an asker."""
    return Eyes(who.account.pk, who.sight, audience.hidden_from(who),
                audience.administers(who.account))  # fmt: skip


def anew(company: int, eyes: Eyes) -> Eyes:
    """The same eyes by the office of now."""
    account = Account.scoped.of(company).filter(pk=eyes.account).first()
    return eyes if account is None else replace(eyes, sight=sight_of(account))


def is_shut(eyes: Eyes, events: Sequence[Told]) -> bool:
    """Whether one of these events says that the rights of this account are others now."""
    return any(
        each.kind == "rights" and json.loads(each.body)["account"] == eyes.account
        for each in events
    )


def for_desk(company: int, eyes: Eyes, events: Sequence[Told]) -> tuple[Told, ...]:
    """The events as these eyes see them, in their order."""
    open_ones = [
        each if each.kind != "alarms" or eyes.administers else _alarms(each, eyes.hidden)
        for each in events
        if each.kind not in {"rights", *eyes.hidden}
    ]
    if eyes.sight.is_all:
        return tuple(open_ones)
    cards, texts = _ids(open_ones, "client"), _ids(open_ones, "sms")
    known: set[tuple[str, object]] = {("client", 0)}
    if cards:
        rows = seen.clients(company, eyes.sight).filter(pk__in=[int(each) for each in cards])
        known |= {("client", number) for number in rows.values_list("pk", flat=True)}
    if texts:
        sms = seen.messages(company, eyes.sight).filter(uid__in=texts)
        known |= {("sms", uid) for uid in sms.values_list("uid", flat=True)}
    shown = (_shown(each, eyes.sight, known) for each in open_ones)
    return tuple(each for each in shown if each is not None)


def _alarms(told: Told, hidden: frozenset[str]) -> Told:
    found = Alarms.model_validate_json(told.body)
    kept = found.model_copy(update={"alarms": audience.for_all(found.alarms, hidden)})
    return replace(told, body=kept.model_dump_json(by_alias=True))


def _shown(told: Told, sight: Sight, known: set[tuple[str, object]]) -> Told | None:
    match told.kind:
        case "call" | "call_ended":
            body = json.loads(told.body)
            return told if sight.sees(body["took_part"], body["departments"]) else None
        case "promise":
            body = json.loads(told.body)
            owner = body["owner"]
            own = [owner["extension"]] if owner else []
            return told if sight.sees([*body["people"], *own], body["departments"]) else None
        case "presence":
            presence = for_eyes(Presence.model_validate_json(told.body), sight)
            return replace(told, body=presence.model_dump_json(by_alias=True))
        case "client" | "sms":
            return told if (told.kind, json.loads(told.body)["id"]) in known else None
        case "office":
            # Who is of which department may be other now: what is seen is read anew.
            return replace(told, kind="reset", body="{}")
        case kind:
            return told if kind in PLAIN else None


def _ids(events: Sequence[Told], kind: str) -> list[str]:
    return [str(json.loads(each.body)["id"]) for each in events if each.kind == kind]
