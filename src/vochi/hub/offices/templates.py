"""Schemes from templates: filled in for the office in force or a draft, their texts spoken."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme
from vochi.core.templates.answers import Answers
from vochi.core.templates.catalogue import TemplateId, fill
from vochi.core.templates.part import Spoken, renamed
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.offices import prompts
from vochi.hub.offices.current import current
from vochi.hub.offices.prompt_schemas import SayIn


class FillIn(Frozen):
    """Answers to a template's questions. `office`: a draft to fit into, None: the one in force.
    `is_spoken` false makes no sounds: for looking at what the answers come to.
    """

    answers: Answers = Answers()
    office: Office | None = None
    is_spoken: bool = True


class Filled(Frozen):
    """A scheme with what the office lacks for it: `departments` to be added, and `prompts`, by
    whose ids its nodes name them (none when not spoken). `explains` and `notes` are sentences.
    """

    scheme: InboundScheme
    departments: tuple[Department, ...]
    prompts: tuple[Prompt, ...]
    spoken: Annotated[tuple[Spoken, ...], Field(description="Texts that the prompts say.")]
    explains: tuple[str, ...]
    notes: tuple[str, ...]


def filled(who: Asker, template: TemplateId, body: FillIn) -> Filled:
    """What the answers come to. Raises Refused 422 `office_has_nobody`,
    `template_unknown_person`, and the codes of `vochi.voice`.
    """
    office = body.office or current(who.company)
    must_be_people(office, body.answers)
    part = fill(template, office, body.answers, language_of(who.account))
    sounds = spoken_by(who, part.spoken) if body.is_spoken else {}
    have = {prompt.sha256: prompt.id for prompt in office.prompts}
    names = {text: have.get(sound.sha256, sound.id) for text, sound in sounds.items()}
    return Filled(
        scheme=renamed(part.scheme, names),
        departments=part.departments,
        prompts=tuple(
            {each.sha256: each for each in sounds.values() if each.sha256 not in have}.values()
        ),
        spoken=part.spoken,
        explains=part.explains,
        notes=part.notes,
    )


def must_be_people(office: Office, answers: Answers) -> None:
    """Go on when there is somebody, and everybody named is there. Raises Refused 422
    `office_has_nobody`, `template_unknown_person`.
    """
    if not office.people:
        raise Refused(422, "office_has_nobody")
    known = {person.id for person in office.people}
    for person in (*answers.people, *answers.second):
        if person not in known:
            raise Refused(422, "template_unknown_person", person=person)


def spoken_by(who: Asker, spoken: tuple[Spoken, ...]) -> dict[str, Prompt]:
    """Sounds of texts by their ids. Raises Refused 422 with the codes of `vochi.voice`."""
    return {
        each.id: prompts.speak(
            who, SayIn(text=each.text, language=each.language, name=each.name)
        ).prompt
        for each in spoken
    }
