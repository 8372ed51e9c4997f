"""Recordings as a browser plays them: in parts, or as a named file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.schemas import Peaks
from vochi.hub.link.messages import message_file
from vochi.hub.link.models import Recording
from vochi.hub.link.recordings import recording_file

TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "ogg": "audio/ogg", "wav": "audio/wav"}
_RANGE = re.compile(r"^bytes=(\d{0,15})-(\d{0,15})$")
_PART = 64 * 1024


def find(who: Asker, recording_id: int) -> Recording:
    """A recording that the asker may hear and whose file is here. Raises Refused 404."""
    rows = seen.recordings(who.company, who.sight)
    found = rows.filter(pk=recording_id, stored_at__isnull=False).first()
    if found is None:
        raise Refused(404, "not_found")
    return found


def peaks(who: Asker, recording_id: int) -> HttpResponse:
    """The wave form; it never changes."""
    row = find(who, recording_id)
    body = Peaks(seconds=row.seconds, peaks=json.loads(row.peaks)).model_dump_json()
    answer = HttpResponse(body, content_type="application/json")
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def answer(
    request: HttpRequest, who: Asker, recording_id: int, *, download: bool
) -> HttpResponseBase:
    """The audio of a recording. Raises Refused 404."""
    row = find(who, recording_id)
    at = row.started_at or row.stored_at
    sound = Sound(recording_file(row.sha256, row.format), row.sha256, row.format, at, row.pk)
    return send(request, sound, download=download)


def message(
    request: HttpRequest, who: Asker, message_id: int, *, download: bool
) -> HttpResponseBase:
    """A voicemail, whole or in part. Raises Refused 404."""
    row = seen.voice_messages(who.company, who.sight).filter(pk=message_id).first()
    if row is None:
        raise Refused(404, "not_found")
    path = message_file(row.sha256, row.format)
    sound = Sound(path, row.sha256, row.format, row.stored_at, row.pk)
    return send(request, sound, download=download)


@dataclass(frozen=True)
class Sound:
    """A file to play; `at` and `row` name it when it is downloaded."""

    path: Path
    sha256: str
    format: str
    at: datetime | None
    row: int


def send(request: HttpRequest, sound: Sound, *, download: bool) -> HttpResponseBase:
    """The file, whole or the part that `Range` asks for (RFC 9110, one range)."""
    path = sound.path
    if not path.is_file():
        raise Refused(404, "file_missing")
    size = path.stat().st_size
    span = _span(request.headers.get("Range", ""), size)
    if span is None:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = span
    partial = (first, last) != (0, size - 1)
    out: HttpResponseBase
    if request.method == "HEAD":
        out = HttpResponse(b"")
    else:
        out = StreamingHttpResponse(_read(path, first, last - first + 1))
    out.status_code = 206 if partial else 200
    if partial:
        out["Content-Range"] = f"bytes {first}-{last}/{size}"
    out["Content-Type"] = TYPES.get(sound.format, "application/octet-stream")
    out["Content-Length"] = str(last - first + 1)
    out["Accept-Ranges"] = "bytes"
    out["ETag"] = f'"{sound.sha256}"'
    out["Cache-Control"] = "private, max-age=31536000, immutable"
    if download:
        when = f"{sound.at:%Y-%m-%d_%H-%M-%S}_" if sound.at else ""
        name = f"{when}{sound.row}.{sound.format}"
        out["Content-Disposition"] = f'attachment; filename="{name}"'
    return out


def _span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send; None when no part of the file is asked for."""
    found = _RANGE.match(header)
    if found is None or size == 0:
        return 0, size - 1
    first, last = found.groups()
    if first == "":
        if last == "":
            return 0, size - 1
        tail = int(last)
        return (max(0, size - tail), size - 1) if tail else None
    begin = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin < size and begin <= end else None


def _read(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (part := file.read(min(_PART, length))):
            length -= len(part)
            yield part
