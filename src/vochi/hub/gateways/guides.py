"""What a person types into a device, page by page; secrets stand under their names until asked."""

from django.conf import settings

from vochi.core.guides.guide import Guide, Server
from vochi.core.guides.setup import adapter_guide, gateway_guide
from vochi.home import Settings
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.desk.settings import server_address
from vochi.hub.gateways.devices import adapter_of, gateway_of
from vochi.hub.gateways.schemas import SetupField, SetupOut, SetupStep
from vochi.hub.offices import services
from vochi.hub.offices.current import current


def of_gateway(who: Asker, name: str) -> SetupOut:
    """Every field of a gateway's pages. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    gateway = gateway_of(office, name)
    secrets = services.secrets_of(who.company, office)
    return _told(gateway_guide(office, gateway, server(), secrets, language_of(who.account)))


def of_adapter(who: Asker, name: str) -> SetupOut:
    """Every field of an adapter's pages. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    adapter = adapter_of(office, name)
    secrets = services.secrets_of(who.company, office)
    return _told(adapter_guide(office, adapter, server(), secrets, language_of(who.account)))


def _told(guide: Guide) -> SetupOut:
    """The steps of a guide; asking for its secrets is a deed of its own (`reveal`)."""
    bare = guide.without_secrets()
    return SetupOut(
        steps=tuple(
            SetupStep(
                title=step.title,
                page=step.page,
                fields=tuple(
                    SetupField(**field.model_dump(exclude={"key"}), key=field.key or None)
                    for field in step.fields
                ),
            )
            for step in bare.steps
        ),
        has_file=bool(guide.files),
    )


def server() -> Server:
    """Where devices find us."""
    home: Settings = settings.HOME_SETTINGS
    return Server(server_address(home), home.sip_port, home.goip_port)
