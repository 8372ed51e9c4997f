"""Retention (P16): what the rules would remove, an owner's yes to it, and removing it quietly.

Rules stand in the office (`policy.retention`); nothing goes by them before an owner has seen a dry
run of just these rules. A call of several departments is kept as long as the longest rule says.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from vochi.core.link import ForgetFile
from vochi.core.office.document import Office
from vochi.core.office.policy import Policy
from vochi.core.office.retention import Keep, RetentionPolicy
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Refused
from vochi.hub.calls.derive import refold_roots
from vochi.hub.calls.models import Call, Thread
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box, Recording, VoiceMessage
from vochi.hub.offices import services as offices
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.privacy import holds, orders, sounds
from vochi.hub.privacy.archives import must_mean_it
from vochi.hub.privacy.models import Approval
from vochi.hub.privacy.schemas import ApproveIn, RetentionGroup, RetentionOut, RetentionRulesIn

#: Hours of the company's night in which sounds go.
NIGHT = range(2, 6)
_AT_ONCE = 50


@dataclass(frozen=True)
class Due:
    """A sound that a rule lets go of; `department` empty: the company's own rule."""

    kind: str
    row: Recording | VoiceMessage
    call: Call | None
    days: int
    department: str
    at: datetime
    is_held: bool


@dataclass
class _Sum:
    count: int = 0
    seconds: float = 0
    bytes: int = 0
    held: int = 0
    oldest: datetime | None = None


def rules_of(office: Office) -> RetentionPolicy:
    """The rules in force."""
    return office.policy.retention


def digest_of(rules: RetentionPolicy) -> str:
    """What an owner says yes to: these rules and no others."""
    return hashlib.sha256(rules.model_dump_json().encode()).hexdigest()


def due(company: int, rules: RetentionPolicy, now: datetime) -> Iterator[Due]:
    """Everything that the rules let go of now, oldest first, held things among it."""
    if rules.is_empty:
        return
    held = holds.Held(company)
    for kind in ("recordings", "messages"):
        days = [getattr(each, kind) for each in (rules.company, *rules.departments)]
        shortest = min((each for each in days if each is not None), default=None)
        if shortest is None:
            continue
        before = now - timedelta(days=shortest)
        for at, row in _older(company, kind, before):
            found = _of(company, kind, row, at, rules, now, held)
            if found is not None:
                yield found


def _older(
    company: int, kind: str, before: datetime
) -> Iterator[tuple[datetime, Recording | VoiceMessage]]:
    if kind == "recordings":
        recordings = Recording.objects.of(company).filter(
            stored_at__isnull=False, started_at__lt=before
        )
        for each in recordings.order_by("started_at", "id").iterator(chunk_size=500):
            if each.started_at is not None:
                yield each.started_at, each
    else:
        messages = VoiceMessage.objects.of(company).filter(stored_at__lt=before)
        for left in messages.order_by("stored_at", "id").iterator(chunk_size=500):
            yield left.stored_at, left


def _of(  # noqa: PLR0917 - one look at one sound
    company: int,
    kind: str,
    row: Recording | VoiceMessage,
    at: datetime,
    rules: RetentionPolicy,
    now: datetime,
    held: holds.Held,
) -> Due | None:
    threads = Thread.objects.of(company).filter(box=row.box_id, linked_id=row.unique_id)
    root = threads.values_list("root", flat=True).first()
    call = Call.objects.of(company).filter(pk=root).first() if root is not None else None
    about = holds.about(company, call) if call else None
    days, department = longest(rules, kind, about.departments if about else frozenset())
    if days is None or at >= now - timedelta(days=days):
        return None
    if call is not None and call.state != "ended":
        return None
    is_held = about is not None and held.of(about) is not None
    return Due(kind, row, call, days, department, at, is_held)


def longest(
    rules: RetentionPolicy, kind: str, departments: frozenset[str]
) -> tuple[int | None, str]:
    """Days of the rule that holds for a call, and the department whose rule it is."""
    own: list[tuple[Keep, str]] = [
        (rule, rule.department) for rule in rules.departments if rule.department in departments
    ]
    if len(own) < len(departments) or not own:  # some of them have no rule of their own
        own.append((rules.company, ""))
    found: list[tuple[int, str]] = []
    for rule, department in own:
        days = getattr(rule, kind)
        if days is None:
            return None, department
        found.append((days, department))
    return max(found)


