"""Texts that people send often."""

from django.db import transaction

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.companies.models import Company
from vochi.hub.messages.models import SmsTemplate
from vochi.hub.messages.schemas import SmsTemplateOut


def every(company: int) -> list[SmsTemplateOut]:
    """All of them, in the order that people gave them."""
    rows = SmsTemplate.objects.of(company).order_by("place")
    return [SmsTemplateOut(name=row.name, text=row.text) for row in rows]


@transaction.atomic
def put(who: Asker, templates: tuple[SmsTemplateOut, ...]) -> list[SmsTemplateOut]:
    """These in place of those that there were. Raises Refused 403: heads of departments may."""
    who.must(Role.HEAD)
    Company.objects.select_for_update().get(pk=who.company)
    SmsTemplate.objects.of(who.company).delete()
    SmsTemplate.objects.add_all(
        [
            SmsTemplate(company_id=who.company, place=place, name=each.name, text=each.text)
            for place, each in enumerate(templates)
        ]
    )
    record(who.company, "sms_templates", who.account, str(len(templates)), who.address)
    return every(who.company)
