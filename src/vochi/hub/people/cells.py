"""Cells of a table as fields of the form: words become slugs, numbers, kinds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue, TypeAdapter, ValidationError

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.wording import say
from vochi.hub.accounts.schemas import LoginName
from vochi.hub.people.columns import KINDS, LANGUAGES, NONE, ROLES, YES, Column, key
from vochi.hub.people.schemas import FieldProblem, PersonIn, PhoneIn

_LOGIN: TypeAdapter[str] = TypeAdapter(LoginName)
_PARTS = re.compile(r"\s*[,;/+]\s*")
_MOST_PHONES = 5


@dataclass
class Cells:
    """The cells of one line; `roles` are words for roles -> slug."""

    office: Office
    roles: Mapping[str, str]
    language: Language
    values: Mapping[Column, str]
    problems: list[FieldProblem] = field(default_factory=list)

    def person(self) -> PersonIn | None:
        """The form that the cells fill; None when `problems` say why not."""
        name = self.values.get("name", "")
        if not 1 <= len(name) <= 80:
            self._wrong("people.no_name", "name", name=name)
        filled = {
            "name": name,
            "login": self._login(),
            "role": self._role(),
            "extension": self._extension("extension"),
            "phones": self._phones(),
            "departments": self._departments(),
            "outbound": self._outbound(),
            "mobile": self.values.get("mobile") or None,
            "language": self._language(),
            "record": self._record(),
            "wrap_up": self._wrap_up(),
            "pin": self._pin(),
            "colleague": self._extension("colleague"),
        }
        if self.problems:
            return None
        try:
            return PersonIn.model_validate(filled)
        except ValidationError as wrong:
            for each in wrong.errors():
                self._wrong("people.bad_cell", str(each["loc"][0]), value=str(each["input"])[:60])
            return None

    def _wrong(self, code: str, place: str, **facts: JsonValue) -> None:
        text = say(code, facts, self.language)
        self.problems.append(FieldProblem(code=code, field=place, text=text, facts=facts))

    def _login(self) -> str | None:
        login = self.values.get("login", "")
        if not login:
            return None
        try:
            return _LOGIN.validate_python(login)
        except ValidationError:
            self._wrong("people.bad_login", "login", login=login)
            return None

    def _role(self) -> str | None:
        word = self.values.get("role", "")
        if not word:
            return None
        found = self.roles.get(key(word)) or ROLES.get(key(word))
        if found is None:
            self._wrong("people.no_role", "role", role=word)
        return found

    def _extension(self, column: Column) -> str | None:
        text = self.values.get(column, "")
        if not text:
            return None
        if not re.fullmatch(r"[1-9][0-9]{1,4}", text):
            self._wrong("people.bad_extension", column, extension=text)
            return None
        return text

    def _phones(self) -> tuple[PhoneIn, ...]:
        """Without the column everybody gets a phone on his desk; `2` are two of them."""
        text = self.values.get("phones")
        if text is None:
            return (PhoneIn(name=self._phone_name("desk")),)
        if not text or key(text) in NONE:
            return ()
        if text.isascii() and text.isdigit() and int(text) <= _MOST_PHONES:
            return (PhoneIn(name=self._phone_name("desk")),) * int(text)
        found: list[PhoneIn] = []
        for word in filter(None, _PARTS.split(text)):
            kind = KINDS.get(key(word))
            if kind is None:
                self._wrong("people.no_kind", "phones", kind=word)
            else:
                found.append(PhoneIn.model_validate({"name": self._phone_name(kind), "kind": kind}))
        return tuple(found)

    def _phone_name(self, kind: str) -> str:
        return say(f"phone.{kind}", {}, self.office.company.language)

    def _departments(self) -> tuple[str, ...]:
        known = {key(each.name): each.number for each in self.office.departments}
        known |= {each.number: each.number for each in self.office.departments}
        text = self.values.get("departments", "")
        # A name may have a comma in it: the whole first, then its parts.
        words = [text] if key(text) in known else [word for word in _PARTS.split(text) if word]
        for word in words:
            if key(word) not in known:
                self._wrong("people.no_department", "departments", department=word)
        return tuple(known[key(word)] for word in words if key(word) in known)

    def _outbound(self) -> str | None:
        """Without the column the only scheme there is."""
        schemes = self.office.outbound
        text = self.values.get("outbound")
        if text is None:
            return schemes[0].id if len(schemes) == 1 else None
        if not text or key(text) in NONE:
            return None
        known = {key(each.name): each.id for each in schemes} | {
            each.id: each.id for each in schemes
        }
        if key(text) not in known:
            self._wrong("people.no_outbound", "outbound", scheme=text)
        return known.get(key(text))

    def _language(self) -> Language | None:
        text = self.values.get("language", "")
        found = LANGUAGES.get(key(text)) if text else None
        if text and found is None:
            self._wrong("people.bad_cell", "language", value=text)
        return found

    def _record(self) -> bool:
        text = self.values.get("record", "")
        if text and key(text) not in YES | NONE:
            self._wrong("people.bad_cell", "record", value=text)
        return not text or key(text) in YES

    def _wrap_up(self) -> int:
        text = self.values.get("wrap_up", "")
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and int(text[:6]) <= 600):
            self._wrong("people.bad_cell", "wrap_up", value=text)
            return 0
        return int(text)

    def _pin(self) -> str | None:
        text = self.values.get("pin", "")
        if text and not re.fullmatch(r"[0-9]{4,10}", text):
            # The PIN itself is not told, nor kept.
            self._wrong("people.bad_pin", "pin")
            return None
        return text or None
