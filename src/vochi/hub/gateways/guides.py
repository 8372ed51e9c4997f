"""What a person types into a device, page by page; secrets stand under their names until asked."""

import importlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.home import Settings
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.desk.settings import server_address
from vochi.hub.gateways.devices import gateway_of
from vochi.hub.gateways.schemas import SetupField, SetupOut, SetupStep
from vochi.hub.offices.current import current


def of_gateway(who: Asker, name: str) -> SetupOut:
    """Every field of a gateway's pages. Raises Refused 403, 404, 404 `no_guide`."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    gateway = gateway_of(office, name)
    lines = [
        line.id for line in office.lines if isinstance(line, GsmLine) and line.gateway == gateway.id
    ]
    names = [f"web.{name}", *(f"{kind}.{line}" for line in lines for kind in ("sms", "sip"))]
    return _told(who, office, gateway.kind, gateway, names)


def of_adapter(who: Asker, name: str) -> SetupOut:
    """Every field of an adapter's pages. Raises Refused 403, 404, 404 `no_guide`."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    adapter = next((each for each in office.adapters if each.id == name), None)
    if adapter is None:
        raise Refused(404, "no_such_adapter")
    accounts = [each for each in (adapter.line, adapter.account) if each is not None]
    return _told(who, office, "adapter", adapter, [f"sip.{each}" for each in accounts])


def _told(who: Asker, office: Office, guide: str, thing: object, names: list[str]) -> SetupOut:
    """The steps of a guide. It is given marks in place of secrets: asking for these is a deed of
    its own (`reveal`), and a field says by `key` which of them belongs in it.
    """
    try:
        steps = importlib.import_module(f"vochi.core.guides.{guide}").steps
    except ModuleNotFoundError:
        raise Refused(404, "no_guide", kind=guide) from None
    home: Settings = settings.HOME_SETTINGS
    marks = {name: f"\ue000{name}\ue001" for name in names}
    told = steps(office, thing, server_address(home), marks, language_of(who.account))
    return SetupOut(steps=tuple(_step(step, marks) for step in told))


def _step(step: Any, marks: Mapping[str, str]) -> SetupStep:
    return SetupStep(
        title=step.title,
        page=step.page,
        fields=tuple(_field(field, marks) for field in step.fields),
    )


def _field(field: Any, marks: Mapping[str, str]) -> SetupField:
    key = next((name for name, mark in marks.items() if mark in field.value), None)
    return SetupField(
        label=field.label,
        value="" if key else field.value,
        secret=field.secret or key is not None,
        note=field.note,
        key=key,
    )
