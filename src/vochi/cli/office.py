"""`vochi office …` and `vochi secrets …`: the whole office as one readable file."""

import json
import sys
import time
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import ModuleType

import click
import yaml

from vochi.cli.fault import Fault
from vochi.cli.language import language, t
from vochi.cli.place import home_option
from vochi.cli.prompts import sounds, with_sounds
from vochi.core.office.document import Office, Secrets
from vochi.core.office.passwords import accounts, accounts_of_operators, keys
from vochi.core.office.problem import Problem
from vochi.core.office.read import UnreadableOffice, read_office, write_office
from vochi.core.office.verify import verify
from vochi.core.plan import plan as core_plan
from vochi.core.wording import say
from vochi.home import Home

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
APPLIED_IN = 60.0
#: Moments of a life that are shown: a circle tells the same for ever.
_SHOWN = 24


def tell(problems: tuple[Problem, ...]) -> None:
    """Every problem in words, errors first."""
    for problem in sorted(problems, key=lambda each: each.severity):
        mark = t("ошибка", "error") if problem.severity == "error" else t("внимание", "warning")
        # Of a file that is no YAML the place is the line, which the words tell already.
        where = "" if problem.code == "file.not_yaml" else problem.place
        place = f"{where}: " if where else ""
        click.echo(f"{mark}: {place}{say(problem.code, problem.facts, language())}", err=True)


def load(file: Path) -> Office:
    """The office of a file; all problems of its form at once."""
    try:
        return read_office(with_sounds(file))
    except UnreadableOffice as fault:
        tell(fault.problems)
        raise Fault(
            t(f"{file}: это не контора, см. выше", f"{file}: not an office, see above")
        ) from None


def load_sound(file: Path) -> Office:
    """The office of a file without errors; warnings are told."""
    document = load(file)
    problems = verify(document)
    tell(problems)
    if any(each.severity == "error" for each in problems):
        raise Fault(
            t(f"{file}: есть ошибки, ничего не изменено", f"{file}: errors, nothing changed")
        )
    return document


@click.group(help=t("Контора целиком: файл, проверка, публикация", "The whole office as a file"))
def office() -> None:
    """Commands on the office document."""


@office.command(
    help=t("Записать действующую контору в файл", "Write the office in force to a file")
)
@home_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("в этот файл (иначе на экран)", "into this file (else to the screen)"),
)
def export(home: Home, output: Path | None) -> None:
    """YAML without secrets, on standard output or into a file."""
    from vochi.cli.service import hub  # noqa: PLC0415 - Django only where it is needed

    text = write_office(hub(home).current_office())
    if output:
        output.write_text(text)
    else:
        click.echo(text, nl=False)


@office.command(help=t("Найти все ошибки файла", "Find all problems of a file"))
@click.argument("file", type=FILE)
@click.option("--show", is_flag=True, help=t("с примерами звонков", "with a call that shows each"))
def check(file: Path, *, show: bool) -> None:
    """Read and verify; nothing is changed."""
    if show:
        _show_lives(load(file))
    load_sound(file)
    click.echo(t("Ошибок нет.", "No errors."))


def _show_lives(document: Office) -> None:
    """A timeline for each problem of the ways of calls: a life in which it happens."""
    from vochi.cli.simulate import lines  # noqa: PLC0415 - it loads offices with us

    for problem in verify(document):
        if problem.example is None:
            continue
        click.echo(f"{problem.place}: {say(problem.code, problem.facts, language())}")
        told = lines(problem.example.tale)
        for line in (*told[:_SHOWN], *(("    …",) if len(told) > _SHOWN else ())):
            click.echo(f"    {line}")


@office.command(help=t("Что изменит публикация", "What publishing would change"))
@home_option
@click.argument("file", type=FILE)
def plan(home: Home, file: Path) -> None:
    """The difference to the office in force, in plain words."""
    from vochi.cli.service import hub  # noqa: PLC0415

    document = load_sound(file)
    changes = core_plan(hub(home).current_office(), document)
    for change in changes:
        click.echo(f"· {say(change.code, change.facts, language())}")
    if not changes:
        click.echo(t("Ничего не изменится.", "Nothing would change."))


