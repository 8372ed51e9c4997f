"""Sound files of the company, kept by their content."""

import hashlib
import io
import wave
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.core.office.prompt import Prompt
from vochi.hub.answer import Refused
from vochi.hub.offices.models import PromptFile
from vochi.hub.stored import write_file


def prompt_file(sha256: str) -> Path:
    """Where a sound file lies."""
    return Path(settings.MEDIA_ROOT) / "prompts" / f"{sha256}.wav"


def add_prompt(company: int, sound: Path | bytes, name: str, prompt_id: str) -> Prompt:
    """Keep a 16-bit mono 8 kHz WAV and give the `Prompt` that names it in an office.

    Raises Refused `prompt_format` for any other sound: converting is the caller's business.
    """
    data = sound.read_bytes() if isinstance(sound, Path) else sound
    seconds = _seconds(data)
    sha256 = hashlib.sha256(data).hexdigest()
    write_file(prompt_file(sha256), [data], sha256)
    with transaction.atomic():
        PromptFile.objects.of(company).get_or_create(
            company_id=company,
            sha256=sha256,
            defaults={"seconds": seconds, "bytes": len(data), "added_at": timezone.now()},
        )
    return Prompt(id=prompt_id, name=name, sha256=sha256, seconds=seconds)


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
