"""Schemes of a draft in plain words (B15), and what of edited words is not understood."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.ids import Slug
from vochi.core.office.outbound import OutboundScheme
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.plain.guide import Chapter, guide, guide_outgoing
from vochi.core.scheme.plain.outgoing import read_outgoing, write_outgoing
from vochi.core.scheme.plain.read import read
from vochi.core.scheme.plain.text import LONGEST
from vochi.core.scheme.plain.write import write
from vochi.core.scheme.plain.wrong import WordProblem
from vochi.core.wording import say
from vochi.hub.answer import Refused

Direction = Literal["inbound", "outbound"]


class WordsIn(Frozen):
    """A scheme of a draft; `language` None: the asker's."""

    office: Office
    scheme: Slug
    direction: Direction = "inbound"
    language: Language | None = None


class WordsOut(Frozen):
    """The scheme as text, in `language`; `guide` is everything that may be written."""

    text: str
    language: Language
    guide: tuple[Chapter, ...]


class WordsReadIn(WordsIn):
    """The words of a scheme as somebody has edited them."""

    text: Annotated[str, Field(max_length=LONGEST)]


class WordsReadOut(Frozen):
    """The scheme that the words tell; nodes that it had stay where they are drawn, new ones have
    no place (0, 0).
    """

    scheme: InboundScheme | OutboundScheme


class WordProblemOut(WordProblem):
    """A problem with its words in the asker's language."""

    text: str


def told(body: WordsIn, language: Language) -> WordsOut:
    """A scheme in words. Raises Refused 404 `no_such_scheme`."""
    scheme = _scheme(body)
    if isinstance(scheme, InboundScheme):
        text = write(scheme, body.office, language)
        return WordsOut(text=text, language=language, guide=guide(language))
    text = write_outgoing(scheme, body.office, language)
    return WordsOut(text=text, language=language, guide=guide_outgoing(language))


def understood(body: WordsReadIn, language: Language, mine: Language) -> WordsReadOut:
    """What the words tell; problems are worded in `mine`.

    Raises Refused 404 `no_such_scheme`, 422 `words_not_understood` with `facts.problems`
    [{line, code, facts, closest, text}].
    """
    scheme = _scheme(body)
    found: InboundScheme | OutboundScheme | tuple[WordProblem, ...]
    if isinstance(scheme, InboundScheme):
        found = read(body.text, body.office, scheme, language)
    else:
        found = read_outgoing(body.text, body.office, scheme, language)
    if not isinstance(found, tuple):
        return WordsReadOut(scheme=found)
    problems: list[JsonValue] = [
        WordProblemOut(**dict(each), text=_text(each, mine)).model_dump(mode="json")
        for each in found
    ]
    raise Refused(422, "words_not_understood", problems=problems)


def _text(problem: WordProblem, language: Language) -> str:
    text = say(problem.code, problem.facts, language)
    if problem.closest is None:
        return text
    return f"{text} {say('plain.closest', {'closest': problem.closest}, language)}"


def _scheme(body: WordsIn) -> InboundScheme | OutboundScheme:
    schemes: tuple[InboundScheme | OutboundScheme, ...] = (
        body.office.inbound if body.direction == "inbound" else body.office.outbound
    )
    found = next((each for each in schemes if each.id == body.scheme), None)
    if found is None:
        raise Refused(404, "no_such_scheme")
    return found
