"""Replaces one person in texts and in bodies of entries. Pure, and the same twice as once: box and
hub do it apart and must come to the same bytes.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from pydantic import JsonValue

from vochi.core.calls.entry import Entry
from vochi.core.privacy.needles import Needles, forms_of_name, is_safe_name, patterns_of_number

#: Fields of messages that say whose they are, and those that are his own words.
_PARTIES = ("to", "sender", "number")
_WORDS = ("text",)
#: Where names of those outside are kept: rows of CEL, calls, rows of the log.
_NAMES = frozenset({"name", "client_name"})
#: What stands in a text where a name stood.
_GAP = "…"


class Eraser:
    """One person, ready to be replaced wherever he stands."""

    def __init__(self, needles: Needles) -> None:
        self._pseudonym = needles.pseudonym
        self._bare = needles.pseudonym.removeprefix("+")
        self._exact = {each.casefold() for each in needles.numbers}
        self._names = {_fold(each) for each in needles.names if is_safe_name(each)}
        self._labels = {_fold(each) for each in (*needles.names, *needles.labels) if each.strip()}
        found = [p for n in needles.numbers if (p := patterns_of_number(n))]
        # Click ids (`-p375...`, core.calls.click) and addresses (`%2B375...`) keep their form.
        self._number = (
            re.compile(
                rf"(?:(?P<click>(?<=-)p)|(?P<coded>%2[Bb])|(?P<plus>\+))?(?<![0-9])"
                rf"(?:{'|'.join(found)})(?![0-9])"
            )
            if found
            else None
        )
        names = sorted(
            {form for n in needles.names if is_safe_name(n) for form in forms_of_name(n)},
            key=len, reverse=True,
        )  # fmt: skip
        self._name = (
            re.compile(rf"(?<![\w%\\])(?:{'|'.join(map(_pattern, names))})(?!\w)", re.IGNORECASE)
            if names
            else None
        )

    def text(self, text: str) -> str:
        """A text without him."""
        folded = text.strip().casefold()
        if folded in self._exact:
            return self._pseudonym
        if self._names and _fold(text) in self._names:
            return ""
        if self._number is not None:
            text = self._number.sub(self._said, text)
        return text if self._name is None else self._name.sub(_GAP, text)

    def touches(self, text: str) -> bool:
        """Whether he stands in a text."""
        return self.text(text) != text

    def value(self, value: JsonValue) -> JsonValue:
        """JSON without him, keys too; the words of his messages go whole. JSON inside a string
        stays JSON.
        """
        match value:
            case str():
                return self.nested(value)
            case list():
                return [self.value(each) for each in value]
            case dict():
                here = any(self._speaks(each) for each in value.values())
                clean = {
                    self._key(key): "" if here and self._is_label(key, each) else self.value(each)
                    for key, each in value.items()
                }
                if any(self._is_his(value.get(name)) for name in _PARTIES):
                    clean |= {name: "" for name in _WORDS if clean.get(name)}
                return clean
            case _:
                return value

    def body(self, body: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The body of an entry, or another document, without him."""
        clean = self.value({**body})
        assert isinstance(clean, dict)
        return clean

    def entry(self, entry: Entry) -> Entry | None:
        """The entry without him and with its hash as it was; None: he is not in it."""
        clean = self.body(entry.body)
        return None if clean == entry.body else entry.model_copy(update={"body": clean})

    def blot(self, data: bytes) -> bytes:
        """Bytes of a log without him, as many as there were: who appends to it goes on."""
        text = data.decode("utf-8", "surrogateescape")
        if self._number is not None:
            text = self._number.sub(_blank, text)
        if self._name is not None:
            text = self._name.sub(_blank, text)
        return text.encode("utf-8", "surrogateescape")

    def _key(self, key: str) -> str:
        """Keys are words of ours; a number may be one."""
        return key if self._number is None else self._number.sub(self._said, key)

    def _is_label(self, key: str, value: JsonValue) -> bool:
        return key in _NAMES and isinstance(value, str) and _fold(value) in self._labels

    def _speaks(self, value: JsonValue) -> bool:
        """Whether a number of his, or what stands for it now, is in a text."""
        if not isinstance(value, str):
            return False
        found = self._number is not None and self._number.search(value) is not None
        return found or self._pseudonym in value or value.strip().casefold() in self._exact

    def _is_his(self, value: JsonValue) -> bool:
        return isinstance(value, str) and (
            value.casefold() in self._exact
            or (self._number is not None and self._number.fullmatch(value.strip()) is not None)
            or value == self._pseudonym
        )

    def nested(self, text: str) -> str:
        """A text that may be JSON, without him."""
        if text[:1] in {"{", "["}:
            try:
                inner = json.loads(text)
            except ValueError:
                return self.text(text)
            clean = self.value(inner)
            return text if clean == inner else json.dumps(clean)
        return self.text(text)

    def _said(self, found: re.Match[str]) -> str:
        if found["click"]:
            return f"p{self._bare}"
        if found["coded"]:
            return quote("+") + self._bare
        return self._pseudonym


def _blank(found: re.Match[str]) -> str:
    return "#" * len(found[0].encode("utf-8", "surrogateescape"))


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _pattern(name: str) -> str:
    """A name of any case, with any spaces, ё or е."""
    words = (re.escape(word) for word in name.split())
    return re.sub("[её]", "[её]", r"\s+".join(words), flags=re.IGNORECASE)
