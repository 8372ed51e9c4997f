"""What a template makes: a part of an office, and how it is laid into one."""

from collections.abc import Mapping

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.ids import Slug, Title
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme


class Spoken(Frozen):
    """A prompt that is a text still; `id` is how nodes of the scheme name it."""

    id: Slug
    name: Title
    text: str
    language: Language


class Part(Frozen):
    """A scheme with what it needs and the office has not. `explains`: what a caller lives
    through, sentence by sentence; `notes`: what was asked for and could not be done.
    """

    scheme: InboundScheme
    departments: tuple[Department, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    explains: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def joined(office: Office, part: Part, sounds: Mapping[str, Prompt]) -> Office:
    """The office with the part. `sounds` are prompts by the id of their text; a sound that the
    office has already keeps the name that it has there.
    """
    have = {prompt.sha256: prompt.id for prompt in office.prompts}
    names = {text: have.get(sound.sha256, sound.id) for text, sound in sounds.items()}
    fresh = {each.sha256: each for each in sounds.values() if each.sha256 not in have}
    return office.model_copy(
        update={
            "departments": (*office.departments, *part.departments),
            "prompts": (*office.prompts, *fresh.values()),
            "inbound": (*office.inbound, renamed(part.scheme, names)),
        }
    )


def renamed(scheme: InboundScheme, names: Mapping[str, str]) -> InboundScheme:
    """The scheme with other names of its prompts."""
    nodes = {
        key: node.model_copy(update={"prompt": names.get(prompt, prompt)})
        if (prompt := getattr(node, "prompt", None)) is not None
        else node
        for key, node in scheme.nodes.items()
    }
    return scheme.model_copy(update={"nodes": nodes})
