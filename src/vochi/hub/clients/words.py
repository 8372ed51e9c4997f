"""The text by which a card is found: folded words, numbers in both writings, tags as `#slug`.

It begins and ends with a space, and words are one space apart, so that ` ab` is the beginning of
a word and ` #vip ` one whole tag.
"""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from vochi.hub.calls.words import number_words
from vochi.hub.text import digits, fold_case

_LONGEST = 4000
#: Parts of a text that the index of three letters can look up.
GRAM = 3


def words_of(
    texts: Iterable[str],
    numbers: Iterable[str],
    tags: Iterable[str],
    values: Mapping[str, JsonValue],
) -> str:
    """Names, company, e-mails, comments; numbers; tags; what the company's own fields say."""
    said = [*texts, *_said(values.values())]
    parts = [_plain(text) for text in said]
    parts += [number_words(number) for number in numbers]
    parts += [f"#{slug}" for slug in tags]
    return f" {' '.join(filter(None, parts))} "[:_LONGEST]


def _plain(text: str) -> str:
    return " ".join(fold_case(text).replace("#", " ").split())


def _said(values: Iterable[JsonValue]) -> Iterable[str]:
    for value in values:
        match value:
            case bool() | None:
                continue
            case str():
                yield value
            case int() | float():
                yield f"{value:.15g}"
            case list():
                yield from _said(value)
            case _:
                continue


def needles(q: str) -> list[tuple[str, ...]]:
    """What must all be in the words; of a tuple one is enough.

    Words stand in any order; of three letters on they are any part of a word, shorter ones its
    beginning. Digits however they are spaced are one number.
    """
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    for word in [*_plain(q).split(), "\0"]:
        if digits(word) and not any(c.isalpha() for c in word):
            run.append(word)
            continue
        if run:
            found.append(_number(run))
            run = []
        if word != "\0":
            found.append((_needle(word),))
    return found


def _number(run: list[str]) -> tuple[str, ...]:
    literal, number = " ".join(run), digits("".join(run))
    return tuple(dict.fromkeys((_needle(number), _needle(literal))))


def _needle(word: str) -> str:
    return word if len(word) >= GRAM else f" {word}"