def look(who: Asker) -> RetentionOut:
    """The rules and a dry run of them. Administrators look."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    return _look(who.company, office, rules_of(office))


def try_rules(who: Asker, rules: RetentionPolicy) -> RetentionOut:
    """A dry run of other rules, before they are in force."""
    who.must(Role.ADMINISTRATOR)
    return _look(who.company, current(who.company), rules)


def _look(company: int, office: Office, rules: RetentionPolicy) -> RetentionOut:
    now = timezone.now()
    sums: dict[tuple[str, str, int], _Sum] = {}
    for one in due(company, rules, now):
        into = sums.setdefault((one.kind, one.department, one.days), _Sum())
        if one.is_held:
            into.held += 1
            continue
        into.count += 1
        into.seconds += one.row.seconds
        into.bytes += one.row.bytes
        into.oldest = min(into.oldest or one.at, one.at)
    names = {each.number: each.name for each in office.departments}
    approval = Approval.objects.of(company).first()
    digest = digest_of(rules)
    state = "off" if rules.is_empty else "unseen"
    if approval is not None and approval.digest == digest and not rules.is_empty:
        state = "on"
    return RetentionOut(
        rules=rules,
        groups=tuple(
            RetentionGroup(
                kind=kind, department=department or None,
                department_name=names.get(department), days=days,
                until=now - timedelta(days=days), count=it.count, seconds=it.seconds,
                bytes=it.bytes, oldest=it.oldest, held=it.held,
            )
            for (kind, department, days), it in sorted(sums.items())
        ),
        waiting=_unsent(company), digest=digest, state=state,
        approved_by=approval.author if approval and state == "on" else None,
        approved_at=approval.at if approval and state == "on" else None,
        ran_on=approval.ran_on.isoformat() if approval and approval.ran_on else None,
        version=office.version,
    )  # fmt: skip


def _unsent(company: int) -> int:
    """Recordings that are still on their way from boxes: they are never removed there."""
    return Recording.objects.of(company).filter(stored_at=None).exclude(sha256="").count()


def put_rules(who: Asker, body: RetentionRulesIn) -> PublishOut:
    """Other rules: the next version of the office; an owner has to say yes to them anew.

    Raises Refused 403, 404 `no_office`, 409 `stale_office`, 422 `no_such_department`.
    """
    who.must(Role.ADMINISTRATOR)
    now = current(who.company)
    if now.version == 0:
        raise Refused(404, "no_office")
    if body.based_on is not None and body.based_on != now.version:
        raise Refused(409, "stale_office", version=now.version, based_on=body.based_on)
    known = {each.number for each in now.departments}
    for rule in body.rules.departments:
        if rule.department not in known:
            raise Refused(422, "no_such_department", number=rule.department)
    policy = Policy.model_copy(now.policy, update={"retention": body.rules})
    out = offices.publish(
        who.company, now.model_copy(update={"policy": policy}), who.account, "",
        based_on=now.version,
    )  # fmt: skip
    record(
        who.company, "retention_changed", who.account, "privacy", who.address,
        before=rules_of(now).model_dump(mode="json"), after=body.rules.model_dump(mode="json"),
    )  # fmt: skip
    return out


def approve(who: Asker, body: ApproveIn) -> RetentionOut:
    """An owner lets the rules that he has seen, or stops them. Raises Refused 403, 409
    `rules_changed` when the rules in force are others.
    """
    must_mean_it(who, body.password, Role.OWNER)
    office = current(who.company)
    with transaction.atomic():
        if body.digest is None:
            Approval.objects.of(who.company).delete()
            record(who.company, "retention_stopped", who.account, "privacy", who.address)
        else:
            if body.digest != digest_of(rules_of(office)):
                raise Refused(409, "rules_changed")
            Approval.objects.of(who.company).update_or_create(
                company_id=who.company,
                defaults={"digest": body.digest, "account": who.account, "at": timezone.now(),
                          "author": who.account.name, "ran_on": None},
            )  # fmt: skip
            record(who.company, "retention_approved", who.account, "privacy", who.address)
    return _look(who.company, office, rules_of(office))


def is_time(company: int, now: datetime) -> bool:
    """Whether it is night at the company, its owner said yes, and tonight was not yet."""
    approval = Approval.objects.of(company).first()
    if approval is None or approval.digest != digest_of(rules_of(current(company))):
        return False
    here = now.astimezone(ZoneInfo(Company.objects.get(pk=company).time_zone))
    return here.hour in NIGHT and approval.ran_on != here.date()


def run(company: int, now: datetime, most: int = _AT_ONCE) -> int:
    """Remove at most so many sounds that the owner's rules let go of, with what boxes are told of
    it, in one transaction; how many went. When none did, the night is over for this company, and
    one deed says what it took.
    """
    rules = rules_of(current(company))
    approval = Approval.objects.of(company).first()
    if approval is None or approval.digest != digest_of(rules):
        return 0
    found = (one for one in due(company, rules, now) if not one.is_held)
    gone = list(islice(found, most))
    counts = dict(approval.counts)
    with transaction.atomic():
        list(Box.objects.of(company).select_for_update().order_by("pk"))
        told: dict[int, list[ForgetFile]] = {}
        for one in gone:
            for box, files in _remove(company, one).items():
                told.setdefault(box, []).extend(files)
            counts[one.kind] = counts.get(one.kind, 0) + 1
            counts["bytes"] = counts.get("bytes", 0) + one.row.bytes
        for box, files in told.items():
            orders.put_files(company, box, files)
        if not gone:
            approval.ran_on = _today(company, now)
            if counts:
                record(company, "retention_ran", None, "privacy", "", **counts)
            counts = {}
        approval.counts = counts
        approval.save(update_fields=["ran_on", "counts"])
    return len(gone)


def _today(company: int, now: datetime) -> date:
    return now.astimezone(ZoneInfo(Company.objects.get(pk=company).time_zone)).date()


def _remove(company: int, one: Due) -> dict[int, list[ForgetFile]]:
    why = sounds.Why("rule", one.days, one.department)
    root = one.call.pk if one.call else None
    recordings = [one.row] if isinstance(one.row, Recording) else []
    messages = [one.row] if isinstance(one.row, VoiceMessage) else []
    told = sounds.remove(company, root, recordings, messages, why)
    if root is not None:
        refold_roots(one.row.box, [root])
    return told
