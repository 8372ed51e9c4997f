"""Columns of a table of people: what their headings are called in three languages."""

from collections.abc import Mapping
from typing import Literal

from vochi.core.office.company import Language

Column = Literal[
    "name", "login", "role", "extension", "phones", "departments", "outbound", "mobile",
    "language", "record", "wrap_up", "pin", "colleague",
]  # fmt: skip

#: Headings by column; the first of each language is what our own tables are headed with.
HEADINGS: Mapping[Column, Mapping[Language, tuple[str, ...]]] = {
    "name": {
        "ru": ("Имя", "ФИО", "Сотрудник", "Фамилия и имя", "Имя сотрудника", "Фамилия Имя"),
        "en": ("Name", "Full name", "Employee", "Person"),
        "be": ("Імя", "Супрацоўнік", "Прозвішча і імя", "ПІБ"),
    },
    "login": {
        "ru": ("Логин", "Имя для входа", "Вход", "Учётная запись", "Email", "Почта"),
        "en": ("Login", "User", "Username", "E-mail"),
        "be": ("Лагін", "Імя для ўваходу", "Уваход", "Пошта"),
    },
    "role": {"ru": ("Роль", "Права"), "en": ("Role", "Rights"), "be": ("Роля", "Правы")},
    "extension": {
        "ru": ("Внутренний номер", "Внутренний", "Добавочный", "Номер", "Короткий номер", "Вн."),
        "en": ("Extension", "Ext", "Ext.", "Number", "Internal number"),
        "be": ("Унутраны нумар", "Унутраны", "Нумар", "Кароткі нумар"),
    },
    "phones": {
        "ru": ("Телефоны", "Телефон", "Аппараты", "Аппарат"),
        "en": ("Phones", "Phone", "Devices"),
        "be": ("Тэлефоны", "Тэлефон", "Апараты"),
    },
    "departments": {
        "ru": ("Отделы", "Отдел", "Подразделение"),
        "en": ("Departments", "Department", "Team"),
        "be": ("Аддзелы", "Аддзел"),
    },
    "outbound": {
        "ru": ("Схема исходящих", "Исходящие", "Исходящая схема"),
        "en": ("Outbound scheme", "Outgoing", "Outbound", "Outgoing scheme"),
        "be": ("Схема выходных", "Выходныя"),
    },
    "mobile": {
        "ru": ("Мобильный", "Сотовый", "Мобильный телефон", "Моб."),
        "en": ("Mobile", "Cell", "Mobile phone"),
        "be": ("Мабільны", "Мабільны тэлефон"),
    },
    "language": {"ru": ("Язык",), "en": ("Language",), "be": ("Мова",)},
    "record": {
        "ru": ("Запись", "Записывать", "Запись разговоров"),
        "en": ("Recording", "Record"),
        "be": ("Запіс", "Запісваць"),
    },
    "wrap_up": {
        "ru": ("Отдых после разговора, с", "Отдых", "Время на дела"),
        "en": ("Rest after a talk, s", "Wrap-up", "Wrap-up time"),
        "be": ("Адпачынак пасля размовы, с", "Адпачынак"),
    },
    "pin": {"ru": ("ПИН", "PIN", "Пин-код"), "en": ("Pin code",), "be": ("ПІН",)},
    "colleague": {
        "ru": ("Коллега", "Заместитель"),
        "en": ("Colleague", "Deputy"),
        "be": ("Калега", "Намеснік"),
    },
}
#: What stands in cells for kinds of phones.
KINDS: Mapping[str, str] = {
    "desk": "desk", "стол": "desk", "настольный": "desk", "аппарат": "desk", "на столе": "desk",
    "настольны": "desk", "sip": "desk", "softphone": "softphone", "программа": "softphone",
    "софтфон": "softphone", "праграма": "softphone", "мобильное приложение": "softphone",
    "app": "softphone", "dect": "dect", "трубка": "dect", "радиотрубка": "dect", "fxs": "fxs",
    "аналоговый": "fxs", "analogue": "fxs", "аналагавы": "fxs",
}  # fmt: skip
NONE = frozenset({"0", "нет", "no", "none", "без", "няма", "-", "—"})
YES = frozenset({"1", "да", "yes", "true", "так", "+", "y", "д"})
ROLES: Mapping[str, str] = {
    "owner": "owner", "владелец": "owner", "собственник": "owner", "уладальнік": "owner",
    "administrator": "administrator", "admin": "administrator", "администратор": "administrator",
    "админ": "administrator", "адміністратар": "administrator", "head": "head",
    "head of department": "head", "руководитель": "head", "начальник": "head",
    "руководитель отдела": "head", "кіраўнік": "head", "кіраўнік аддзела": "head",
    "employee": "employee", "сотрудник": "employee", "работник": "employee",
    "супрацоўнік": "employee", "оператор": "employee", "менеджер": "employee",
}  # fmt: skip
LANGUAGES: Mapping[str, Language] = {
    "ru": "ru", "русский": "ru", "рус": "ru", "russian": "ru", "руская": "ru", "en": "en",
    "английский": "en", "english": "en", "англ": "en", "англійская": "en", "be": "be",
    "белорусский": "be", "belarusian": "be", "бел": "be", "беларуская": "be", "by": "be",
}  # fmt: skip


def key(text: str) -> str:
    """A heading or a word as it is compared."""
    return " ".join(text.casefold().replace("ё", "е").replace("_", " ").split()).strip(" .:*")


_KNOWN: dict[str, Column] = {
    key(word): column
    for column, languages in HEADINGS.items()
    for words in languages.values()
    for word in words
} | {key(column): column for column in HEADINGS}


def recognised(headings: tuple[str, ...]) -> tuple[Column | None, ...]:
    """The column of each heading; of two for one column the first counts."""
    found: list[Column | None] = []
    for heading in headings:
        column = _KNOWN.get(key(heading))
        found.append(None if column in found else column)
    return tuple(found)
