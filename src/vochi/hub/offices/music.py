"""What is heard besides the company's own prompts: music of the box, phrases of the product."""

from pathlib import Path

from vochi.core.office.prompt_uses import nodes_with_default_music
from vochi.core.phrases import WORDS
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.offices.current import current
from vochi.hub.offices.prompt_schemas import MusicOut, PhraseOut, VoiceOut
from vochi.hub.offices.prompts import worded
from vochi.voice import LOUDNESS, VoiceFault, box_music, phrase_file, voices


def music(who: Asker) -> MusicOut:
    """Music on hold as it stands."""
    office = current(who.company)
    return MusicOut(
        policy=office.policy.music,
        box=tuple(f"/api/v1/prompts/music/{n}" for n, _ in enumerate(box_music())),
        uses=worded(nodes_with_default_music(office), language_of(who.account)),
        target=LOUDNESS,
    )


def box_piece(number: int) -> Path:
    """A piece of the box's own music. Raises Refused 404."""
    pieces = box_music()
    if number >= len(pieces):
        raise Refused(404, "not_found")
    return pieces[number]


def voices_here() -> list[VoiceOut]:
    """What this machine speaks with."""
    return [
        VoiceOut(
            language=each.language,
            program=each.program,
            name=each.name,
            natural=each.program == "RHVoice",
        )
        for each in voices()
    ]


def phrases() -> list[PhraseOut]:
    """Everything that the product says by itself, in all languages."""
    return [
        PhraseOut(
            phrase=phrase,
            language=language,
            text=text,
            url=f"/api/v1/prompts/phrases/{language}/{phrase}",
        )
        for language, words in WORDS.items()
        for phrase, text in words.items()
    ]


def phrase(language: str, name: str) -> Path:
    """The file of a phrase. Raises Refused 404, 422 `voice.*`."""
    found = next(
        ((tongue, each) for tongue, words in WORDS.items() for each in words
         if (tongue, each) == (language, name)),
        None,
    )  # fmt: skip
    if found is None:
        raise Refused(404, "not_found")
    try:
        return phrase_file(*found)
    except VoiceFault as fault:
        raise Refused(422, fault.code, **fault.facts) from fault
