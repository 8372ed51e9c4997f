"""Click's own words in Russian: it has no catalogue of its own."""

import importlib

import click

from vochi.language import language

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_WORDS = {
    "Usage:": "Вызов:",
    "Options": "Ключи",
    "Commands": "Команды",
    "Show the version and exit.": "Показать версию.",
    "Show this message and exit.": "Показать эту справку.",
    "%(prog)s, version %(version)s": "%(prog)s, версия %(version)s",
    "Missing command.": "Не сказано, что делать.",
    "Missing argument": "Не хватает слова",
    "Missing option": "Не хватает ключа",
    "Missing parameter": "Не хватает слова",
    "Missing parameter: {param_name}": "Не хватает слова: {param_name}",
    "No such command {name!r}.": "Нет команды «{name}».",
    "No such option {name!r}.": "Нет ключа {name}.",
    "Did you mean {possibility}?": "Может быть, {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Может быть, {possibilities}?",
    "Invalid value: {message}": "Не подходит: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}: {message}",
    "Got unexpected extra argument ({args})": "Лишнее слово: {args}",
    "Got unexpected extra arguments ({args})": "Лишние слова: {args}",
    "Option {name!r} does not take a value.": "У ключа {name} не бывает значения.",
    "Option {name!r} requires an argument.": "У ключа {name} нужно значение.",
    "Option {name!r} requires {nargs} arguments.": "У ключа {name} нужно значений: {nargs}.",
    "{value!r} is not {choice}.": "«{value}» здесь не бывает, нужно {choice}.",
    "{value!r} is not one of {choices}.": "«{value}» здесь не бывает, нужно одно из: {choices}.",
    "{value!r} is not a valid {number_type}.": "«{value}» — не число.",
    "{value} is not in the range {range}.": "{value} не из допустимых ({range}).",
    "Choose from:\n\t{choices}": "Одно из:\n\t{choices}",
    "file": "файл",
    "File": "файл",
    "directory": "каталог",
    "Directory": "каталог",
    "path": "путь",
    "{name} {filename!r} does not exist.": "{name} {filename!r} не найден.",
    "{name} {filename!r} is a file.": "{filename!r} — файл, а нужен каталог.",
    "{name} {filename!r} is a directory.": "{filename!r} — каталог, а нужен файл.",
    "{name} {filename!r} is not readable.": "нет права читать {filename!r}.",
    "{name} {filename!r} is not writable.": "нет права писать в {filename!r}.",
    "default: {default}": "иначе: {default}",
    "required": "обязательно",
    "Aborted!": "Прервано.",
    "unknown error": "неизвестная ошибка",
}


def _one(text: str) -> str:
    return _WORDS.get(text, text)


def _many(one: str, many: str, count: int) -> str:
    return _one(one if count == 1 else many)


def speak() -> None:
    """Let Click speak the language of the terminal; call it once, before any command."""
    if language() != "ru":
        return
    click.types.StringParamType.name = "текст"
    click.types.IntParamType.name = click.IntRange.name = "число"
    for name in _MODULES:
        module = importlib.import_module(f"click.{name}")
        for word, replacement in (("_", _one), ("ngettext", _many)):
            if hasattr(module, word):
                setattr(module, word, replacement)
