"""Endpoints of scheme templates."""

from django.http import HttpRequest
from ninja import Path, Router

from vochi.core.templates.catalogue import SchemeTemplate, TemplateId, templates
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.offices.current import current
from vochi.hub.offices.templates import Filled, FillIn, filled

router = Router(tags=["office templates"])


@router.get("/office/templates", response=list[SchemeTemplate])
def list_templates(request: HttpRequest) -> list[SchemeTemplate]:
    """Ready schemes with what each asks, in the asker's language."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return list(templates(current(who.company), language_of(who.account)))


@router.post("/office/templates/{template}", response=Filled)
def fill_template(request: HttpRequest, template: Path[TemplateId], body: FillIn) -> Filled:
    """The scheme that the answers make; nothing is published. 422 `office_has_nobody`."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return filled(who, template, body)
