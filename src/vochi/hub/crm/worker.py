"""The worker: tells CRMs of calls step by step, each once, whatever fails in between."""

import base64

import httpx
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.hub.courier import Courier, look
from vochi.hub.crm import clicks, keys, listening, queue
from vochi.hub.crm.amo import client as amo_client
from vochi.hub.crm.amo import steps as amo
from vochi.hub.crm.bitrix import client as bitrix_client
from vochi.hub.crm.bitrix import steps as bitrix
from vochi.hub.crm.facts import CallFacts
from vochi.hub.crm.models import Crm
from vochi.hub.crm.queue import QUEUE, Job, Look, State
from vochi.hub.crm.settings import amo_rules, bitrix_rules
from vochi.hub.crm.step import Answer, Step, Told, Why
from vochi.hub.link.recordings import recording_file

#: Steps of one call that are taken in one go; a life has six.
_MOST = 12
#: What it refuses so often is not tried for days.
_HOPELESS = 5
#: A recording that is larger is not sent: base64 makes it a third larger still.
_LARGEST = 45 * 1024 * 1024


def teller() -> Courier[Job]:
    """Tells CRMs what is due."""
    return Courier("crm", queue.claim, tell, next_due=QUEUE.next_due, sweep=queue.sweep)


async def tell(web: httpx.AsyncClient, job: Job) -> None:
    """Bring what the CRM knows of one call to where the call is now."""
    for _ in range(_MOST):
        now = await look(queue.look_at, job)
        if now is None:
            return
        if now.call is None:
            await _nothing(job, now)
            return
        step = await look(_next, now, now.call)
        if step is None:
            await _rest(job, now, now.call)
            return
        answer = await _take(web, job, now, step)
        if not answer.is_ok:
            await _failed(job, now, answer)
            return
    await look(queue.rest, job, "waiting", None, 1.0)


async def _take(web: httpx.AsyncClient, job: Job, now: Look, step: Step) -> Answer:
    await look(queue.begin, job, step)
    answer = await _send(web, now.crm, step)
    if answer.why == "auth":
        # It may be that the token ended before its time: once, with another one.
        token, renewed = await keys.fresh(web, now.crm, force=True)
        answer = await _send(web, now.crm, step) if token else renewed
    answer, done = _read(now, step, answer)
    await look(queue.settle, job, step, answer, done)
    if step.what == "line" and answer.is_ok and isinstance(step.body, dict):
        await look(_know_line, now.crm, str(step.body["NUMBER"]))
    return answer


async def _send(web: httpx.AsyncClient, crm: Crm, step: Step) -> Answer:
    token, why = await keys.fresh(web, crm)
    if not token:
        return why
    base = keys.base_of(crm.host)
    if crm.kind == "amo":
        return await amo_client.post(web, base, token, step.method, step.body)
    body, seconds = step.body, bitrix_client.TIMEOUT
    if step.record and isinstance(body, dict):
        name = str(body.get("FILENAME", ""))
        content = await look(_content, step.record, name.rpartition(".")[2])
        if content is None:
            return Answer("", said="erased")
        body, seconds = body | {"FILE_CONTENT": content}, bitrix_client.RECORD_TIMEOUT
    return await bitrix_client.call(web, base, token, step.method, body, seconds=seconds)


def _read(now: Look, step: Step, answer: Answer) -> tuple[Answer, Told]:
    """What an answer means for this step: some refusals say that it was taken before."""
    done = dict(step.done)
    result = answer.result
    match step.what, answer.why:
        case "register", "":
            identity = result.get("CALL_ID") if isinstance(result, dict) else None
            if not isinstance(identity, str) or not identity:
                return Answer("broken", answer.status, answer.took_ms, "no CALL_ID"), {}
            entity = result if isinstance(result, dict) else {}
            return answer, done | {
                "call_id": identity, "entity": entity.get("CRM_ENTITY_TYPE"),
                "entity_id": entity.get("CRM_ENTITY_ID"),
            }  # fmt: skip
        case "line", "wrong" if "already exists" in answer.said:
            return Answer("", answer.status, answer.took_ms, answer.said), done
        case (("register" | "finish"), "unknown_user") if now.crm.facts.get(
            "default_user"
        ) and not now.told.get("default_user"):
            # It was refused, so nothing was kept by these fields: others may be sent.
            fresh: Told = {"default_user": True, "register": None, "finish": None}
            return Answer("", answer.status, answer.took_ms, answer.said), fresh
        case "finish", "unknown_call":
            # Finished by a try whose answer was lost; or else it forgot the call.
            if now.told.get("finish") or now.told.get("registered_again"):
                return Answer("", answer.status, answer.took_ms, answer.said), done
            lost: Told = {
                "call_id": None,
                "register": None,
                "finish": None,
                "registered_again": True,
            }
            return Answer("", answer.status, answer.took_ms, answer.said), lost
        case (("show" | "hide"), "unknown_call"):
            return Answer("", answer.status, answer.took_ms, answer.said), done
        case "call", "":
            return _amo_taken(answer, done)
        case _, "":
            return answer, done
        case _:
            return answer, {}


