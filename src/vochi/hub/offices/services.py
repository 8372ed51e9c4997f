"""Publishing offices: verify, give numbers and passwords, put in force."""

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.core.office.document import Office, Secrets
from vochi.core.office.passwords import accounts, accounts_of_ours
from vochi.core.office.problem import Problem
from vochi.core.office.verify import verify
from vochi.core.plan import plan
from vochi.core.wording import say
from vochi.hub import cursor as cursors
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.calls.employees import write_employees
from vochi.hub.companies.models import Company
from vochi.hub.desk import tiles
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import OfficeChanged
from vochi.hub.offices.current import current, current_number, office
from vochi.hub.offices.models import OfficeVersion, PromptFile, SipSecret
from vochi.hub.offices.schemas import ChangeOut, CheckOut, PublishOut, VersionOut, VersionPage
from vochi.hub.offices.seal import new_password, seal, unseal

__all__ = ["check", "current", "language_of", "publish", "rollback", "secrets_of", "versions"]


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


def plan_of(company: int, document: Office, language: Language) -> tuple[ChangeOut, ...]:
    """What would change, in codes and in words."""
    before = current(company)
    return tuple(
        ChangeOut(
            code=change.code,
            place=change.place,
            facts=change.facts,
            text=say(change.code, change.facts, language),
        )
        for change in plan(before if before.version else None, document)
    )


def check(company: int, document: Office, language: Language) -> CheckOut:
    """Problems and plan of a document."""
    problems = problems_of(company, document)
    ok = not any(p.severity == "error" for p in problems)
    return CheckOut(
        ok=ok, problems=problems, plan=plan_of(company, document, language) if ok else ()
    )


def publish(
    company: int,
    document: Office,
    author: Account | None,
    reason: str,
    secrets: Secrets | None = None,
    *,
    restored_from: int | None = None,
) -> PublishOut:
    """Put a document in force as the next version. Raises Refused `office_has_problems`."""
    problems = problems_of(company, document)
    if any(p.severity == "error" for p in problems):
        told: list[JsonValue] = [p.model_dump(mode="json") for p in problems]
        raise Refused(422, "office_has_problems", problems=told)
    with transaction.atomic():
        row = Company.objects.select_for_update().get(pk=company)
        changes = plan_of(company, document, language_of(author) if author else "ru")
        number = current_number(company) + 1
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
        write_employees(company, new)
        about = new.company
        row.name, row.country, row.area_code = about.name, about.country, about.area_code
        row.language, row.time_zone = about.language, about.time_zone
        row.save(update_fields=["name", "country", "area_code", "language", "time_zone"])
        record(company, "office_published", author, str(number), "", reason=reason)
        tiles.refresh(company, timezone.now())
        emit(company, "office", OfficeChanged(version=number, running=False, ok=True))
    return PublishOut(version=number, plan=changes)


def rollback(company: int, version: int, author: Account | None, reason: str) -> PublishOut:
    """Publish an old document again, as a new version. Raises Refused 404 `no_such_version`."""
    if not OfficeVersion.objects.of(company).filter(number=version).exists():
        raise Refused(404, "no_such_version", version=version)
    return publish(company, office(company, version), author, reason, restored_from=version)


def versions(company: int, cursor: str | None, limit: int) -> VersionPage:
    """History of publications, newest first."""
    rows = OfficeVersion.objects.of(company).order_by("-number")
    if cursor:
        rows = rows.filter(number__lt=min(cursors.read(cursor)[1], 2**31 - 1))
    found = list(rows.defer("document")[: limit + 1])
    items = tuple(
        VersionOut(
            version=r.number,
            author=r.author_name,
            reason=r.reason,
            at=r.at,
            restored_from=r.restored_from,
        )
        for r in found[:limit]
    )
    last = found[limit - 1] if len(found) > limit else None
    return VersionPage(items=items, next=cursors.write(last.at, last.number) if last else None)


def secrets_of(company: int, document: Office) -> Secrets:
    """The passwords of a document's accounts and trunks, as the box needs them."""
    names = set(accounts(document))
    rows = SipSecret.objects.of(company).filter(account__in=names).order_by("account")
    return Secrets(passwords={row.account: unseal(row.sealed) for row in rows})


def _keep_secrets(company: int, document: Office, given: Secrets) -> None:
    names = set(accounts(document))
    rows = SipSecret.objects.of(company)
    now = timezone.now()
    for account, password in given.passwords.items():
        if account in names:
            rows.update_or_create(
                company_id=company,
                account=account,
                defaults={"sealed": seal(password), "changed_at": now},
            )
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
