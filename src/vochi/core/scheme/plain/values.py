"""Values of settings in plain words, and back."""

import re
from typing import Any

from vochi.core.office.company import Language
from vochi.core.scheme.plain.form import Form, Setting, word, words
from vochi.core.scheme.plain.names import Names, Things, is_slug
from vochi.core.scheme.plain.text import QUOTES, fold, inside, quote, split, unquote
from vochi.core.scheme.plain.wrong import Wrong, closest

_COUNT = re.compile(r"([0-9]{1,9})\s*(.*)")
_KEY = re.compile(r"[0-9*#]")
_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}")
#: Seconds, minutes, hours, days: what can be told in another unit than the setting's.
_TIMES = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


class Values:
    """Writes and reads settings in one language, with the names of one office."""

    def __init__(self, names: Names, language: Language) -> None:
        self.names, self.language = names, language
        self.mark = "“" if language == "en" else "«"

    def quote(self, said: str) -> str:
        """In the quotes of the language."""
        return quote(said, self.mark)

    def special(self, name: str) -> str:
        """A word that is no name: `(никуда)`."""
        return f"({word(name, self.language)})"

    def is_special(self, said: str, name: str) -> bool:
        """Whether this is that word."""
        held = inside(said)
        return held is not None and fold(held) == fold(word(name, self.language))

    def write(self, setting: Setting, value: Any, form: Form | None = None) -> str:
        """The value of a setting as people say it."""
        if value is None:
            return self.special(setting.nothing)
        if things := self._things(setting):
            if setting.sort == "music" and value == "default":
                return self.special("usual_music")
            return things.write(value, self.mark)
        match setting.sort:
            case "targets" | "members":
                return ", ".join(self.names.write_number(each, self.mark) for each in value)
            case "owner" | "phone":
                return self.names.write_number(value, self.mark)
            case "count":
                unit = f" {word(f'unit.{setting.unit}', self.language)}" if setting.unit else ""
                return f"{value}{unit}"
            case "flag":
                return word("yes" if value else "no", self.language)
            case "choice":
                return (setting.choices or {})[value]
            case "choices":
                return ", ".join((setting.choices or {})[each] for each in value)
            case "text":
                return self.quote(value)
            case "test":
                return self._write_test(value, form)
            case "lines":
                return ", ".join(self.names.lines.write(each, self.mark) for each in value)
            case "codes":
                return ", ".join(value)
            case "operators":
                return ", ".join(map(self.quote, value))
            case _:
                return str(value)

    def read(self, setting: Setting, said: str, form: Form | None = None) -> Any:
        """The value that was said. Raises Wrong."""
        if setting.is_optional and self.is_special(said, setting.nothing):
            return None
        if things := self._things(setting):
            if setting.sort == "music" and self.is_special(said, "usual_music"):
                return "default"
            return things.read(said)
        match setting.sort:
            case "targets" | "members":
                return self.names.read_numbers(said)
            case "owner" | "phone":
                return self.names.read_number(said)
            case "count":
                return self._count(setting, said)
            case "flag":
                return self._flag(said)
            case "choice":
                return _choice(setting, said)
            case "choices":
                return tuple(_choice(setting, each) for each in split(said, ",") if each)
            case "text":
                return unquote(said) if said[:1] in QUOTES else said
            case "test":
                return self._test(said, form)
            case "key":
                return _key(said)
            case "slug":
                return _slug(said)
            case "prefix":
                return _prefix(said)
            case "lines":
                return tuple(self.names.lines.read(each) for each in split(said, ",") if each)
            case "codes":
                return tuple(each.replace(" ", "") for each in split(said, ",") if each)
            case "operators":
                parts = [each for each in split(said, ",") if each]
                return tuple(unquote(each) if each[0] in QUOTES else each for each in parts)
            case _:
                return said

    def _things(self, setting: Setting) -> Things | None:
        match setting.sort:
            case "prompt" | "music":
                return self.names.prompts
            case "outbound":
                return self.names.outbound
            case "scheme":
                return self.names.inbound
            case _:
                return None

    def _write_test(self, test: dict[str, Any], form: Form | None) -> str:
        assert form is not None
        said, setting = form.tests[test["what"]]
        return said if setting is None else f"{said} {self.write(setting, test[setting.name])}"

    def _test(self, said: str, form: Form | None) -> dict[str, Any]:
        tests = form.tests if form else {}
        # The longest words first: one may begin as another does.
        for what, (known, setting) in sorted(
            tests.items(), key=lambda each: len(each[1][0]), reverse=True
        ):
            words_said = fold(said)
            if setting is None and words_said == fold(known):
                return {"what": what}
            if setting is not None and words_said.startswith(fold(known) + " "):
                value = " ".join(said.split())[len(" ".join(known.split())) :].strip()
                return {"what": what, setting.name: self.read(setting, value)}
        choices = [known for known, _ in tests.values()]
        raise Wrong("plain.choice", closest(said, choices), said=said, choices="; ".join(choices))

    def _count(self, setting: Setting, said: str) -> int:
        found = _COUNT.fullmatch(said)
        if found is None:
            raise Wrong("plain.number", said=said)
        count, unit = int(found[1]), fold(found[2]).rstrip(".")
        if unit:
            count = self._in_unit(setting, count, unit, found[2])
        least, most = setting.least, setting.most
        if (least is not None and count < least) or (most is not None and count > most):
            raise Wrong("plain.range", said=said, least=str(least or 0), most=str(most))
        return count

    def _in_unit(self, setting: Setting, count: int, unit: str, said: str) -> int:
        units = {fold(each).rstrip("."): name for name, each in words("unit", self.language)}
        name = units.get(unit)
        if name == setting.unit:
            return count
        mine, theirs = _TIMES.get(setting.unit), _TIMES.get(name or "")
        if mine is None or theirs is None or (count * theirs) % mine:
            own = word(f"unit.{setting.unit}", self.language) if setting.unit else ""
            raise Wrong("plain.unit", own or None, said=said)
        return count * theirs // mine

    def _flag(self, said: str) -> bool:
        for name in ("yes", "no"):
            if fold(said) == fold(word(name, self.language)):
                return name == "yes"
        choices = " / ".join(word(name, self.language) for name in ("yes", "no"))
        raise Wrong("plain.choice", said=said, choices=choices)


def _choice(setting: Setting, said: str) -> str:
    choices = setting.choices or {}
    for value, known in choices.items():
        if fold(known) == fold(said):
            return value
    shown = "; ".join(choices.values())
    raise Wrong("plain.choice", closest(said, choices.values()), said=said, choices=shown)


def _key(said: str) -> str:
    if _KEY.fullmatch(said) is None:
        raise Wrong("plain.key", said=said)
    return said


def _slug(said: str) -> str:
    held = unquote(said) if said[:1] in QUOTES else said
    if held is None or not is_slug(held):
        raise Wrong("plain.slug", said=said)
    return held


def _prefix(said: str) -> str:
    bare = re.sub(r"[ ()-]", "", said)
    if _PREFIX.fullmatch(bare) is None:
        raise Wrong("plain.prefix", said=said)
    return bare
