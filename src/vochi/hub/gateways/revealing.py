"""Secrets that are typed into devices: told to administrators, after it is written down who asked.

`web.<gateway>` is the page's, `sms.<line>` a GoIP line's, `sip.<account>` a SIP account's.
"""

from vochi.core.guides.setup import adapter_guide
from vochi.core.office.document import Office
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.gateways.devices import adapter_of, gateway_of, lines_of
from vochi.hub.gateways.guides import server
from vochi.hub.gateways.schemas import KeysOut, SetupFile
from vochi.hub.offices import services
from vochi.hub.offices.current import current


def of_gateway(who: Asker, name: str) -> KeysOut:
    """What is typed into a gateway. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    lines = lines_of(office, gateway_of(office, name).id)
    record(who.company, "password_revealed", who.account, f"gateway/{name}", who.address)
    return KeysOut(keys=_keys(who.company, office, lines, f"web.{name}"))


def of_adapter(who: Asker, name: str) -> KeysOut:
    """What is typed into an adapter, and its file, if it takes one. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    adapter = adapter_of(office, name)
    accounts = tuple(each for each in (adapter.line, adapter.account) if each is not None)
    record(who.company, "password_revealed", who.account, f"adapter/{name}", who.address)
    secrets = services.secrets_of(who.company, office)
    guide = adapter_guide(office, adapter, server(), secrets, language_of(who.account))
    return KeysOut(
        keys=_keys(who.company, office, accounts),
        files=tuple(SetupFile(**file.model_dump()) for file in guide.files),
    )


def _keys(company: int, office: Office, accounts: tuple[str, ...], *more: str) -> dict[str, str]:
    secrets = services.secrets_of(company, office)
    wanted = {*more, *(f"sms.{line}" for line in accounts)}
    found = {name: key for name, key in secrets.keys.items() if name in wanted}
    sip = {f"sip.{name}": key for name, key in secrets.passwords.items() if name in accounts}
    return found | sip
