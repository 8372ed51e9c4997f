"""Changes of parts of the office: the office in force with something in it changed, published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from pydantic import BaseModel, JsonValue

from vochi.core.office import parts
from vochi.core.office.document import Office, Secrets
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.offices import services, signatures
from vochi.hub.offices.change_words import worded
from vochi.hub.offices.current import current, current_number, office
from vochi.hub.offices.schemas import PublishOut

#: What a deed tells of a part at most, in characters of JSON: a scheme may be large.
_TOLD = 4000
_HIDDEN = frozenset({"pin"})


@dataclass(frozen=True)
class PartEdit:
    """One change: `value` at `key`, or None: the part goes. `key` may be the old one of a thing
    whose value has a new one (only where `parts.RENUMBERED` says so). `is_new`: it must not be
    there yet.
    """

    section: str
    key: str
    value: BaseModel | None
    is_new: bool = False


def change(
    who: Asker,
    edits: Sequence[PartEdit],
    reason: str = "",
    based_on: int | None = None,
    secrets: Secrets | None = None,
) -> PublishOut:
    """Publish the office in force with all of the edits in it, or with none. Changes of other
    parts by others stay; see `publish_change` for what is refused, and 409 `stale_office` when one
    of these very parts was changed since `based_on`, 404 `not_found`, `no_office`,
    409 `part_exists`, 422 `part_key_stays`.
    """
    who.must(Role.ADMINISTRATOR)

    def changed(now: Office) -> Office:
        if now.version == 0:
            raise Refused(404, "no_office")
        _must_be_fresh(who, now, edits, based_on)
        renamed: dict[tuple[str, str], str] = {}
        for edit in edits:
            now = _applied(now, edit, renamed)
        return now

    return publish_change(
        who, changed, reason, secrets or Secrets(),
        touched=tuple((edit.section, _key_after(edit)) for edit in edits),
    )  # fmt: skip


def put(
    who: Asker, section: str, key: str, value: BaseModel, *, reason: str = "",
    based_on: int | None = None, secrets: Secrets | None = None, is_new: bool = False,
) -> PublishOut:  # fmt: skip
    """Publish the office with one part made or replaced; see `change`."""
    return change(who, (PartEdit(section, key, value, is_new),), reason, based_on, secrets)


def drop(
    who: Asker, section: str, key: str, *, reason: str = "", based_on: int | None = None
) -> PublishOut:
    """Publish the office without a part; see `change`."""
    return change(who, (PartEdit(section, key, None),), reason, based_on)


def publish_change(
    who: Asker,
    changed: Callable[[Office], Office],
    reason: str,
    secrets: Secrets,
    *,
    action: str = "office_changed",
    touched: Sequence[tuple[str, str]] = (),
) -> PublishOut:
    """Publish what `changed` makes of the office in force: nobody publishes in between.

    Raises Refused 403 `owner_must_sign`, 422 `trunk_password_needed`, 422
    `office_has_problems` for errors that were not there before, and what `changed` does.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        now = current(who.company)
        after = changed(now)
        signatures.must_not_be_new(now, after)
        _must_have_passwords(who.company, now, after, secrets, touched)
        out = services.publish(
            who.company, after, who.account, reason, secrets, based_on=now.version,
            touched=touched,
        )  # fmt: skip
        _write_down(who, action, now, after, out.version, secrets)
    return out


def _must_have_passwords(
    company: int,
    now: Office,
    after: Office,
    given: Secrets,
    touched: Sequence[tuple[str, str]],
) -> None:
    """Go on when no line lacks its operator's password that is touched, or did not lack it before:
    an old lack stops nobody who changes something else.
    """
    had = services.passwords_needed(company, now, Secrets())
    missing: list[JsonValue] = [
        line
        for line in services.passwords_needed(company, after, given)
        if line not in had or ("lines", line) in touched
    ]
    if missing:
        raise Refused(422, "trunk_password_needed", lines=missing)


def _applied(now: Office, edit: PartEdit, renamed: dict[tuple[str, str], str]) -> Office:
    section = edit.section
    # With a person's extension his devices were moved already.
    key = renamed.get((section, edit.key), edit.key)
    there = parts.part(now, section, key) is not None
    if edit.value is None:
        if not there:
            raise Refused(404, "not_found")
        return parts.without_part(now, section, key)
    new = parts.key_of(section, edit.value)
    if edit.is_new and (there or parts.part(now, section, new) is not None):
        raise Refused(409, "part_exists", section=section, key=new)
    if new != key and there and section not in parts.RENUMBERED:
        raise Refused(422, "part_key_stays", section=section, key=key)
    if new != key and not there:
        raise Refused(404, "not_found")
    after = parts.with_part(now, section, key, edit.value)
    if section == "people":
        moved = zip(now.devices, after.devices, strict=True)
        renamed |= {("devices", a.account): b.account for a, b in moved if a.account != b.account}
    return after


def _must_be_fresh(
    who: Asker, now: Office, edits: Sequence[PartEdit], based_on: int | None
) -> None:
    """Go on when nobody has changed the edits' own parts since `based_on`."""
    if based_on is None or based_on == now.version:
        return
    if based_on > current_number(who.company):
        raise Refused(409, "stale_office", version=now.version, based_on=based_on)
    seen = office(who.company, based_on)
    for edit in edits:
        was = parts.part(seen, edit.section, edit.key)
        held = parts.part(now, edit.section, edit.key)
        if held not in (was, edit.value):
            prefix = "/".join(filter(None, (edit.section, edit.key)))
            changes: list[JsonValue] = [
                each.text
                for each in worded(seen, now, language_of(who.account))
                if f"{each.place}/".startswith(f"{prefix}/")
            ]
            raise Refused(
                409, "stale_office", version=now.version, based_on=based_on, changes=changes
            )


def _key_after(edit: PartEdit) -> str:
    return edit.key if edit.value is None else parts.key_of(edit.section, edit.value)


def _write_down(  # noqa: PLR0917 - a deed, and what it is about
    who: Asker, action: str, before: Office, after: Office, version: int, secrets: Secrets
) -> None:
    """One deed for each part that is another now."""
    given: list[JsonValue] = [*sorted(secrets.passwords), *sorted(secrets.keys)]
    for section in (*parts.KEYS, *parts.SINGLES):
        old, new = getattr(before, section), getattr(after, section)
        if old == new:
            continue
        was, now = _things(section, old), _things(section, new)
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                record(
                    who.company, action, who.account, f"{section}/{key}".rstrip("/"), who.address,
                    version=version, before=_told(was.get(key), now.get(key)),
                    after=_told(now.get(key), was.get(key)),
                    **({"secrets": given} if given else {}),
                )  # fmt: skip


def _things(section: str, held: Any) -> Mapping[str, BaseModel]:
    if section in parts.KEYS:
        return {parts.key_of(section, each): each for each in held}
    return {"": held}


def _told(thing: BaseModel | None, other: BaseModel | None) -> JsonValue:
    """The fields of a part that differ from the other's; None: there is no such part."""
    if thing is None:
        return None
    fields = thing.model_dump(mode="json")
    against = {} if other is None else other.model_dump(mode="json")
    told = {
        name: "•••" if name in _HIDDEN and held is not None else held
        for name, held in fields.items()
        if name not in against or against[name] != held
    }
    return {name: held if len(str(held)) <= _TOLD else "…" for name, held in told.items()}
