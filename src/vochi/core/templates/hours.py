"""Hours in words: as people read them (`пн–пт 9:00–18:00`) and as a voice says them."""

from collections.abc import Iterator

from vochi.core.office.company import Language
from vochi.core.schedule import DAY, minutes, passes_midnight
from vochi.core.scheme.nodes.schedule import Hours

_SHORT: dict[Language, tuple[str, ...]] = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "be": ("пн", "аў", "ср", "чц", "пт", "сб", "нд"),
}
_DAILY: dict[Language, str] = {"ru": "ежедневно", "en": "every day", "be": "штодня"}
_FROM: dict[Language, tuple[str, ...]] = {
    "ru": ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "be": ("панядзелка", "аўторка", "серады", "чацвярга", "пятніцы", "суботы", "нядзелі"),
}
_TO: dict[Language, tuple[str, ...]] = {
    "ru": ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"),
    "en": _FROM["en"],
    "be": ("панядзелак", "аўторак", "сераду", "чацвер", "пятніцу", "суботу", "нядзелю"),
}
_JOINS: dict[Language, tuple[str, str, str, str]] = {  # range, one day, and, clock
    "ru": ("с {} по {}", "в {}", " и ", "с {} до {}"),
    "en": ("from {} to {}", "on {}", " and ", "from {} to {}"),
    "be": ("з {} па {}", "у {}", " і ", "з {} да {}"),
}
_TEENS: dict[Language, tuple[str, ...]] = {
    "ru": (
        "ноля", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти",
        "десяти", "одиннадцати", "двенадцати", "тринадцати", "четырнадцати", "пятнадцати",
        "шестнадцати", "семнадцати", "восемнадцати", "девятнадцати",
    ),
    "be": (
        "нуля", "адной", "дзвюх", "трох", "чатырох", "пяці", "шасці", "сямі", "васьмі", "дзевяці",
        "дзесяці", "адзінаццаці", "дванаццаці", "трынаццаці", "чатырнаццаці", "пятнаццаці",
        "шаснаццаці", "сямнаццаці", "васямнаццаці", "дзевятнаццаці",
    ),
}  # fmt: skip
_TENS: dict[Language, tuple[str, ...]] = {
    "ru": ("", "", "двадцати", "тридцати", "сорока", "пятидесяти"),
    "be": ("", "", "дваццаці", "трыццаці", "сарака", "пяцідзесяці"),
}
_NOUNS: dict[Language, tuple[str, str, str, str]] = {  # of an hour, of hours, of a minute, of more
    "ru": ("часа", "часов", "минуты", "минут"),
    "be": ("гадзіны", "гадзін", "хвіліны", "хвілін"),
}
_MIDNIGHT: dict[Language, str] = {"ru": "полуночи", "en": "midnight", "be": "паўночы"}


def is_round_the_clock(hours: tuple[Hours, ...]) -> bool:
    """Whether no minute of a week is outside; no hours at all mean the same."""
    if not hours:
        return True
    covered = [False] * (7 * DAY)
    for each in hours:
        first, last = minutes(each.since), minutes(each.to)
        last += DAY if passes_midnight(each) else 0
        for day in each.days:
            for minute in range(first, last):
                covered[((day - 1) * DAY + minute) % (7 * DAY)] = True
    return all(covered)


def shown(hours: tuple[Hours, ...], language: Language) -> str:
    """`пн–пт 9:00–18:00, сб 10:00–14:00`."""
    names = _SHORT[language]
    parts: list[str] = []
    for each in hours:
        runs = [
            names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}"
            for first, last in _runs(each)
        ]
        days = _DAILY[language] if set(each.days) == set(range(1, 8)) else ", ".join(runs)
        parts.append(f"{days} {each.since.lstrip('0').rjust(4, '0')}–{each.to}")
    return ", ".join(parts)


def spoken(hours: tuple[Hours, ...], language: Language) -> str:
    """`с понедельника по пятницу с девяти до восемнадцати`; numbers in the case they stand in."""
    said = ", ".join(f"{_days(each, language)} {_clocks(each, language)}" for each in hours)
    return said.replace("в вторник", "во вторник").replace("с вторника", "со вторника")


def _days(hours: Hours, language: Language) -> str:
    if set(hours.days) == set(range(1, 8)):
        return _DAILY[language]
    span, one, both, _ = _JOINS[language]
    words: list[str] = []
    for first, last in _runs(hours):
        if last - first > 1:
            words.append(span.format(_FROM[language][first - 1], _TO[language][last - 1]))
        else:
            pair = both.join(_TO[language][day - 1] for day in dict.fromkeys((first, last)))
            words.append(one.format(pair))
    return ", ".join(words)


def _clocks(hours: Hours, language: Language) -> str:
    return _JOINS[language][3].format(_clock(hours.since, language), _clock(hours.to, language))


def _clock(clock: str, language: Language) -> str:
    hour, minute = divmod(minutes(clock), 60)
    if hour % 24 == 0 and not minute:
        return _MIDNIGHT[language]
    if language == "en":
        return f"{hour}:{minute:02}" if minute else f"{hour}"
    noun_one, noun, minute_one, minute_many = _NOUNS[language]
    said = _number(hour, language)
    if minute or hour == 1:
        said += f" {noun_one if hour % 10 == 1 and hour != 11 else noun}"
    if minute:
        is_one = minute % 10 == 1 and minute != 11
        said += f" {_minutes(minute, language)} {minute_one if is_one else minute_many}"
    return said


def _minutes(number: int, language: Language) -> str:
    """Minutes are feminine: `одной минуты`."""
    return _number(number, language).replace("одного", "одной")


def _number(number: int, language: Language) -> str:
    teens, tens = _TEENS[language], _TENS[language]
    if number < 20:
        return teens[number]
    rest = f" {teens[number % 10]}" if number % 10 else ""
    return tens[number // 10] + rest


def _runs(hours: Hours) -> Iterator[tuple[int, int]]:
    """Days that follow each other, as first and last."""
    days = sorted(set(hours.days))
    first = last = days[0]
    for day in days[1:]:
        if day != last + 1:
            yield first, last
            first = day
        last = day
    yield first, last
