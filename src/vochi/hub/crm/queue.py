"""Which calls CRMs are to hear of now, and what became of each step."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls.models import Call
from vochi.hub.companies.models import Company
from vochi.hub.crm.facts import CallFacts, Record, facts_of
from vochi.hub.crm.models import Crm, CrmCall, CrmStep
from vochi.hub.crm.step import CRM_FAULTS, Answer, Step, Told
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.link.models import Recording
from vochi.hub.parcels.health import Health
from vochi.hub.parcels.queue import FREE, KEPT, Queue, hold, is_too_late

State = Literal["open", "done", "dead", "waiting"]
#: A call that is gone waits for its minute: a refold drops calls to write them again.
QUEUE = Queue(
    Crm, CrmCall, "crm", claim=timedelta(seconds=150), order=("next_at", "at"),
    hasty=Q(is_gone=False),
)  # fmt: skip
HEALTH = Health(
    QUEUE, "crm", lambda crm: {"crm": crm.kind}, faults=CRM_FAULTS,
    lost=frozenset({"auth", "app", "paid"}), quiet=frozenset({"hidden", "gone"}),
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A call that this worker has claimed; `wants` is how far it had changed by then."""

    crm: Crm
    row: CrmCall
    wants: int


@dataclass(frozen=True)
class Look:
    """A call as it is now, and how far the CRM knows it."""

    crm: Crm
    row: CrmCall
    call: CallFacts | None

    @property
    def told(self) -> Told:
        """What it was told."""
        return dict(self.row.told)


def claim(most: int) -> list[Job]:
    """Calls that CRMs are to hear of, at most so many; oldest first."""
    return [Job(crm, row, row.wants) for crm, row in QUEUE.take(most)]


def look_at(job: Job) -> Look | None:
    """The call as it stands now; None when it is not ours to tell any more."""
    company = job.crm.company_id
    crm = Crm.objects.of(company).filter(pk=job.crm.pk, is_on=True).first()
    row = CrmCall.objects.of(company).filter(pk=job.row.pk, state="waiting").first()
    if crm is None or row is None:
        return None
    kept = Call.objects.of(company).filter(pk=row.call).first() if row.call else None
    if kept is None:
        return Look(crm, row, _gone(row))
    folded = FoldedCall.model_validate_json(kept.body)
    marked = [mark.unique_id for mark in folded.recordings]
    files = Recording.objects.of(company).filter(
        box=kept.box_id, unique_id__in=marked, stored_at__isnull=False
    )
    records = tuple(Record(file.sha256, file.format, file.seconds) for file in files)
    call = facts_of(kept.pk, folded, kept.client, records, is_gone=row.is_gone)
    return Look(crm, row, call)


def begin(job: Job, step: Step) -> None:
    """Keep what a step must not forget, before it goes out: killed now, it is the same again."""
    if not step.note:
        return
    with transaction.atomic():
        _keep(job, step.note)


def settle(job: Job, step: Step, answer: Answer, done: Told) -> None:
    """Write down what came of a step."""
    now = timezone.now()
    with transaction.atomic():
        hold(job.crm.company_id)
        if not CrmCall.objects.of(job.crm.company_id).filter(pk=job.row.pk).exists():
            return
        CrmStep.objects.add(
            job.crm.company_id, crm_call=job.row, at=now, what=step.what, status=answer.status,
            why=answer.why, took_ms=answer.took_ms, answer=answer.said[:300],
        )  # fmt: skip
        HEALTH.fared(job.crm, answer)
        if done:
            _keep(job, done)


def rest(
    job: Job, state: State, answer: Answer | None = None,
    wait: float | None = None,
) -> None:  # fmt: skip
    """Let a call go: till it changes (`open`, `done`), for ever (`dead`), or for a while."""
    now = timezone.now()
    company = job.crm.company_id
    with transaction.atomic():
        hold(company)
        rows = CrmCall.objects.of(company).filter(pk=job.row.pk)
        row = rows.first()
        if row is None:
            return
        failed = answer is not None and not answer.is_ok
        tries = row.tries + 1 if failed else 0
        if failed and state == "waiting" and is_too_late(row, now):
            state = "dead"
        # What changed while it was told is told next; nothing of it was seen.
        is_stale = row.wants != job.wants and not failed
        rows.update(
            **FREE, state="waiting" if is_stale else state, last_at=now, tries=tries,
            next_at=now if is_stale else now + QUEUE.pause(tries, wait),
            why=answer.why if answer is not None else "",
            answer=answer.said[:300] if answer is not None else "",
            since=row.since if failed else now,
        )  # fmt: skip
        if state == "dead" and not is_stale:
            desk_alarms.tell(company)


def sweep() -> None:
    """Calls of more than a month ago go."""
    now = timezone.now()
    for company in Company.objects.values_list("pk", flat=True):
        CrmCall.objects.of(company).filter(at__lt=now - KEPT).delete()


def _keep(job: Job, more: Told) -> None:
    rows = CrmCall.objects.of(job.crm.company_id).filter(pk=job.row.pk)
    row = rows.select_for_update().first()
    if row is not None:
        foreign = str(more.get("call_id") or row.foreign)[:120]
        rows.update(told=row.told | more, foreign=foreign)


def _gone(row: CrmCall) -> CallFacts | None:
    """A call that is none any more: what the CRM knows of it is brought to an end. A click that
    came to nothing has a refusal, or waits for its call.
    """
    if row.call is None and not row.refusal:
        return None
    ended = timezone.now()
    return CallFacts(
        id=row.call or 0, direction="out" if row.call is None else "in", number=row.number,
        line="", started_at=row.at, ended_at=ended, caller=row.extension, rung=(), ringing=(),
        talking=(), talked="", was_answered=False, result="refused" if row.refusal else None,
        end_reason=row.refusal, seconds=0, score=None, has_message=False, asked_back=False,
        is_gone=row.call is not None,
    )  # fmt: skip
