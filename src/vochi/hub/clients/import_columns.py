"""Columns of a table of clients: what their headings are called in three languages."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from vochi.core.office.company import Language
from vochi.hub.clients.fields import OwnFieldOut
from vochi.hub.people.columns import key

Column = Literal[
    "name", "last_name", "first_name", "middle_name", "company", "phone", "mobile", "work", "home",
    "email", "tags", "responsible", "note",
]  # fmt: skip
COLUMNS: tuple[Column, ...] = get_args(Column)
#: Columns of which a file may have several.
MANY = frozenset({"phone", "mobile", "work", "home", "email", "note", "tags"})

#: Headings by column; the first of each language is what our own tables are headed with.
HEADINGS: Mapping[Column, Mapping[Language, tuple[str, ...]]] = {
    "name": {
        "ru": ("Имя", "ФИО", "Клиент", "Контакт", "Контактное лицо", "Полное имя", "Имя клиента",
               "Фамилия Имя Отчество", "Фамилия и имя", "Название контакта"),
        "en": ("Name", "Full name", "Client", "Contact", "Contact name", "Customer"),
        "be": ("Імя", "Кліент", "Кантакт", "ПІБ", "Поўнае імя"),
    },
    "last_name": {"ru": ("Фамилия",), "en": ("Last name", "Surname", "Family name"),
                  "be": ("Прозвішча",)},
    "first_name": {"ru": ("Имя (без фамилии)",), "en": ("First name", "Given name"),
                   "be": ("Імя (без прозвішча)",)},
    "middle_name": {"ru": ("Отчество",), "en": ("Middle name", "Patronymic"),
                    "be": ("Імя па бацьку",)},
    "company": {
        "ru": ("Компания", "Организация", "Фирма", "Предприятие", "Название компании", "Юрлицо",
               "Контрагент"),
        "en": ("Company", "Organization", "Organisation", "Company name", "Account"),
        "be": ("Кампанія", "Арганізацыя", "Прадпрыемства"),
    },
    "phone": {
        "ru": ("Телефоны", "Телефон", "Номер", "Номер телефона", "Тел", "Тел.",
               "Контактный телефон", "Телефон 1", "Телефон 2", "Телефон 3", "Другой телефон"),
        "en": ("Phones", "Phone", "Phone number", "Telephone", "Tel", "Phone 1", "Phone 2",
               "Phone 1 - Value", "Phone 2 - Value", "Other phone"),
        "be": ("Тэлефоны", "Тэлефон", "Нумар", "Нумар тэлефона"),
    },
    "mobile": {"ru": ("Мобильный", "Мобильный телефон", "Сотовый", "Моб", "Моб."),
               "en": ("Mobile", "Mobile phone", "Cell", "Cell phone"),
               "be": ("Мабільны", "Мабільны тэлефон")},
    "work": {"ru": ("Рабочий телефон", "Рабочий", "Телефон рабочий"),
             "en": ("Work phone", "Business phone"), "be": ("Працоўны тэлефон",)},
    "home": {"ru": ("Домашний телефон", "Домашний"), "en": ("Home phone",),
             "be": ("Хатні тэлефон",)},
    "email": {
        "ru": ("Почта", "E-mail", "Email", "Эл. почта", "Электронная почта", "Имейл", "Мейл"),
        "en": ("E-mail", "Mail", "E-mail address", "Email address", "E-mail 1 - Value"),
        "be": ("Пошта", "Эл. пошта", "Электронная пошта"),
    },
    "tags": {"ru": ("Метки", "Метка", "Теги", "Тег", "Группа", "Категория", "Категории"),
             "en": ("Tags", "Tag", "Labels", "Group", "Category", "Categories"),
             "be": ("Меткі", "Метка", "Тэгі", "Група", "Катэгорыя")},
    "responsible": {"ru": ("Ответственный", "Менеджер", "Ответственный менеджер"),
                    "en": ("Responsible", "Manager", "Owner"),
                    "be": ("Адказны", "Менеджар")},
    "note": {"ru": ("Заметка", "Заметки", "Комментарий", "Примечание", "Описание"),
             "en": ("Note", "Notes", "Comment", "Description", "Remarks"),
             "be": ("Нататка", "Каментарый", "Заўвага")},
}  # fmt: skip

_KNOWN: Mapping[str, str] = {
    key(word): column
    for column, languages in HEADINGS.items()
    for words in languages.values()
    for word in words
} | {key(column): column for column in HEADINGS}


def guessed(headings: Sequence[str], fields: Sequence[OwnFieldOut]) -> list[str]:
    """The column of each heading, empty for what is not known; own fields are `values.<slug>`."""
    own = {key(each.name): f"values.{each.slug}" for each in fields if not each.retired}
    words = [key(heading) for heading in headings]
    # Beside a surname, `Имя` is the first name.
    is_split = any(_KNOWN.get(word) == "last_name" for word in words)
    found: list[str] = []
    for word in words:
        column = own.get(word) or _KNOWN.get(word, "")
        if column == "name" and is_split:
            column = "first_name"
        found.append("" if column in found and column not in MANY else column)
    return found


def is_column(column: str, fields: Sequence[OwnFieldOut]) -> bool:
    """Whether cards can be given this."""
    return column in COLUMNS or column in {f"values.{each.slug}" for each in fields}
