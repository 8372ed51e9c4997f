"""All templates: what each is for, what it asks, and filling one in."""

from collections.abc import Callable
from typing import Literal

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.scheme.nodes.schedule import Hours
from vochi.core.templates.answers import OFFICE_HOURS, Answers
from vochi.core.templates.kinds import clinic, service, shop, simple, single, taxi
from vochi.core.templates.part import Part
from vochi.core.templates.sketch import Sketch
from vochi.core.wording import say

TemplateId = Literal["simple", "shop", "clinic", "taxi", "service", "single"]
Field = Literal["people", "second", "hours", "greeting", "closed", "mobile"]
Kind = Literal["people", "hours", "text", "choice", "phone"]

_DRAW: dict[TemplateId, tuple[Callable[[Sketch], None], tuple[str, ...]]] = {
    "simple": (simple.draw, simple.ASKS),
    "shop": (shop.draw, shop.ASKS),
    "clinic": (clinic.draw, clinic.ASKS),
    "taxi": (taxi.draw, taxi.ASKS),
    "service": (service.draw, service.ASKS),
    "single": (single.draw, single.ASKS),
}
TEMPLATES: tuple[TemplateId, ...] = tuple(_DRAW)
_KINDS: dict[str, Kind] = {
    "people": "people", "second": "people", "hours": "hours", "greeting": "text",
    "closed": "choice", "mobile": "phone",
}  # fmt: skip
_HOURS: dict[str, tuple[Hours, ...]] = {"clinic": clinic.HOURS, "taxi": ()}
_UNGREETED = ("simple", "single")


class TemplateChoice(Frozen):
    """One of the answers to choose from."""

    id: str
    text: str


class TemplateQuestion(Frozen):
    """A field of `Answers` in words. What is proposed stands in the field of its kind; a question
    without an answer is answered so.
    """

    id: Field
    kind: Kind
    text: str
    hint: str
    choices: tuple[TemplateChoice, ...] = ()
    proposed_text: str = ""
    proposed_hours: tuple[Hours, ...] = ()


class SchemeTemplate(Frozen):
    """What a scheme can be made of, in words."""

    id: TemplateId
    name: str
    about: str
    questions: tuple[TemplateQuestion, ...]


def templates(office: Office, language: Language) -> tuple[SchemeTemplate, ...]:
    """All of them. Texts that callers hear are proposed in the company's language."""
    return tuple(
        SchemeTemplate(
            id=each,
            name=say(f"template.{each}.name", {}, language),
            about=say(f"template.{each}.about", {}, language),
            questions=tuple(_question(office, each, field, language) for field in asks),
        )
        for each, (_, asks) in _DRAW.items()
    )


def fill(template: TemplateId, office: Office, answers: Answers, reader: Language) -> Part:
    """The part that the answers make, explained in the reader's language. The office must have
    people.
    """
    sketch = Sketch(office, template, answers, reader)
    _DRAW[template][0](sketch)
    return sketch.part()


def _question(
    office: Office, template: TemplateId, field: str, language: Language
) -> TemplateQuestion:
    specific = f"template.{template}.{field}"
    company = {"company": office.company.name}
    own = office.company.language
    greeted = field == "greeting" and template not in _UNGREETED
    choices = ("voicemail", "callback", "words") if field == "closed" else ()
    return TemplateQuestion.model_validate(
        {
            "id": field,
            "kind": _KINDS[field],
            "text": say(specific if field in ("people", "second") else f"template.ask.{field}",
                        {}, language),
            "hint": say(f"template.hint.{field}", {}, language),
            "choices": [
                {"id": each, "text": say(f"template.closed.{each}", {}, language)}
                for each in choices
            ],
            "proposed_text": say("template.said.hello", company, own) if greeted else "",
            "proposed_hours": _HOURS.get(template, OFFICE_HOURS) if field == "hours" else (),
        }
    )  # fmt: skip
