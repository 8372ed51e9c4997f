"""Sound files of the company, kept by their content: uploaded, spoken by a machine, or by phone."""

import hashlib
import io
import re
import wave
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients.labels import slug_of
from vochi.hub.offices.current import current
from vochi.hub.offices.models import PromptFile
from vochi.hub.offices.schemas import PromptOut
from vochi.hub.stored import write_file
from vochi.voice import Sound, VoiceFault, convert, say

#: Bytes that a phone's recording may have: an hour of it.
_LONGEST_RECORDING = 60_000_000
#: Bytes of an upload; beyond, nobody waits for the converter.
LARGEST_UPLOAD = 100_000_000
_SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")
#: Ids that mean something else where a prompt is named.
_RESERVED = {"default"}


def prompt_file(sha256: str) -> Path:
    """Where a sound file lies."""
    return Path(settings.MEDIA_ROOT) / "prompts" / f"{sha256}.wav"


def add_prompt(company: int, sound: Path | bytes, name: str, prompt_id: str) -> Prompt:
    """Keep a 16-bit mono 8 kHz WAV and give the `Prompt` that names it in an office.

    Raises Refused `prompt_format` for any other sound: see `upload` for those.
    """
    data = sound.read_bytes() if isinstance(sound, Path) else sound
    seconds = _seconds(data)
    it = Sound(data, hashlib.sha256(data).hexdigest(), seconds)
    _keep(company, it, name=name, prompt=prompt_id)
    return Prompt(id=prompt_id, name=name, sha256=it.sha256, seconds=seconds)


def upload(who: Asker, data: bytes, name: str) -> PromptOut:
    """Keep a sound of any format. Raises Refused 422 with the codes of `vochi.voice`."""
    who.must(Role.ADMINISTRATOR)
    return _add(who, _made(lambda: convert(data)), name, origin="file")


def speak(who: Asker, text: str, language: Language, name: str) -> PromptOut:
    """Have a text spoken. Raises Refused 422 with the codes of `vochi.voice`."""
    who.must(Role.ADMINISTRATOR)
    sound = _made(lambda: say(text, language))
    return _add(who, sound, name or text[:60], origin="said", text=text, language=language)


def from_phone(company: int, sha256: str, prompt_id: str, parts: Iterable[bytes]) -> bool:
    """Keep what was recorded by phone; True when it is new here.

    Raises Refused 422 `prompt_id`, `wrong_content`, `sound.*`, 413 `too_big`.
    """
    if not _SLUG.match(prompt_id):
        raise Refused(422, "prompt_id", detail="X-Vochi-Prompt names no prompt")
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > _LONGEST_RECORDING:
            raise Refused(413, "too_big")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(422, "wrong_content")
    sound = _made(lambda: convert(bytes(data), trim=True))
    fresh = _keep(company, sound, name=prompt_id, prompt=prompt_id, origin="phone")
    if fresh:
        record(company, "prompt_recorded", None, prompt_id, "", sha256=sound.sha256)
    return fresh


def every(company: int) -> list[PromptOut]:
    """All sounds, the one last added first; `used` says whether the office in force has it."""
    office = current(company)
    return [
        _out(row, office) for row in PromptFile.objects.of(company).order_by("-added_at", "-id")
    ]


def find(company: int, sha256: str) -> Path:
    """The file of a sound of this company. Raises Refused 404."""
    known = PromptFile.objects.of(company).filter(sha256=sha256).exists()
    if not known or not prompt_file(sha256).is_file():
        raise Refused(404, "not_found")
    return prompt_file(sha256)


def _add(who: Asker, sound: Sound, name: str, **more: str) -> PromptOut:
    office = current(who.company)
    rows = PromptFile.objects.of(who.company)
    taken = _RESERVED | {prompt.id for prompt in office.prompts}
    taken |= set(rows.exclude(sha256=sound.sha256).values_list("prompt", flat=True))
    first = found = slug_of(name)
    number = 2
    while found in taken:
        found, number = f"{first}-{number}", number + 1
    if _keep(who.company, sound, name=name, prompt=found, **more):
        record(
            who.company, "prompt_added", who.account, found, who.address,
            sha256=sound.sha256, origin=more.get("origin", "file"),
        )  # fmt: skip
    return _out(rows.get(sha256=sound.sha256), office)


def _keep(company: int, sound: Sound, **about: str) -> bool:
    write_file(prompt_file(sound.sha256), [sound.data], sound.sha256)
    with transaction.atomic():
        _, fresh = PromptFile.objects.of(company).get_or_create(
            company_id=company,
            sha256=sound.sha256,
            defaults={"seconds": sound.seconds, "bytes": len(sound.data),
                      "added_at": timezone.now(), **about},
        )  # fmt: skip
    return fresh


def _made(make: Callable[[], Sound]) -> Sound:
    try:
        return make()
    except VoiceFault as fault:
        raise Refused(422, fault.code, **fault.facts) from fault


def _out(row: PromptFile, office: Office) -> PromptOut:
    named = next((p for p in office.prompts if p.sha256 == row.sha256), None)
    return PromptOut(
        prompt=named
        or Prompt(
            id=row.prompt or f"p-{row.pk}",
            name=row.name or row.prompt or f"{row.pk}",
            sha256=row.sha256,
            seconds=row.seconds,
        ),
        used=named is not None,
        origin="said" if row.origin == "said" else "phone" if row.origin == "phone" else "file",
        text=row.text,
        language=row.language or None,
        added_at=row.added_at,
        url=f"/api/v1/prompts/{row.sha256}",
    )


def _seconds(data: bytes) -> float:
    try:
        with wave.open(io.BytesIO(data)) as sound:
            kind = (sound.getsampwidth(), sound.getnchannels(), sound.getframerate())
            frames: int = sound.getnframes()
    except (wave.Error, EOFError) as error:
        raise Refused(422, "prompt_format", detail="not a WAV file") from error
    if kind != (2, 1, 8000) or frames == 0:
        raise Refused(422, "prompt_format", detail="16-bit mono 8 kHz WAV is needed")
    return frames / 8000