def read_secrets(file: Path | None) -> Secrets:
    """Passwords by account from YAML or JSON: `180: ...`; `web.goip: ...` is a key of equipment."""
    if file is None:
        return Secrets()
    try:
        found = yaml.load(file.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - text only
        named = dict(found or {})
        of_equipment = {name: named.pop(name) for name in tuple(named) if "." in str(name)}
        return Secrets(passwords=named, keys=of_equipment)
    except (yaml.YAMLError, ValueError, TypeError):
        raise Fault(
            t(
                f"{file}: нужны строки «учётная запись: пароль»",
                f"{file}: lines `account: password` are needed",
            )
        ) from None


def refusal(told: str) -> Problem:
    """A problem as the box told it."""
    try:
        return Problem.model_validate_json(told)
    except ValueError:
        return Problem(code=told, place="", facts={})


def need_passwords(document: Office, known: AbstractSet[str]) -> None:
    """Refuse before the box would: a password that only the operator knows cannot be made up."""
    missing = [line for line in accounts_of_operators(document) if line not in known]
    if missing:
        lines = ", ".join(missing)
        raise Fault(
            t(
                f"нет пароля оператора для линий: {lines}. Запишите в файл строки «линия: пароль» "
                "и добавьте --secrets ФАЙЛ",
                f"no operator's password for lines: {lines}. Write `line: password` into a file "
                "and add --secrets FILE",
            )
        )


def is_in_force(service: ModuleType, document: Office) -> bool:
    """Whether publishing the document would change nothing, the box's opinion included."""
    now = service.current_office()
    if now.version == 0 or document.model_copy(update={"version": now.version}) != now:
        return False
    outcome = service.office_outcome(now.version)
    return outcome is None or bool(outcome.ok)


def wait_applied(home: Home, version: int) -> None:
    """Until the box says how it went; a refusal is a fault with the box's own words."""
    from vochi.cli.service import hub  # noqa: PLC0415

    service = hub(home)
    until = time.monotonic() + APPLIED_IN
    while time.monotonic() < until:
        outcome = service.office_outcome(version)
        if outcome is not None:
            if outcome.ok:
                click.echo(t(f"Работает версия {version}.", f"Version {version} is running."))
                return
            tell(tuple(map(refusal, outcome.problems)))
            raise Fault(
                t(
                    f"версия {version} не принята станцией, работает прежняя",
                    f"the box refused version {version}, the one before still runs",
                )
            )
        time.sleep(0.05)
    raise Fault(
        t(
            f"станция не ответила за {APPLIED_IN:.0f} с: версия {version} применится, когда она "
            "появится (vochi up)",
            f"no answer from the box in {APPLIED_IN:.0f} s: version {version} will be applied when "
            "it is back (vochi up)",
        )
    )


@office.command(help=t("Опубликовать контору из файла", "Publish the office of a file"))
@home_option
@click.argument("file", type=FILE)
@click.option("--secrets", "secrets_file", type=FILE, help=t("пароли SIP", "SIP passwords"))
@click.option("--reason", default="", help=t("зачем (останется в истории)", "why (kept)"))
@click.option("--wait", is_flag=True, help=t("ждать, пока станция применит", "wait for the box"))
def publish(home: Home, file: Path, secrets_file: Path | None, reason: str, wait: bool) -> None:
    """Verify, keep as the next version; the box applies it and checks itself."""
    from vochi.cli.service import hub  # noqa: PLC0415

    document = load_sound(file)
    service = hub(home)
    given = read_secrets(secrets_file)
    need_passwords(document, {*given.passwords, *service.secrets().passwords})
    if secrets_file is None and is_in_force(service, document):
        version = service.current_office().version
        click.echo(
            t(f"Ничего не изменилось, в силе версия {version}.",
              f"Nothing changed, version {version} is in force.")
        )  # fmt: skip
        if wait:
            wait_applied(home, version)
        return
    for prompt, sound in sounds(file, document):
        service.add_prompt(sound.data, prompt.name, prompt.id)
    published = service.publish(document, given, reason=reason)
    for change in published.plan:
        click.echo(f"· {say(change.code, change.facts, language())}")
    click.echo(
        t(f"Опубликована версия {published.version}.", f"Published as version {published.version}.")
    )
    if wait:
        wait_applied(home, published.version)


@office.command(help=t("Вернуть прежнюю версию", "Go back to an earlier version"))
@home_option
@click.argument("version", type=click.IntRange(1))
@click.option("--reason", default="", help=t("зачем (останется в истории)", "why (kept)"))
@click.option("--wait", is_flag=True, help=t("ждать, пока станция применит", "wait for the box"))
def rollback(home: Home, version: int, reason: str, wait: bool) -> None:
    """The earlier document becomes a new version: history is never rewritten."""
    from vochi.cli.service import hub  # noqa: PLC0415

    published = hub(home).rollback(version, reason=reason)
    click.echo(
        t(f"Опубликована версия {published.version}.", f"Published as version {published.version}.")
    )
    if wait:
        wait_applied(home, published.version)


@office.command(help=t("Кто, что и когда публиковал", "Who published what and when"))
@home_option
def history(home: Home) -> None:
    """Newest first."""
    from vochi.cli.service import hub  # noqa: PLC0415

    for row in hub(home).versions():
        click.echo(f"{row.version:>5}  {row.at:%Y-%m-%d %H:%M}  {row.author or '—'}  {row.reason}")


@click.group(help=t("Пароли SIP", "SIP passwords"))
def secrets() -> None:
    """Commands on SIP passwords."""


@secrets.command("export", help=t("Все пароли как JSON", "All passwords as JSON"))
@home_option
def export_secrets(home: Home) -> None:
    """`{account: password}`, and keys of equipment by their names (`sms.a1-1`)."""
    from vochi.cli.service import hub  # noqa: PLC0415

    found = hub(home).secrets()
    click.echo(json.dumps({**found.passwords, **found.keys}, indent=1, sort_keys=True))


@secrets.command(
    "set", help=t("Задать пароль линии или устройства", "Set the password of a line or device")
)
@home_option
@click.argument("account")
def set_secret(home: Home, account: str) -> None:
    """Asked for without echo, or the first line of standard input; never on the command line."""
    from vochi.cli.service import hub  # noqa: PLC0415

    service = hub(home)
    office = service.current_office()
    if account not in {*accounts(office), *keys(office)}:
        raise Fault(t(f"нет учётной записи {account}", f"no such account: {account}"))
    if sys.stdin.isatty():
        password = click.prompt(t("Пароль", "Password"), hide_input=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        named = {account: password}
        given = Secrets(keys=named) if "." in account else Secrets(passwords=named)
    except ValueError:
        raise Fault(t("нужно от 1 до 128 символов", "1 to 128 characters are needed")) from None
    done = service.publish(office, given, reason=t("новый пароль", "new password"))
    click.echo(t(f"Опубликована версия {done.version}.", f"Published as version {done.version}."))
