"""Files on cards: taken by what is in them, kept once by their SHA-256, given as downloads.

Nothing that a browser would run is ever shown in it: pictures may be looked at, all else is a
download of an unknown kind, under a policy that lets nothing run.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients.card_models import Change, ClientFile
from vochi.hub.clients.schemas import FileOut
from vochi.hub.clients.services import find
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import ClientChanged
from vochi.hub.text import plain

LARGEST = 20 * 1024 * 1024
MOST = 200
#: Kinds by what a file begins with; what is not here is known by its name and is no text.
_MAGIC: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"\xff\xd8\xff", ("jpg", "jpeg")),
    (b"GIF8", ("gif",)),
    (b"RIFF", ("webp", "wav")),
    (b"%PDF-", ("pdf",)),
    (b"PK\x03\x04", ("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip")),
    (b"\xd0\xcf\x11\xe0", ("doc", "xls", "ppt", "msg")),
    (b"{\\rtf", ("rtf",)),
    (b"ID3", ("mp3",)),
    (b"\xff\xfb", ("mp3",)),
    (b"OggS", ("ogg",)),
    (b"7z\xbc\xaf", ("7z",)),
    (b"Rar!", ("rar",)),
)
_TEXTS = frozenset({"txt", "csv", "vcf", "md", "eml"})
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
             "webp": "image/webp"}  # fmt: skip
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")


def every(who: Asker, client_id: int) -> list[FileOut]:
    """Files of a card, newest first. Raises Refused 404."""
    client = find(who, client_id)
    rows = ClientFile.objects.of(who.company).filter(client=client).order_by("-at", "-id")
    return [_out(who, row) for row in rows]


def add(who: Asker, client_id: int, upload: "UploadedFile[bytes] | None") -> FileOut:
    """Keep a file. Raises Refused 404, 413 `file_too_big`, 422 `file_kind`, 409 when many."""
    client = find(who, client_id)
    if upload is None:
        raise Refused(422, "file_empty")
    if (upload.size or 0) > LARGEST:
        raise Refused(413, "file_too_big", megabytes=LARGEST // 1024 // 1024)
    if ClientFile.objects.of(who.company).filter(client=client).count() >= MOST:
        raise Refused(409, "too_many_files", most=MOST)
    name = _name(upload.name or "")
    kind = name.rpartition(".")[2].lower()
    sha256, size = _keep(who.company, upload.chunks(), kind)
    with transaction.atomic():
        row = ClientFile.objects.add(
            who.company, client=client, sha256=sha256, name=name, kind=kind, bytes=size,
            account=who.account, author=who.account.name, at=timezone.now(),
        )  # fmt: skip
        _write_down(who, row, None, name)
        record(
            who.company, "client_file_added", who.account, f"client/{client.pk}", who.address,
            bytes=size, kind=kind,
        )  # fmt: skip
        emit(who.company, "client", ClientChanged(id=client.pk))
    return _out(who, row)


def answer(who: Asker, client_id: int, file_id: int, *, inline: bool) -> FileResponse:
    """The bytes. Raises Refused 404."""
    row = _find(who, client_id, file_id)
    path = path_of(who.company, row.sha256)
    if not path.is_file():
        raise Refused(404, "file_missing")
    kind = _PICTURES.get(row.kind) if inline else None
    out = FileResponse(
        path.open("rb"), as_attachment=kind is None, filename=row.name,
        content_type=kind or "application/octet-stream",
    )  # fmt: skip
    out["X-Content-Type-Options"] = "nosniff"
    out["Content-Security-Policy"] = "default-src 'none'; sandbox"
    out["Cache-Control"] = "private, max-age=3600"
    return out


def drop(who: Asker, client_id: int, file_id: int) -> None:
    """Take a file off a card; its bytes go when no other card has them. Raises Refused 404."""
    row = _find(who, client_id, file_id)
    if row.account_id != who.account.pk and not who.account.may(Role.ADMINISTRATOR):
        raise Refused(403, "not_your_file")
    with transaction.atomic():
        ClientFile.objects.of(who.company).filter(pk=row.pk).delete()
        _write_down(who, row, row.name, None)
        record(
            who.company, "client_file_dropped", who.account, f"client/{row.client_id}", who.address
        )
        emit(who.company, "client", ClientChanged(id=row.client_id))
        sweep(who.company, [row.sha256])


def sweep(company: int, hashes: Iterable[str]) -> None:
    """Let bytes go that no card of the company has any more, after the commit."""
    for sha256 in set(hashes):
        transaction.on_commit(partial(_let_go, company, sha256))


def _let_go(company: int, sha256: str) -> None:
    if not ClientFile.objects.of(company).filter(sha256=sha256).exists():
        path_of(company, sha256).unlink(missing_ok=True)


def path_of(company: int, sha256: str) -> Path:
    """Where the bytes lie."""
    return folder_of(company) / sha256[:2] / sha256


def folder_of(company: int) -> Path:
    """Where all files of a company's cards lie."""
    return Path(settings.MEDIA_ROOT) / "clients" / str(company)


def _keep(company: int, parts: Iterable[bytes], kind: str) -> tuple[str, int]:
    """Write to a draft and give it its name by the hash: a crash leaves no half of a file."""
    folder = folder_of(company)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seal, size, head = hashlib.sha256(), 0, b""
    handle, draft = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                size += len(part)
                if size > LARGEST:
                    raise Refused(413, "file_too_big", megabytes=LARGEST // 1024 // 1024)
                head = head or part[:4096]
                seal.update(part)
                out.write(part)
        _must_be(kind, head, size)
        path = path_of(company, seal.hexdigest())
        path.parent.mkdir(exist_ok=True, mode=0o700)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return seal.hexdigest(), size


def _must_be(kind: str, head: bytes, size: int) -> None:
    """Go on when a file is what its name says. Raises Refused 422 `file_empty`, `file_kind`."""
    if not size:
        raise Refused(422, "file_empty")
    if kind in _TEXTS and b"\0" not in head:
        return
    if any(head.startswith(magic) and kind in kinds for magic, kinds in _MAGIC):
        return
    if kind in {"m4a", "mp4", "heic"} and head[4:8] == b"ftyp":
        return
    raise Refused(422, "file_kind", kind=kind[:12])


def _name(text: str) -> str:
    name = _UNSAFE.sub(" ", plain(text, 400)).strip(" .")
    stem, dot, kind = name.rpartition(".")
    return f"{stem[: 119 - len(kind)]}{dot}{kind[:12]}" if dot else name[:120] or "file"


def _find(who: Asker, client_id: int, file_id: int) -> ClientFile:
    client = find(who, client_id)
    row = ClientFile.objects.of(who.company).filter(client=client, pk=file_id).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _write_down(who: Asker, row: ClientFile, before: str | None, after: str | None) -> None:
    Change.objects.add(
        who.company, client_id=row.client_id, field="file", before=before, after=after, how="edit",
        account=who.account, author=who.account.name, at=timezone.now(),
    )  # fmt: skip


def _out(who: Asker, row: ClientFile) -> FileOut:
    return FileOut(
        id=row.pk, name=row.name, kind=row.kind, bytes=row.bytes, author=row.author, at=row.at,
        url=f"/api/v1/clients/{row.client_id}/files/{row.pk}", inline=row.kind in _PICTURES,
        mine=row.account_id == who.account.pk or who.account.may(Role.ADMINISTRATOR),
    )  # fmt: skip
