"""The form of a person against an office: what he would have, and what is wrong with a field."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from vochi.core.numbers import normalise
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.latin import free_slug
from vochi.core.office.person import Device, Person
from vochi.core.office.posts import (
    Post,
    accounts_for,
    free_extension,
    free_follow_me,
    numbers_taken,
    post_of,
)
from vochi.core.wording import say
from vochi.hub.people.schemas import FieldProblem, FollowIn, PersonIn


@dataclass
class Form:
    """One form read against an office. `taken` are ids that nobody may get again."""

    office: Office
    body: PersonIn
    language: Language
    person: str | None = None
    taken: Container[str] = ()
    problems: list[FieldProblem] = field(default_factory=list)

    def post(self) -> Post | None:
        """All that he would have; None when `problems` say why not."""
        was = None if self.person is None else post_of(self.office, self.person)
        extension = self._extension(was)
        mobile = self._mobile()
        self._departments()
        if extension is None:
            return None
        person = self._person(was, extension, mobile)
        devices = tuple(self._devices(was, extension))
        follow_me = self._follow_me(was, person)
        if self.problems:
            return None
        return Post(
            person=person,
            devices=devices,
            departments=tuple(dict.fromkeys(self.body.departments)),
            follow_me=follow_me,
        )

    def wrong(self, code: str, place: str, **facts: JsonValue) -> None:
        """Note what is wrong with a field."""
        text = say(code, facts, self.language)
        self.problems.append(FieldProblem(code=code, field=place, text=text, facts=facts))

    def _extension(self, was: Post | None) -> str | None:
        wanted = self.body.extension
        own = None if was is None else was.person.extension
        if wanted is None:
            found = own or free_extension(self.office)
            if found is None:
                self.wrong("people.no_free_extension", "extension")
            return found
        holder = numbers_taken(self.office).get(wanted)
        if wanted != own and holder is not None:
            free = free_extension(self.office) or "—"
            self.wrong("people.extension_of", "extension", extension=wanted, name=holder, free=free)
            return None
        return wanted

    def _mobile(self) -> str | None:
        if not self.body.mobile:
            return None
        found = normalise(self.body.mobile, self.office.company.numbering)
        if found is None or not found.startswith("+"):
            self.wrong("people.bad_mobile", "mobile", number=self.body.mobile)
            return None
        return found

    def _departments(self) -> None:
        known = {each.number for each in self.office.departments}
        for index, number in enumerate(self.body.departments):
            if number not in known:
                self.wrong("people.no_department", f"departments/{index}", department=number)
        for index, number in enumerate(self.body.sight_departments or ()):
            if number not in known:
                place = f"sight_departments/{index}"
                self.wrong("people.no_department", place, department=number)
        schemes = {each.id for each in self.office.outbound}
        if self.body.outbound is not None and self.body.outbound not in schemes:
            self.wrong("people.no_outbound", "outbound", scheme=self.body.outbound)

    def _person(self, was: Post | None, extension: str, mobile: str | None) -> Person:
        body = self.body
        pin = body.pin if body.pin is not None else (was.person.pin if was else None)
        return Person(
            id=self.person or free_slug(body.name, self.taken, f"p{extension}"),
            name=body.name,
            extension=extension,
            outbound=body.outbound,
            record=body.record,
            language=body.language,
            colleague=body.colleague,
            wrap_up=body.wrap_up,
            pin=pin or None,
            listens_to=tuple(dict.fromkeys(body.listens_to)),
            works_from=body.works_from,
            mobile=mobile,
            confirm=body.confirm,
        )

    def _devices(self, was: Post | None, extension: str) -> Iterator[Device]:
        """Phones that he has keep their accounts, moved with his extension; new ones get one."""
        old = {} if was is None else {device.account: device for device in was.devices}
        moved = {account: _moved(account, extension) for account in old}
        kept = {moved[p.account] for p in self.body.phones if p.account in moved}
        free = accounts_for(extension, kept)
        seen: set[str] = set()
        for index, phone in enumerate(self.body.phones):
            if phone.account is not None and phone.account not in old:
                self.wrong("people.no_phone", f"phones/{index}", account=phone.account)
                continue
            account = next(free, None) if phone.account is None else moved[phone.account]
            if account is None or account in seen:
                self.wrong("people.phone_twice", f"phones/{index}", account=str(account))
                continue
            seen.add(account)
            yield Device(
                account=account, name=phone.name, kind=phone.kind, transport=phone.transport
            )

    def _follow_me(self, was: Post | None, person: Person) -> FollowMe | None:
        before = None if was is None else was.follow_me
        if "follow_me" not in self.body.model_fields_set:
            return before
        wanted = self.body.follow_me
        return None if wanted is None else self._look_for(wanted, before, person)

    def _look_for(
        self, wanted: FollowIn, before: FollowMe | None, person: Person
    ) -> FollowMe | None:
        own = None if before is None else before.number
        number = wanted.number or own or free_follow_me(self.office, {person.extension})
        if number is None:
            self.wrong("people.no_free_follow_me", "follow_me/number")
            return None
        holder = numbers_taken(self.office).get(number)
        if number != own and holder is not None:
            self.wrong("follow_me.number_is", "follow_me/number", number=number, name=holder)
            return None
        name = wanted.name or (person.name if before is None else before.name)
        return FollowMe(number=number, name=name, person=person.id, steps=wanted.steps)


def _moved(account: str, extension: str) -> str:
    _, dash, ordinal = account.partition("-")
    return f"{extension}{dash}{ordinal}"


def field_in_form(office: Office, post: Post, place: str) -> str | None:
    """The field of the form that a problem of the office lies in; None: it is about others."""
    section, _, rest = place.partition("/")
    index, _, inner = rest.partition("/")
    if not index.isdecimal():
        return None
    at = int(index)
    match section:
        case "people" if _is(office.people, at, "id", post.person.id):
            return inner or "name"
        case "devices":
            found = [i for i, d in enumerate(post.devices) if _is(office.devices, at, "account",
                     d.account)]  # fmt: skip
            return f"phones/{found[0]}" if found else None
        case "departments" if _is_his(office, at, post):
            return "departments"
        case "follow_me" if post.follow_me is not None and _is(
            office.follow_me, at, "number", post.follow_me.number
        ):
            return f"follow_me/{inner}".rstrip("/")
        case _:
            return None


def _is(many: tuple[object, ...], at: int, key: str, value: str) -> bool:
    return at < len(many) and getattr(many[at], key) == value


def _is_his(office: Office, at: int, post: Post) -> bool:
    return at < len(office.departments) and office.departments[at].number in post.departments


def told(problems: list[FieldProblem]) -> list[JsonValue]:
    """Problems as a refusal bears them."""
    return [_told(each) for each in problems]


def _told(problem: FieldProblem) -> dict[str, JsonValue]:
    return {**problem.model_dump(mode="json"), "place": problem.field}
