"""Files of recordings and messages: which belong to a call, and how they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.link import ForgetFile
from vochi.hub.calls.models import Call
from vochi.hub.link.messages import message_file
from vochi.hub.link.models import Recording, VoiceMessage
from vochi.hub.link.recordings import recording_file
from vochi.hub.privacy.models import Removed


@dataclass(frozen=True)
class Why:
    """Why sounds go: `rule` with its days and department, or `person`."""

    why: str
    days: int | None = None
    department: str = ""


def of_calls(company: int, calls: Iterable[Call]) -> tuple[list[Recording], list[VoiceMessage]]:
    """All sounds of calls, also those whose files are not here (yet)."""
    recordings: list[Recording] = []
    messages: list[VoiceMessage] = []
    for row in calls:
        call = FoldedCall.model_validate_json(row.body)
        marked = [mark.unique_id for mark in call.recordings]
        left = [message.unique_id for message in call.messages]
        if marked:
            found = Recording.objects.of(company).filter(box=row.box_id, unique_id__in=marked)
            recordings.extend(found)
        if left:
            messages.extend(
                VoiceMessage.objects.of(company).filter(box=row.box_id, unique_id__in=left)
            )
    return recordings, messages


def remove(
    company: int,
    call: int | None,
    recordings: Iterable[Recording],
    messages: Iterable[VoiceMessage],
    why: Why,
) -> dict[int, list[ForgetFile]]:
    """Sounds of one call go: their rows in one transaction with the stones that say so, their
    files after it. What each box is to remove too.
    """
    told: dict[int, list[ForgetFile]] = {}
    with transaction.atomic():
        for row in recordings:
            _stone(company, call, "recording", row, why)
            if row.sha256:
                told.setdefault(row.box_id, []).append(_file("recording", row))
                path = recording_file(row.sha256, row.format)
                Recording.objects.of(company).filter(pk=row.pk).update(stored_at=None)
                transaction.on_commit(partial(_unlink, company, row.sha256, path))
        for message in messages:
            _stone(company, call, "message", message, why)
            told.setdefault(message.box_id, []).append(_file("message", message))
            path = message_file(message.sha256, message.format)
            VoiceMessage.objects.of(company).filter(pk=message.pk).delete()
            transaction.on_commit(partial(_unlink, company, message.sha256, path))
    return told


def _file(kind: str, row: Recording | VoiceMessage) -> ForgetFile:
    return ForgetFile.model_validate(
        {"kind": kind, "unique_id": row.unique_id, "sha256": row.sha256}
    )


def _stone(
    company: int, call: int | None, kind: str, row: Recording | VoiceMessage, why: Why
) -> None:
    Removed.objects.of(company).update_or_create(
        company_id=company, box=row.box, kind=kind, unique_id=row.unique_id,
        defaults={"call": call, "at": timezone.now(), "why": why.why, "days": why.days,
                  "department": why.department, "bytes": row.bytes},
    )  # fmt: skip


def _unlink(company: int, sha256: str, path: Path) -> None:
    """The file, unless another sound is the same to the byte."""
    used = Recording.objects.of(company).filter(sha256=sha256, stored_at__isnull=False).exists()
    if not used and not VoiceMessage.objects.of(company).filter(sha256=sha256).exists():
        path.unlink(missing_ok=True)
