"""What administrators do with links to CRMs: settings, what became of each call, telling again."""

from typing import cast, get_args

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.crm import keys, linking
from vochi.hub.crm.models import Crm, CrmCall, CrmStep
from vochi.hub.crm.queue import HEALTH, QUEUE
from vochi.hub.crm.schemas import (
    AgainIn,
    CallState,
    CrmCallOut,
    CrmCallPage,
    CrmKind,
    CrmOut,
    CrmRules,
    CrmState,
    CrmStepOut,
    CrmTried,
    CrmUser,
)
from vochi.hub.crm.settings import users_of
from vochi.hub.crm.step import Why
from vochi.hub.crm.telling import wake
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.parcels.shown import common, page

_KINDS: tuple[CrmKind, ...] = ("bitrix", "amo")
#: Calls that one replay of a period brings.
MOST = 10_000
_LOST = frozenset({"auth", "app", "paid"})


def every(who: Asker) -> list[CrmOut]:
    """Each CRM that can be linked, linked or not."""
    who.must(Role.ADMINISTRATOR)
    return [shown(who.company, kind) for kind in _KINDS]


def change(who: Asker, kind: CrmKind, body: CrmRules) -> CrmOut:
    """Set a link up; one that was paused goes on. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row = find(who, kind)
        rules = body.model_dump(mode="json", exclude={"is_on"})
        rules["people"] = {e: user for e, user in rules["people"].items() if e and user}
        row.facts = row.facts | rules
        has_keys = bool(keys.keys_of(row).access)
        row.is_on = body.is_on and has_keys
        row.mend()
        row.save()
        waiting = CrmCall.objects.of(who.company).filter(crm=row, state="waiting", is_gone=False)
        waiting.exclude(call=None).update(next_at=timezone.now())
        record(who.company, "crm_changed", who.account, f"crm/{kind}", who.address,
               is_on=row.is_on)  # fmt: skip
        desk_alarms.tell(who.company)
        transaction.on_commit(wake)
    return shown(who.company, kind)


def drop(who: Asker, kind: CrmKind) -> None:
    """Unlink it: its keys and what it was told go. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row = find(who, kind)
        row.delete()
        record(who.company, "crm_unlinked", who.account, f"crm/{kind}", who.address,
               host=row.host)  # fmt: skip
        desk_alarms.tell(who.company)


def renew(who: Asker, kind: CrmKind) -> CrmOut:
    """Read its people anew, and have it tell us of clicks. Raises Refused 404, 502."""
    who.must(Role.ADMINISTRATOR)
    row = find(who, kind)
    answer = linking.read_users(row)
    if not answer.is_ok:
        raise Refused(502, "crm_unreachable", why=answer.why)
    linking.bind(row)
    return shown(who.company, kind)


