"""The audit log as it is read: in words, with what was before and after, and where it leads."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.core.wording import TABLES, say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.audit_schemas import AuditAbout, AuditAction, AuditBy, AuditField, AuditRow
from vochi.hub.accounts.models import Account, Deed, Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.clients.models import Client

#: Pages of the web app where a subject is seen; `{}` is its key.
_PAGES = {
    "client": "/clients/{}", "call": "/calls/{}", "gateway": "/gateways/{}",
    "gateways": "/gateways/{}", "adapter": "/adapters/{}", "adapters": "/adapters/{}",
    "device": "/devices", "devices": "/devices", "account": "/people", "person": "/people",
    "people": "/people", "role": "/people", "departments": "/departments", "lines": "/lines",
    "line": "/lines", "inbound": "/schemes/{}", "outbound": "/outgoing", "prompts": "/prompts",
    "office": "/publish", "door": "/people",
}  # fmt: skip
#: Facts that are told elsewhere in the row.
_ASIDE = frozenset({"before", "after", "plan"})
_LONGEST = 300
_EXPORTED = 50_000


@dataclass(frozen=True)
class Wanted:
    """Filters of the log; all given must hold."""

    q: str = ""
    account: int | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


def rows(who: Asker, wanted: Wanted) -> QuerySet[Deed]:
    """Rows that fit, newest first. Administrators look, and nobody changes them."""
    who.must(Role.ADMINISTRATOR)
    found = Deed.objects.of(who.company).order_by("-id")
    if wanted.account is not None:
        found = found.filter(account=wanted.account)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    return found.filter(_says(who, wanted.q)) if wanted.q else found


def page(who: Asker, wanted: Wanted, before: int | None, limit: int) -> tuple[list[AuditRow], bool]:
    """A page of rows older than the row `before`, and whether there are more."""
    found = rows(who, wanted)
    if before is not None:
        found = found.filter(pk__lt=before)
    deeds = list(found.select_related("account")[: limit + 1])
    language = language_of(who.account)
    names = _names(who.company, deeds)
    return [_row(deed, language, names) for deed in deeds[:limit]], len(deeds) > limit


def about(who: Asker) -> AuditAbout:
    """Who and what the log can be filtered by."""
    who.must(Role.ADMINISTRATOR)
    language = language_of(who.account)
    accounts = Account.scoped.of(who.company).order_by("name", "id")
    actions = Deed.objects.of(who.company).order_by("action").values_list("action", flat=True)
    return AuditAbout(
        accounts=tuple(AuditBy(id=a.pk, name=a.name, login=a.login) for a in accounts),
        actions=tuple(
            AuditAction(action=each, text=_action(each, language)) for each in actions.distinct()
        ),
    )


def as_csv(who: Asker, wanted: Wanted) -> Iterator[bytes]:
    """The log as a file for a spreadsheet, in pieces; a text like a formula stays a text."""
    language = language_of(who.account)
    found = rows(who, wanted).select_related("account")[:_EXPORTED]
    yield "\ufeff".encode()
    yield _line(["id", "at", "login", "name", "address", "action", "text", "subject", "changes"])
    for deed in found.iterator(chunk_size=500):
        row = _row(deed, language)
        changed = "; ".join(f"{f.name}: {f.before or '—'} → {f.after or '—'}" for f in row.fields)
        yield _line([
            row.id, row.at.isoformat(), row.login, row.name, row.address, row.action, row.text,
            row.subject_text, changed,
        ])  # fmt: skip


def _names(company: int, deeds: list[Deed]) -> dict[str, str]:
    """What the clients of these rows are called today, by subject."""
    said = [deed.subject.partition("/") for deed in deeds]
    ids = {int(key) for kind, _, key in said if kind == "client" and key.isdecimal()}
    cards = Client.objects.of(company).filter(pk__in=[each for each in ids if each < 2**63])
    return {f"client/{card.pk}": card.title for card in cards}


def _row(deed: Deed, language: Language, names: dict[str, str] | None = None) -> AuditRow:
    kind, _, key = deed.subject.partition("/")
    if deed.action == "office_published":
        kind, key = "office", deed.subject
    name = (names or {}).get(deed.subject) or key
    words = TABLES[language].get(f"subject.{kind}")
    page_of = _PAGES.get(kind)
    facts = {name: value for name, value in deed.facts.items() if name not in _ASIDE and value}
    return AuditRow(
        id=deed.pk,
        at=deed.at,
        account=deed.account_id,
        login=deed.login,
        name=deed.account.name if deed.account else deed.login,
        action=deed.action,
        text=_action(deed.action, language),
        subject=deed.subject,
        subject_text=f"{words} {name}".strip() if words else deed.subject,
        link=page_of.format(key) if page_of and key else None,
        fields=_fields(deed, language),
        facts={name: _shown(name, value, language) for name, value in facts.items()},
        plan=tuple(_planned(deed.facts.get("plan"), language)),
        address=deed.address,
    )


def _action(action: str, language: Language) -> str:
    return TABLES[language].get(f"deed.{action}", action)


def _fields(deed: Deed, language: Language) -> tuple[AuditField, ...]:
    before, after = deed.facts.get("before"), deed.facts.get("after")
    was = before if isinstance(before, dict) else {}
    now = after if isinstance(after, dict) else {}
    return tuple(
        AuditField(
            name=_field(name, language),
            before=_shown(name, was.get(name), language),
            after=_shown(name, now.get(name), language),
        )
        for name in dict.fromkeys((*was, *now))
        if was.get(name) not in (None, "", []) or now.get(name) not in (None, "", [])
    )


def _field(name: str, language: Language) -> str:
    words = TABLES[language]
    return words.get(f"deed_field.{name}") or words.get(f"field.{name}") or name


def _shown(name: str, value: JsonValue, language: Language) -> str:
    """A value as a person reads it; names of roles, rights and the like in words."""
    if value is None:
        return ""
    words = TABLES[language]
    if isinstance(value, list):
        return ", ".join(_shown(name, each, language) for each in value)[:_LONGEST]
    if isinstance(value, str):
        kind = {"denied": "right", "base": "role"}.get(name, name)
        return words.get(f"{kind}.{value}", value)[:_LONGEST]
    return json.dumps(value, ensure_ascii=False)[:_LONGEST]


def _planned(plan: JsonValue, language: Language) -> Iterator[str]:
    """What a publication changed, in words."""
    for each in plan if isinstance(plan, list) else ():
        if isinstance(each, dict) and isinstance(facts := each.get("facts"), dict):
            yield say(str(each.get("code")), facts, language)


def _says(who: Asker, q: str) -> Q:
    """Rows whose subject, login or action has the words in it."""
    language, words = language_of(who.account), q.casefold()
    actions = [
        code.removeprefix("deed.")
        for code, text in TABLES[language].items()
        if code.startswith("deed.") and words in text.casefold()
    ]
    people = Account.scoped.of(who.company).values_list("pk", "name", "login")
    named = [pk for pk, name, login in people if words in f"{name} {login}".casefold()]
    return (
        Q(subject__icontains=q) | Q(login__icontains=q) | Q(address__contains=q)
        | Q(action__in=actions) | Q(account__in=named)
    )  # fmt: skip


def _line(cells: list[object]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(value) for value in cells])
    return out.getvalue().encode()


def _cell(value: object) -> object:
    # A spreadsheet would run what begins like a formula, and people type subjects.
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "|", "%"}:
        return f"'{value}"
    return value


def must_be_in_order(wanted: Wanted) -> None:
    """Raises Refused 422 `bad_period`, `time_without_zone`."""
    for moment in (wanted.since, wanted.until):
        if moment is not None and moment.tzinfo is None:
            raise Refused(422, "time_without_zone")
    if wanted.since and wanted.until and wanted.since >= wanted.until:
        raise Refused(422, "bad_period")
