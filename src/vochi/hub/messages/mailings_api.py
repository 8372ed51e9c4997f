"""Endpoints of texts for many, and of texts with variables."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit
from vochi.hub.messages import filling, mailings
from vochi.hub.messages.mailing_schemas import (
    MailingCheck,
    MailingIn,
    MailingLetterPage,
    MailingOut,
    MailingPage,
    SmsFillIn,
    SmsFillOut,
)

router = Router(tags=["sms"])

MailingId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class SteerIn(Frozen):
    """What is to become of it."""

    state: Literal["running", "paused", "stopped"]


@router.post("/sms/fill", response=SmsFillOut)
def fill_sms(request: HttpRequest, body: SmsFillIn) -> SmsFillOut:
    """A text with its variables filled in for one number."""
    who = asker(request)
    return filling.filled(who, body.text, body.number)


@router.get("/sms/mailings", response=MailingPage)
def list_mailings(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> MailingPage:
    """Mailings, newest first; heads of departments."""
    return mailings.page(asker(request), cursor, limit)


@router.post("/sms/mailings/check", response=MailingCheck)
def check_mailing(request: HttpRequest, body: MailingIn) -> MailingCheck:
    """Who would get it, who not and why, how it reads, how many days it takes. Sends nothing."""
    return mailings.check(asker(request), body)


@router.post("/sms/mailings", response={202: MailingOut})
def begin_mailing(request: HttpRequest, body: MailingIn) -> Status[MailingOut]:
    """Begin it. 422 `mailing_to_nobody`, `mailing_too_big`."""
    return Status(202, mailings.begin(asker(request), body))


@router.get("/sms/mailings/{mailing_id}", response=MailingOut)
def get_mailing(request: HttpRequest, mailing_id: Path[MailingId]) -> MailingOut:
    """How far it is."""
    return mailings.one(asker(request), mailing_id)


@router.get("/sms/mailings/{mailing_id}/letters", response=MailingLetterPage)
def list_mailing_letters(
    request: HttpRequest, mailing_id: Path[MailingId], cursor: Cursor | None = None,
    limit: Limit = 50,
) -> MailingLetterPage:  # fmt: skip
    """Its people, each with what became of his message."""
    return mailings.letters(asker(request), mailing_id, cursor, limit)


@router.put("/sms/mailings/{mailing_id}", response=MailingOut)
def steer_mailing(request: HttpRequest, mailing_id: Path[MailingId], body: SteerIn) -> MailingOut:
    """Pause, go on, stop. 409 `mailing_over`."""
    return mailings.steer(asker(request), mailing_id, body.state)
