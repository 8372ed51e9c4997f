"""Publishing offices: verify, give numbers and passwords, put in force."""

import json
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.office import parts
from vochi.core.office.company import Language
from vochi.core.office.document import Office, Secrets
from vochi.core.office.parts import field_of, new_errors
from vochi.core.office.passwords import accounts, accounts_of_operators, accounts_of_ours
from vochi.core.office.problem import Problem
from vochi.core.office.verify import verify
from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.calls.employees import write_employees
from vochi.hub.clients.facts import touch_people
from vochi.hub.companies.models import Company
from vochi.hub.desk import tiles
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import OfficeChanged
from vochi.hub.offices import keys, outcomes, problem_words, signatures
from vochi.hub.offices.change_words import worded
from vochi.hub.offices.current import current, office
from vochi.hub.offices.lives import tell
from vochi.hub.offices.models import CompanySecret, OfficeVersion, PromptFile, SipSecret
from vochi.hub.offices.schemas import (
    ChangeOut,
    CheckOut,
    OfficeIn,
    ProblemOut,
    PublishOut,
    SignatureIn,
    VersionOut,
    VersionPage,
)
from vochi.hub.offices.seal import new_password, seal, unseal

__all__ = ["check", "current", "language_of", "publish", "rollback", "secrets_of", "versions"]


#: Passwords of an account that are kept for versions that may be taken back.
_PAST = 10
#: Problems of offices in force, which are parsed once and so are the same objects.
_known: dict[int, tuple[Office, tuple[Problem, ...]]] = {}
_KNOWN = 16


def problems_of(company: int, document: Office) -> tuple[Problem, ...]:
    """What core finds, and sound files that this hub does not have."""
    wanted = {prompt.sha256 for prompt in document.prompts}
    known = set(
        PromptFile.objects.of(company).filter(sha256__in=wanted).values_list("sha256", flat=True)
    )
    missing = tuple(
        Problem(
            code="prompt.no_file", place=f"prompts/{place}/sha256", facts={"prompt": prompt.name}
        )
        for place, prompt in enumerate(document.prompts)
        if prompt.sha256 not in known
    )
    return (*verify(document), *missing)


def known_problems(published: Office) -> tuple[Problem, ...]:
    """What core finds in an office in force; asked for while somebody draws, so kept."""
    held = _known.get(id(published))
    if held is None or held[0] is not published:
        if len(_known) >= _KNOWN:
            _known.clear()
        held = _known[id(published)] = (published, verify(published))
    return held[1]


def plan_of(company: int, document: Office, language: Language) -> tuple[ChangeOut, ...]:
    """What would change, in codes and in words."""
    before = current(company)
    return worded(before if before.version else None, document, language)


def check(company: int, document: Office, language: Language) -> CheckOut:
    """Problems and plan of a document; an error of the office in force stops nobody."""
    problems = problems_of(company, document)
    before = current(company)
    known = known_problems(before) if before.version else ()
    fresh = set(map(id, parts.new_problems(before, known, document, problems)))
    ok = not any(p.severity == "error" and id(p) in fresh for p in problems)
    return CheckOut(
        ok=ok,
        problems=tuple(
            ProblemOut(
                **dict(p),
                text=problem_words.said(p, document, language),
                tale=tell(p.example.tale, document, language) if p.example else None,
                is_old=id(p) not in fresh,
            )
            for p in problems
        ),
        plan=plan_of(company, document, language),
        passwords_needed=passwords_needed(company, document, Secrets()),
    )


def passwords_needed(company: int, document: Office, given: Secrets) -> tuple[str, ...]:
    """Lines whose operator's password nobody has told us yet."""
    wanted = accounts_of_operators(document)
    rows = SipSecret.objects.of(company).filter(account__in=wanted)
    known = {*rows.values_list("account", flat=True), *given.passwords}
    return tuple(line for line in wanted if line not in known)


def _lines_in_force(company: int) -> frozenset[str]:
    """Lines that the office has: a change of something else asks for no password of them."""
    return frozenset(line.id for line in current(company).lines)


