"""Names of things of the office in plain words: people, recordings, lines, schemes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from vochi.core.numbers import pretty
from vochi.core.office.document import Office
from vochi.core.office.ids import Slug
from vochi.core.scheme.plain.text import fold, inside, quote, split, unquote
from vochi.core.scheme.plain.wrong import Wrong, closest

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_NUMBER = re.compile(r"(?:[1-9][0-9]{1,4}|\+[1-9][0-9]{6,14})")
_CALLED = re.compile(r"(?P<number>\+?[0-9][0-9 ()\-]*)(?P<name>.*)", re.DOTALL)


def is_slug(said: str) -> bool:
    """Whether this may be a name of ours."""
    return _SLUG.fullmatch(said) is not None


class Things:
    """Things of one sort: id -> name. A name that two bear is not written, ids are."""

    def __init__(self, named: Iterable[tuple[Slug, str]], also: Iterable[str] = ()) -> None:
        self.names: dict[str, str] = dict(named)
        #: Ids that nothing has any more, and that the scheme names already: they may stay.
        self.also = frozenset(also)
        self._by_name: dict[str, list[str]] = {}
        for thing, name in self.names.items():
            self._by_name.setdefault(fold(name), []).append(thing)

    def write(self, thing: str, mark: str) -> str:
        """`«Приветствие»`, or the bare id where the name says nothing, or too much."""
        name = self.names.get(thing)
        if name is None or self._by_name[fold(name)] != [thing]:
            return thing
        return quote(name, mark)

    def read(self, said: str) -> str:
        """The id of what was said. Raises Wrong."""
        name = unquote(said)
        if name is None:
            if said in self.names or said in self.also:
                return said
            # Who writes without quotes is understood where there is no doubt.
            name = said
        found = self._by_name.get(fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong("plain.two_names", name=name, ids=", ".join(found))
        known = [*self.names.values(), *self.names]
        raise Wrong("plain.unknown_name", closest(name, known), name=name)


class Names:
    """Everything in an office that a scheme can name. `also`: ids that its old text has."""

    def __init__(self, office: Office, also: Mapping[str, Iterable[str]]) -> None:
        self.prompts = Things(((p.id, p.name) for p in office.prompts), also.get("prompt", ()))
        self.outbound = Things(((s.id, s.name) for s in office.outbound), also.get("outbound", ()))
        self.inbound = Things(((s.id, s.name) for s in office.inbound), also.get("scheme", ()))
        self.lines = Things(((one.id, one.name) for one in office.lines), also.get("line", ()))
        self._also = frozenset(also.get("number", ()))
        self._short: dict[str, str] = {each.number: each.name for each in office.follow_me}
        self._short |= {each.number: each.name for each in office.departments}
        self._short |= {person.extension: person.name for person in office.people}
        self._twice = {
            name for name, times in Counter(map(fold, self._short.values())).items() if times > 1
        }

    def write_number(self, number: str, mark: str) -> str:
        """`101 «Анна»`, `+375 29 666-66-66`."""
        if number.startswith("+"):
            spaced = pretty(number)
            return spaced if _digits(spaced) == number else number
        name = self._short.get(number)
        return number if name is None else f"{number} {quote(name, mark)}"

    def read_numbers(self, said: str) -> tuple[str, ...]:
        """Numbers between commas. Raises Wrong."""
        return tuple(self.read_number(each) for each in split(said, ",") if each)

    def read_number(self, said: str) -> str:
        """A number, a name, or both where they fit. Raises Wrong."""
        name = unquote(said)
        if name is not None:
            return self._number_of(name)
        found = _CALLED.fullmatch(said)
        if found is None:
            return self._number_of(said)
        number = _digits(found["number"])
        if _NUMBER.fullmatch(number) is None:
            raise Wrong("plain.not_a_number", said=said)
        if not number.startswith("+") and number not in self._short and number not in self._also:
            raise Wrong("plain.unknown_name", closest(number, self._short), name=number)
        beside = found["name"].strip()
        given = inside(beside) if unquote(beside) is None else unquote(beside)
        real = self._short.get(number)
        if given is None and beside:
            raise Wrong("plain.not_a_number", said=said)
        if given and real is not None and fold(given) != fold(real):
            raise Wrong("plain.other_name", number=number, name=real, given=given)
        return number

    def _number_of(self, name: str) -> str:
        found = [number for number, each in self._short.items() if fold(each) == fold(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong("plain.two_names", name=name, ids=", ".join(found))
        raise Wrong("plain.unknown_name", closest(name, self._short.values()), name=name)


def _digits(said: str) -> str:
    return re.sub(r"[^0-9+]", "", said)
