"""Files of clients: taken, looked through, brought in, taken back; the worker does what is long.

Each few hundred lines are one transaction together with how far it came: killed at any moment,
the next process goes on from there, and no line is done twice.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients import fields, import_apply, import_undo
from vochi.hub.clients.card_models import Import, ImportLine
from vochi.hub.clients.import_columns import guessed, is_column
from vochi.hub.clients.import_plan import Outcome, Plan
from vochi.hub.clients.import_reading import LARGEST, VCARD, headings_of
from vochi.hub.clients.import_schemas import ImportChange
from vochi.hub.clients.import_undo import Imports
from vochi.hub.desk.wake import BELL
from vochi.hub.text import plain

#: How long an import can be taken back.
UNDO_FOR = timedelta(days=30)
#: A file that nobody brings in goes after a day.
_WAITS = timedelta(days=1)
#: A job whose worker has said nothing for so long is taken over.
_DEAD = timedelta(seconds=60)
_SHOWN = 50
WORK = ("reading", "running", "undoing")


def take(who: Asker, upload: "UploadedFile[bytes]") -> Import:
    """Keep a file and know its columns; the worker reads it then. Raises Refused as a table."""
    may(who)
    if (upload.size or 0) > LARGEST:
        raise Refused(413, "table_too_big", megabytes=LARGEST // 1024 // 1024)
    folder = folder_of(who.company)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(upload.chunks())
        with draft.open("rb") as file:
            kind, encoding, separator, headings = headings_of(file)
        guess = (
            [column for _, column in VCARD] if kind == "vcard"
            else guessed(headings, fields.every(who.company))
        )  # fmt: skip
        with transaction.atomic():
            row = Import.objects.add(
                who.company, account=who.account, author=who.account.name, at=timezone.now(),
                name=plain(upload.name or "", 120), kind=kind, encoding=encoding,
                separator=separator, columns=guess, report={"headings": list(headings)},
            )  # fmt: skip
            draft.replace(path_of(row))
            transaction.on_commit(partial(BELL.ring, "clients"))
    finally:
        draft.unlink(missing_ok=True)
    return row


def change(who: Asker, row_id: int, body: ImportChange) -> Import:
    """Other columns or another way with cards that are there; it is looked through anew."""
    may(who)
    with transaction.atomic():
        row = find(who, row_id)
        if row.state not in {"reading", "ready", "failed"}:
            raise Refused(409, "import_begun")
        if body.columns is not None:
            own = fields.every(who.company)
            wrong = next((c for c in body.columns if c and not is_column(c, own)), None)
            if wrong is not None or len(body.columns) != len(row.columns) or row.kind == "vcard":
                raise Refused(422, "no_such_column", column=wrong or "")
            row.columns = list(body.columns)
        if body.policy is not None:
            row.policy = body.policy
        row.state, row.done, row.beat_at, row.why = "reading", 0, None, None
        row.save()
        transaction.on_commit(partial(BELL.ring, "clients"))
    return row


def begin(who: Asker, row_id: int) -> Import:
    """Bring it in. Raises Refused 404, 409 `import_not_ready`."""
    return _turn(who, row_id, ("ready",), "running", "import_not_ready", "clients_import_begun")


def undo(who: Asker, row_id: int) -> Import:
    """Take it back, as far as nobody changed what it did.

    Raises Refused 404, 409 `import_not_done`, `import_too_old`.
    """
    row = find(who, row_id)
    if row.finished_at is not None and timezone.now() - row.finished_at > UNDO_FOR:
        raise Refused(409, "import_too_old", days=UNDO_FOR.days)
    return _turn(who, row_id, ("done",), "undoing", "import_not_done", "clients_import_undone")


def drop(who: Asker, row_id: int) -> None:
    """Let a file go that was not brought in. Raises Refused 404, 409 `import_begun`."""
    may(who)
    with transaction.atomic():
        row = find(who, row_id)
        if row.state not in {"reading", "ready", "failed"}:
            raise Refused(409, "import_begun")
        Import.objects.of(who.company).filter(pk=row.pk).delete()
        transaction.on_commit(partial(path_of(row).unlink, missing_ok=True))


def find(who: Asker, row_id: int) -> Import:
    """An import: one's own, administrators' any. Raises Refused 404."""
    row = visible(who).filter(pk=row_id).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def visible(who: Asker) -> Imports:
    """Imports that the asker sees."""
    rows = Import.objects.of(who.company)
    return rows if who.account.may(Role.ADMINISTRATOR) else rows.filter(account=who.account)


def may(who: Asker) -> None:
    """Go on for heads and above who may change cards."""
    who.must(Role.HEAD)
    who.must_have("clients:write")


def folder_of(company: int) -> Path:
    """Where files wait to be brought in."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(company)


def path_of(row: Import) -> Path:
    """Where the file of an import waits."""
    return folder_of(row.company_id) / str(row.pk)


def _turn(  # noqa: PLR0917
    who: Asker, row_id: int, states: Iterable[str], to: str, code: str, deed: str
) -> Import:
    may(who)
    with transaction.atomic():
        row = find(who, row_id)
        turned = (
            Import.objects.of(who.company)
            .filter(pk=row.pk, state__in=list(states))
            .update(state=to, done=0, beat_at=None)
        )
        if not turned:
            raise Refused(409, code)
        record(
            who.company, deed, who.account, f"client_import/{row.pk}", who.address, lines=row.total
        )
        transaction.on_commit(partial(BELL.ring, "clients"))
    row.refresh_from_db()
    return row