def publish_by(who: Asker, body: OfficeIn) -> PublishOut:
    """Publish what an administrator sends. Raises Refused: 409 `stale_office`, 422
    `trunk_password_needed`, 403 `owner_must_sign`, and what `publish` does.
    """
    signatures.must_not_be_new(current(who.company), body.office)
    return publish(
        who.company, body.office, who.account, body.reason, body.secrets,
        based_on=body.based_on, is_asked_for_passwords=True,
    )  # fmt: skip


def sign(who: Asker, body: SignatureIn) -> PublishOut:
    """The owner signs for a line: a version with his signature (S13). Raises Refused 403, 404."""
    who.must(Role.OWNER)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        document = signatures.signed(
            current(who.company), body.line, body.rule, who.account.name, timezone.now()
        )
        record(
            who.company, "line_signed", who.account, body.line, who.address,
            rule=body.rule, reason=body.reason,
        )  # fmt: skip
        return publish(who.company, document, who.account, body.reason)


def unsign(who: Asker, line: str, rule: str) -> PublishOut:
    """The owner takes his signature back. Raises Refused 403, 404 `not_signed`."""
    who.must(Role.OWNER)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        document = signatures.unsigned(current(who.company), line, rule)
        record(who.company, "line_unsigned", who.account, line, who.address, rule=rule)
        return publish(who.company, document, who.account, "")


def publish(
    company: int,
    document: Office,
    author: Account | None,
    reason: str,
    secrets: Secrets | None = None,
    *,
    restored_from: int | None = None,
    based_on: int | None = None,
    is_asked_for_passwords: bool = False,
    touched: Sequence[tuple[str, str]] = (),
) -> PublishOut:
    """Put a document in force as the next version. Raises Refused 422 `office_has_problems` for
    errors that are new (`field` of each is its place in one of the parts `touched`), 409
    `stale_office` when another version than `based_on` is in force by now.
    """
    _must_be_sound(company, document, language_of(author) if author else "ru", touched)
    missing: list[JsonValue] = [
        line
        for line in passwords_needed(company, document, secrets or Secrets())
        if not touched or ("lines", line) in touched or line not in _lines_in_force(company)
    ]
    if missing and is_asked_for_passwords:
        raise Refused(422, "trunk_password_needed", lines=missing)
    with transaction.atomic():
        row = Company.objects.select_for_update().get(pk=company)
        before = current(company)
        if based_on is not None and based_on != before.version:
            raise Refused(409, "stale_office", version=before.version, based_on=based_on)
        changes = plan_of(company, document, language_of(author) if author else "ru")
        number = before.version + 1
        new = document.model_copy(update={"version": number})
        OfficeVersion.objects.add(
            company,
            number=number,
            document=new.model_dump_json(),
            author=author,
            author_name=author.name if author else "",
            reason=reason,
            at=timezone.now(),
            restored_from=restored_from,
        )
        _keep_secrets(company, new, secrets or Secrets())
        webhook_key(company)
        PromptFile.objects.of(company).filter(
            kept=False, sha256__in=[each.sha256 for each in new.prompts]
        ).update(kept=True)
        write_employees(company, new)
        _tell_managers(company, before, new)
        about = new.company
        row.name, row.country, row.area_code = about.name, about.country, about.area_code
        row.language, row.time_zone = about.language, about.time_zone
        row.save(update_fields=["name", "country", "area_code", "language", "time_zone"])
        record(
            company, "office_published", author, str(number), "", reason=reason,
            plan=[{"code": each.code, "facts": {**each.facts}} for each in changes[:100]],
        )  # fmt: skip
        tiles.refresh(company, timezone.now())
        emit(company, "office", OfficeChanged(version=number, running=False, ok=True))
    return PublishOut(version=number, plan=changes)