def _amo_taken(answer: Answer, done: Told) -> tuple[Answer, Told]:
    body = answer.result if isinstance(answer.result, dict) else {}
    errors = body.get("errors")
    if isinstance(errors, list) and errors:
        return answer, {"unknown": True}
    embedded = body.get("_embedded")
    calls = embedded.get("calls") if isinstance(embedded, dict) else None
    first = calls[0] if isinstance(calls, list) and calls else None
    if not isinstance(first, dict):
        return Answer("broken", answer.status, answer.took_ms, "no call in the answer"), {}
    return answer, done | {
        "call_id": first.get("id"), "entity": first.get("entity_type"),
        "entity_id": first.get("entity_id"),
    }  # fmt: skip


async def _failed(job: Job, now: Look, answer: Answer) -> None:
    wait = (answer.wait or 2.0) if answer.why == "busy" else None
    is_hopeless = answer.why in {"unknown_user", "wrong"} and now.row.tries >= _HOPELESS
    state: State = "dead" if is_hopeless or answer.why == "gone" else "waiting"
    await look(queue.rest, job, state, answer, wait)


async def _nothing(job: Job, now: Look) -> None:
    """Nothing of it can be told: it stayed inside, its number is hidden, or a click that waits."""
    if now.row.call is not None:
        await look(queue.rest, job, "done", Answer("hidden"))
        return
    refusal = await look(clicks.refusal_of, now.row)
    if refusal is not None:
        await look(clicks.refuse, now.row, refusal)
    await look(queue.rest, job, "waiting", None, 5.0 if refusal is None else 0.1)


async def _rest(job: Job, now: Look, call: CallFacts) -> None:
    """Nothing is to be told now: is there more of it to come?"""
    state, why, wait = await look(_standing, now, call)
    await look(queue.rest, job, state, Answer(why) if why else None, wait)


def _standing(now: Look, call: CallFacts) -> tuple[State, Why, float | None]:
    told = now.told
    if now.crm.kind == "amo":
        rules = _amo(now.crm)
        if amo.is_done(call, told, rules):
            return "done", "", None
        waits = call.is_over and amo.waits(call, rules, timezone.now())
        return ("waiting", "", 30.0) if waits else ("open", "", None)
    if not call.is_over:
        return "open", "", None
    if call.is_gone and not told.get("call_id"):
        return "done", "gone", None
    is_done = bitrix.is_done(call, told, bitrix_rules(now.crm))
    return ("done", "", None) if is_done else ("dead", "no_user", None)


def _next(now: Look, call: CallFacts) -> Step | None:
    crm = now.crm
    external = f"vochi-{crm.company_id}-{call.id}"
    if now.row.replays:
        external += f"-{now.row.replays}"  # told anew, on purpose: another call there
    if crm.kind == "bitrix":
        return bitrix.next_step(call, now.told, bitrix_rules(crm), external)
    link = listening.link_to(crm, call.records[0].sha256) if call.records else ""
    rules, at = _amo(crm), timezone.now()
    return amo.next_step(
        call, now.told, rules, external, link=link if rules.links else "", now=at
    )  # fmt: skip


def _amo(crm: Crm) -> amo.Rules:
    return amo_rules(crm, links=bool(settings.PUBLIC_URL))


def _content(sha256: str, form: str) -> str | None:
    path = recording_file(sha256, form)
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError:
        return None


def _know_line(crm: Crm, number: str) -> None:
    with transaction.atomic():
        rows = Crm.objects.of(crm.company_id).select_for_update().filter(pk=crm.pk)
        row = rows.first()
        if row is not None:
            known = sorted({*map(str, row.facts.get("lines", ())), number})
            rows.update(facts=row.facts | {"lines": known})
