"""Drafts of the office: one an account, beside what others publish meanwhile."""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue, ValidationError

from vochi.core.office import parts
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.merge import Merged, merge
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.node_words import NodeWords
from vochi.hub.offices.change_words import worded
from vochi.hub.offices.current import current, current_number, office
from vochi.hub.offices.draft_schemas import (
    ConflictOut,
    DraftIn,
    DraftOut,
    DraftPublishIn,
    DraftSaved,
    OtherDraft,
    RebaseIn,
    Since,
)
from vochi.hub.offices.models import Draft, OfficeVersion
from vochi.hub.offices.parts import publish_change
from vochi.hub.offices.schemas import ChangeOut, PublishOut
from vochi.hub.spoken import short_names

#: Versions since the draft was begun that are told.
_SINCE = 20


@dataclass(frozen=True)
class _Kept:
    """A draft as it lies in the database; `mine` None: there is none."""

    revision: int
    mine: Office | None
    row: Draft | None


def read(who: Asker) -> DraftOut:
    """The asker's draft with what others have published in it; the office in force when he has
    none.
    """
    who.must(Role.ADMINISTRATOR)
    kept, now = _kept(who), current(who.company)
    merged = _merged(who, kept, now)
    seen = now if merged is None else merged.office
    stale = merged is not None and bool(merged.conflicts)
    if stale and kept.mine is not None:
        seen = kept.mine
    return DraftOut(
        revision=kept.revision,
        based_on=seen.version,
        office=seen,
        changed_at=kept.row.changed_at if kept.row and kept.mine else None,
        is_changed=stale or seen != now,
        stale=stale,
        others=_others(who),
        since=() if kept.mine is None else _since(who.company, kept.mine.version),
        conflicts=_conflicts(who, kept, now, merged),
    )


def write(who: Asker, body: DraftIn) -> DraftSaved:
    """Keep a draft, whatever the verifier says of it. Raises Refused 409 `stale_draft` when another
    tab has saved since, 422 `no_such_version` for a base that never was.
    """
    who.must(Role.ADMINISTRATOR)
    if body.office.version > current_number(who.company):
        raise Refused(422, "no_such_version", version=body.office.version)
    return DraftSaved(revision=_keep(who, body.office, body.revision))


def rebase(who: Asker, body: RebaseIn) -> DraftOut:
    """Bring the draft to the office in force; places that `take` does not name stay conflicts, and
    then nothing changes.
    """
    who.must(Role.ADMINISTRATOR)
    kept, now = _kept(who), current(who.company)
    if kept.mine is not None:
        merged = merge(office(who.company, kept.mine.version), kept.mine, now, body.take)
        if not merged.conflicts:
            _keep(who, merged.office, kept.revision)
    return read(who)


def publish(who: Asker, body: DraftPublishIn) -> PublishOut:
    """Publish the draft on top of what is in force, and forget it. Raises Refused 404 `no_draft`,
    409 `stale_draft`, 409 `draft_conflicts`, and what any publication does.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        kept, now = _kept(who), current(who.company)
        if kept.mine is None:
            raise Refused(404, "no_draft")
        if body.revision is not None and body.revision != kept.revision:
            raise Refused(409, "stale_draft", revision=kept.revision)
        merged = _merged(who, kept, now)
        assert merged is not None
        if merged.conflicts:
            told: list[JsonValue] = [
                each.model_dump(mode="json") for each in _conflicts(who, kept, now, merged)
            ]
            raise Refused(409, "draft_conflicts", conflicts=told)
        out = publish_change(who, lambda _: merged.office, body.reason, body.secrets)
        _keep(who, None, kept.revision)
    return out


def drop(who: Asker) -> None:
    """Throw the asker's draft away."""
    who.must(Role.ADMINISTRATOR)
    kept = _kept(who)
    if kept.mine is not None:
        _keep(who, None, kept.revision)


def _kept(who: Asker) -> _Kept:
    row = Draft.objects.of(who.company).filter(account=who.account).first()
    mine = None
    if row and row.document:
        # What an older Vochi has kept may be no office to this one.
        with suppress(ValidationError):
            mine = Office.model_validate_json(row.document)
    return _Kept(row.revision if row else 0, mine, row)


def _keep(who: Asker, document: Office | None, revision: int) -> int:
    """The draft of the account, None for none. A row stays for good: its revisions never come
    again, so that no old tab writes over what another has begun.
    """
    text = "" if document is None else document.model_dump_json()
    rows, now = Draft.objects.of(who.company), timezone.now()
    with transaction.atomic():
        Draft.objects.of(who.company).get_or_create(
            company_id=who.company, account=who.account,
            defaults={"revision": 0, "document": "", "changed_at": now},
        )  # fmt: skip
        mine = rows.filter(account=who.account, revision=revision)
        if not mine.update(revision=revision + 1, document=text, changed_at=now):
            held = rows.get(account=who.account).revision
            raise Refused(409, "stale_draft", revision=held)
    return revision + 1


def _merged(who: Asker, kept: _Kept, now: Office) -> Merged | None:
    if kept.mine is None:
        return None
    if kept.mine.version == now.version:
        return Merged(office=kept.mine)
    return merge(office(who.company, kept.mine.version), kept.mine, now)


def _conflicts(
    who: Asker, kept: _Kept, now: Office, merged: Merged | None
) -> tuple[ConflictOut, ...]:
    if merged is None or kept.mine is None or not merged.conflicts:
        return ()
    base, language = office(who.company, kept.mine.version), language_of(who.account)
    mine, theirs = worded(base, kept.mine, language), worded(base, now, language)
    return tuple(
        ConflictOut(
            place=place,
            text=what(place, (base, kept.mine, now), language),
            mine=_under(place, mine),
            theirs=_under(place, theirs),
        )
        for place in merged.conflicts
    )


def what(place: str, offices: tuple[Office, ...], language: Language) -> str:
    """What a place of a plan is about, in words: `Сотрудник «Анна»`, `Компания`."""
    section, _, rest = place.partition("/")
    if section not in parts.KEYS:
        return say(f"part.{section}", {"field": rest}, language)
    key, _, inner = rest.partition("/")
    found = (parts.part(each, section, key) for each in offices)
    named = next((str(getattr(each, "name", "") or key) for each in found if each), key)
    inside = section == "inbound" and inner.startswith("nodes/")
    node = inner.removeprefix("nodes/")
    nodes = (NodeWords(each, short_names(each), language) for each in offices)
    said = next((each.of(key, node) for each in nodes if each.node(key, node)), node)
    facts = {"name": named, "key": key, "node": said}
    return say("part.node" if inside else f"part.{section}", facts, language)


def _under(place: str, changes: tuple[ChangeOut, ...]) -> tuple[ChangeOut, ...]:
    return tuple(each for each in changes if f"{each.place}/".startswith(f"{place}/"))


def _others(who: Asker) -> tuple[OtherDraft, ...]:
    rows = Draft.objects.of(who.company).exclude(document="").exclude(account=who.account)
    rows = rows.filter(account__is_active=True).select_related("account").defer("document")
    return tuple(
        OtherDraft(name=row.account.name, changed_at=row.changed_at)
        for row in rows.order_by("-changed_at")[:50]
    )


def _since(company: int, version: int) -> tuple[Since, ...]:
    rows = OfficeVersion.objects.of(company).filter(number__gt=version).defer("document")
    return tuple(
        Since(version=row.number, author=row.author_name, reason=row.reason, at=row.at)
        for row in rows.order_by("-number")[:_SINCE]
    )
