"""What the command line does with the hub, in its own process, after `vochi.hub.boot(home)`.

Every function acts on the first company unless `company` names another.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from vochi.core.office.company import Company as CompanyOfOffice
from vochi.core.office.document import Office, Secrets
from vochi.core.office.problem import Problem
from vochi.core.office.prompt import Prompt
from vochi.home import Settings
from vochi.hub.accounts import services as accounts
from vochi.hub.accounts.models import Account, Role
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.desk import settings as desk_settings
from vochi.hub.desk.schemas import DeviceOut, LineOut
from vochi.hub.link import enroll
from vochi.hub.link.outcome import Outcome
from vochi.hub.link.outcome import office_outcome as outcome_of
from vochi.hub.offices import keys, prompts
from vochi.hub.offices import services as offices
from vochi.hub.offices.current import current
from vochi.hub.offices.models import SipSecret
from vochi.hub.offices.schemas import PublishOut, VersionOut
from vochi.hub.offices.seal import unseal


def setup(about: CompanyOfOffice | None = None) -> int:
    """Bring the database to the present shape and make the first company when there is none;
    its id. Run it before the hub is served; running it again changes nothing.
    """
    call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        # Statistics can wait: somebody else may be writing, and does not give way to them.
        with suppress(OperationalError), connection.cursor() as cursor:
            # Without statistics SQLite may read the log along the lesser of two filters.
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("PRAGMA optimize=0x10002")
    first = Company.objects.order_by("pk").first()
    if first is None:
        about = about or CompanyOfOffice(name="Моя компания")
        first = Company.objects.create(
            name=about.name,
            country=about.country,
            area_code=about.area_code,
            language=about.language,
            time_zone=about.time_zone,
        )
    return first.pk


def owner_link(company: int | None = None, *, again: bool = False) -> str | None:
    """Address by which the first owner makes his account: one use, 24 hours. None when there is
    an owner already, unless `again` (he forgot his password).
    """
    row = _company(company)
    if not again and Account.scoped.of(row).filter(role=Role.OWNER, is_active=True).exists():
        return None
    home: Settings = settings.HOME_SETTINGS
    host = home.web
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = desk_settings.server_address(home)
    return f"http://{host}:{home.web_port}/welcome/{accounts.new_welcome(row)}"


def enroll_code(company: int | None = None) -> str:
    """A one-time code that lets a box in, good for half an hour."""
    return enroll.new_code(_company(company))


def create_account(
    login: str,
    password: str,
    role: str = "employee",
    person: str = "",
    name: str = "",
    *,
    company: int | None = None,
    support: bool = False,
) -> int:
    """Make an account; its id. `support` opens Django's admin. Raises Refused `login_taken`,
    `weak_password`.
    """
    account = accounts.create_account(
        _company(company), login, password, Role(role), person=person, name=name
    )
    if support:
        account.is_staff = account.is_superuser = True
        account.save(update_fields=["is_staff", "is_superuser"])
    return account.pk


def has_account(login: str) -> bool:
    """Whether there is such a login, in any company."""
    return Account.objects.filter(login=login).exists()


def create_token(login: str, name: str = "cli", scopes: tuple[str, ...] = ("read", "write")) -> str:
    """An API token of an account. Raises Refused 404 `no_such_login`."""
    token = accounts.add_token(_account(login), name, scopes).token
    assert token is not None
    return token


def current_office(company: int | None = None) -> Office:
    """The office in force; version 0 when none was published."""
    return current(_company(company).pk)


def check(document: Office, company: int | None = None) -> tuple[Problem, ...]:
    """All problems of a document, sound files that are not here included."""
    return offices.problems_of(_company(company).pk, document)


def publish(
    document: Office,
    secrets: Secrets | None = None,
    author: str | None = None,
    reason: str = "",
    company: int | None = None,
) -> PublishOut:
    """Put a document in force; `author` is a login. Passwords that accounts lack are made.
    Raises Refused 422 `office_has_problems`.
    """
    by = _account(author) if author else None
    return offices.publish(_company(company).pk, document, by, reason, secrets)


def rollback(
    version: int, author: str | None = None, reason: str = "", company: int | None = None
) -> PublishOut:
    """Put an old document in force again. Raises Refused 404 `no_such_version`."""
    by = _account(author) if author else None
    return offices.rollback(_company(company).pk, version, by, reason)


def office_outcome(version: int, company: int | None = None) -> Outcome | None:
    """What the box told of a published version, None while it has not tried it."""
    return outcome_of(_company(company).pk, version)


def versions(company: int | None = None, limit: int = 50) -> tuple[VersionOut, ...]:
    """The newest publications."""
    return offices.versions(_company(company).pk, None, limit).items


def add_prompt(
    sound: Path | bytes, name: str, prompt_id: str, company: int | None = None
) -> Prompt:
    """Keep a 16-bit mono 8 kHz WAV; the `Prompt` that names it in an office. Raises Refused 422
    `prompt_format`.
    """
    return prompts.add_prompt(_company(company).pk, sound, name, prompt_id)


def secrets(company: int | None = None) -> Secrets:
    """All passwords of the company's accounts and equipment, for `vochi secrets export`."""
    row = _company(company)
    rows = SipSecret.objects.of(row).order_by("account")
    return Secrets(
        passwords={each.account: unseal(each.sealed) for each in rows},
        keys=keys.of_office(row.pk, current(row.pk)),
    )


def devices(company: int | None = None) -> list[DeviceOut]:
    """What to type into phones (passwords: `secrets`)."""
    return desk_settings.devices(_company(company).pk)


def lines(company: int | None = None) -> list[LineOut]:
    """What to type into gateways (passwords: `secrets`)."""
    return desk_settings.lines(_company(company).pk)


def _company(company: int | None) -> Company:
    rows = Company.objects.order_by("pk")
    found = rows.first() if company is None else rows.filter(pk=company).first()
    if found is None:
        raise Refused(404, "no_company", detail="run setup first")
    return found


def _account(login: str) -> Account:
    found = Account.objects.select_related("company").filter(login=login).first()
    if found is None:
        raise Refused(404, "no_such_login", login=login)
    return found