# --- what the worker does -----------------------------------------------------------------------


def work(company: int) -> bool:
    """Do the next job of a company to its end; whether there was one."""
    row = _claim(company)
    if row is None:
        return False
    try:
        jobs = {"reading": _read, "running": _run, "undoing": import_undo.undo}
        jobs[row.state](_worker_of(row), row)
    except Refused as refused:
        Import.objects.of(company).filter(pk=row.pk).update(
            state="failed", why=refused.body.model_dump(mode="json"), finished_at=timezone.now()
        )
    return True


def sweep(company: int) -> None:
    """Let files go that nobody brought in, and journals that are too old to go back by."""
    now = timezone.now()
    rows = Import.objects.of(company)
    for row in rows.filter(state__in=("ready", "failed", "reading"), at__lt=now - _WAITS):
        path_of(row).unlink(missing_ok=True)
        rows.filter(pk=row.pk).delete()
    old = rows.filter(state__in=("done", "undone"), finished_at__lt=now - UNDO_FOR)
    ImportLine.objects.of(company).filter(batch__in=old.values("pk")).delete()


def _claim(company: int) -> Import | None:
    now = timezone.now()
    free = Q(beat_at=None) | Q(beat_at__lt=now - _DEAD)
    rows = Import.objects.of(company).filter(free, state__in=WORK)
    for row in rows.select_related("account").order_by("id")[:5]:
        claimed = Import.objects.of(company).filter(free, pk=row.pk, state=row.state)
        if claimed.update(beat_at=now):
            return row
    return None


def _worker_of(row: Import) -> Asker:
    """Whoever asked for it, with the rights that he has now."""
    if row.account is None or not row.account.is_active:
        raise Refused(403, "no_account")
    return Asker(account=row.account, address="", scopes=None)


def _read(who: Asker, row: Import) -> None:
    """Look a file through: what it would do, with the first lines of each kind."""
    plan = Plan.of(who, row)
    report = _Report()
    total = 0
    for batch in plan.batches(path_of(row)):
        for outcome in plan.decide(batch, remember=True):
            report.add(outcome)
        total += len(batch)
        if not _as_asked(row).update(done=total, beat_at=timezone.now()):
            return
    headings = row.report.get("headings", [])
    _as_asked(row).update(
        state="ready", total=total, done=total, beat_at=None,
        report={"headings": headings, **report.told()},
    )  # fmt: skip


def _as_asked(row: Import) -> Imports:
    """The import, unless somebody asks for other columns by now."""
    rows = Import.objects.of(row.company_id).filter(pk=row.pk, state="reading")
    return rows.filter(policy=row.policy, columns=row.columns)


def _run(who: Asker, row: Import) -> None:
    """Bring a file in, from where it stopped."""
    plan = Plan.of(who, row)
    apply = import_apply.Apply(who, row)
    path = path_of(row)
    last = ImportLine.objects.of(who.company).filter(batch=row).order_by("-line").first()
    after = max(last.line if last else 0, int(row.report.get("through", 0)))
    for batch in plan.batches(path, after):
        _in_step(lambda batch=batch: apply.batch(plan, batch))  # type: ignore[misc]
    with transaction.atomic():
        counts = apply.counts()
        Import.objects.of(who.company).filter(pk=row.pk).update(
            state="done",
            beat_at=None,
            finished_at=timezone.now(),
            done=row.total,
            report={**row.report, **counts},
        )
        record(
            who.company, "clients_imported", who.account, f"client_import/{row.pk}", who.address,
            **counts,
        )  # fmt: skip
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def _in_step(step: Callable[[], None]) -> None:
    with transaction.atomic():
        step()


class _Report:
    """Counts, and the first lines of each kind."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._shown: dict[str, list[JsonValue]] = {}
        self._tags: dict[str, None] = {}

    def add(self, outcome: Outcome) -> None:
        what = outcome.what
        self._counts[what] = self._counts.get(what, 0) + 1
        self._tags |= dict.fromkeys(outcome.said.new_tags) if what in {"made", "changed"} else {}
        shown = self._shown.setdefault(what, [])
        if len(shown) < _SHOWN:
            said = outcome.said
            shown.append(
                {
                    "line": said.line,
                    "name": said.state.name,
                    "company_name": said.state.company_name,
                    "phones": [*said.state.numbers],
                    "emails": [*said.state.emails],
                    "client": outcome.client.pk if outcome.client else None,
                    "first": outcome.first,
                    "problems": list(said.problems),
                    "fields": [
                        k for k, v in outcome.after.told().items()
                        if outcome.client and v != outcome.before.told().get(k)
                    ],
                }
            )  # fmt: skip

    def told(self) -> dict[str, JsonValue]:
        tags: list[JsonValue] = [*self._tags]
        return {
            "counts": dict(self._counts),
            "shown": dict(self._shown),
            "new_tags": tags[:_SHOWN],
        }


def forget_files(company: int) -> None:
    """Files that wait hold names and numbers: none is left when somebody is to be forgotten."""
    rows = Import.objects.of(company).filter(state__in=("reading", "ready", "failed"))
    with contextlib.suppress(FileNotFoundError):
        if not Import.objects.of(company).filter(state="running").exists():
            shutil.rmtree(folder_of(company))
    rows.delete()
