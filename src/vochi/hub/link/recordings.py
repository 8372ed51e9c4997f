"""Files of recordings, kept by their content."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.hub.answer import Refused
from vochi.hub.calls.derive import refold_recording
from vochi.hub.link.models import Box, Recording
from vochi.hub.privacy.removed import is_removed
from vochi.hub.stored import WrongContentError, write_file

_FORMAT = re.compile(r"^[a-z0-9]{1,8}$")


def recording_file(sha256: str, form: str) -> Path:
    """Where a recording lies; two hex digits of fan-out keep folders small."""
    safe = form if _FORMAT.match(form) else "bin"
    return Path(settings.MEDIA_ROOT) / "recordings" / sha256[:2] / f"{sha256}.{safe}"


def store(box: Box, sha256: str, unique_id: str, form: str, parts: Iterable[bytes]) -> bool:
    """Keep the file of a recording; True when it is new here. The entry that tells of it may come
    before or after. Raises Refused 422 `wrong_content`.
    """
    if is_removed(box.company_id, box.pk, "recording", unique_id):
        return False  # it was let go of here: the box may too
    rows = Recording.objects.of(box.company_id).filter(box=box, unique_id=unique_id)
    known = rows.first()
    if known and known.sha256 not in {"", sha256}:
        raise Refused(409, "other_recording", detail="this call's recording has another hash")
    form = known.format if known and known.sha256 else form
    path = recording_file(sha256, form)
    fresh = not path.exists()
    if fresh:
        try:
            write_file(path, parts, sha256)
        except WrongContentError as wrong:
            raise Refused(422, "wrong_content", detail=str(wrong)) from wrong
    with transaction.atomic():
        Recording.objects.of(box.company_id).update_or_create(
            company_id=box.company_id,
            box=box,
            unique_id=unique_id,
            defaults={"sha256": sha256, "format": form, "stored_at": timezone.now()},
            create_defaults={
                "sha256": sha256,
                "format": form,
                "bytes": path.stat().st_size,
                "stored_at": timezone.now(),
            },
        )
        refold_recording(box, unique_id)
    return fresh
