"""People as a table: what there is, and a sample to fill in. No cell ever reckons anything."""

import io

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.posts import post_of
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, OwnRole, Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.offices.current import current
from vochi.hub.people.columns import HEADINGS, Column
from vochi.hub.tables.writing import csv_parts, write_xlsx

#: Columns of our own tables, in this order. PINs are in none.
COLUMNS: tuple[Column, ...] = (
    "name", "extension", "login", "role", "departments", "phones", "outbound", "mobile",
    "language", "record", "wrap_up", "colleague",
)  # fmt: skip
_SAMPLE: dict[Language, tuple[tuple[str, ...], ...]] = {
    "ru": (
        ("Анна Климович", "", "anna", "Руководитель", "", "настольный, программа", "",
         "+375 29 123-45-67", "", "да", "10", ""),
        ("Пётр Лис", "", "petr", "Сотрудник", "", "настольный", "", "", "", "да", "", ""),
    ),
    "en": (
        ("Anna Klimovich", "", "anna", "Head", "", "desk, softphone", "", "+375 29 123-45-67",
         "", "yes", "10", ""),
        ("Peter Lis", "", "petr", "Employee", "", "desk", "", "", "", "yes", "", ""),
    ),
    "be": (
        ("Ганна Клімовіч", "", "hanna", "Кіраўнік", "", "настольны, праграма", "",
         "+375 29 123-45-67", "", "так", "10", ""),
        ("Пётр Ліс", "", "petr", "Супрацоўнік", "", "настольны", "", "", "", "так", "", ""),
    ),
}  # fmt: skip
_FIRST: dict[Column, int] = {column: index for index, column in enumerate(COLUMNS)}


def sample(who: Asker, form: str) -> bytes:
    """A table to fill in, with two people in it, in the asker's language and departments of his."""
    who.must(Role.ADMINISTRATOR)
    language = language_of(who.account)
    office = current(who.company)
    rows = [list(row) for row in _SAMPLE[language]]
    for row in rows:
        row[_FIRST["departments"]] = office.departments[0].name if office.departments else ""
        row[_FIRST["outbound"]] = office.outbound[0].name if office.outbound else ""
    return _file([_headings(language), *rows], form)


def export(who: Asker, form: str) -> bytes:
    """Everybody of the office; without PINs. The asking is written down."""
    who.must(Role.ADMINISTRATOR)
    language = language_of(who.account)
    office = current(who.company)
    names = {row.slug: row.name for row in OwnRole.objects.of(who.company)}
    accounts: dict[str, Account] = {
        row.person: row
        for row in Account.scoped.of(who.company).filter(is_active=True).order_by("id")
    }
    rows = []
    for person in office.people:
        account = accounts.get(person.id)
        role = "" if account is None else (
            names.get(account.own_role) or say(f"role.{account.role}", {}, language)
        )  # fmt: skip
        rows.append(_row(office, person.id, account, role, language))
    record(who.company, "people_exported", who.account, "people", who.address, count=len(rows))
    return _file([_headings(language), *rows], form)


def _headings(language: Language) -> list[str]:
    return [HEADINGS[column][language][0] for column in COLUMNS]


def _row(
    office: Office, person: str, account: Account | None, role: str, language: Language
) -> list[str]:
    post = post_of(office, person)
    assert post is not None
    departments = {each.number: each.name for each in office.departments}
    schemes = {each.id: each.name for each in office.outbound}
    it = post.person
    return [
        it.name,
        it.extension,
        "" if account is None else account.login,
        role,
        "; ".join(departments[number] for number in post.departments),
        ", ".join(device.kind for device in post.devices),
        schemes.get(it.outbound or "", ""),
        it.mobile or "",
        it.language or "",
        say("value.yes" if it.record else "value.no", {}, language),
        str(it.wrap_up or ""),
        it.colleague or "",
    ]


def _file(rows: list[list[str]], form: str) -> bytes:
    if form != "xlsx":
        return b"".join(csv_parts(rows))
    out = io.BytesIO()
    write_xlsx(rows, (28, 12, 18, 18, 24, 24, 22, 20, 10, 10, 14, 12), out)
    return out.getvalue()
