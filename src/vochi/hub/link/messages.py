"""Files of voicemails, kept by their content; the call that they belong to tells whose they are."""

import contextlib
import re
import wave
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.hub.answer import Refused
from vochi.hub.calls.derive import refold_recording
from vochi.hub.link.models import Box, VoiceMessage
from vochi.hub.privacy.removed import is_removed
from vochi.hub.stored import WrongContentError, write_file

_FORMAT = re.compile(r"^[a-z0-9]{1,8}$")


def message_file(sha256: str, form: str) -> Path:
    """Where a message lies."""
    safe = form if _FORMAT.match(form) else "bin"
    return Path(settings.MEDIA_ROOT) / "messages" / sha256[:2] / f"{sha256}.{safe}"


def store(box: Box, sha256: str, unique_id: str, form: str, parts: Iterable[bytes]) -> bool:
    """Keep the file of a message; True when it is new here. Raises Refused 422 `wrong_content`,
    409 `other_message` for a channel whose message was another one.
    """
    if is_removed(box.company_id, box.pk, "message", unique_id):
        return False  # it was let go of here: the box may too
    form = form if _FORMAT.match(form) else "wav"
    rows = VoiceMessage.objects.of(box.company_id).filter(box=box, unique_id=unique_id)
    known = rows.first()
    if known and known.sha256 != sha256:
        raise Refused(409, "other_message", detail="this channel's message has another hash")
    path = message_file(sha256, form)
    fresh = not path.exists()
    if fresh:
        try:
            write_file(path, parts, sha256)
        except WrongContentError as wrong:
            raise Refused(422, "wrong_content", detail=str(wrong)) from wrong
    if known is None:
        with transaction.atomic():
            VoiceMessage.objects.of(box.company_id).get_or_create(
                company_id=box.company_id, box=box, unique_id=unique_id,
                defaults={"sha256": sha256, "format": form, "bytes": path.stat().st_size,
                          "seconds": _seconds(path), "stored_at": timezone.now()},
            )  # fmt: skip
    refold_recording(box, unique_id)
    return fresh


def _seconds(path: Path) -> float:
    """How long a WAV is; 0 for what is none (the journal says it then)."""
    with contextlib.suppress(wave.Error, EOFError, OSError), wave.open(str(path)) as sound:
        return float(sound.getnframes() / (sound.getframerate() or 8000))
    return 0.0
