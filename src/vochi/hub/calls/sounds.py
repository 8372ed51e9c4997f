"""Recordings of many calls in one archive, made while it is sent."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.bulk import selected
from vochi.hub.calls.log_schemas import CallSelection
from vochi.hub.calls.models import Call
from vochi.hub.calls.streaming import Parts
from vochi.hub.link.models import Recording
from vochi.hub.link.recordings import recording_file

#: Calls whose recordings one archive takes, and bytes.
MOST: Final = 300
_LARGEST: Final = 600 * 1024 * 1024
_PART: Final = 1 << 16


def answer(who: Asker, selection: CallSelection, zone: ZoneInfo) -> HttpResponseBase:
    """The archive. Raises Refused 403, 404 `no_recordings`, 413 `too_many_recordings`."""
    who.must_have("recordings")
    calls, is_cut = selected(who, selection, MOST)
    if is_cut or len(calls) > MOST:
        raise Refused(413, "too_many_recordings", most=MOST)
    rows = [(name, row) for call in _whole(who, calls) for name, row in _of_call(call, zone)]
    if not rows:
        raise Refused(404, "no_recordings")
    if sum(row.bytes for _, row in rows) > _LARGEST:
        raise Refused(413, "too_many_recordings", most=MOST)
    record(who.company, "recordings_exported", who.account, "recordings", who.address,
           count=len(rows))  # fmt: skip
    out = Parts(_archive(rows))
    out["Content-Type"] = "application/zip"
    out["Content-Disposition"] = 'attachment; filename="recordings.zip"'
    return out


def _whole(who: Asker, calls: list[Call]) -> list[Call]:
    rows = Call.objects.of(who.company).filter(pk__in=[call.pk for call in calls])
    return list(rows.filter(has_recording=True).order_by("started_at", "id"))


def _of_call(call: Call, zone: ZoneInfo) -> Iterator[tuple[str, Recording]]:
    """Recordings of a call, each under a name that says when, with whom and who."""
    body = FoldedCall.model_validate_json(call.body)
    rows = Recording.objects.of(call.company_id).filter(
        box=call.box_id, unique_id__in=[mark.unique_id for mark in body.recordings],
        stored_at__isnull=False,
    )  # fmt: skip
    for row in rows.order_by("started_at", "id"):
        at = (row.started_at or call.started_at).astimezone(zone)
        parts = (f"{at:%Y-%m-%d_%H-%M-%S}", call.client or "hidden", call.employee, str(row.pk))
        name = "_".join(re.sub(r"[^0-9A-Za-z+.-]", "-", part) for part in parts if part)
        yield f"{name}.{re.sub('[^a-z0-9]', '', row.format)}", row


class _Pipe(io.RawIOBase):
    """What is written is taken away at once: an archive is never whole in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Hold it till it is taken."""
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """What was written since."""
        out, self.held = bytes(self.held), bytearray()
        return out


def _archive(rows: list[tuple[str, Recording]]) -> Iterator[bytes]:
    pipe = _Pipe()
    # Sound is packed already.
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, row in rows:
            path = recording_file(row.sha256, row.format)
            if not path.is_file():
                continue
            with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as entry:
                while part := file.read(_PART):
                    entry.write(part)
                    yield pipe.take()
    yield pipe.take()
