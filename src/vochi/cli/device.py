"""`vochi device EXT` and `vochi line NAME`: what a person types into a phone or a gateway."""

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.place import home_option
from vochi.cli.service import hub
from vochi.home import Home


def card(title: str, rows: list[tuple[str, str]]) -> None:
    """Print aligned rows under a title."""
    click.echo(title)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"  {name.ljust(width)}  {value}")


def state(is_online: bool, address: str, user_agent: str) -> str:
    """Whether it is registered now, and what it said of itself."""
    if not is_online:
        return t("не зарегистрирован", "not registered")
    return t("зарегистрирован", "registered") + f", {address} {user_agent}".rstrip()


def unset(line_id: str) -> str:
    """What to do when the operator's password is not known here."""
    return t(f"не задан: vochi secrets set {line_id}", f"not set: vochi secrets set {line_id}")


@click.command(help=t("Что ввести в телефон", "What to type into a phone"))
@home_option
@click.argument("extension")
def device(home: Home, extension: str) -> None:
    """All devices of the extension (or one account, `180-2`), with their passwords."""
    service = hub(home)
    every = service.devices()
    found = [each for each in every if extension in (each.extension, each.account)]
    if not found:
        have = ", ".join(sorted({each.extension for each in every})) or "—"
        raise Fault(
            t(
                f"нет телефонов с номером {extension}; есть: {have}",
                f"no devices of extension {extension}; there are: {have}",
            )
        )
    passwords = service.secrets().passwords
    for each in found:
        card(
            f"{each.name} · {each.person or each.extension}",
            [
                (t("Сервер", "Server"), each.server),
                (t("Порт", "Port"), f"{each.port} {each.transport.upper()}"),
                (t("Имя (логин)", "User name"), each.account),
                (t("Имя для авторизации", "Authentication name"), each.account),
                (t("Пароль", "Password"), passwords.get(each.account, "—")),
                (t("Состояние", "State"), state(each.online, each.address, each.user_agent)),
            ],
        )


@click.command(help=t("Что ввести в шлюз", "What to type into a gateway"))
@home_option
@click.argument("name")
def line(home: Home, name: str) -> None:
    """One line by its id, or every line of a gateway or operator."""
    service = hub(home)
    # In the order of the office: the account of a trunk is the operator's, its id is ours.
    ids = [each.id for each in service.current_office().lines]
    every = list(zip(ids, service.lines(), strict=True))
    found = [(id_, each) for id_, each in every if name in (id_, each.name, each.operator)]
    if not found:
        have = ", ".join(ids) or "—"
        raise Fault(t(f"нет линии {name}; есть: {have}", f"no line {name}; there are: {have}"))
    passwords = service.secrets().passwords
    for id_, each in found:
        rows = [
            (t("Сервер", "Server"), each.server),
            (t("Порт", "Port"), f"{each.port} {each.transport.upper()}"),
        ]
        if each.kind == "trunk":
            rows += [
                (t("Чей сервер", "Whose server"), t("оператора", "the operator's")),
                (t("Учётная запись", "Account"), each.account or t("не нужна", "not needed")),
            ]
            if each.account:
                rows.append((t("Пароль", "Password"), passwords.get(id_) or unset(id_)))
        else:
            rows += [
                (t("Учётная запись", "Account"), each.account),
                (t("Пароль", "Password"), passwords.get(id_, "—")),
                (
                    t("Звонки из GSM на номер", "Forwarding to VoIP number"),
                    each.number or each.account,
                ),
            ]
        rows.append((t("Состояние", "State"), state(each.online, each.address, each.user_agent)))
        card(f"{each.name} · {each.operator}", rows)
