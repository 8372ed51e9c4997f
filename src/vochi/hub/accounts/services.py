"""What is done with accounts; every change of rights leaves a deed."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.person import Person
from vochi.hub.accounts import roles, tokens
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import changes, record
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.factor import is_owed
from vochi.hub.accounts.models import Account, Role, Welcome
from vochi.hub.accounts.schemas import CompanyOut, Me, MePatch, TokenIn, TokenOut, WelcomeIn
from vochi.hub.accounts.sight import denied, sight_name
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current, person_of

__all__ = ["record"]  # where other rooms have found it from the beginning

WELCOME_LIVES = timedelta(hours=24)


def me(account: Account) -> Me:
    """The account as it sees itself."""
    company = account.company
    person = person_of(company.pk, account.person) if account.person else None
    return Me(
        id=account.pk,
        name=account.name,
        login=account.login,
        role=Role(account.role).value,
        person=person.id if person else None,
        extension=person.extension if person else None,
        language=language_of(account),
        company=CompanyOut(
            id=company.pk,
            name=company.name,
            country=company.country,
            area_code=company.area_code,
            time_zone=company.time_zone,
        ),
        listens=_listens(account, person),
        own_role=account.own_role or None,
        sight=sight_name(account).value,
        denied=tuple(sorted(denied(account))),
        owes=("second_factor",) if is_owed(account) else (),
    )


def _listens(account: Account, person: Person | None) -> tuple[str, ...]:
    office = current(account.company_id)
    if account.may(Role.ADMINISTRATOR):
        found = [each.extension for each in office.people]
    else:
        found = heard_by(office, person) if person else []
    own = person.extension if person else None
    return tuple(extension for extension in found if extension != own)


def heard_by(office: Office, person: Person) -> list[str]:
    """Extensions of the departments that a person may listen to, each once."""
    extensions = {each.id: each.extension for each in office.people}
    return list(
        dict.fromkeys(
            extensions[member]
            for department in office.departments
            if department.number in person.listens_to
            for member in department.members
            if member in extensions
        )
    )


def language_of(account: Account) -> Language:
    """The account's own language, else the company's."""
    match account.language or account.company.language:
        case "en":
            return "en"
        case "be":
            return "be"
        case _:
            return "ru"


def create_account(
    company: Company, login: str, password: str, role: Role, *, person: str = "", name: str = ""
) -> Account:
    """Make an account. Raises Refused: `login_taken`, `weak_password` (facts: `why`)."""
    draft = Account(
        company=company, login=login, name=name or login, role=role.value, person=person
    )
    try:
        validate_password(password, draft)
    except ValidationError as weak:
        why: list[JsonValue] = [str(error.code) for error in weak.error_list]
        raise Refused(422, "weak_password", why=why) from weak
    draft.set_password(password)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as taken:
        raise Refused(409, "login_taken", login=login) from taken
    return draft


def new_welcome(company: Company) -> str:
    """A one-time token for the first owner; older unused ones no longer open anything."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Welcome.objects.of(company).filter(used_at=None).delete()
        Welcome.objects.add(
            company, digest=digest(token), expires_at=timezone.now() + WELCOME_LIVES
        )
    return token


def find_welcome(token: str) -> Welcome:
    """The unused, unexpired welcome of a token. Raises Refused `welcome_gone`."""
    row = (
        Welcome.everything.select_related("company")
        .filter(digest=digest(token), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if row is None:
        raise Refused(404, "welcome_gone")
    return row


def use_welcome(body: WelcomeIn, address: str) -> Account:
    """Make the first owner. The link is spent only when the account was made."""
    with transaction.atomic():
        row = find_welcome(body.token)
        spent = Welcome.objects.of(row.company).filter(pk=row.pk, used_at=None)
        if spent.update(used_at=timezone.now()) != 1:
            raise Refused(404, "welcome_gone")
        account = create_account(row.company, body.login, body.password, Role.OWNER, name=body.name)
        record(row.company_id, "welcome", account, account.login, address)
    return account


def add_token(account: Account, name: str, scopes: tuple[str, ...], address: str = "") -> TokenOut:
    """Make an API token for an account; its text is in this answer and nowhere else."""
    return tokens.make(account, TokenIn(name=name, scopes=scopes), address)


def change_me(who: Asker, body: MePatch) -> Me:
    """Change what is one's own to change."""
    account = who.account
    before: dict[str, JsonValue] = {"name": account.name, "language": account.language}
    account.name = body.name or account.name
    account.language = body.language or account.language
    changed = changes(before, {"name": account.name, "language": account.language})
    if changed:
        account.save(update_fields=["name", "language"])
        record(
            who.company, "account_changed", account, f"account/{account.login}", who.address,
            **changed,
        )  # fmt: skip
    return me(account)


def set_role(
    who: Asker | None,
    account: Account,
    role: str,
    *,
    sight: str = "",
    departments: tuple[str, ...] = (),
) -> None:
    """Give an account a role (a built-in one or the slug of an own one, as `GET /roles` has them),
    and what it sees: `sight` all, departments, own or empty (as the role says); `departments` are
    numbers, none: those that its person is a member of. `who` None: the house itself.

    Raises Refused 403 `role_needed`, `owner_needed`, `not_yourself`, `above_you`; 404
    `no_such_role`; 409 `last_owner`; 422 `sight_of_administrator`, `no_such_department`.
    """
    roles.set_role(who, account, role, sight=sight, departments=departments)
