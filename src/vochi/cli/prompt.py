"""`vochi prompt …`: sounds of the company from text or from files of any format."""

from pathlib import Path

import click

from vochi import voice
from vochi.cli.fault import Fault
from vochi.cli.language import language, t
from vochi.cli.place import home_option
from vochi.cli.sound import convert
from vochi.core.office.company import Language
from vochi.core.wording import say as word
from vochi.home import Home
from vochi.voice import Sound, VoiceFault, phrases

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("записать WAV в этот файл", "write the WAV into this file"),
)
KEEP = click.option(
    "--id",
    "prompt_id",
    help=t("добавить в хаб под этим именем (латиница)", "keep it in the hub under this name"),
)


@click.group(help=t("Фразы: сказать текст, взять файл", "Prompts: speak a text, take a file"))
def prompt() -> None:
    """Commands on sounds."""


@prompt.command(help=t("Произнести текст", "Speak a text"))
@home_option
@click.argument("text")
@click.option("--language", "spoken", type=click.Choice(["ru", "en", "be"]), default="ru")
@KEEP
@OUT
def say(home: Home, text: str, spoken: Language, prompt_id: str | None, out: Path | None) -> None:
    """By the best voice of this machine."""
    try:
        sound = voice.say(text, spoken)
    except VoiceFault as fault:
        raise Fault(word(fault.code, fault.facts, language())) from None
    give(home, sound, text[:60], prompt_id, out)


@prompt.command(help=t("Взять звук из файла любого формата", "Take a sound of any format"))
@home_option
@click.argument("file", type=FILE)
@KEEP
@OUT
def take(home: Home, file: Path, prompt_id: str | None, out: Path | None) -> None:
    """As Asterisk plays it: 16-bit mono 8 kHz, pleasantly loud."""
    give(home, convert(file), file.stem[:60] or "prompt", prompt_id, out)


@prompt.command("phrases", help=t("Фразы самой станции", "The phrases of the exchange itself"))
def phrases_() -> None:
    """Make what is missing; say where they lie."""
    place = phrases.make()
    missing = phrases.missing(place)
    if missing:
        raise Fault(word("phrases.missing", {"count": str(len(missing))}, language()))
    click.echo(str(place))


def give(home: Home, sound: Sound, name: str, prompt_id: str | None, out: Path | None) -> None:
    """Into a file, into the hub, or both; with neither it is told what came of it."""
    if out is not None:
        out.write_bytes(sound.data)
    if prompt_id is not None:
        from vochi.cli.service import hub  # noqa: PLC0415 - Django only where it is needed

        hub(home).add_prompt(sound.data, name, prompt_id)
    seconds = f"{sound.seconds:.1f}"
    told = t(f"{seconds} с, {sound.sha256}", f"{seconds} s, {sound.sha256}")
    click.echo(told)
