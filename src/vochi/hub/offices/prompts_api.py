"""Endpoints of sounds: prompts, music on hold, phrases of the product."""

from pathlib import Path as FilePath
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Path, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from vochi.core.office.ids import Sha256, Slug
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Refused
from vochi.hub.offices import music, prompts
from vochi.hub.offices.prompt_schemas import (
    EditIn,
    MusicOut,
    PhraseOut,
    PromptForm,
    PromptOut,
    SayIn,
    VoiceOut,
)

router = Router(tags=["prompts"])
_AUDIO: dict[str, Any] = {
    "responses": {200: {"description": "audio", "content": {"audio/wav": {}}}}
}


@router.get("/prompts", response=list[PromptOut])
def list_prompts(request: HttpRequest) -> list[PromptOut]:
    """Sounds of the office and who uses them, then those that it may name, the last added first."""
    return prompts.every(asker(request))


@router.post("/prompts", response={201: PromptOut})
def add_prompt(
    request: HttpRequest, file: File[UploadedFile], body: Form[PromptForm]
) -> Status[PromptOut]:
    """Upload a sound of any format; it is made fit for the telephone."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    if (file.size or 0) > prompts.LARGEST_UPLOAD:
        raise Refused(413, "too_big", most=prompts.LARGEST_UPLOAD)
    return Status(201, prompts.upload(who, file.read(), body))


@router.post("/prompts/say", response={201: PromptOut})
def say_prompt(request: HttpRequest, body: SayIn) -> Status[PromptOut]:
    """Have a text spoken."""
    return Status(201, prompts.speak(asker(request), body))


@router.get("/prompts/voices", response=list[VoiceOut])
def list_voices(request: HttpRequest) -> list[VoiceOut]:
    """Voices that this machine speaks with, one for each language."""
    asker(request)
    return music.voices_here()


@router.get("/prompts/phrases", response=list[PhraseOut])
def list_phrases(request: HttpRequest) -> list[PhraseOut]:
    """What the product says by itself, in all of its languages."""
    asker(request)
    return music.phrases()


@router.get("/prompts/phrases/{language}/{phrase}", openapi_extra=_AUDIO)
def get_phrase(request: HttpRequest, language: Path[Slug], phrase: Path[Slug]) -> HttpResponse:
    """A phrase of the product as callers hear it."""
    asker(request)
    return _whole(music.phrase(language, phrase))


@router.get("/prompts/music", response=MusicOut)
def get_music(request: HttpRequest) -> MusicOut:
    """Music on hold: what is set, and what is heard where nothing is."""
    return music.music(asker(request))


@router.get("/prompts/music/{piece}", openapi_extra=_AUDIO)
def get_box_music(
    request: HttpRequest, piece: Path[Annotated[int, Field(ge=0, le=99)]]
) -> HttpResponse:
    """A piece of the music that comes with the box."""
    asker(request)
    return _whole(music.box_piece(piece))


@router.get("/prompts/{sha256}", openapi_extra=_AUDIO)
def get_prompt(request: HttpRequest, sha256: Path[Sha256]) -> FileResponse:
    """The sound as callers hear it."""
    return _sound(prompts.find(asker(request).company, sha256).open("rb"))


@router.post("/prompts/{sha256}/edit", response={201: PromptOut})
def edit_prompt(request: HttpRequest, sha256: Path[Sha256], body: EditIn) -> Status[PromptOut]:
    """Another sound of a part of this one: cut, faded, levelled. This one stays as it is."""
    return Status(201, prompts.cut(asker(request), sha256, body))


@router.delete("/prompts/{sha256}", response={204: None})
def drop_prompt(request: HttpRequest, sha256: Path[Sha256]) -> Status[None]:
    """Throw a sound away that no version of the office has ever named; 409 `prompt_in_use`."""
    prompts.drop(asker(request), sha256)
    return Status(204, None)


def _sound(file: Any) -> FileResponse:
    return FileResponse(file, content_type="audio/wav")


def _whole(file: FilePath) -> HttpResponse:
    return HttpResponse(file.read_bytes(), content_type="audio/wav")