def test(who: Asker, kind: CrmKind) -> CrmTried:
    """Ask the CRM who we are, now. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    row = find(who, kind)
    answer = linking.try_it(row)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        HEALTH.fared(row, answer)
    transaction.on_commit(wake)
    return CrmTried(ok=answer.is_ok, why=answer.why, answer=answer.said)


def calls(
    who: Asker, kind: CrmKind, state: CallState | None, cursor: str | None, limit: int
) -> CrmCallPage:
    """What became of each call, newest first, with the requests that were made."""
    who.must(Role.ADMINISTRATOR)
    row = find(who, kind)
    rows = CrmCall.objects.of(who.company).filter(crm=row)
    if cursor:
        at, number, _ = cursors.read(cursor)
        rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=number)
    found, last = page(rows.order_by("-at", "-pk"), state, limit)
    steps: dict[int, list[CrmStepOut]] = {}
    made = CrmStep.objects.of(who.company).filter(crm_call__in=[each.pk for each in found])
    for step in made.order_by("pk"):
        steps.setdefault(step.crm_call_id, []).append(
            CrmStepOut(at=step.at, what=step.what, status=step.status, why=cast("Why", step.why),
                    took_ms=step.took_ms, answer=step.answer)
        )  # fmt: skip
    return CrmCallPage(
        items=tuple(_told(row, each, steps.get(each.pk, [])) for each in found),
        next=cursors.write(last.at, last.pk) if last else None,
    )


def replay(who: Asker, kind: CrmKind, number: int) -> CrmCallOut:
    """Tell a call again: one that was given up goes on where it was, one that is done is told from
    the start, as another call. Raises Refused 404; 409 `crm_still_telling`.
    """
    who.must(Role.ADMINISTRATOR)
    row = find(who, kind)
    with transaction.atomic():
        rows = CrmCall.objects.of(who.company).select_for_update().filter(crm=row, pk=number)
        one = rows.first()
        if one is None:
            raise Refused(404, "not_found")
        if one.state == "open":
            raise Refused(409, "crm_still_telling")
        again(rows)
        record(who.company, "crm_replayed", who.account, f"crm/{kind}", who.address, call=one.call)
        desk_alarms.tell(who.company)
    return _told(row, CrmCall.objects.of(who.company).get(pk=number), [])


def replay_many(who: Asker, kind: CrmKind, body: AgainIn) -> int:
    """Tell again what was given up, all of it or of a period; how many calls. Raises Refused 404,
    422 `bad_period`, `too_many_calls`.
    """
    who.must(Role.ADMINISTRATOR)
    row = find(who, kind)
    rows = CrmCall.objects.of(who.company).filter(crm=row, state="dead")
    if body.since is not None and body.until is not None:
        if body.since > body.until:
            raise Refused(422, "bad_period")
        rows = rows.filter(at__gte=body.since, at__lte=body.until)
    if rows.count() > MOST:
        raise Refused(422, "too_many_calls", most=MOST)
    with transaction.atomic():
        count = again(rows)
        record(who.company, "crm_replayed", who.account, f"crm/{kind}", who.address, count=count)
        desk_alarms.tell(who.company)
    return count


def again(rows: "QuerySet[CrmCall]") -> int:
    """These are to be told once more."""
    fresh = {"why": "", "answer": "", "wants": F("wants") + 1}
    finished = list(rows.filter(state="done").values_list("pk", flat=True))
    # Only what is told from the start is another call there.
    unfinished = rows.exclude(pk__in=finished).exclude(state="open")
    count = QUEUE.again(unfinished, **fresh, replays=F("replays"))
    done = rows.filter(pk__in=finished).exclude(call=None)
    count += QUEUE.again(done, **fresh, told={}, foreign="")
    transaction.on_commit(wake)
    return count


def find(who: Asker, kind: CrmKind) -> Crm:
    """A link of the asker's company. Raises Refused 404."""
    row = Crm.objects.of(who.company).filter(kind=kind).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def shown(company: int, kind: CrmKind) -> CrmOut:
    """A link as it stands."""
    public = settings.PUBLIC_URL or None
    row = Crm.objects.of(company).filter(kind=kind).first()
    if row is None:
        return CrmOut(kind=kind, state="none", public=public)
    rows = CrmCall.objects.of(company).filter(crm=row)
    counted = {state: rows.filter(state=state).count() for state in get_args(CallState)}
    facts = row.facts
    known = {name: facts[name] for name in CrmRules.model_fields if name in facts}
    users = tuple(
        CrmUser(id=each["id"], name=each["name"], extension=each["extension"])
        for each in facts.get("users", ())
    )
    return CrmOut(
        kind=kind, state=_state(row), portal=row.host, client_id=str(facts.get("client_id", "")),
        rules=CrmRules.model_validate(known | {"is_on": row.is_on}), users=users,
        mapped=users_of(row), public=public, events=bool(facts.get("events")), since=row.since,
        made_by=row.maker, last_ok_at=row.last_ok_at, last_at=row.last_at,
        last_why=cast("Why", row.last_why), last_answer=row.last_answer,
        failing_since=row.failing_since, waiting=counted.get("waiting", 0),
        open=counted.get("open", 0), done=counted.get("done", 0), dead=counted.get("dead", 0),
    )  # fmt: skip


def _state(row: Crm) -> CrmState:
    if not keys.keys_of(row).access:
        return "begun"
    if not row.is_on:
        return "off"
    if row.paused_at is not None:
        return "auth" if row.last_why in _LOST else "paused"
    return "failing" if row.failures else "on"


def _told(crm: Crm, row: CrmCall, steps: list[CrmStepOut]) -> CrmCallOut:
    told = row.told
    names = [name for name, is_so in (
        ("register", crm.kind == "bitrix" and bool(told.get("call_id"))),
        ("show", bool(told.get("shown"))), ("finish", bool(told.get("finished"))),
        ("record", bool(told.get("record"))), ("call", told.get("posted") == "call"),
        ("unsorted", told.get("posted") == "unsorted"),
    ) if is_so]  # fmt: skip
    return CrmCallOut(
        **common(row), call=row.call, number=row.number, pretty=pretty(row.number), at=row.at,
        state=cast("CallState", row.state), told=tuple(names), foreign=row.foreign,
        url=_url(crm, row), why=cast("Why", row.why), steps=tuple(steps),
    )  # fmt: skip


def _url(crm: Crm, row: CrmCall) -> str:
    """The card that the CRM put the call on."""
    kind, number = row.told.get("entity"), row.told.get("entity_id")
    if not isinstance(kind, str) or not isinstance(number, int):
        return ""
    base, word = keys.base_of(crm.host), kind.lower()
    if crm.kind == "bitrix":
        return f"{base}/crm/{word}/details/{number}/"
    pages = {"contact": "contacts", "company": "companies", "lead": "leads"}
    return f"{base}/{pages[word]}/detail/{number}" if word in pages else ""
