"""`vochi account …` and `vochi token …`."""

import re
import secrets

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import home_option
from vochi.cli.service import hub
from vochi.home import Home

LOGIN = re.compile(r"[\w.@+-]{1,64}")
ROLES = ("owner", "administrator", "head", "employee")


@click.group(help=t("Учётные записи", "Accounts"))
def account() -> None:
    """Commands on accounts."""


@account.command(help=t("Создать; печатает пароль", "Create; prints the password"))
@home_option
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), default="employee", show_default=True)
@click.option("--person", default="", help=t("кто это в конторе (id)", "who it is in the office"))
@click.option("--name", default="", help=t("имя на экране", "name on the screen"))
def create(home: Home, login: str, role: str, person: str, name: str) -> None:
    """The password is generated and shown once."""
    if not LOGIN.fullmatch(login):
        raise Fault(
            t(
                "логин — от 1 до 64 букв, цифр и знаков . _ - @ +",
                "a login is 1 to 64 letters, digits and . _ - @ +",
            )
        )
    service = hub(home)
    known = [each.id for each in service.current_office().people]
    if person and person not in known:
        have = ", ".join(known) or "—"
        raise Fault(
            t(
                f"в конторе нет сотрудника {person}; есть: {have}",
                f"no {person} in the office; there are: {have}",
            )
        )
    password = secrets.token_urlsafe(15)
    service.create_account(login, password, role, person=person, name=name)
    click.echo(password)


@account.command("owner-link", help=t("Ссылка для владельца на один раз", "One-time owner's link"))
@home_option
def owner_link(home: Home) -> None:
    """For an owner who forgot his password, too."""
    click.echo(hub(home).owner_link(again=True))


@click.group(help=t("Ключи API", "API tokens"))
def token() -> None:
    """Commands on API tokens."""


@token.command("create", help=t("Создать ключ; печатает его один раз", "Create; printed once"))
@home_option
@click.argument("login")
@click.option("--name", default="cli", help=t("для чего он", "what it is for"))
@click.option("--read-only", is_flag=True, help=t("только чтение", "reading only"))
def create_token(home: Home, login: str, name: str, read_only: bool) -> None:
    """The hub keeps only the hash of it."""
    scopes = ("read",) if read_only else ("read", "write")
    click.echo(hub(home).create_token(login, name, scopes))
