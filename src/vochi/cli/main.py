"""All commands of `./vochi`."""

import importlib
import os
import sys
from typing import Any

import click

from vochi import __version__
from vochi.cli.language import language, t

#: Command -> module that holds it under the same name. Loaded when called: `up` must stay small.
COMMANDS = {
    "up": ("up", t("запустить станцию и рабочий стол", "run the exchange and the desk")),
    "demo": ("demo", t("показать: контора, город, звонки", "show: an office, a city, calls")),
    "test": ("test", t("все проверки или одна группа", "all tests or one group of them")),
    "check": ("check", t("формат, типы, правила, ядро (< 60 с)", "format, types, rules, core")),
    "bench": ("measure", t("замеры рядом с полом", "figures beside their floor")),
    "office": ("office", t("контора целиком: файл, проверка, публикация", "the office as a file")),
    "account": ("account", t("учётные записи", "accounts")),
    "token": ("account", t("ключи API", "API tokens")),
    "device": ("device", t("что ввести в телефон", "what to type into a phone")),
    "line": ("device", t("что ввести в шлюз", "what to type into a gateway")),
    "secrets": ("office", t("пароли SIP", "SIP passwords")),
    "journal": ("journal", t("журнал: проверить цепочку", "journal: check the chain")),
    "refold": ("journal", t("пересобрать звонки из событий", "derive the calls anew")),
}


class Lazy(click.Group):
    """Imports a command when it is called for: `--help` and `up` do not load Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of the module that the table names."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"vochi.cli.{COMMANDS[cmd_name][0]}")
        found: click.Command = getattr(module, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing any."""
        del ctx
        with formatter.section(t("Команды", "Commands")):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


ABOUT = t(
    "Vochi: телефонная станция и рабочий стол компании.",
    "Vochi: the telephone exchange and client desk of a company.",
)


@click.command(cls=Lazy, help=ABOUT)
@click.version_option(__version__)
def vochi() -> None:
    """Entry of all commands."""


def main() -> None:
    """Run the command line; a refusal of the hub is told in the user's words."""
    # A home holds passwords and people's calls: nobody else on the machine reads what we write.
    os.umask(0o077)
    try:
        vochi(prog_name="vochi")
    except Exception as trouble:
        answer = sys.modules.get("vochi.hub.answer")
        if answer is None or not isinstance(trouble, answer.Refused):
            raise
        click.echo(f"vochi: {words_of(trouble)}", err=True)
        sys.exit(1)


def words_of(refused: Any) -> str:
    """What a refusal says; its code when nobody worded it."""
    from vochi.core.wording import say  # noqa: PLC0415 - not for `up`

    return say(refused.body.code, refused.body.facts, language())