def _must_be_sound(
    company: int, document: Office, language: Language, touched: Sequence[tuple[str, str]]
) -> None:
    problems = problems_of(company, document)
    if not any(p.severity == "error" for p in problems):
        return
    before = current(company)
    new = tuple(new_errors(before, problems_of(company, before), document, problems))
    if before.version == 0 or new:
        told: list[JsonValue] = [
            p.model_dump(mode="json")
            | {
                "text": problem_words.said(p, document, language),
                "field": field_of(document, p, touched),
            }
            for p in problems
            if p.severity == "warning" or before.version == 0 or p in new
        ]
        raise Refused(422, "office_has_problems", problems=told)


def rollback(company: int, version: int, author: Account | None, reason: str) -> PublishOut:
    """Publish an old document again, as a new version. Raises Refused 404 `no_such_version`."""
    if not OfficeVersion.objects.of(company).filter(number=version).exists():
        raise Refused(404, "no_such_version", version=version)
    document = signatures.as_signed_today(current(company), office(company, version))
    return publish(company, document, author, reason, restored_from=version)


def versions(
    company: int, cursor: str | None, limit: int, language: Language | None = None
) -> VersionPage:
    """History of publications, newest first."""
    rows = OfficeVersion.objects.of(company).order_by("-number")
    if cursor:
        rows = rows.filter(number__lt=min(cursors.read(cursor)[1], 2**31 - 1))
    found = list(rows.defer("document")[: limit + 1])
    told = outcomes.of_versions(company, [r.number for r in found], language)
    items = tuple(
        VersionOut(
            version=r.number,
            author=r.author_name,
            reason=r.reason,
            at=r.at,
            restored_from=r.restored_from,
            state=told[r.number].state,
            problems=told[r.number].problems,
        )
        for r in found[:limit]
    )
    last = found[limit - 1] if len(found) > limit else None
    return VersionPage(items=items, next=cursors.write(last.at, last.number) if last else None)


def secrets_of(company: int, document: Office) -> Secrets:
    """The passwords of a document's accounts and trunks, as the box needs them."""
    names = set(accounts(document))
    rows = SipSecret.objects.of(company).filter(account__in=names).order_by("account")
    return Secrets(
        passwords={row.account: unseal(row.sealed) for row in rows},
        webhook=webhook_key(company),
        keys=keys.of_office(company, document),
    )


def webhook_key(company: int) -> str:
    """The key that signs what nodes Webhook send; made once and kept."""
    row, _ = CompanySecret.objects.of(company).get_or_create(
        company_id=company, name="webhook", defaults={"sealed": seal(new_password())}
    )
    return unseal(row.sealed)


def _tell_managers(company: int, before: Office, after: Office) -> None:
    """Clients of people whose extension is another now."""
    was = {person.id: person.extension for person in before.people}
    now = {person.id: person.extension for person in after.people}
    touch_people(company, [each for each in {*was, *now} if was.get(each) != now.get(each)])


def _keep_secrets(company: int, document: Office, given: Secrets) -> None:
    keys.keep(company, document, given.keys)
    names = set(accounts(document))
    rows = SipSecret.objects.of(company)
    now = timezone.now()
    held = {row.account: row for row in rows.filter(account__in=[*given.passwords])}
    for account, password in given.passwords.items():
        if account in names and account in held:
            _change_secret(held[account], password, document.version)
        elif account in names:
            rows.create(company_id=company, account=account, sealed=seal(password), changed_at=now)
    known = set(rows.values_list("account", flat=True))
    SipSecret.objects.add_all(
        [
            SipSecret(
                company_id=company, account=account, sealed=seal(new_password()), changed_at=now
            )
            for account in accounts_of_ours(document)
            if account not in known
        ]
    )


def _change_secret(row: SipSecret, password: str, version: int) -> None:
    """Another password of an account; a version that is taken back needs the one before."""
    if unseal(row.sealed) == password:
        return
    past = [*json.loads(row.past), (version, row.sealed)][-_PAST:]
    row.past, row.sealed, row.changed_at = json.dumps(past), seal(password), timezone.now()
    row.save(update_fields=["past", "sealed", "changed_at"])
