"""Clicks in the CRM: a user there clicks a number, his phone here rings; and what came of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vochi.core.link import Originate
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.accounts.areas import takes
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.services import record
from vochi.hub.accounts.sight import denied
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.crm.models import Crm, CrmCall
from vochi.hub.crm.settings import users_of
from vochi.hub.crm.telling import wake
from vochi.hub.link import commands
from vochi.hub.link.models import CommandRow
from vochi.hub.offices.current import current
from vochi.hub.text import read_number

#: A click whose call is not there by then has come to nothing.
_PATIENCE = timedelta(seconds=60)
#: Its command has been answered, or nobody will: the box had so long.
_LATE = timedelta(seconds=20)


def click(crm: Crm, foreign: str, user: int, typed: str, address: str) -> None:
    """Ring the phone of a user of the CRM and call `typed`; told twice, it rings once. What cannot
    be done is told back.
    """
    number = number_of(crm, typed)
    now = timezone.now()
    extension = next((e for e, known in users_of(crm).items() if known == user), "")
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=crm.company_id)
        if CrmCall.objects.of(crm.company_id).filter(crm=crm, foreign=foreign).exists():
            return
        row = CrmCall.objects.add(
            crm.company_id, crm=crm, at=now, number=number[:80], extension=extension,
            foreign=foreign, told={"call_id": foreign, "shown": [user]}, since=now,
            next_at=now + timedelta(seconds=2),
        )  # fmt: skip
        transaction.on_commit(wake)
    try:
        command = ring(crm, extension, number, address)
    except Refused as refused:
        refuse(row, say(refused.body.code, refused.body.facts, _language(crm)))
    else:
        CrmCall.objects.of(crm.company_id).filter(pk=row.pk).update(command=command)


def ring(crm: Crm, extension: str, number: str, address: str) -> str:
    """Ring an employee and call a number in his name; the command's id. Raises Refused: 403 when
    his rights do not let him, 404 `crm_no_extension`, `crm_no_account`, 422 `phone_invalid`.
    """
    if not extension:
        raise Refused(404, "crm_no_extension")
    if not number:
        raise Refused(422, "phone_invalid", phone="")
    who = _asker(crm, extension, address)
    if takes(who.denied, "commands", "POST"):
        raise Refused(403, "right_needed", right="commands")
    record(crm.company_id, "crm_clicked", who.account, f"crm/{crm.kind}", address,
           extension=extension)  # fmt: skip
    return commands.add(who, Originate(extension=extension, to=number)).id


def refusal_of(row: CrmCall) -> str | None:
    """Why a click came to nothing; None while it may still become a call."""
    age = timezone.now() - row.at
    crm = Crm.objects.of(row.company_id).get(pk=row.crm_id)
    command = CommandRow.objects.of(row.company_id).filter(uid=row.command).first()
    if command is not None and command.state == "refused":
        return say(command.code or "failed", command.facts, _language(crm))
    if command is None or command.state == "waiting":
        is_late = age > (_LATE if command is not None else timedelta(seconds=5))
        return say("crm.click_late", {}, _language(crm)) if is_late else None
    return say("crm.click_late", {}, _language(crm)) if age > _PATIENCE else None


def refuse(row: CrmCall, why: str) -> None:
    """The click came to nothing: its call there is finished with why."""
    now = timezone.now()
    CrmCall.objects.of(row.company_id).filter(pk=row.pk, call=None).update(
        refusal=why[:200] or "-", state="waiting", next_at=now
    )
    transaction.on_commit(wake)


def number_of(crm: Crm, typed: str) -> str:
    """A number as the CRM's people write it, as we keep it."""
    company = Company.objects.get(pk=crm.company_id)
    return read_number(typed[:60], company.country, company.area_code)


def _asker(crm: Crm, extension: str, address: str) -> Asker:
    office = current(crm.company_id)
    person = next((each.id for each in office.people if each.extension == extension), None)
    rows = Account.scoped.of(crm.company_id).filter(person=person or "-", is_active=True)
    account = rows.order_by("pk").first()
    if account is None:
        raise Refused(404, "crm_no_account")
    return Asker(account, address, None, denied(account))


def _language(crm: Crm) -> Language:
    spoken = Company.objects.values_list("language", flat=True).get(pk=crm.company_id)
    return "en" if spoken == "en" else "be" if spoken == "be" else "ru"
