"""What can be written at all: every kind of node, every setting of it, every way out."""

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.scheme.plain.form import Form, Setting, forms, word
from vochi.core.scheme.plain.outgoing import settings
from vochi.core.scheme.plain.text import ARROW


class Chapter(Frozen):
    """A kind of node: how its first line ends, what it is for, and lines it may have."""

    name: str
    about: str
    lines: tuple[str, ...]


def guide(language: Language) -> tuple[Chapter, ...]:
    """The kinds of an incoming scheme."""
    return tuple(_chapter(form, language) for form in forms(language).values())


def guide_outgoing(language: Language) -> tuple[Chapter, ...]:
    """What a rule of an outgoing scheme may say."""
    lines = tuple(_line(each, language) for each in settings(language))
    return (Chapter(name=word("route", language), about="", lines=lines),)


def _chapter(form: Form, language: Language) -> Chapter:
    lines = []
    for setting in form.settings:
        if setting.sort == "test":
            said = (f"{known} {'…' if of else ''}".strip() for known, of in form.tests.values())
            lines.append(f"{setting.label}: {' / '.join(said)}")
        elif setting.sort == "hours":
            hours = f"{word('day.1', language)}–{word('day.5', language)} 09:00–18:00"
            mark = "“…”" if language == "en" else "«…»"
            lines.append(f"{setting.label} {mark}: {hours} {ARROW} …")
        else:
            lines.append(_line(setting, language))
    lines += [f"{way.words.replace('{value}', '…')} {ARROW} …" for way in form.ways]
    return Chapter(name=form.name, about=form.about, lines=tuple(lines))


def _line(setting: Setting, language: Language) -> str:
    match setting.sort:
        case "choice" | "choices":
            said = " / ".join((setting.choices or {}).values())
        case "flag":
            said = f"{word('yes', language)} / {word('no', language)}"
        case "count":
            said = f"{setting.least}–{setting.most}"
            said += f" {word(f'unit.{setting.unit}', language)}" if setting.unit else ""
        case _:
            said = "…"
    if setting.is_optional:
        said += f" / ({word(setting.nothing, language)})"
    return f"{setting.label}: {said}"
