"""Orders for boxes: told by a command that names nobody, fetched, told again till done."""

import json
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vochi.core.link import Forget, ForgetFile, ForgetOrder
from vochi.hub.answer import Refused
from vochi.hub.desk.wake import wake_box
from vochi.hub.link.models import Box, CommandRow
from vochi.hub.privacy.models import BoxOrder, Erasure, Rewritten

#: A box may be away for long; what it is to forget waits as long.
_PATIENCE = timedelta(days=3650)
#: After a refusal (no room, no answer of ours) it is told again so much later.
AGAIN = timedelta(seconds=20)
_FILES_AT_ONCE = 2_000


def put_person(erasure: Erasure, box: Box) -> None:
    """Have a box let go of a person; once for each box and person."""
    rows = BoxOrder.objects.of(erasure.company_id).filter(box=box, erasure=erasure, files="[]")
    if not rows.exists():
        _put(erasure.company_id, box.pk, erasure, ())


def put_files(
    company: int, box: int, files: Iterable[ForgetFile], erasure: Erasure | None = None
) -> None:
    """Have a box remove files."""
    every = list(files)
    for start in range(0, len(every), _FILES_AT_ONCE):
        _put(company, box, erasure, every[start : start + _FILES_AT_ONCE])


def _put(company: int, box: int, erasure: Erasure | None, files: Iterable[ForgetFile]) -> None:
    BoxOrder.objects.add(
        company, uid=uuid.uuid4().hex, box_id=box, erasure=erasure, at=timezone.now(),
        files=json.dumps([file.model_dump() for file in files]),
    )  # fmt: skip


def read(box: Box, uid: str) -> ForgetOrder:
    """What an order says, for the box that it is for. Raises Refused 404."""
    from vochi.hub.privacy.erasing import needles_of  # noqa: PLC0415 - it gives orders

    row = BoxOrder.objects.of(box.company_id).filter(box=box, uid=uid).first()
    if row is None:
        raise Refused(404, "not_found")
    files = tuple(ForgetFile.model_validate(each) for each in json.loads(row.files))
    if row.erasure is None or files or not row.erasure.sealed:
        return ForgetOrder(files=files)
    entries = Rewritten.objects.of(box.company_id).filter(box=box, erasure=row.erasure)
    return ForgetOrder(
        needles=needles_of(row.erasure)[0],
        entries=tuple(entries.order_by("seq").values_list("seq", "digest")),
    )


def tell(company: int) -> int:
    """Tell boxes what they have not done yet, and see what they answered; how many still wait."""
    rows = BoxOrder.objects.of(company).filter(state="waiting").order_by("pk")
    left = 0
    now = timezone.now()
    for row in rows:
        told = (
            CommandRow.objects.of(company).filter(uid=row.command).first() if row.command else None
        )
        if told is not None and told.state == "done":
            kept = told.facts.get("kept") if isinstance(told.facts, dict) else 0
            # A file on its way here stays till it has come; then the box is asked again.
            if not kept:
                row.state, row.done_at, row.files = "done", now, "[]"
                row.save(update_fields=["state", "done_at", "files"])
                continue
        left += 1
        is_open = told is not None and told.state == "waiting" and told.deadline > now
        if not is_open and (row.told_at is None or now - row.told_at > AGAIN):
            _tell(row)
    return left


def all_done(erasure: Erasure) -> bool:
    """Whether every box has let go of him."""
    rows = BoxOrder.objects.of(erasure.company_id).filter(erasure=erasure)
    return not rows.exclude(state="done").exists()


def waiting_boxes(erasure: Erasure) -> tuple[str, ...]:
    """Names of the boxes that have not answered."""
    rows = BoxOrder.objects.of(erasure.company_id).filter(erasure=erasure, state="waiting")
    return tuple(dict.fromkeys(rows.order_by("box_id").values_list("box__name", flat=True)))


def _tell(row: BoxOrder) -> None:
    with transaction.atomic():
        command = CommandRow.objects.add(
            row.company_id, box_id=row.box_id, uid=uuid.uuid4().hex,
            action=Forget(order=row.uid).model_dump(mode="json"), created_at=timezone.now(),
            deadline=timezone.now() + _PATIENCE,
        )  # fmt: skip
        row.command, row.told_at = command.uid, timezone.now()
        row.save(update_fields=["command", "told_at"])
        number = row.box_id
        transaction.on_commit(lambda: wake_box(number))
