"""Endpoints of messages: every employee reads and writes them."""

from django.http import HttpRequest
from ninja import Path, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Cursor, Limit, Query
from vochi.hub.messages import services, templates, threads
from vochi.hub.messages.schemas import (
    CountIn,
    CountOut,
    MessageId,
    SmsIn,
    SmsPage,
    SmsRow,
    SmsTemplateOut,
    SmsTemplatesIn,
    SmsThreadPage,
    ThreadName,
)
from vochi.hub.rate import Each

router = Router(tags=["sms"])


@router.get("/sms/threads", response=SmsThreadPage)
def list_sms_threads(
    request: HttpRequest, q: Query = "", cursor: Cursor | None = None, limit: Limit = 50
) -> SmsThreadPage:
    """Threads whose number, name or text has `q` in it, the newest message first."""
    who = asker(request)
    return threads.page(who, q, cursor, limit, language_of(who.account))


@router.get("/sms/threads/{number}", response=SmsPage)
def get_sms_thread(
    request: HttpRequest, number: Path[ThreadName], cursor: Cursor | None = None, limit: Limit = 50
) -> SmsPage:
    """Messages with one number (E.164, or as the list of threads names it), newest first."""
    who = asker(request)
    return threads.one(who, number, cursor, limit, language_of(who.account))


@router.post("/sms/threads/{number}/read", response={204: None})
def read_sms_thread(request: HttpRequest, number: Path[ThreadName]) -> Status[None]:
    """Nothing in the thread is new any more, for anybody."""
    threads.read(asker(request), number)
    return Status(204, None)


@router.post("/sms", response={202: SmsRow}, throttle=[Each("600/m")])
def send_sms(request: HttpRequest, body: SmsIn) -> Status[SmsRow]:
    """Queue a message. 422 `sms_bad_number`, `sms_no_route`, `sms_empty`, `sms_too_long` (worded
    in `detail`); 404 `no_such_line`; 429 `sms_account_day`. With no box in sight it stays
    `queued`, and is sent when one is back.
    """
    return Status(202, services.send(asker(request), body))


@router.post("/sms/count", response=CountOut)
def count_sms(request: HttpRequest, body: CountIn) -> CountOut:
    """Encoding and parts of a text, as it would be sent."""
    return services.counted(asker(request).company, body.text)


@router.get("/sms/templates", response=list[SmsTemplateOut])
def list_sms_templates(request: HttpRequest) -> list[SmsTemplateOut]:
    """Texts that people send often."""
    return templates.every(asker(request).company)


@router.put("/sms/templates", response=list[SmsTemplateOut])
def put_sms_templates(request: HttpRequest, body: SmsTemplatesIn) -> list[SmsTemplateOut]:
    """All of them anew; heads of departments may."""
    return templates.put(asker(request), body.templates)


@router.delete("/sms/{sms_id}", response={202: SmsRow})
def cancel_sms(request: HttpRequest, sms_id: Path[MessageId]) -> Status[SmsRow]:
    """Take a message back that still waits. 409 `too_late` when it is on its way."""
    return Status(202, services.cancel(asker(request), sms_id))


@router.post("/sms/{sms_id}/again", response={202: SmsRow}, throttle=[Each("600/m")])
def send_sms_again(request: HttpRequest, sms_id: Path[MessageId]) -> Status[SmsRow]:
    """Send a failed or unknown message once more, as a new one. 409 `sms_not_failed`."""
    return Status(202, services.again(asker(request), sms_id))
