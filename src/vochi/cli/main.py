"""All commands of `./vochi`."""

import importlib
import os
import sys

import click

from vochi import __version__
from vochi.cli.fault import Fault, words_of
from vochi.cli.language import t
from vochi.cli.russian import speak

# Before any command is made: its help is worded then.
speak()

#: Command -> module that holds it under the same name. Loaded when called: `up` must stay small.
COMMANDS = {
    "up": ("up", t("запустить станцию и рабочий стол", "run the exchange and the desk")),
    "demo": ("demo", t("показать: контора, город, звонки", "show: an office, a city, calls")),
    "test": ("test", t("все проверки или одна группа", "all tests or one group of them")),
    "check": ("check", t("формат, типы, правила, ядро (< 60 с)", "format, types, rules, core")),
    "bench": ("measure", t("замеры рядом с полом", "figures beside their floor")),
    "office": ("office", t("контора целиком: файл, проверка, публикация", "the office as a file")),
    "simulate": ("simulate", t("прожить один звонок по файлу", "live one call through a file")),
    "replay": ("replay", t("прошлые звонки по новой схеме", "past calls through a new scheme")),
    "account": ("account", t("учётные записи", "accounts")),
    "token": ("account", t("ключи API", "API tokens")),
    "device": ("device", t("что ввести в телефон", "what to type into a phone")),
    "line": ("device", t("что ввести в шлюз", "what to type into a gateway")),
    "secrets": ("office", t("пароли SIP", "SIP passwords")),
    "prompt": ("prompt", t("фразы: сказать текст, взять файл", "prompts: speak, take a file")),
    "journal": ("journal", t("журнал: проверить цепочку", "journal: check the chain")),
    "export": ("export", t("выгрузить всё одним файлом", "export everything into one file")),
    "refold": ("journal", t("пересобрать звонки из событий", "derive the calls anew")),
}


DEVELOPMENT = {"test", "check", "bench"}


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
    """Run the command line; whatever stops it is told in one line, with the cure."""
    # A home holds passwords and people's calls: nobody else on the machine reads what we write.
    # (What developers run makes files of its own kinds: packages for the installer's tests.)
    if not DEVELOPMENT & set(sys.argv[1:2]):
        os.umask(0o077)
    try:
        # Not standalone: Click would print a usage error in three lines.
        status = vochi.main(prog_name="vochi", standalone_mode=False)
    except (click.exceptions.NoArgsIsHelpError, Fault) as told:
        told.show()
        sys.exit(told.exit_code)
    except click.ClickException as wrong:
        click.echo(f"vochi: {usage(wrong)}", err=True)
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(t("vochi: прервано", "vochi: interrupted"), err=True)
        sys.exit(130)
    except Exception as trouble:
        if os.environ.get("VOCHI_DEBUG"):
            raise
        if isinstance(trouble, BrokenPipeError):  # whoever read our output went away
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            click.echo(f"vochi: {words_of(trouble)}", err=True)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def usage(wrong: click.ClickException) -> str:
    """What is wrong with the words of a command, and where it is said how they go."""
    what = " ".join(wrong.format_message().split())
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context is None:
        return what
    path = context.command_path
    return f"{what} " + t(f"Справка: {path} --help", f"Help: {path} --help")
