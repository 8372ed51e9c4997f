"""Archives: asked for, made in the background with progress, fetched, removed after a day."""

import json
import logging
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.playback import Sound, send
from vochi.hub.offices.seal import seal
from vochi.hub.privacy.finding import find
from vochi.hub.privacy.models import Archive
from vochi.hub.privacy.schemas import ArchiveIn, ArchiveOut, ArchivesOut, PersonArchiveIn

log = logging.getLogger("vochi.hub.privacy")

KEPT = timedelta(days=1)
#: One that has not moved for so long was cut off with its hub, and is made anew.
_DEAD = timedelta(minutes=2)


def folder() -> Path:
    """Where archives lie."""
    return Path(settings.MEDIA_ROOT) / "archives"


def file_of(row: Archive) -> Path:
    """The file of an archive; its name tells nobody's."""
    return folder() / f"{row.uid}.zip"


def every(who: Asker) -> ArchivesOut:
    """Archives as they stand, newest first."""
    _must(who)
    rows = Archive.objects.of(who.company).order_by("-id")[:100]
    return ArchivesOut(items=tuple(out(row) for row in rows))


def ask_person(who: Asker, body: PersonArchiveIn) -> ArchiveOut:
    """Have everything kept of a person made into a file. Raises Refused 403 `role_needed`,
    `wrong_password`, 404 `not_found`.
    """
    must_mean_it(who, body.password, Role.ADMINISTRATOR)
    found = find(who.company, body.client, body.number)
    known = json.dumps({"client": found.person.client, "numbers": sorted(found.person.numbers)})
    subject = f"client/{found.person.client}" if found.person.client else "privacy"
    return out(_ask(who, "person", seal(known), subject, client=found.person.client, sounds=True))


def ask_all(who: Asker, body: ArchiveIn) -> ArchiveOut:
    """Have everything made into a file; the owner alone. Raises Refused 403."""
    must_mean_it(who, body.password, Role.OWNER)
    return out(_ask(who, "all", "", "privacy", client=None, sounds=body.sounds))


def must_mean_it(who: Asker, password: str, role: Role) -> None:
    """Only at a browser, with the role, and with one's password said once more. Raises Refused
    403 `role_needed`, `owner_needed`, `only_in_person`, `wrong_password`.
    """
    if role == Role.OWNER and not who.account.may(Role.OWNER):
        raise Refused(403, "owner_needed")
    who.must(role)
    if who.scopes is not None:
        raise Refused(403, "only_in_person")
    if not who.account.check_password(password):
        raise Refused(403, "wrong_password")


def _must(who: Asker) -> None:
    who.must(Role.ADMINISTRATOR)


_DEEDS = {"person": "archive_person", "all": "archive_all"}


def _ask(
    who: Asker, kind: str, sealed: str, subject: str, *, client: int | None, sounds: bool
) -> Archive:
    with transaction.atomic():
        row = Archive.objects.add(
            who.company, uid=uuid.uuid4().hex, kind=kind, sealed=sealed, client=client,
            sounds=sounds, account=who.account, author=who.account.name, at=timezone.now(),
        )  # fmt: skip
        record(who.company, _DEEDS[kind], who.account, subject, who.address, sounds=sounds)
    return row


def out(row: Archive) -> ArchiveOut:
    """An archive as the API tells it."""
    expires = row.finished_at + KEPT if row.state == "done" and row.finished_at else None
    return ArchiveOut(
        id=row.pk, kind=row.kind, state=row.state, name=name_of(row), sounds=row.sounds,
        done=row.done, total=row.total, bytes=row.bytes, why=row.why or None, author=row.author,
        at=row.at, finished_at=row.finished_at, expires_at=expires,
        url=f"/api/v1/privacy/archives/{row.pk}/file" if row.state == "done" else None,
    )  # fmt: skip


def name_of(row: Archive) -> str:
    """What the file is called when it is saved."""
    return f"vochi-{row.kind}-{row.at:%Y-%m-%d}-{row.pk}.zip"


def fetch(request: HttpRequest, who: Asker, archive: int) -> HttpResponseBase:
    """The file, whole or from where a download broke off. Raises Refused 403, 404."""
    _must(who)
    row = Archive.objects.of(who.company).filter(pk=archive, state="done").first()
    if row is None or (row.kind == "all" and not who.account.may(Role.OWNER)):
        raise Refused(404, "not_found")
    sound = Sound(file_of(row), row.uid, "zip", row.at, row.pk)
    answer = send(request, sound, download=False)
    answer["Content-Type"] = "application/zip"
    answer["Content-Disposition"] = f'attachment; filename="{name_of(row)}"'
    answer["Cache-Control"] = "private, no-store"
    if not request.headers.get("Range"):
        record(who.company, "archive_fetched", who.account, f"archive/{row.pk}", who.address)
    return answer


def drop(who: Asker, archive: int) -> None:
    """Remove an archive before its time. Raises Refused 403, 404."""
    _must(who)
    row = Archive.objects.of(who.company).filter(pk=archive).exclude(state="gone").first()
    if row is None:
        raise Refused(404, "not_found")
    gone(row)


def gone(row: Archive) -> None:
    """The file goes; the row stays and says that there was one."""
    Archive.objects.of(row.company_id).filter(pk=row.pk).update(
        state="gone", sealed="", client=None
    )
    for path in (file_of(row), file_of(row).with_suffix(".part")):
        path.unlink(missing_ok=True)


def remove_for(company: int) -> None:
    """Somebody is erased: what was made before would still hold him."""
    for row in Archive.objects.of(company).exclude(state="gone"):
        gone(row)


def expire(company: int) -> None:
    """Remove what is a day old, and files that no row knows."""
    now = timezone.now()
    rows = Archive.objects.of(company)
    for row in rows.filter(state="done", finished_at__lt=now - KEPT):
        gone(row)
    rows.filter(state="running", beat_at__lt=now - _DEAD).update(state="asked", done=0)


def next_asked(company: int) -> Archive | None:
    """The oldest that nobody makes yet, claimed."""
    row = Archive.objects.of(company).filter(state="asked").order_by("pk").first()
    if row is None:
        return None
    claimed = Archive.objects.of(company).filter(pk=row.pk, state="asked")
    if not claimed.update(state="running", beat_at=timezone.now(), done=0):
        return None
    row.refresh_from_db()
    return row


def make(row: Archive, write: Callable[[Path], Iterator[tuple[int, int]]]) -> None:
    """Make the file of a claimed archive; `write` yields (done, total) as it goes on."""
    path = file_of(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    rows = Archive.objects.of(row.company_id).filter(pk=row.pk, state="running")
    try:
        for done, total in write(part):
            if not rows.update(done=done, total=total, beat_at=timezone.now()):
                part.unlink(missing_ok=True)  # removed meanwhile
                return
    except Exception as fault:
        log.exception("archive %s was not made", row.pk)
        part.unlink(missing_ok=True)
        why = "no_room" if isinstance(fault, OSError) else "failed"
        rows.update(state="failed", why=why, sealed="", finished_at=timezone.now())
        return
    part.chmod(0o600)
    part.replace(path)
    size = path.stat().st_size
    if not rows.update(state="done", bytes=size, sealed="", finished_at=timezone.now()):
        path.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A name for inside an archive: letters, digits, `-_.` only."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)[:80] or "_"
